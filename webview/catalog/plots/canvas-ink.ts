import type { Ink, Pen, TextOptions } from './ink';

/** Discs smaller than this are squares: nobody can tell, and they are drawn several times as fast. */
const SQUARE = 1.6;

/** Draws on a canvas, `ratio` pixels for each of CSS. */
export class CanvasInk implements Ink {
  readonly #context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly #font: string;

  /** The canvas gets its size, and is empty then. */
  constructor(
    context: CanvasRenderingContext2D,
    width: number,
    height: number,
    ratio: number,
    font: string,
  ) {
    this.#context = context;
    this.width = width;
    this.height = height;
    this.#font = font;
    context.canvas.width = Math.round(width * ratio);
    context.canvas.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.font = font;
    context.lineJoin = 'round';
  }

  textWidth(text: string): number {
    this.#context.font = this.#font;
    return this.#context.measureText(text).width;
  }

  rect(x: number, y: number, width: number, height: number, colour: string): void {
    this.#context.fillStyle = colour;
    this.#context.fillRect(x, y, width, height);
  }

  fill(colour: string, draw: (pen: Pen) => void, rim = 0): void {
    const context = this.#context;
    context.beginPath();
    draw(context);
    context.fillStyle = colour;
    context.fill();
    if (rim > 0) {
      context.strokeStyle = colour;
      context.lineWidth = rim;
      context.stroke();
    }
  }

  stroke(colour: string, width: number, draw: (pen: Pen) => void): void {
    const context = this.#context;
    context.beginPath();
    draw(context);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }

  dots(points: Float64Array, radius: number, colour: string, opacity: number): void {
    const context = this.#context;
    context.save();
    context.fillStyle = colour;
    context.globalAlpha = opacity;
    for (let k = 0; k < points.length; k += 2) {
      const [x, y] = [points[k] as number, points[k + 1] as number];
      if (radius < SQUARE) {
        context.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
      } else {
        context.beginPath();
        context.arc(x, y, radius, 0, 2 * Math.PI);
        context.fill();
      }
    }
    context.restore();
  }

  text(text: string, x: number, y: number, options: TextOptions): void {
    const context = this.#context;
    context.save();
    context.font = this.#font;
    context.textAlign = options.align ?? 'left';
    context.textBaseline = options.baseline ?? 'middle';
    context.translate(x, y);
    if (options.upward === true) {
      context.rotate(-Math.PI / 2);
    }
    if (options.rim !== undefined) {
      context.strokeStyle = options.rim;
      context.lineWidth = 3;
      context.strokeText(text, 0, 0);
    }
    context.fillStyle = options.colour;
    context.fillText(text, 0, 0);
    context.restore();
  }

  clipped(x: number, y: number, width: number, height: number, draw: () => void): void {
    const context = this.#context;
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    draw();
    context.restore();
  }
}
