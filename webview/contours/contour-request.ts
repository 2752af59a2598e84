import { MOST_CONTOUR_CELLS } from '../../src/protocol/region';
import type { PixelBox, Size } from '../image/view';

/** Device pixels that a mean covers, about. */
const DEVICE_PIXELS = 2;

/** How far beyond what is in sight contours are asked for, as a share of it, so that a small pan needs none. */
const BEYOND = 0.15;

/** What of a plane contours are asked of: a box in whole means. */
export interface ContourArea extends PixelBox {
  readonly step: number;
}

/** The means that suit a view. `seen` are the image pixels in sight. */
export function contourArea(seen: PixelBox, zoom: number, image: Size): ContourArea {
  let step = 2 ** Math.max(0, Math.floor(Math.log2(DEVICE_PIXELS / zoom)));
  for (;;) {
    const area = boxOf(seen, step, image);
    const cells = Math.ceil((area.x1 - area.x0) / step) * Math.ceil((area.y1 - area.y0) / step);
    if (cells <= MOST_CONTOUR_CELLS) {
      return area;
    }
    step *= 2;
  }
}

/** Whether what was asked for still shows all that is in sight, as finely as it should. */
export function covers(area: ContourArea, seen: PixelBox, zoom: number, image: Size): boolean {
  const inside =
    area.x0 <= seen.x0 && area.y0 <= seen.y0 && area.x1 >= seen.x1 && area.y1 >= seen.y1;
  return inside && contourArea(seen, zoom, image).step === area.step;
}

function boxOf(seen: PixelBox, step: number, image: Size): ContourArea {
  const axis = (from: number, to: number, length: number): readonly [number, number] => {
    const margin = (to - from) * BEYOND + 2 * step;
    return [
      Math.max(0, Math.floor((from - margin) / step) * step),
      Math.min(length, Math.ceil((to + margin) / step) * step),
    ];
  };
  const [x0, x1] = axis(seen.x0, seen.x1, image.width);
  const [y0, y1] = axis(seen.y0, seen.y1, image.height);
  return { x0, y0, x1, y1, step };
}
