import type { Camera } from '../image/camera';
import type { Position } from '../image/view';
import type { OverlayLayer } from '../overlay/layer';
import { strokePath } from '../sky/ink';

/** CSS pixels: of the ring, of the gap in the middle, and of the arms. */
const RING = 9;
const GAP = 4;
const ARM = 16;

/** Where the pointer of a linked viewer is on the sky. */
export class GhostLayer implements OverlayLayer {
  /** An image position. */
  at: Position | undefined;
  /** Whether the next drawing is for an exported picture. */
  #captured = false;

  /** @param onFrame called with each frame, in which the view may be another. */
  constructor(private readonly onFrame: () => void) {}

  /** An exported picture is without the pointer of somebody. */
  capture(): void {
    this.#captured = true;
  }

  draw(context: CanvasRenderingContext2D, camera: Camera): void {
    const captured = this.#captured;
    this.#captured = false;
    const position = this.at && !captured ? camera.canvasPosition(this.at) : undefined;
    if (position !== undefined) {
      const [x, y] = position;
      const ratio = devicePixelRatio;
      context.beginPath();
      context.arc(x, y, RING * ratio, 0, 2 * Math.PI);
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ] as const) {
        context.moveTo(x + dx * GAP * ratio, y + dy * GAP * ratio);
        context.lineTo(x + dx * ARM * ratio, y + dy * ARM * ratio);
      }
      strokePath(context, 1.25 * ratio, 'rgb(255 214 92)');
    }
    this.onFrame();
  }
}
