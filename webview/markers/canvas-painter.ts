import type { MarkerStyle } from './marker-style';
import type { MarkerView, PaintedPoints } from './marker-view';
import type { MarkerPainter } from './painter';
import type { PointIndex } from './point-index';
import { type Stamp, stampOf } from './stamp';
import { Stamping } from './stamping';

/** Sizes of a marker that are told apart. */
const STEPS = 16;

/**
 * Without a GPU: each size of a symbol is drawn once and laid on the pixels from then on. That takes far less
 * than to have the canvas do it.
 */
export class CanvasPainter implements MarkerPainter {
  readonly name = 'canvas2d';
  readonly mostThinning = 2 ** 20;
  /** The page stands still meanwhile. */
  readonly restBudget = 100;
  readonly done = true;
  readonly #context: CanvasRenderingContext2D | null;
  readonly #stamps = new Map<string, Stamp>();
  #stamping = new Stamping(0, 0);

  constructor(canvas: HTMLCanvasElement) {
    this.#context = canvas.getContext('2d', { willReadFrequently: true });
  }

  begin({ width, height }: MarkerView): void {
    if (this.#stamping.width === width && this.#stamping.height === height) {
      this.#stamping.clear();
    } else {
      this.#stamping = new Stamping(width, height);
    }
  }

  draw(
    { positions, shares }: PointIndex,
    style: MarkerStyle,
    { origin, at, alongX, alongY, width, height }: MarkerView,
    { ranges, sizes }: PaintedPoints,
    thinning: number,
  ): void {
    const reach = sizes[1];
    const stamps = Array.from({ length: STEPS + 1 }, (_, step) =>
      this.#stamp(style, sizes[0] + ((sizes[1] - sizes[0]) * step) / STEPS),
    );
    for (const { from, to } of ranges) {
      for (let point = from; point < to; point += thinning) {
        const x = (positions[2 * point] as number) - origin[0];
        const y = (positions[2 * point + 1] as number) - origin[1];
        const left = at[0] + alongX[0] * x + alongY[0] * y;
        const top = at[1] + alongX[1] * x + alongY[1] * y;
        if (left > -reach && top > -reach && left < width + reach && top < height + reach) {
          const share = shares === undefined ? 255 : (shares[point] as number);
          const stamp = stamps[Math.round((share / 255) * STEPS)] as Stamp;
          const half = stamp.across / 2;
          this.#stamping.stamp(stamp, Math.round(left - half), Math.round(top - half));
        }
      }
    }
  }

  end(): void {
    const { width, height } = this.#stamping;
    if (width > 0 && height > 0) {
      const image = new ImageData(this.#stamping.straight(), width, height);
      this.#context?.putImageData(image, 0, 0);
    }
  }

  forget(): void {
    // Nothing is kept of a table.
  }

  #stamp(style: MarkerStyle, size: number): Stamp {
    const key = `${style.symbol} ${style.colour} ${size.toFixed(2)} ${devicePixelRatio}`;
    const stamp = this.#stamps.get(key) ?? stampOf(style, size);
    this.#stamps.set(key, stamp);
    return stamp;
  }
}
