import type { Camera } from '../image/camera';
import type { PixelBox, Position } from '../image/view';

/** How image positions become device pixels, right and down from the top left corner of the canvas. */
export interface MarkerView {
  readonly width: number;
  readonly height: number;
  /** An image position near the middle that a float holds exactly: what is drawn is relative to it. */
  readonly origin: Position;
  readonly at: Position;
  /** Device pixels of one image pixel along x and along y. */
  readonly alongX: Position;
  readonly alongY: Position;
}

/** Undefined while there is nothing to see. */
export function markerView(camera: Camera): MarkerView | undefined {
  const { centre, canvas } = camera;
  const origin = centre && ([Math.fround(centre[0]), Math.fround(centre[1])] as const);
  const at = origin && camera.canvasPosition(origin);
  const right = origin && camera.canvasPosition([origin[0] + 1, origin[1]]);
  const up = origin && camera.canvasPosition([origin[0], origin[1] + 1]);
  return origin && at && right && up
    ? {
        ...{ width: canvas.width, height: canvas.height, origin, at },
        alongX: [right[0] - at[0], right[1] - at[1]],
        alongY: [up[0] - at[0], up[1] - at[1]],
      }
    : undefined;
}

/** The image positions in sight, and those whose marker of a size (device pixels) reaches into it. */
export function positionsInSight(camera: Camera, size: number): PixelBox | undefined {
  const { width, height } = camera.canvas;
  const from = camera.positionAt([-size, -size]);
  const to = camera.positionAt([width + size, height + size]);
  return (
    from &&
    to && {
      x0: Math.min(from[0], to[0]),
      y0: Math.min(from[1], to[1]),
      x1: Math.max(from[0], to[0]),
      y1: Math.max(from[1], to[1]),
    }
  );
}

/** What painters draw of one table. */
export interface PaintedPoints {
  readonly ranges: readonly { readonly from: number; readonly to: number }[];
  /** Device pixels across: of the faintest and of the brightest. */
  readonly sizes: readonly [number, number];
}
