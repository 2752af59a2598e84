import { paint } from './paint';
import type { Renderer } from './renderer';
import type { Scene } from './scene';

/** The picture without a GPU: the arithmetic of the shader, pixel by pixel. */
export class Canvas2dRenderer implements Renderer {
  readonly name = 'canvas2d';
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D | null;
  #image: ImageData | undefined;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d', { alpha: false });
  }

  draw(scene: Scene): void {
    const { width, height } = this.#canvas;
    if (this.#context === null || width === 0 || height === 0) {
      return;
    }
    if (this.#image?.width !== width || this.#image.height !== height) {
      this.#image = this.#context.createImageData(width, height);
    }
    paint(new Uint32Array(this.#image.data.buffer), { width, height }, scene);
    this.#context.putImageData(this.#image, 0, 0);
  }

  forget(): void {
    // Nothing is kept of a grid.
  }
}
