import type { Camera } from '../image/camera';
import type { Position } from '../image/view';
import type { OverlayLayer } from '../overlay/layer';
import { strokePath } from '../sky/ink';

/** The outline that markers are being chosen with. */
export class ChoiceLayer implements OverlayLayer {
  /** Image positions. */
  outline: readonly Position[] = [];

  draw(context: CanvasRenderingContext2D, camera: Camera): void {
    const places = this.outline.flatMap((position) => camera.canvasPosition(position) ?? []);
    if (places.length < 4) {
      return;
    }
    context.beginPath();
    for (let k = 0; k < places.length; k += 2) {
      context.lineTo(places[k] as number, places[k + 1] as number);
    }
    context.closePath();
    context.setLineDash([5 * devicePixelRatio, 3 * devicePixelRatio]);
    strokePath(context, 1.5 * devicePixelRatio);
  }
}
