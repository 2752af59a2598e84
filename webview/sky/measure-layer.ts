import type { Camera } from '../image/camera';
import type { Position, Size } from '../image/view';
import type { OverlayLayer } from '../overlay/layer';
import { labelSize, strokePath, writeLabel } from './ink';
import type { Measurement } from './measure';

/** Sizes in CSS pixels. */
const TICK = 6;
const BESIDE = 6;
const LABEL = { size: 12, weight: 600 } as const;

/** The measured line with ticks at its ends, and what it measures beside its middle. */
export class MeasureLayer implements OverlayLayer {
  readonly #measurement: Measurement;

  constructor(measurement: Measurement) {
    this.#measurement = measurement;
  }

  draw(context: CanvasRenderingContext2D, camera: Camera): void {
    const { ends, words } = this.#measurement;
    const from = ends && camera.canvasPosition(ends.from);
    const to = ends && camera.canvasPosition(ends.to);
    if (from === undefined || to === undefined) {
      return;
    }
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const [right, down] =
      length === 0 ? [1, 0] : [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
    const tick = TICK * devicePixelRatio;
    context.beginPath();
    for (const [x, y] of [from, to]) {
      context.moveTo(x - tick * down, y + tick * right);
      context.lineTo(x + tick * down, y - tick * right);
    }
    context.moveTo(...from);
    context.lineTo(...to);
    strokePath(context, 2 * devicePixelRatio);
    const size = labelSize(context, words, LABEL);
    writeLabel(context, words, labelPlace(from, to, size, camera.canvas), LABEL);
  }
}

/** The middle of a label beside the middle of a line, above it, but within the canvas. */
function labelPlace(from: Position, to: Position, { width, height }: Size, canvas: Size): Position {
  const [right, down] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.max(Math.hypot(right, down), 1);
  // The normal that points up or, of an upright line, to the right.
  const sign = right === 0 ? Math.sign(down) : Math.sign(right);
  const [x, y] = [(sign * down) / length, (-sign * right) / length];
  // Far enough for the nearest corner to be beside the line.
  const far = BESIDE * devicePixelRatio + (Math.abs(x) * width + Math.abs(y) * height) / 2;
  const within = (at: number, size: number, whole: number): number =>
    Math.max(Math.min(at, whole - size / 2), size / 2);
  return [
    within((from[0] + to[0]) / 2 + far * x, width, canvas.width),
    within((from[1] + to[1]) / 2 + far * y, height, canvas.height),
  ];
}
