import { boxRows, type RowPiece } from './box-rows';
import { RunningMedian } from './median';
import { Moments, type PlacedValue } from './moments';
import type { Box, Plane, PlaneOptions } from './plane';

/** A step is given at most this often; the last one always. */
const MILLISECONDS_PER_STEP = 250;

export interface StatisticsOptions extends PlaneOptions {
  readonly now?: (() => number) | undefined;
}

/**
 * Statistics of the pixels read so far. NaN pixels are left out of all but `pixels`, infinite ones of
 * all but `pixels` and `infinite`. The numbers are NaN, the extremes undefined, where no pixel is finite.
 */
export interface StatisticsStep {
  readonly pixels: number;
  readonly pixelsInBox: number;
  readonly finite: number;
  readonly infinite: number;
  readonly sum: number;
  readonly mean: number;
  /** Standard deviation of the population. */
  readonly deviation: number;
  readonly median: number;
  /** False where the median is known to one part in some thousands of its value only. */
  readonly medianExact: boolean;
  /** Of equal values the first: that of the lowest row, then of the smallest x. */
  readonly min: PlacedValue | undefined;
  readonly max: PlacedValue | undefined;
}

/**
 * Statistics of every pixel of the box (inside the plane), at full resolution, in double precision and
 * bounded memory. Each step replaces the one before; only the last has `pixels` equal to `pixelsInBox`.
 *
 * @throws SkybucketError `truncated` where the file lacks a row of the box (a part would look like the
 *   whole), `cancelled`, or what reading throws.
 */
export async function* statistics(
  plane: Plane,
  box: Box,
  options: StatisticsOptions = {},
): AsyncGenerator<StatisticsStep> {
  const pixelsInBox = (box.x1 - box.x0) * (box.y1 - box.y0);
  yield* statisticsOf(boxRows(plane, box, options), pixelsInBox, options.now);
}

/**
 * The same of pixels that come piece by piece.
 *
 * @param pixelsInBox how many there will be
 */
export async function* statisticsOf(
  pieces: AsyncIterable<RowPiece>,
  pixelsInBox: number,
  now: () => number = () => performance.now(),
): AsyncGenerator<StatisticsStep> {
  const moments = new Moments();
  const median = new RunningMedian(pixelsInBox);
  const step = (exact: number | undefined): StatisticsStep => {
    const { pixels, finite, infinite, sum, mean, deviation, min, max } = moments;
    return {
      ...{ pixels, pixelsInBox, finite, infinite, sum, mean, deviation, min, max },
      median: exact ?? median.about(),
      medianExact: exact !== undefined,
    };
  };
  let last = now();
  for await (const piece of pieces) {
    moments.add(piece);
    median.add(finiteOf(piece.values));
    if (now() - last >= MILLISECONDS_PER_STEP && moments.pixels < pixelsInBox) {
      last = now();
      // An exact median takes a while, and the next step would replace it.
      yield step(undefined);
    }
  }
  yield step(median.exact());
}

function finiteOf<T extends Float32Array | Float64Array>(values: T): T {
  const finite = values.slice() as T;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value - value === 0) {
      finite[count++] = value;
    }
  }
  return finite.subarray(0, count) as T;
}
