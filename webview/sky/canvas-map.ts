import type { Camera } from '../image/camera';
import type { Position } from '../image/view';
import type { Box } from './boxes';
import { common } from './boxes';

/** Canvas positions of image positions: `(a·x + c·y + e, b·x + d·y + f)`. */
export interface CanvasMap {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/**
 * What {@link Camera.canvasPosition} does, as six numbers: there are thousands of positions in a frame.
 * Not a transform of the canvas, whose single precision is too coarse for a large image seen closely.
 */
export function canvasMap(camera: Camera): CanvasMap | undefined {
  const at = camera.canvasPosition([0, 0]);
  const right = camera.canvasPosition([1, 0]);
  const up = camera.canvasPosition([0, 1]);
  return (
    at &&
    right &&
    up && {
      a: right[0] - at[0],
      b: right[1] - at[1],
      c: up[0] - at[0],
      d: up[1] - at[1],
      e: at[0],
      f: at[1],
    }
  );
}

/** A direction of the image on the canvas, of length 1. */
export function directionOf({ a, b, c, d }: CanvasMap, [x, y]: Position): Position {
  const [right, down] = [a * x + c * y, b * x + d * y];
  const length = Math.hypot(right, down);
  return [right / length, down / length];
}

/** The part of the canvas where the image is, or undefined where it is out of sight. */
export function imageBox(camera: Camera): Box | undefined {
  const { image, canvas } = camera;
  const from = image && camera.canvasPosition([-0.5, -0.5]);
  const to = image && camera.canvasPosition([image.width - 0.5, image.height - 0.5]);
  return (
    from &&
    to &&
    common(
      {
        left: Math.min(from[0], to[0]),
        top: Math.min(from[1], to[1]),
        right: Math.max(from[0], to[0]),
        bottom: Math.max(from[1], to[1]),
      },
      { left: 0, top: 0, right: canvas.width, bottom: canvas.height },
    )
  );
}
