import type { StatisticsReply } from '../../src/protocol/methods';
import { formatCount } from '../../src/protocol/figures';
import { formatNumber } from '../image/format';
import type { LineData } from './line-data';

/** What is told of the pixels in sight. */
export interface LineStatistics {
  readonly pixels: number;
  readonly finite: number;
  readonly mean: number | undefined;
  /** Of the population. */
  readonly deviation: number | undefined;
  readonly sum: number | undefined;
  readonly min: { readonly value: number; readonly x: number } | undefined;
  readonly max: { readonly value: number; readonly x: number } | undefined;
}

/** Of the pixels `[x0, x1)`, from data that has each of them. */
export function statisticsOf(
  { mean: values, x0: first }: LineData,
  { x0, x1 }: { readonly x0: number; readonly x1: number },
): LineStatistics {
  let finite = 0;
  let sum = 0;
  let lost = 0;
  let low = x0;
  let high = x0;
  const at = (x: number): number => values[x - first] ?? Number.NaN;
  for (let x = x0; x < x1; x++) {
    const value = at(x);
    if (Number.isFinite(value)) {
      // What rounding takes from the sum is kept beside it (Knuth's two-sum).
      const next = sum + value;
      const taken = next - sum;
      lost += sum - (next - taken) + (value - taken);
      sum = next;
      low = finite === 0 || value < at(low) ? x : low;
      high = finite === 0 || value > at(high) ? x : high;
      finite++;
    }
  }
  if (finite === 0) {
    const nothing = { mean: undefined, deviation: undefined, sum: undefined };
    return { pixels: x1 - x0, finite, ...nothing, min: undefined, max: undefined };
  }
  const mean = (sum + lost) / finite;
  let squares = 0;
  for (let x = x0; x < x1; x++) {
    const value = at(x);
    squares += Number.isFinite(value) ? (value - mean) ** 2 : 0;
  }
  return {
    pixels: x1 - x0,
    finite,
    mean,
    deviation: Math.sqrt(squares / finite),
    sum: sum + lost,
    min: { value: at(low), x: low },
    max: { value: at(high), x: high },
  };
}

/** The same of what the host found. */
export function hostStatistics(reply: StatisticsReply): LineStatistics {
  const { pixels, finite, mean, deviation, sum, min, max } = reply;
  return { pixels, finite, mean, deviation, sum, min, max };
}

/** Name, text and the text in full of each, in the order they are shown. */
export function statisticsRows(
  statistics: LineStatistics,
  origin: 0 | 1,
): readonly (readonly [name: string, text: string, exact: string])[] {
  const { pixels, finite, mean, deviation, sum, min, max } = statistics;
  const value = (name: string, of: number | undefined): readonly [string, string, string] =>
    of === undefined ? [name, '–', 'NaN'] : [name, formatNumber(of, 7), String(of)];
  const placed = (name: string, of: LineStatistics['min']): readonly [string, string, string] => {
    const [, text, exact] = value(name, of?.value);
    return of === undefined
      ? [name, text, exact]
      : [name, `${text} at ${of.x + origin}`, `${exact} at pixel ${of.x + origin}`];
  };
  return [
    ['Pixels', formatCount(pixels), String(pixels)],
    ...(finite < pixels
      ? [['Not finite', formatCount(pixels - finite), String(pixels - finite)] as const]
      : []),
    value('Mean', mean),
    value('Std. dev.', deviation),
    placed('Min', min),
    placed('Max', max),
    value('Sum', sum),
  ];
}
