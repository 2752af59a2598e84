import { element } from '../ui/dom';
import type { Camera } from '../image/camera';
import type { OverlayLayer } from './layer';

/** The layers over the picture, the first the lowest, on one canvas. */
export class Layers {
  readonly #canvas = element('canvas', { class: 'overlay-canvas' });
  readonly element = element('div', { class: 'overlay-layers' }, [this.#canvas]);
  readonly #context = this.#canvas.getContext('2d');
  readonly #layers: OverlayLayer[] = [];

  add(layer: OverlayLayer): void {
    this.#layers.push(layer);
    if (layer.element !== undefined) {
      this.element.insertBefore(layer.element, this.#canvas);
    }
  }

  draw(camera: Camera): void {
    if (this.#layers.length === 0 || this.#context === null) {
      return;
    }
    const { width, height } = camera.canvas;
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    this.#context.clearRect(0, 0, width, height);
    this.#paint(this.#context, camera);
  }

  /** Draws what lies over the picture into an exported one. */
  capture(context: CanvasRenderingContext2D, camera: Camera): void {
    for (const layer of this.#layers) {
      layer.capture?.(context);
    }
    this.#paint(context, camera);
  }

  #paint(context: CanvasRenderingContext2D, camera: Camera): void {
    for (const layer of this.#layers) {
      context.save();
      layer.draw(context, camera);
      context.restore();
    }
  }
}
