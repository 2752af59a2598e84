import type { Turns } from '../table/turns';

/** Rows looked at before the clock is. */
const STRIDE = 16_384;

/** Values of the rows of a view, NaN where there is none. */
export interface PlottedRows {
  /** Of every row of the table; `y` is `x` where a plot has one axis. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Numbers of the rows of the view; undefined for all rows in their order. */
  readonly numbers: Uint32Array | undefined;
}

export function rowsIn({ x, numbers }: PlottedRows): number {
  return numbers?.length ?? x.length;
}

/**
 * Goes through the rows of the view that have two finite values, in its order.
 *
 * @param each gets both values and the number of the row in the table
 * @param onProgress called with the share of the rows that is done
 * @throws SkybucketError `cancelled`
 */
export async function eachPoint(
  rows: PlottedRows,
  turns: Turns,
  each: (x: number, y: number, row: number) => void,
  onProgress: (done: number) => void = () => undefined,
): Promise<void> {
  const { x, y, numbers } = rows;
  const count = rowsIn(rows);
  for (let from = 0; from < count; from += STRIDE) {
    const to = Math.min(from + STRIDE, count);
    for (let k = from; k < to; k++) {
      const row = numbers === undefined ? k : (numbers[k] as number);
      const [px, py] = [x[row] as number, y[row] as number];
      if (px - px === 0 && py - py === 0) {
        each(px, py, row);
      }
    }
    if (turns.over) {
      onProgress(to / count);
      await turns.next();
    }
  }
}

export type Range = readonly [low: number, high: number];

/** What values there are. */
export interface Extent {
  readonly points: number;
  /** Both undefined where there is no point. */
  readonly x: Range | undefined;
  readonly y: Range | undefined;
}

/** How far the points of a view reach. @throws SkybucketError `cancelled` */
export async function extentOf(
  rows: PlottedRows,
  turns: Turns,
  onProgress?: (done: number) => void,
): Promise<Extent> {
  let points = 0;
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  await eachPoint(
    rows,
    turns,
    (x, y) => {
      points += 1;
      left = x < left ? x : left;
      right = x > right ? x : right;
      low = y < low ? y : low;
      high = y > high ? y : high;
    },
    onProgress,
  );
  return points === 0
    ? { points, x: undefined, y: undefined }
    : { points, x: [left, right], y: [low, high] };
}
