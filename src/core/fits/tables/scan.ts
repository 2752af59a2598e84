import { SkybucketError } from '../../errors';
import type { TableOptions, TableSlice } from '../../table/table';

/** Slices that are read ahead of the one in use. */
const AHEAD = 3;

/**
 * Reads rows `[from, to)`. Only `alone`, while no other slice is read, may they take as much memory as
 * there is; else they are `too-large`.
 */
export type ReadSlice = (
  from: number,
  to: number,
  options: TableOptions,
  alone: boolean,
) => Promise<TableSlice>;

/**
 * All rows in slices of `perSlice`, the next ones under way while one is in use. A slice that turns out
 * too large, because its arrays are longer than the header let expect, is read in halves. When the loop
 * over it stops, so do the requests.
 */
export async function* scanSlices(
  rows: number,
  perSlice: number,
  options: TableOptions,
  read: ReadSlice,
): AsyncGenerator<TableSlice, void, void> {
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  options.signal?.addEventListener('abort', abort, { once: true });
  if (options.signal?.aborted) {
    abort();
  }
  const given = { ...options, signal: stop.signal };
  const underWay: Promise<TableSlice | undefined>[] = [];
  let asked = 0;
  try {
    for (let from = 0; from < rows; from += perSlice) {
      for (; asked < rows && underWay.length <= AHEAD; asked += perSlice) {
        const slice = readOrTooLarge(asked, Math.min(rows, asked + perSlice), given, read);
        // Whoever stops the loop does not come for the slices under way.
        slice.catch(() => undefined);
        underWay.push(slice);
      }
      const slice = await underWay.shift();
      if (slice !== undefined) {
        yield slice;
      } else {
        yield* halves(from, Math.min(rows, from + perSlice), given, read);
      }
    }
  } finally {
    options.signal?.removeEventListener('abort', abort);
    stop.abort();
  }
}

/** A slice that is too large, in halves of halves down to single rows. */
async function* halves(
  from: number,
  to: number,
  options: TableOptions,
  read: ReadSlice,
): AsyncGenerator<TableSlice, void, void> {
  if (to - from === 1) {
    yield await read(from, to, options, true);
    return;
  }
  const middle = Math.floor((from + to) / 2);
  for (const [start, end] of [
    [from, middle],
    [middle, to],
  ] as const) {
    const slice = await readOrTooLarge(start, end, options, read);
    if (slice !== undefined) {
      yield slice;
    } else {
      yield* halves(start, end, options, read);
    }
  }
}

/** Undefined for rows that are too large. */
async function readOrTooLarge(
  from: number,
  to: number,
  options: TableOptions,
  read: ReadSlice,
): Promise<TableSlice | undefined> {
  try {
    return await read(from, to, options, false);
  } catch (error) {
    if (error instanceof SkybucketError && error.code === 'too-large') {
      return undefined;
    }
    throw error;
  }
}
