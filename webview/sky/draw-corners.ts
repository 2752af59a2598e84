import type { Position, Size } from '../image/view';
import type { Box } from './boxes';
import { common, grown } from './boxes';
import { labelSize, strokeSign, writeLabel } from './ink';
import type { ScaleBar } from './scale-bar';

/** Sizes in CSS pixels. */
const MARGIN = 12;
const ARM = 30;
const LETTER = 13;
const COMPASS = 92;
const CAPTION = 18;
const HEAD = 6;
const BAR = 34;
const STRONG = { size: 12, weight: 600 } as const;
const SMALL = { size: 11 } as const;
/** A smaller canvas has no room for them. */
const LEAST = 150;
/** The scale bar takes up to this share of the width, and no more CSS pixels than that. */
const BAR_SHARE = 0.28;
const MOST_BAR = 180;

export function hasCorners({ width, height }: Size): boolean {
  return Math.min(width, height) >= LEAST * devicePixelRatio;
}

/** Room for the line of the scale bar, in device pixels. */
export function barRoom({ width }: Size): number {
  return Math.min(BAR_SHARE * width, MOST_BAR * devicePixelRatio);
}

/** In the upper right corner, below what lies there; undefined where there is no room. */
export function compassBox(canvas: Size, taken: readonly Box[]): Box | undefined {
  const [side, margin] = [COMPASS * devicePixelRatio, MARGIN * devicePixelRatio];
  const right = canvas.width - margin;
  const at = (top: number): Box => ({ left: right - side, right, top, bottom: top + side });
  let box = at(margin);
  for (const each of [...taken].sort((one, other) => one.top - other.top)) {
    if (common(grown(box, margin / 2), each) !== undefined) {
      box = at(each.bottom + margin);
    }
  }
  return isFree(box, canvas, taken) ? box : undefined;
}

/** In the lower left corner, above what lies there; undefined where there is no room. */
export function barBox(
  context: CanvasRenderingContext2D,
  canvas: Size,
  bar: ScaleBar,
  taken: readonly Box[],
): Box | undefined {
  const margin = MARGIN * devicePixelRatio;
  const width = Math.max(bar.length, labelSize(context, bar.scale, SMALL).width);
  const height = (BAR + (bar.scale === '' ? 0 : CAPTION)) * devicePixelRatio;
  const at = (bottom: number): Box => ({
    left: margin,
    right: margin + width,
    top: bottom - height,
    bottom,
  });
  let box = at(canvas.height - margin);
  for (const each of [...taken].sort((one, other) => other.bottom - one.bottom)) {
    if (common(grown(box, margin / 2), each) !== undefined) {
      box = at(each.top - margin);
    }
  }
  return isFree(box, canvas, taken) ? box : undefined;
}

function isFree(box: Box, { width, height }: Size, taken: readonly Box[]): boolean {
  const isOnCanvas = box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height;
  return isOnCanvas && taken.every((each) => common(box, each) === undefined);
}

/** Arrows to north and east, directions on the canvas of length 1, and the frame they are of. */
export function drawCompass(
  context: CanvasRenderingContext2D,
  box: Box,
  north: Position,
  east: Position,
  frame: string,
): void {
  const ratio = devicePixelRatio;
  // What is drawn reaches from the foot of the arrows to their letters: that is put in the middle.
  const reach = (ARM + LETTER) * ratio;
  const middleOf = (at: 0 | 1): number =>
    (reach * (Math.min(0, north[at], east[at]) + Math.max(0, north[at], east[at]))) / 2;
  const foot: Position = [
    (box.left + box.right) / 2 - middleOf(0),
    (box.top + box.bottom - CAPTION * ratio) / 2 - middleOf(1),
  ];
  const on = ([x, y]: Position, far: number): Position => [foot[0] + far * x, foot[1] + far * y];
  context.beginPath();
  for (const direction of [north, east]) {
    const tip = on(direction, ARM * ratio);
    context.moveTo(...foot);
    context.lineTo(...tip);
    for (const side of [-1, 1]) {
      const across: Position = [-side * direction[1], side * direction[0]];
      const head = HEAD * ratio;
      context.moveTo(...tip);
      context.lineTo(
        tip[0] - head * direction[0] + 0.6 * head * across[0],
        tip[1] - head * direction[1] + 0.6 * head * across[1],
      );
    }
  }
  strokeSign(context, 2 * ratio);
  writeLabel(context, 'N', on(north, reach), STRONG);
  writeLabel(context, 'E', on(east, reach), STRONG);
  if (frame !== '') {
    writeLabel(context, frame, [(box.left + box.right) / 2, box.bottom - 8 * ratio], SMALL);
  }
}

/** A level line with ends, its length above it and the scale below. */
export function drawScaleBar(context: CanvasRenderingContext2D, box: Box, bar: ScaleBar): void {
  const ratio = devicePixelRatio;
  const caption = bar.scale === '' ? 0 : CAPTION * ratio;
  const y = Math.round(box.bottom - caption - 6 * ratio) + 0.5;
  const [left, right] = [box.left, box.left + bar.length];
  context.beginPath();
  context.moveTo(left, y - 5 * ratio);
  context.lineTo(left, y + 5 * ratio);
  context.moveTo(left, y);
  context.lineTo(right, y);
  context.moveTo(right, y - 5 * ratio);
  context.lineTo(right, y + 5 * ratio);
  strokeSign(context, 2 * ratio);
  const { width } = labelSize(context, bar.text, STRONG);
  // A short bar has its figure beside its start, lest it leaves the picture.
  const middle = left + Math.max(bar.length, width) / 2;
  writeLabel(context, bar.text, [middle, y - 15 * ratio], STRONG);
  if (bar.scale !== '') {
    const below = labelSize(context, bar.scale, SMALL);
    writeLabel(context, bar.scale, [left + below.width / 2, box.bottom - below.height / 2], SMALL);
  }
}
