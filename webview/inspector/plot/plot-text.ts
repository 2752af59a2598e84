import { formatCount } from '../../../src/protocol/figures';
import { formatNumber } from '../../image/format';
import { shortText, titleOf, valueText } from '../numbers';
import type { PlotChoice } from './plot-choice';
import type { Density, ScatterData } from './scatter-data';
import { notPositive } from './scatter-data';

/** What the plot is of: `1,234 points`, `2,345,678 points, as density`. */
export function pointsText(data: ScatterData, { mark, x, y }: PlotChoice): string {
  const { points, density } = data;
  const given = data.x.length;
  const word = points === 1 ? 'point' : 'points';
  const of =
    density === undefined
      ? `${formatCount(points)} ${word}`
      : mark === 'line'
        ? `${formatCount(given)} of ${formatCount(points)} points, evenly chosen`
        : `${formatCount(points)} points, as density (up to ${formatCount(density.most)} in a cell)`;
  const left = (x.log ? notPositive(data.x) : 0) + (y.log ? notPositive(data.y) : 0);
  return left > 0 ? `${of}; values of zero and below have no place on a logarithmic axis` : of;
}

/** `RA 150.1 deg, DEC 2.2 deg, row 1,235` */
export function pointText(
  data: ScatterData,
  { x, y }: PlotChoice,
  point: number,
  row: { readonly origin: 0 | 1; readonly ofView: boolean },
): string {
  const [atX = Number.NaN, atY = Number.NaN] = [data.x[point], data.y[point]];
  const number = formatCount((data.rows[point] ?? 0) + row.origin);
  const value = ({ column }: PlotChoice['x'], at: number): string =>
    [column.name, shortText(at, column.type), column.unit].filter(Boolean).join(' ');
  return `${value(x, atX)}, ${value(y, atY)}, row ${number}${row.ofView ? ' of the view' : ''}`;
}

/** What is at a position without a point: where it is, and how many points are around. */
export function positionText(
  { x, y }: PlotChoice,
  [atX, atY]: readonly [number, number],
  density: Density | undefined,
  count: number | undefined,
): string {
  const place = `${x.column.name} ${formatNumber(atX, 6)}, ${y.column.name} ${formatNumber(atY, 6)}`;
  return density === undefined || count === undefined
    ? place
    : `${place}: ${formatCount(count)} ${count === 1 ? 'point' : 'points'} around`;
}

/** The points as tab-separated text under the names of their columns; rows as they are counted. */
export function pointsCopy(data: ScatterData, { x, y }: PlotChoice, origin: 0 | 1): string {
  const lines = Array.from(data.rows, (row, i) =>
    [
      row + origin,
      valueText(data.x[i] ?? Number.NaN, x.column.type),
      valueText(data.y[i] ?? Number.NaN, y.column.type),
    ].join('\t'),
  );
  return [['Row', titleOf(x.column), titleOf(y.column)].join('\t'), ...lines].join('\n');
}
