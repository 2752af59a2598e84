import { element } from '../ui/dom';
import type { Camera } from '../image/camera';
import type { Size } from '../image/view';
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
    clear(this.#context, camera.canvas);
    this.#paint(this.#context, camera);
  }

  /** Until all layers can draw an exported picture of a view. */
  async prepare(camera: Camera, signal: AbortSignal): Promise<void> {
    await Promise.all(this.#layers.map((layer) => layer.prepare?.(camera, signal)));
  }

  /** Draws what lies over the picture into an exported one. */
  capture(context: CanvasRenderingContext2D, camera: Camera): void {
    for (const layer of this.#layers) {
      layer.capture?.(context, camera);
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

/**
 * In two halves: of a canvas on the GPU that is cleared whole, and then not drawn on, Chromium (seen in 156)
 * may go on showing what was there, so that a grid that is off would stay.
 */
function clear(context: CanvasRenderingContext2D, { width, height }: Size): void {
  const middle = Math.ceil(height / 2);
  context.clearRect(0, 0, width, middle);
  context.clearRect(0, middle, width, height - middle);
}
