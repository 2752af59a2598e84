import { SkybucketError } from '../errors';
import { readsEveryPixel } from './cost';
import {
  checkFrame,
  type Frame,
  frameOf,
  type Grid,
  type GridKind,
  repeatNearestRows,
} from './grid';
import { averagedRows, sampledRows } from './grid-rows';
import type { Box, Plane, PlaneOptions } from './plane';

/** What a sampled tile may cost. At steps up to 8, 256 rows of 256 float32 pixels are no more. */
const SAMPLED_TILE_BYTES = 2 * 2 ** 20;

/**
 * The box at one grid pixel per `step × step` image pixels. Only the rows that are needed are read:
 * with step 1 every pixel of the box (`exact`), otherwise all of them (`averaged`) where that is
 * cheap, else one row of each block (`sampled`), or of every second, fourth … where image rows are so
 * long that these would be more than a tile is worth. Where the file ends inside the box, the rows it
 * lacks are NaN.
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
      : sampledRows(plane, frame, rowsToRead(plane, frame), options);
  const values = new Float32Array(frame.width * frame.height).fill(NaN);
  let end = frame.height;
  try {
    for await (const row of rows) {
      values.set(row.values, row.j * frame.width);
      filled[row.j] = 1;
    }
  } catch (error) {
    const partly = error instanceof SkybucketError && error.code === 'truncated';
    end = filled.lastIndexOf(1) + 1;
    if (!partly || end === 0) {
      throw error;
    }
  }
  repeatNearestRows(values, filled, frame.width, end);
  return { frame, values, filled, kind };
}

function rowsToRead(plane: Plane, { box, step, height }: Frame): number[] {
  const bytesOfRow = (plane.bytesPerRow * (box.x1 - box.x0)) / plane.width;
  let spacing = 1;
  while (
    step > 1 &&
    spacing < height &&
    Math.ceil(height / spacing) * bytesOfRow > SAMPLED_TILE_BYTES
  ) {
    spacing *= 2;
  }
  return Array.from({ length: Math.ceil(height / spacing) }, (_, k) => k * spacing);
}
