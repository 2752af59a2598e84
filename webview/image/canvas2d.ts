import { packed, paint } from './paint';
import type { Renderer } from './renderer';
import type { Scene } from './scene';
import { stretchOf } from './stretch';

/** The picture without a GPU: the arithmetic of the shader, pixel by pixel. */
export class Canvas2dRenderer implements Renderer {
  readonly name = 'canvas2d';
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D | null;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d', { alpha: false });
  }

  draw(scene: Scene): void {
    const { width, height } = this.#canvas;
    if (this.#context === null || width === 0 || height === 0) {
      return;
    }
    const image = this.#context.createImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    pixels.fill(packed(scene.background));
    const stretch = stretchOf(scene.limits);
    for (const grid of scene.grids) {
      paint(pixels, { width, height }, grid, scene, stretch);
    }
    this.#context.putImageData(image, 0, 0);
  }

  forget(): void {
    // Nothing is kept.
  }
}
