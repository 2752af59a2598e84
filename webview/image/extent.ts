import type { Grid } from './grid';
import type { Placement, Size } from './view';

/** Device pixels a grid covers, from the left and the bottom of the canvas; half-open, whole. */
export interface Extent {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
  /** Lower left corner of grid pixel (0, 0), which may lie between two device pixels. */
  readonly originX: number;
  readonly originY: number;
  /** Device pixels per grid pixel. */
  readonly cell: number;
}

/** The first device pixel whose middle is not before an edge. */
function firstInside(edge: number): number {
  return Math.ceil(edge - 0.5);
}

/**
 * The device pixels whose middle lies in the grid and in the image (the last cells of a grid may
 * reach beyond it), cut to the canvas; undefined where there are none. Two grids that touch in the
 * image share no device pixel and leave none out.
 */
export function extentOf(
  grid: Grid,
  placement: Placement,
  image: Size,
  canvas: Size,
): Extent | undefined {
  const { zoom } = placement;
  const cell = zoom * grid.step;
  const originX = placement.left + grid.x0 * zoom;
  const originY = placement.bottom + grid.y0 * zoom;
  const endX = Math.min(originX + grid.width * cell, placement.left + image.width * zoom);
  const endY = Math.min(originY + grid.height * cell, placement.bottom + image.height * zoom);
  const extent = {
    left: Math.max(0, firstInside(originX)),
    bottom: Math.max(0, firstInside(originY)),
    right: Math.min(canvas.width, firstInside(endX)),
    top: Math.min(canvas.height, firstInside(endY)),
    originX,
    originY,
    cell,
  };
  return extent.left < extent.right && extent.bottom < extent.top ? extent : undefined;
}
