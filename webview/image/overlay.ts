import { Layers } from '../overlay/layers';
import { element } from '../ui/dom';
import type { Aim } from './aim';
import type { Camera } from './camera';
import { Crosshair } from './crosshair';
import { RubberBand } from './rubber-band';

/** What lies over the picture without being part of it: layers, crosshair, rubber band, where the keys look. */
export class Overlay {
  readonly band = new RubberBand();
  readonly layers = new Layers();
  readonly #crosshair = new Crosshair();
  readonly element = element(
    'div',
    { class: 'picture-overlay', attributes: { 'aria-hidden': 'true' } },
    [
      this.layers.element,
      element('div', { class: 'centre-mark' }),
      this.#crosshair.element,
      this.band.element,
    ],
  );

  /** Puts the crosshair where it belongs. */
  update(camera: Camera, { crosshair, pixel, pinned }: Aim): void {
    const middle = crosshair.shown && pixel !== undefined && camera.canvasPosition(pixel);
    if (middle) {
      this.#crosshair.show(middle, camera.view?.zoom ?? 1, camera.canvas, pinned !== undefined);
    } else {
      this.#crosshair.hide();
    }
  }
}
