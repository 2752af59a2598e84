import { colourIndex, type ColourScale } from './colour-scale';
import type { Ink, Pen } from './ink';
import type { PlotStyle } from './plot-style';
import { rowsText } from './reading';

/** More points than this are drawn small and translucent. */
export const MANY = 2_000;
export const CROWD = 20_000;

/** Draws shapes by their counts: one path each. @param shape draws the k-th; nothing where it is out of sight */
export function paintByCount(
  ink: Ink,
  counts: Uint32Array,
  scale: ColourScale,
  shape: (pen: Pen, k: number) => void,
): void {
  const byCount = new Map<number, number[]>();
  counts.forEach((count, k) => {
    const same = byCount.get(count);
    if (same === undefined) {
      byCount.set(count, [k]);
    } else {
      same.push(k);
    }
  });
  for (const count of [...byCount.keys()].sort((a, b) => a - b)) {
    const colour = scale.colours[colourIndex(scale, count)];
    if (colour !== undefined) {
      const draw = (pen: Pen): void => byCount.get(count)?.forEach((k) => shape(pen, k));
      // A thin line of the same colour: else the background shines through between neighbours.
      ink.fill(colour, draw, 0.6, rowsText(count));
    }
  }
}

/** Rows that are chosen. @param spots where they are, in pixels */
export function paintChosenDots(ink: Ink, spots: Float64Array, style: PlotStyle): void {
  if (spots.length > 0) {
    const radius = spots.length / 2 > CROWD ? 1 : spots.length / 2 > MANY ? 1.6 : 2.6;
    ink.dots(spots, radius + 1, style.background, 0.9);
    ink.dots(spots, radius, style.chosen, 1);
  }
}
