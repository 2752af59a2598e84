import { SkybucketError, throwIfAborted } from '../errors';
import type { DrawnRow } from './canvas';
import { type Frame, sampleAt } from './grid';
import type { Plane, PlaneOptions } from './plane';

/**
 * The pixels that stand for the given grid columns of the given grid rows of a sampled grid, all asked
 * for in one turn so that they are planned together. For planes whose rows are too long to be read.
 *
 * @throws SkybucketError `truncated` after the rows that are there, `cancelled`, or what reading throws.
 */
export async function* sampledPoints(
  plane: Plane,
  { box, step }: Frame,
  js: readonly number[],
  columns: readonly number[],
  { signal, ...others }: PlaneOptions,
): AsyncGenerator<DrawnRow> {
  throwIfAborted(signal);
  const ys = js.map((j) => sampleAt(box.y0, box.y1, step, j));
  const rows = new Map<number, Float32Array>();
  // One for each column: a thousand listeners on one signal would look like a leak.
  const stops = columns.map(() => new AbortController());
  const abort = (): void => stops.forEach((stop) => stop.abort());
  signal?.addEventListener('abort', abort, { once: true });
  const readColumn = async (i: number, k: number): Promise<void> => {
    const x = sampleAt(box.x0, box.x1, step, i);
    for await (const row of plane.rows(ys, x, x + 1, { ...others, signal: stops[k]?.signal })) {
      const values = rows.get(row.y) ?? new Float32Array(columns.length).fill(NaN);
      rows.set(row.y, values);
      values[k] = row.values[0] ?? NaN;
    }
  };
  let truncated: SkybucketError | undefined;
  try {
    // Where the file ends is the same for every column, so each is read up to there.
    const readPresent = async (i: number, k: number): Promise<void> => {
      try {
        await readColumn(i, k);
      } catch (error) {
        if (!(error instanceof SkybucketError) || error.code !== 'truncated') {
          throw error;
        }
        truncated = error;
      }
    };
    await Promise.all(columns.map(readPresent));
  } finally {
    signal?.removeEventListener('abort', abort);
    abort();
  }
  for (const [k, j] of js.entries()) {
    const values = rows.get(ys[k] as number);
    if (values) {
      yield { j, values, columns };
    }
  }
  if (truncated) {
    throw truncated;
  }
}
