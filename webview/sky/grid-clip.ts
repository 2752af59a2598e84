import type { Position } from '../image/view';
import type { Box } from './boxes';
import type { CanvasMap } from './canvas-map';

export type Edge = 'left' | 'top' | 'right' | 'bottom';

/** A part of a line that is in sight, on the canvas. */
export interface Stretch {
  /** `x, y` in turns. */
  readonly points: readonly number[];
  /** Which edge of the box it comes in by and goes out by; undefined where it starts or ends inside. */
  readonly from: Edge | undefined;
  readonly to: Edge | undefined;
}

/**
 * The parts of a line in a box of the canvas.
 *
 * @param positions image positions, `x, y` in turns; a pair with a NaN interrupts the line.
 */
export function clipLine(positions: Float64Array, map: CanvasMap, box: Box): Stretch[] {
  const { a, b, c, d, e, f } = map;
  const stretches: Stretch[] = [];
  let points: number[] = [];
  let from: Edge | undefined;
  let [lastX, lastY] = [NaN, NaN];
  const finish = (to: Edge | undefined): void => {
    if (points.length > 0) {
      const [first, last] = [pointAt(points, 0), pointAt(points, points.length / 2 - 1)];
      stretches.push({ points, from: from ?? edgeAt(first, box), to: to ?? edgeAt(last, box) });
      points = [];
      from = undefined;
    }
  };
  for (let at = 0; at + 1 < positions.length; at += 2) {
    const [imageX, imageY] = [positions[at] as number, positions[at + 1] as number];
    const x = a * imageX + c * imageY + e;
    const y = b * imageX + d * imageY + f;
    const cut = cutSegment(lastX, lastY, x, y, box);
    if (cut === undefined) {
      finish(undefined);
    } else {
      if (points.length === 0) {
        points.push(lastX + cut.start * (x - lastX), lastY + cut.start * (y - lastY));
        from = cut.enters;
      }
      points.push(lastX + cut.end * (x - lastX), lastY + cut.end * (y - lastY));
      if (cut.leaves !== undefined) {
        finish(cut.leaves);
      }
    }
    [lastX, lastY] = [x, y];
  }
  finish(undefined);
  return stretches;
}

/** The edge that a point lies on, within a device pixel. */
function edgeAt([x, y]: Position, { left, top, right, bottom }: Box): Edge | undefined {
  const near: readonly [edge: Edge, distance: number][] = [
    ['left', x - left],
    ['top', y - top],
    ['right', right - x],
    ['bottom', bottom - y],
  ];
  return near.find(([, distance]) => distance < 1)?.[0];
}

interface Cut {
  /** Shares of the segment that are in the box. */
  readonly start: number;
  readonly end: number;
  readonly enters: Edge | undefined;
  readonly leaves: Edge | undefined;
}

const ALL: Cut = { start: 0, end: 1, enters: undefined, leaves: undefined };

function isInside(x: number, y: number, { left, top, right, bottom }: Box): boolean {
  return x > left && x < right && y > top && y < bottom;
}

/** Liang and Barsky's clipping: each edge of the box shortens what is left of the segment. */
function cutSegment(x0: number, y0: number, x1: number, y1: number, box: Box): Cut | undefined {
  const [right, down] = [x1 - x0, y1 - y0];
  if (!Number.isFinite(right) || !Number.isFinite(down)) {
    return undefined;
  }
  if (isInside(x0, y0, box) && isInside(x1, y1, box)) {
    return ALL;
  }
  let [start, end] = [0, 1];
  let enters: Edge | undefined;
  let leaves: Edge | undefined;
  const edges: readonly [edge: Edge, speed: number, room: number][] = [
    ['left', -right, x0 - box.left],
    ['right', right, box.right - x0],
    ['top', -down, y0 - box.top],
    ['bottom', down, box.bottom - y0],
  ];
  for (const [edge, speed, room] of edges) {
    if (speed === 0) {
      if (room < 0) {
        return undefined;
      }
    } else if (speed < 0 && room / speed > start) {
      start = room / speed;
      enters = edge;
    } else if (speed > 0 && room / speed < end) {
      end = room / speed;
      leaves = edge;
    }
  }
  return start < end ? { start, end, enters, leaves } : undefined;
}

/**
 * The point some way along the points of a stretch, from its start or, backwards, from its end; undefined
 * where it is not that long.
 */
export function pointAlong(
  points: readonly number[],
  step: 1 | -1,
  distance: number,
): Position | undefined {
  let left = distance;
  const count = points.length / 2;
  for (let at = step === 1 ? 0 : count - 1; at + step >= 0 && at + step < count; at += step) {
    const [x0, y0] = pointAt(points, at);
    const [x1, y1] = pointAt(points, at + step);
    const length = Math.hypot(x1 - x0, y1 - y0);
    if (length >= left) {
      const share = length === 0 ? 0 : left / length;
      return [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
    }
    left -= length;
  }
  return undefined;
}

export function lengthOf(points: readonly number[]): number {
  let length = 0;
  for (let at = 2; at < points.length; at += 2) {
    const [x0, y0, x1, y1] = points.slice(at - 2, at + 2) as [number, number, number, number];
    length += Math.hypot(x1 - x0, y1 - y0);
  }
  return length;
}

function pointAt(points: readonly number[], at: number): Position {
  return [points[2 * at] as number, points[2 * at + 1] as number];
}
