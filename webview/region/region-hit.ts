import type { Region } from '../../src/protocol/region';
import type { Position } from '../image/view';
import type { RegionBoxes } from './region-boxes';
import { areaOf, boundsOf, contains, distanceToOutline } from './shape-geometry';
import type { Handle } from './shape-handles';

/** What of a region is under the pointer. */
export interface Hit {
  readonly index: number;
  readonly on: 'outline' | 'inside';
}

/**
 * The region at a position: the nearest outline within reach, else the smallest region around it.
 *
 * @param reach pixels.
 * @param sight width and height of what is seen, in pixels: the inside of a region that reaches over it on
 *   all sides is no place to take it by, or the picture below could not be moved.
 */
export function hitRegion(
  regions: readonly Region[],
  boxes: RegionBoxes,
  at: Position,
  reach: number,
  sight: number,
): Hit | undefined {
  const [x, y] = at;
  const near = boxes.within(regions, {
    x0: x - reach,
    y0: y - reach,
    x1: x + reach,
    y1: y + reach,
  });
  let [outline, nearest] = [-1, reach];
  let [inside, smallest] = [-1, Infinity];
  for (const index of near) {
    const shape = regions[index]?.shape;
    if (shape === undefined) {
      continue;
    }
    const distance = distanceToOutline(shape, at);
    if (distance <= nearest) {
      // Of two as near, the one drawn last lies on top.
      [outline, nearest] = [index, distance];
    }
    if (contains(shape, at)) {
      const area = areaOf(shape);
      const { x0, y0, x1, y1 } = boundsOf(shape);
      if (area <= smallest && Math.min(x1 - x0, y1 - y0) <= sight) {
        [inside, smallest] = [index, area];
      }
    }
  }
  if (outline >= 0) {
    return { index: outline, on: 'outline' };
  }
  return inside >= 0 ? { index: inside, on: 'inside' } : undefined;
}

/** The handle at a position; vertices before the middles of edges. */
export function hitHandle(
  handles: readonly Handle[],
  [x, y]: Position,
  reach: number,
): Handle | undefined {
  let found: Handle | undefined;
  let nearest = reach;
  for (const handle of handles) {
    const distance = Math.hypot(handle.at[0] - x, handle.at[1] - y);
    if (distance < nearest) {
      [found, nearest] = [handle, distance];
    }
  }
  return found;
}
