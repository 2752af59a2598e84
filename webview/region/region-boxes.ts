import type { Region } from '../../src/protocol/region';
import type { Bounds } from './shape-geometry';
import { boundsOf } from './shape-geometry';

/** The boxes around regions, four numbers each; only those of changed ones are made anew. */
export class RegionBoxes {
  #regions: readonly Region[] = [];
  #boxes = new Float64Array();

  /** Places in the list, ascending, of the regions whose boxes touch a box. */
  within(regions: readonly Region[], { x0, y0, x1, y1 }: Bounds): number[] {
    this.#follow(regions);
    const boxes = this.#boxes;
    const found: number[] = [];
    for (let at = 0, k = 0; at < regions.length; at++, k += 4) {
      if (
        (boxes[k] ?? 0) <= x1 &&
        (boxes[k + 2] ?? 0) >= x0 &&
        (boxes[k + 1] ?? 0) <= y1 &&
        (boxes[k + 3] ?? 0) >= y0
      ) {
        found.push(at);
      }
    }
    return found;
  }

  #follow(regions: readonly Region[]): void {
    if (regions === this.#regions) {
      return;
    }
    const boxes = new Float64Array(4 * regions.length);
    boxes.set(this.#boxes.subarray(0, boxes.length));
    regions.forEach((region, at) => {
      if (region.shape !== this.#regions[at]?.shape) {
        const { x0, y0, x1, y1 } = boundsOf(region.shape);
        boxes.set([x0, y0, x1, y1], 4 * at);
      }
    });
    this.#boxes = boxes;
    this.#regions = regions;
  }
}
