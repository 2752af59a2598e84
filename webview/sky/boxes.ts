import type { Position } from '../image/view';

/** On a canvas, in device pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The corners of a box, turned or not, one after the other. */
export type Corners = readonly [Position, Position, Position, Position];

/** What two boxes have in common, or undefined for nothing. */
export function common(one: Box, other: Box): Box | undefined {
  const left = Math.max(one.left, other.left);
  const top = Math.max(one.top, other.top);
  const right = Math.min(one.right, other.right);
  const bottom = Math.min(one.bottom, other.bottom);
  return left < right && top < bottom ? { left, top, right, bottom } : undefined;
}

export function grown(box: Box, by: number): Box {
  const { left, top, right, bottom } = box;
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
}

export function cornersOf({ left, top, right, bottom }: Box): Corners {
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

/** The corners of a box around its middle, turned by an angle from x towards y. */
export function turnedCorners(
  [x, y]: Position,
  width: number,
  height: number,
  angle: number,
): Corners {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const corner = (across: number, down: number): Position => [
    x + (across * width * cos - down * height * sin) / 2,
    y + (across * width * sin + down * height * cos) / 2,
  ];
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}

export function isWithin(corners: Corners, { left, top, right, bottom }: Box): boolean {
  return corners.every(([x, y]) => x >= left && x <= right && y >= top && y <= bottom);
}

/** Whether two turned boxes overlap: they do not where a side of one of them parts them. */
export function overlap(one: Corners, other: Corners): boolean {
  return !isParted(one, other) && !isParted(other, one);
}

function isParted(one: Corners, other: Corners): boolean {
  const [first, second, third] = one;
  return (
    isPartedAlong(second[0] - first[0], second[1] - first[1], one, other) ||
    isPartedAlong(third[0] - second[0], third[1] - second[1], one, other)
  );
}

function isPartedAlong(right: number, down: number, one: Corners, other: Corners): boolean {
  let [least, most, otherLeast, otherMost] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of one) {
    const at = x * right + y * down;
    least = Math.min(least, at);
    most = Math.max(most, at);
  }
  for (const [x, y] of other) {
    const at = x * right + y * down;
    otherLeast = Math.min(otherLeast, at);
    otherMost = Math.max(otherMost, at);
  }
  return most <= otherLeast || otherMost <= least;
}
