import { formatCount } from '../../../src/protocol/figures';
import { formatNumber } from '../../image/format';
import type { PlotData } from './plot-data';

/** Plots of more cells are not searched at every move of the pointer. */
const MOST_SEARCHED = 200_000;

/** How many rows the plot has at a position in data units; undefined where nothing says. */
export function countAt(data: PlotData, x: number, y: number): number | undefined {
  const { kind, cell, bins, xRange, yRange, counts } = data;
  if (kind === 'hexbin') {
    return hexagonAt(data, x, y);
  }
  if (bins === undefined || cell === undefined) {
    return undefined;
  }
  const column = binAt(x, xRange, bins.x);
  if (kind === 'histogram') {
    return column === undefined ? undefined : counts[column];
  }
  const row = binAt(y, yRange, bins.y);
  return column === undefined || row === undefined ? undefined : counts[row * bins.x + column];
}

/** `x 1.23 · y −4 · 1,234 rows`. */
export function readingText(x: number, y: number | undefined, rows: number | undefined): string {
  const parts = [
    `x ${formatNumber(x, 6)}`,
    ...(y === undefined ? [] : [`y ${formatNumber(y, 6)}`]),
    ...(rows === undefined ? [] : [rowsText(rows)]),
  ];
  return parts.join(' · ');
}

export function rowsText(rows: number): string {
  return `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}`;
}

function binAt(
  value: number,
  [low, high]: readonly [number, number],
  count: number,
): number | undefined {
  return value >= low && value <= high
    ? Math.min(Math.floor(((value - low) / (high - low)) * count), count - 1)
    : undefined;
}

function hexagonAt({ points, counts, cell }: PlotData, x: number, y: number): number | undefined {
  if (cell === undefined || counts.length > MOST_SEARCHED) {
    return undefined;
  }
  const { width, height } = cell;
  for (let k = 0; k < counts.length; k++) {
    const across = Math.abs(x - (points[2 * k] as number));
    const up = Math.abs(y - (points[2 * k + 1] as number));
    if (across <= width / 2 && up <= height / 2 - (across * height) / (2 * width)) {
      return counts[k];
    }
  }
  return 0;
}
