import type { Plane } from './plane';

/** A remote plane of up to this many bytes is read whole: less than its sparse rows would save. */
export const SMALL_PLANE_BYTES = 4 * 2 ** 20;

/** True where all pixels may be read for one picture, so that blocks are averaged, not sampled. */
export function readsEveryPixel(plane: Plane): boolean {
  return plane.local || plane.bytesPerRow * plane.height <= SMALL_PLANE_BYTES;
}
