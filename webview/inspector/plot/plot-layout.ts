import type { Axis, AxisTick } from '../axis';
import { axisTicks } from '../axis';
import type { ChartStyle } from '../chart-style';

export interface PlotTitles {
  readonly x: string;
  readonly y: string;
}

/** Where the points go, in CSS pixels of the canvas, and what stands along the axes. */
export interface PlotLayout {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: readonly AxisTick[];
  readonly y: readonly AxisTick[];
}

/** Room for a line of text, and for the mark of a tick with the gap to its text. */
const LINE = 15;
const TICK = 7;
const TOP = 8;
const RIGHT = 12;

export function layoutPlot(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  axes: { readonly x: Axis; readonly y: Axis },
): PlotLayout {
  const bottom = 2 * LINE + TICK;
  const inner = Math.max(20, height - TOP - bottom);
  const y = axisTicks(axes.y, inner / 30);
  const widest = (ticks: readonly AxisTick[]): number =>
    ticks.reduce((most, { text }) => Math.max(most, context.measureText(text).width), 0);
  const left = Math.ceil(Math.min(LINE + TICK + widest(y) + 2, width / 2));
  const across = Math.max(20, width - left - RIGHT);
  // As many as there is room for, which only their texts tell.
  let wanted = across / 28;
  let x = axisTicks(axes.x, wanted);
  while (wanted > 1 && x.length * (widest(x) + 16) > across) {
    wanted *= 0.75;
    x = axisTicks(axes.x, wanted);
  }
  return { left, top: TOP, width: across, height: inner, x, y };
}

/** Grid, ticks and titles. */
export function drawFrame(
  context: CanvasRenderingContext2D,
  { left, top, width, height, x, y }: PlotLayout,
  titles: PlotTitles,
  style: ChartStyle,
): void {
  const bottom = top + height;
  context.font = style.font;
  context.lineWidth = 1;
  context.strokeStyle = style.grid;
  context.beginPath();
  for (const { share } of x) {
    const at = Math.round(left + share * width) + 0.5;
    context.moveTo(at, top);
    context.lineTo(at, bottom + 4);
  }
  for (const { share } of y) {
    const at = Math.round(bottom - share * height) + 0.5;
    context.moveTo(left - 4, at);
    context.lineTo(left + width, at);
  }
  context.rect(left + 0.5, top + 0.5, width, height);
  context.stroke();

  context.fillStyle = style.text;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  const right = left + width + RIGHT;
  for (const { share, text } of x) {
    // The last one is moved in rather than cut.
    const half = context.measureText(text).width / 2;
    context.fillText(text, Math.min(left + share * width, right - half), bottom + TICK);
  }
  context.fillText(titles.x, left + width / 2, bottom + TICK + LINE, width);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const { share, text } of y) {
    context.fillText(text, left - TICK, bottom - share * height);
  }
  context.save();
  context.translate(2, top + height / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'center';
  context.textBaseline = 'top';
  context.fillText(titles.y, 0, 0, height);
  context.restore();
}
