import { BinGrid, Bins } from './bins';
import { eachPoint, type PlottedRows, type Range } from './plotted-rows';
import type { Turns } from '../table/turns';

/** Cells of the density along each axis where not every point is given. */
const CELLS = 256;

/** Points of a scatter. */
export interface ScatterPoints {
  /** Of all within the ranges. */
  readonly within: number;
  /** x and y of those that are given, in turns: all, or an even choice. */
  readonly points: Float64Array;
  /** Their rows in the table. */
  readonly rows: Uint32Array;
  /** Counts of all; undefined where all are given. */
  readonly density: BinGrid | undefined;
}

/**
 * The points within ranges, borders included, in the order of the view. Where there are more than `most`, every so
 * many-eth of them, and the counts of all.
 *
 * @throws SkybucketError `cancelled`
 */
export async function scatterPoints(
  rows: PlottedRows,
  x: Range,
  y: Range,
  most: number,
  turns: Turns,
  onProgress: (done: number) => void,
): Promise<ScatterPoints> {
  const isWithin = (px: number, py: number): boolean =>
    px >= x[0] && px <= x[1] && py >= y[0] && py <= y[1];
  let within = 0;
  await eachPoint(
    rows,
    turns,
    (px, py) => void (within += isWithin(px, py) ? 1 : 0),
    (done) => onProgress(done / 2),
  );
  const given = Math.min(within, most);
  const points = new Float64Array(2 * given);
  const numbers = new Uint32Array(given);
  const density = within > given ? new BinGrid(new Bins(CELLS, x), new Bins(CELLS, y)) : undefined;
  let seen = 0;
  let kept = 0;
  await eachPoint(
    rows,
    turns,
    (px, py, row) => {
      if (!isWithin(px, py)) {
        return;
      }
      // The k-th of those given is the point at k · within / given.
      if (seen === Math.floor((kept * within) / given)) {
        points[2 * kept] = px;
        points[2 * kept + 1] = py;
        numbers[kept] = row;
        kept += 1;
      }
      seen += 1;
      density?.add(px, py);
    },
    (done) => onProgress((1 + done) / 2),
  );
  return { within, points, rows: numbers, density };
}
