import type { Plane } from './plane';

/** Bytes asked for in one plan: bounds the memory that reading rows takes, however large the plane is. */
const LOCAL_BATCH_BYTES = 16 * 2 ** 20;

/** Over a line, what is wanted more urgently meanwhile (a tile) waits for one plan at most. */
const REMOTE_BATCH_BYTES = 4 * 2 ** 20;

/** Rows asked for in one plan: each costs memory of its own, however short it is. */
const BATCH_ROWS = 2 ** 16;

/** Pixels of one row held at a time, so that a row of any length can be read. */
export const PIECE_PIXELS = 2 ** 20;

/** How many rows, of each of which so many pixels count, are asked for in one plan. */
export function rowsPerBatch(plane: Plane, pixels: number): number {
  const bytes = (plane.bytesPerRow * pixels) / plane.width;
  const most = plane.local ? LOCAL_BATCH_BYTES : REMOTE_BATCH_BYTES;
  return Math.min(Math.max(1, Math.floor(most / bytes)), BATCH_ROWS);
}
