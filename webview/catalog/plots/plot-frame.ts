import { axisTicks, type Axis, type AxisTick } from '../../inspector/axis';
import { type ColourScale, scaleTicks } from './colour-scale';
import type { Ink } from './ink';
import type { PlotStyle } from './plot-style';

/** A rectangle in CSS pixels from the upper left corner. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Axes {
  readonly x: Axis;
  readonly y: Axis;
}

/** Where the points go, and what stands around. */
export interface PlotFrame extends Area {
  readonly x: readonly AxisTick[];
  readonly y: readonly AxisTick[];
  readonly bar: { readonly area: Area; readonly ticks: readonly AxisTick[] } | undefined;
}

/** Room for a line of text, for the mark of a tick with the gap to its text, and at the edges. */
const LINE = 15;
const TICK = 7;
const EDGE = 10;
/** Width of the colour bar, and the gap before it. */
const BAR = 12;
const GAP = 12;
/** Plots narrower than this have no room for a bar, in CSS pixels. */
const NARROW = 220;

/** Lays out a plot. @param scale that of the colours; undefined for a plot without any */
export function frameOf(ink: Ink, axes: Axes, scale: ColourScale | undefined): PlotFrame {
  const { width, height } = ink;
  const inner = Math.max(20, height - EDGE - 2 * LINE - TICK);
  const y = axisTicks(axes.y, inner / 40);
  const widest = (ticks: readonly AxisTick[]): number =>
    ticks.reduce((most, { text }) => Math.max(most, ink.textWidth(text)), 0);
  const left = Math.ceil(Math.min(LINE + TICK + widest(y) + 6, width / 2));
  const barTicks =
    scale === undefined || width < NARROW ? undefined : scaleTicks(scale, (1.5 * LINE) / inner);
  const barRoom = barTicks === undefined ? 0 : GAP + BAR + TICK + widest(barTicks) + LINE;
  const across = Math.max(20, width - left - EDGE - barRoom);
  // As many as there is room for, which only their texts tell.
  let wanted = across / 40;
  let x = axisTicks(axes.x, wanted);
  while (wanted > 1 && x.length * (widest(x) + 16) > across) {
    wanted *= 0.75;
    x = axisTicks(axes.x, wanted);
  }
  const bar = barTicks && {
    area: { left: left + across + GAP, top: EDGE, width: BAR, height: inner },
    ticks: barTicks,
  };
  return { left, top: EDGE, width: across, height: inner, x, y, bar };
}

/** Lines of the grid, below what is drawn. */
export function paintGrid(ink: Ink, frame: PlotFrame, style: PlotStyle): void {
  const { left, top, width, height } = frame;
  ink.stroke(style.grid, 1, (pen) => {
    for (const { share } of frame.x) {
      const at = Math.round(left + share * width) + 0.5;
      pen.moveTo(at, top);
      pen.lineTo(at, top + height);
    }
    for (const { share } of frame.y) {
      const at = Math.round(top + height - share * height) + 0.5;
      pen.moveTo(left, at);
      pen.lineTo(left + width, at);
    }
  });
}

/** Border, ticks and titles, over what is drawn. */
export function paintFrame(
  ink: Ink,
  frame: PlotFrame,
  titles: { readonly x: string; readonly y: string },
  style: PlotStyle,
): void {
  const { left, top, width, height } = frame;
  const bottom = top + height;
  ink.stroke(style.frame, 1, (pen) => {
    outline(pen, { left: Math.round(left) + 0.5, top: Math.round(top) + 0.5, width, height });
    for (const { share } of frame.x) {
      const at = Math.round(left + share * width) + 0.5;
      pen.moveTo(at, bottom);
      pen.lineTo(at, bottom + 4);
    }
    for (const { share } of frame.y) {
      const at = Math.round(bottom - share * height) + 0.5;
      pen.moveTo(left - 4, at);
      pen.lineTo(left, at);
    }
  });
  const colour = style.text;
  for (const { share, text } of frame.x) {
    // The last one is moved in rather than cut.
    const half = ink.textWidth(text) / 2;
    const at = Math.min(left + share * width, ink.width - half - 1);
    ink.text(text, at, bottom + TICK, { align: 'center', baseline: 'top', colour });
  }
  for (const { share, text } of frame.y) {
    ink.text(text, left - TICK, bottom - share * height, { align: 'right', colour });
  }
  const x = fitted(ink, titles.x, width);
  ink.text(x, left + width / 2, bottom + TICK + LINE, {
    ...{ align: 'center', baseline: 'top', colour },
  });
  const y = fitted(ink, titles.y, height);
  ink.text(y, 2, top + height / 2, { align: 'center', baseline: 'top', upward: true, colour });
}

/** The bar that says which colour is which count. */
export function paintBar(ink: Ink, frame: PlotFrame, scale: ColourScale, style: PlotStyle): void {
  if (frame.bar === undefined) {
    return;
  }
  const { area, ticks } = frame.bar;
  const { left, top, width, height } = area;
  const bottom = top + height;
  const step = height / scale.colours.length;
  scale.colours.forEach((colour, k) => {
    // One pixel more below: else gaps show between them.
    const under = k === 0 ? 0 : Math.min(1, height - (scale.colours.length - k) * step);
    ink.rect(left, bottom - (k + 1) * step, width, step + Math.max(0, under), colour);
  });
  ink.stroke(style.frame, 1, (pen) => {
    outline(pen, { left: left + 0.5, top: top + 0.5, width: width - 1, height: height - 1 });
    for (const { share } of ticks) {
      const at = Math.round(bottom - share * height) + 0.5;
      pen.moveTo(left + width, at);
      pen.lineTo(left + width + 4, at);
    }
  });
  for (const { share, text } of ticks) {
    const at = Math.min(Math.max(bottom - share * height, top + 5), bottom - 5);
    ink.text(text, left + width + TICK, at, { colour: style.text });
  }
  ink.text('rows', ink.width - 2, top + height / 2, {
    ...{ align: 'center', baseline: 'bottom', upward: true, colour: style.text },
  });
}

function outline(
  pen: {
    moveTo(x: number, y: number): void;
    lineTo(x: number, y: number): void;
    closePath(): void;
  },
  { left, top, width, height }: Area,
): void {
  pen.moveTo(left, top);
  pen.lineTo(left + width, top);
  pen.lineTo(left + width, top + height);
  pen.lineTo(left, top + height);
  pen.closePath();
}

/** The text, or as much of it as there is room for. */
function fitted(ink: Ink, text: string, room: number): string {
  let end = text.length;
  const shown = (): string => (end === text.length ? text : `${text.slice(0, end)}…`);
  while (end > 1 && ink.textWidth(shown()) > room) {
    end = Math.min(end - 1, Math.floor(end * 0.95));
  }
  return shown();
}
