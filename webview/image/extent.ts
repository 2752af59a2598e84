import type { Grid } from './grid';
import { turnBox } from './orientation';
import type { Layout } from './sampling';
import { firstShowing } from './sampling';
import type { Size } from './view';

/** Device pixels a grid covers, from the left and the bottom of the canvas; half-open, whole. */
export interface Extent {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

/**
 * The device pixels that show a pixel of the grid and of the image (the last cells of a grid may reach
 * beyond it), cut to the canvas; undefined where there are none. Two grids that touch in the image share
 * no device pixel and leave none out.
 */
export function extentOf(
  grid: Pick<Grid, 'x0' | 'y0' | 'width' | 'height' | 'step'>,
  { placement, image, orientation }: Layout,
  canvas: Size,
): Extent | undefined {
  const { x0, y0, step } = grid;
  const x1 = Math.min(x0 + grid.width * step, image.width);
  const y1 = Math.min(y0 + grid.height * step, image.height);
  if (x1 <= x0 || y1 <= y0) {
    return undefined;
  }
  const box = turnBox({ x0, y0, x1, y1 }, image, orientation);
  const { left, bottom, zoom } = placement;
  const extent = {
    left: Math.max(0, firstShowing(box.x0, left, zoom)),
    bottom: Math.max(0, firstShowing(box.y0, bottom, zoom)),
    right: Math.min(canvas.width, firstShowing(box.x1, left, zoom)),
    top: Math.min(canvas.height, firstShowing(box.y1, bottom, zoom)),
  };
  return extent.left < extent.right && extent.bottom < extent.top ? extent : undefined;
}
