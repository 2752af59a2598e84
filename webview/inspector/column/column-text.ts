import { formatCount } from '../../../src/protocol/figures';
import type { Limits } from '../../../src/protocol/methods';
import type { ColumnLine, ColumnStatisticsReply } from '../../../src/protocol/table';
import { formatLimits, formatNumber } from '../../image/format';
import { isInteger, titleOf } from '../numbers';
import type { BinChoice } from './bins';
import { edgesOf } from './bins';

/** A name and what is said of it. */
export interface Fact {
  readonly name: string;
  /** For the eye. */
  readonly text: string;
  /** In full, for the copy. */
  readonly exact: string;
}

/** Digits shown; the copy has all of them. */
const DIGITS = 9;

/** `float32`, `int16, 3 × 2 a cell`, `text, arrays of any length`. */
export function typeText({ type, shape, variable }: ColumnLine): string {
  if (variable) {
    return `${type}, arrays of any length`;
  }
  return shape.length === 0 ? type : `${type}, ${shape.join(' × ')} a cell`;
}

/** What the file says of a column, but for its name and description. */
export function columnFacts(column: ColumnLine): Fact[] {
  const { unit, format, nullRule } = column;
  const facts: [string, string | undefined][] = [
    ['Type', typeText(column)],
    ['Unit', unit],
    ['Format', format],
    ['Missing', nullRule],
  ];
  return facts.flatMap(([name, text]) =>
    text === undefined || text === '' ? [] : [{ name, text, exact: text }],
  );
}

/** The statistics, one row each, in the order they are shown and copied. */
export function statisticsFacts(reply: ColumnStatisticsReply, column: ColumnLine): Fact[] {
  const { rows, count, missing, nan, infinite, distinct } = reply;
  const floats = /^(float|complex)/.test(column.type);
  const about = reply.medianExact ? '' : '≈ ';
  const numbers: [string, number | undefined, string][] = [
    ['Mean', reply.mean, ''],
    ['Median', reply.median, about],
    ['Standard deviation', reply.deviation, ''],
    ['Sum', reply.sum, ''],
  ];
  return [
    counted('Rows', rows),
    counted('Values', count),
    counted('Missing', missing),
    ...(floats ? [counted('NaN', nan), counted('Infinite', infinite)] : []),
    ...extreme('Minimum', reply.min, column),
    ...extreme('Maximum', reply.max, column),
    ...numbers.flatMap(([name, value, prefix]) =>
      value === undefined
        ? []
        : [{ name, text: `${prefix}${formatNumber(value, DIGITS)}`, exact: `${prefix}${value}` }],
    ),
    ...(distinct !== undefined
      ? [counted('Different values', distinct)]
      : worded('Different values', count > 0 ? 'too many to count' : undefined)),
  ];
}

function counted(name: string, count: number): Fact {
  return { name, text: formatCount(count), exact: String(count) };
}

/** Integers and texts in full, other numbers rounded for the eye. */
function extreme(name: string, text: string | undefined, { type }: ColumnLine): Fact[] {
  const value = /^float/.test(type) ? Number(text ?? Number.NaN) : Number.NaN;
  if (Number.isFinite(value)) {
    return [{ name, text: formatNumber(value, DIGITS), exact: text ?? '' }];
  }
  return text === '' ? [{ name, text: 'empty text', exact: '' }] : worded(name, text);
}

function worded(name: string, text: string | undefined): Fact[] {
  return text === undefined ? [] : [{ name, text, exact: text }];
}

/** Tab-separated text of the statistics, and of the most frequent values. */
export function statisticsCopy(reply: ColumnStatisticsReply, column: ColumnLine): string {
  const facts = statisticsFacts(reply, column).map(({ name, exact }) => [name, exact]);
  const frequent = reply.frequent.map(({ text, count }) => [text, String(count)]);
  const lines = [
    ['Statistic', titleOf(column)],
    ...facts,
    ...(frequent.length === 0 ? [] : [['Most frequent', 'Rows'], ...frequent]),
  ];
  return lines.map((cells) => cells.map(plain).join('\t')).join('\n');
}

/** A value may hold what separates cells and lines. */
function plain(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ');
}

/** `1.2 to 1.3: 45`; of integers `3: 45` or `3 to 5: 45`. */
export function columnBinText(bins: BinChoice, bin: number, count: number, type: string): string {
  const { low, high } = edgesOf(bins, bin);
  const first = Math.ceil(low);
  const last = Math.floor(high);
  const whole = isInteger(type) && first <= last && !Number.isInteger(low);
  if (whole) {
    const values = first === last ? String(first) : `${first} to ${last}`;
    return `${values}: ${formatCount(count)}`;
  }
  const edges = formatLimits({ low, high });
  return `${edges.low} to ${edges.high}: ${formatCount(count)}`;
}

/** `12 below · 3,210 above`; empty where all are inside. */
export function beyondText(below: number, above: number): string {
  return [
    ...(below === 0 ? [] : [`${formatCount(below)} below`]),
    ...(above === 0 ? [] : [`${formatCount(above)} above`]),
  ].join(' · ');
}

/** `1,200,000 of 5,000,000 rows` */
export function rowsText({
  rows,
  rowsInView,
}: Pick<ColumnStatisticsReply, 'rows' | 'rowsInView'>): string {
  return `${formatCount(rows)} of ${formatCount(rowsInView)} rows`;
}

/** The range of the values, for the range of a histogram; undefined where they do not say. */
export function finiteRange({ min, max }: ColumnStatisticsReply): Limits | undefined {
  const low = Number(min ?? Number.NaN);
  const high = Number(max ?? Number.NaN);
  return Number.isFinite(low) && Number.isFinite(high) ? { low, high } : undefined;
}
