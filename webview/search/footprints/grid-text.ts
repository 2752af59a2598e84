import type { GridLine } from './graticule';
import type { Spot } from './sky-map';
import type { Size } from './sky-view';

export interface TextSize {
  readonly width: number;
  readonly height: number;
}

/** A number on the canvas: its left edge and its middle's height. */
export interface GridText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** Between the number and the edge of the canvas. */
const MARGIN = 4;

/**
 * Where the numbers of the lines stand: parallels at their left ends, meridians at their lowest; those that
 * would lie on another are left out.
 */
export function placeLabels(
  lines: readonly { readonly line: GridLine; readonly spots: readonly Spot[] }[],
  size: Size,
  sizeOf: (text: string) => TextSize,
): GridText[] {
  const placed: (GridText & TextSize)[] = [];
  for (const { line, spots } of lines) {
    const anchor = line.at ?? endOf(line, spots, size);
    if (anchor === undefined) {
      continue;
    }
    const { width, height } = sizeOf(line.label);
    const beside = line.along === 'meridian' ? anchor[0] - width / 2 : anchor[0] + MARGIN;
    const x = bounded(beside, MARGIN, size.width - width - MARGIN);
    const y = bounded(anchor[1], height / 2 + MARGIN, size.height - height / 2 - MARGIN);
    const isFree = placed.every(
      (other) =>
        x + width + MARGIN < other.x ||
        other.x + other.width + MARGIN < x ||
        Math.abs(y - other.y) > (height + other.height) / 2,
    );
    if (isFree) {
      placed.push({ text: line.label, x, y, width, height });
    }
  }
  return placed;
}

/** Around a pole some meridians end at it, lowest: their numbers stand at their other end. */
function endOf({ along }: GridLine, spots: readonly Spot[], size: Size): Spot | undefined {
  const inside = spots.filter((spot) => isWithin(spot, size, -2 * MARGIN));
  if (along === 'parallel') {
    return most(inside, ([x]) => -x);
  }
  const lowest = most(inside, ([, y]) => y);
  return lowest !== undefined && isWithin(lowest, size, 2 * MARGIN)
    ? most(inside, ([, y]) => -y)
    : lowest;
}

function most(spots: readonly Spot[], of: (spot: Spot) => number): Spot | undefined {
  return spots.reduce<Spot | undefined>(
    (best, spot) => (best === undefined || of(spot) > of(best) ? spot : best),
    undefined,
  );
}

/** Whether a spot is on the canvas, so far from its edges. */
function isWithin([x, y]: Spot, { width, height }: Size, margin: number): boolean {
  return x >= margin && y >= margin && x <= width - margin && y <= height - margin;
}

function bounded(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
