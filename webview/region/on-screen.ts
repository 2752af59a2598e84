import type { Camera } from '../image/camera';
import type { Position } from '../image/view';
import type { Bounds } from './shape-geometry';

/** How image positions lie on the canvas, for one frame: moved, scaled, turned by quarters and mirrored. */
export interface OnScreen {
  /** Device pixels of an image pixel. */
  readonly zoom: number;
  /** The canvas position of an image position. */
  place(x: number, y: number): Position;
  /** The angle on the canvas, clockwise from its x axis in radians, of an angle on the image in degrees. */
  angle(degrees: number): number;
  /** Image positions in sight. */
  readonly sight: Bounds;
}

/** Undefined while there is nothing to look at. */
export function onScreen(camera: Camera): OnScreen | undefined {
  const { canvas } = camera;
  const zoom = camera.view?.zoom;
  const origin = camera.canvasPosition([0, 0]);
  const right = camera.canvasPosition([1, 0]);
  const up = camera.canvasPosition([0, 1]);
  const corner = camera.positionAt([0, 0]);
  const across = camera.positionAt([canvas.width, canvas.height]);
  if (zoom === undefined || !origin || !right || !up || !corner || !across) {
    return undefined;
  }
  const [ux, uy] = unit(right[0] - origin[0], right[1] - origin[1]);
  const [vx, vy] = unit(up[0] - origin[0], up[1] - origin[1]);
  return {
    zoom,
    place: (x, y) => [origin[0] + zoom * (ux * x + vx * y), origin[1] + zoom * (uy * x + vy * y)],
    angle: (degrees) => {
      const cos = Math.cos((degrees * Math.PI) / 180);
      const sin = Math.sin((degrees * Math.PI) / 180);
      return Math.atan2(uy * cos + vy * sin, ux * cos + vx * sin);
    },
    sight: {
      x0: Math.min(corner[0], across[0]),
      y0: Math.min(corner[1], across[1]),
      x1: Math.max(corner[0], across[0]),
      y1: Math.max(corner[1], across[1]),
    },
  };
}

/** A direction along an axis of the canvas, exactly. */
function unit(x: number, y: number): Position {
  return Math.abs(x) > Math.abs(y) ? [Math.sign(x), 0] : [0, Math.sign(y)];
}
