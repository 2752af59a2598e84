import { formatCount } from '../../src/protocol/figures';
import type { PlacedValue, PlaneReply, StatisticsReply } from '../../src/protocol/methods';
import { formatNumber } from '../image/format';
import type { PixelBox, Position } from '../image/view';

/** Digits shown; the copy has all of them. */
const DIGITS = 9;

export interface StatisticsRow {
  readonly name: string;
  /** Rounded, for the eye. */
  readonly text: string;
  /** In full, for the copy. */
  readonly exact: string;
  /** Where the value is, 0-based. */
  readonly pixel?: Position;
}

/** The box of a whole plane. */
export function boxOf({ width, height }: PlaneReply): PixelBox {
  return { x0: 0, y0: 0, x1: width, y1: height };
}

export function sameBox(a: PixelBox | undefined, b: PixelBox | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    a.x0 === b.x0 &&
    a.y0 === b.y0 &&
    a.x1 === b.x1 &&
    a.y1 === b.y1
  );
}

/** Bytes of the pixels of a box as they are stored: what reading them costs. */
export function bytesOf({ x0, y0, x1, y1 }: PixelBox, plane: PlaneReply): number {
  return Math.round((y1 - y0) * (x1 - x0) * (plane.bytesPerRow / plane.width));
}

/** `x 1–1,000, y 1–800`, both ends included. */
export function boxText({ x0, y0, x1, y1 }: PixelBox, origin: 0 | 1): string {
  const span = (from: number, to: number): string =>
    `${formatCount(from + origin)}–${formatCount(to - 1 + origin)}`;
  return `x ${span(x0, x1)}, y ${span(y0, y1)}`;
}

/** `(12, 345)`, as pixels are counted. */
export function pixelText([x, y]: Position, origin: 0 | 1): string {
  return `(${x + origin}, ${y + origin})`;
}

/** The statistics, one row each, in the order they are shown and copied. */
export function statisticsRows(reply: StatisticsReply): StatisticsRow[] {
  const { pixels, finite, infinite, mean, median, deviation, sum } = reply;
  const about = reply.medianExact || median === undefined ? '' : '≈ ';
  return [
    countRow('Pixels', pixels),
    countRow('Missing (NaN)', pixels - finite - infinite),
    countRow('Infinite', infinite),
    placedRow('Minimum', reply.min),
    placedRow('Maximum', reply.max),
    valueRow('Mean', mean),
    valueRow('Median', median, about),
    valueRow('Standard deviation', deviation),
    valueRow('Sum', sum),
  ];
}

/** What the quantiles of the overview tell, in place of exact statistics. */
export function approximateRows(quantiles: Float32Array): StatisticsRow[] {
  const middle = (quantiles.length - 1) / 2;
  const low = quantiles[Math.floor(middle)];
  const high = quantiles[Math.ceil(middle)];
  const median = low === undefined || high === undefined ? undefined : (low + high) / 2;
  return [
    valueRow('Minimum', quantiles[0], '≈ '),
    valueRow('Maximum', quantiles.at(-1), '≈ '),
    valueRow('Median', median, '≈ '),
  ];
}

export function countRow(name: string, count: number): StatisticsRow {
  return { name, text: formatCount(count), exact: String(count) };
}

export function valueRow(name: string, value: number | undefined, about = ''): StatisticsRow {
  return value === undefined
    ? { name, text: '–', exact: 'NaN' }
    : { name, text: about + formatNumber(value, DIGITS), exact: about + String(value) };
}

function placedRow(name: string, placed: PlacedValue | undefined): StatisticsRow {
  const row = valueRow(name, placed?.value);
  return placed === undefined ? row : { ...row, pixel: [placed.x, placed.y] };
}

/** One column of the copy: rows under the name of what they are of. */
export interface StatisticsColumn {
  readonly title: string;
  readonly rows: readonly StatisticsRow[];
}

/** Tab-separated text of all columns, which have the same rows. */
export function statisticsTable(
  columns: readonly StatisticsColumn[],
  unit: string | undefined,
  origin: 0 | 1,
): string {
  const names = columns[0]?.rows ?? [];
  const lines = names.flatMap(({ name }, i) => {
    const row = columns.map(({ rows }) => rows[i]);
    const places = row.map((cell) => (cell?.pixel ? pixelText(cell.pixel, origin) : ''));
    const values = [name, ...row.map((cell) => cell?.exact ?? '')];
    return places.some(Boolean) ? [values, [`${name} at`, ...places]] : [values];
  });
  return [
    [unit === undefined ? 'Statistic' : `Statistic [${unit}]`, ...columns.map((c) => c.title)],
    ...lines,
  ]
    .map((cells) => cells.join('\t'))
    .join('\n');
}
