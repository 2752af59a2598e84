import type { Plane } from './plane';

/** A remote plane of up to this many bytes is read whole: less than its sparse rows would save. */
export const SMALL_PLANE_BYTES = 4 * 2 ** 20;

/** True where all pixels may be read for one picture, so that blocks are averaged, not sampled. */
export function readsEveryPixel(plane: Plane): boolean {
  return plane.local || plane.bytesPerRow * plane.height <= SMALL_PLANE_BYTES;
}

/** Bytes that reading any of the columns `[x0, x1)` of one row costs: of all rows stored with it. */
export function bytesOfBlock(plane: Plane, x0: number, x1: number): number {
  const columns = plane.columnsPerBlock ?? 1;
  const from = Math.floor(x0 / columns) * columns;
  const to = Math.min(Math.ceil(x1 / columns) * columns, plane.width);
  const rows = Math.min(plane.rowsPerBlock, plane.height);
  return (plane.bytesPerRow * rows * (to - from)) / plane.width;
}

/** Compressed pixels may take next to no bytes, but they take time and memory: each counts as one at least. */
export function workOfBlock(plane: Plane, x0: number, x1: number): number {
  const rows = Math.min(plane.rowsPerBlock, plane.height);
  return Math.max(bytesOfBlock(plane, x0, x1), rows * (x1 - x0));
}
