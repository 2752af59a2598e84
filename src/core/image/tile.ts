import { SkybucketError } from '../errors';
import { readsEveryPixel } from './cost';
import { checkFrame, frameOf, type Grid, type GridKind } from './grid';
import { averagedRows, sampledRows } from './grid-rows';
import type { Box, Plane, PlaneOptions } from './plane';

/**
 * The box at one grid pixel per `step × step` image pixels. Only the rows that are needed are read:
 * with step 1 every pixel of the box (`exact`), otherwise all of them (`averaged`) where that is
 * cheap, else one row of each block (`sampled`). Where the file ends inside the box, the rows it lacks
 * are NaN.
 *
 * @throws SkybucketError `protocol` for a box outside the plane, `truncated` where the file has no row
 *   of it, `cancelled`, or what reading throws.
 */
export async function readTile(
  plane: Plane,
  box: Box,
  step: number,
  options: PlaneOptions = {},
): Promise<Grid> {
  const frame = frameOf(box, step);
  checkFrame(plane, frame);
  const kind: GridKind = step === 1 ? 'exact' : readsEveryPixel(plane) ? 'averaged' : 'sampled';
  const filled = new Uint8Array(frame.height);
  const rows =
    kind === 'averaged'
      ? averagedRows(plane, frame, options)
      : sampledRows(plane, frame, [...filled.keys()], options);
  const values = new Float32Array(frame.width * frame.height).fill(NaN);
  try {
    for await (const row of rows) {
      values.set(row.values, row.j * frame.width);
      filled[row.j] = 1;
    }
  } catch (error) {
    const partly = error instanceof SkybucketError && error.code === 'truncated';
    if (!partly || !filled.includes(1)) {
      throw error;
    }
  }
  return { frame, values, filled, kind };
}
