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

function endOf({ along }: GridLine, spots: readonly Spot[], size: Size): Spot | undefined {
  const inside = spots.filter(
    ([x, y]) =>
      x >= -MARGIN * 2 &&
      y >= -MARGIN * 2 &&
      x <= size.width + MARGIN * 2 &&
      y <= size.height + MARGIN * 2,
  );
  return inside.reduce<Spot | undefined>((best, spot) => {
    const isBetter =
      best === undefined || (along === 'meridian' ? spot[1] > best[1] : spot[0] < best[0]);
    return isBetter ? spot : best;
  }, undefined);
}

function bounded(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
