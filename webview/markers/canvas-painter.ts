import { cssColour } from '../mask/colour-row';
import type { MarkerStyle } from './marker-style';
import { EDGE, LINE } from './marker-style';
import type { MarkerView, PaintedPoints } from './marker-view';
import type { MarkerPainter } from './painter';
import type { PointIndex } from './point-index';
import { traceSymbol } from './symbol-path';

/** Sizes of a marker that are told apart. */
const STEPS = 16;

/** Without a GPU: each size of a symbol is drawn once and copied from then on. */
export class CanvasPainter implements MarkerPainter {
  readonly name = 'canvas2d';
  readonly mostThinning = 2 ** 20;
  readonly done = true;
  readonly #context: CanvasRenderingContext2D | null;
  readonly #stamps = new Map<string, HTMLCanvasElement>();

  constructor(canvas: HTMLCanvasElement) {
    this.#context = canvas.getContext('2d');
  }

  begin({ width, height }: MarkerView): void {
    this.#context?.clearRect(0, 0, width, height);
  }

  draw(
    { positions, shares }: PointIndex,
    style: MarkerStyle,
    { origin, at, alongX, alongY, width, height }: MarkerView,
    { ranges, sizes }: PaintedPoints,
    thinning: number,
  ): void {
    for (const { from, to } of ranges) {
      for (let point = from; point < to; point += thinning) {
        const x = (positions[2 * point] as number) - origin[0];
        const y = (positions[2 * point + 1] as number) - origin[1];
        const left = at[0] + alongX[0] * x + alongY[0] * y;
        const top = at[1] + alongX[1] * x + alongY[1] * y;
        const reach = sizes[1];
        if (left > -reach && top > -reach && left < width + reach && top < height + reach) {
          const share = Math.round(((shares?.[point] ?? 255) / 255) * STEPS) / STEPS;
          const stamp = this.#stamp(style, sizes[0] + (sizes[1] - sizes[0]) * share);
          const half = stamp.width / 2;
          this.#context?.drawImage(stamp, Math.round(left - half), Math.round(top - half));
        }
      }
    }
  }

  end(): void {
    // All of it is there.
  }

  forget(): void {
    // Nothing is kept of a table.
  }

  #stamp(style: MarkerStyle, size: number): HTMLCanvasElement {
    const key = `${style.symbol} ${style.colour} ${size.toFixed(2)} ${devicePixelRatio}`;
    let stamp = this.#stamps.get(key);
    if (stamp === undefined) {
      stamp = document.createElement('canvas');
      const across = 2 * Math.ceil(size / 2 + EDGE * devicePixelRatio + 1);
      stamp.width = across;
      stamp.height = across;
      const context = stamp.getContext('2d');
      if (context !== null) {
        context.translate(across / 2, across / 2);
        traceSymbol(context, style.symbol, size / 2 - (LINE * devicePixelRatio) / 2);
        context.lineWidth = (LINE + 2 * EDGE) * devicePixelRatio;
        context.strokeStyle = 'rgb(0 0 0 / 70%)';
        context.stroke();
        context.lineWidth = LINE * devicePixelRatio;
        context.strokeStyle = cssColour(style.colour);
        context.stroke();
      }
      this.#stamps.set(key, stamp);
    }
    return stamp;
  }
}
