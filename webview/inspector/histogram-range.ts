import type { Limits } from '../../src/protocol/methods';
import { drawable } from '../image/stretch';

/** Share of the values left out at each end of the default range. */
const TAIL = 0.001;
/** How far beyond the limits the default range goes, in widths of what lies between them. */
const REACH = 4;
/** Room at both ends, so that no limit is on the edge, as a share of the range. */
const MARGIN = 0.03;
/** The narrowest range, relative to the largest number in it: about what float32 can tell apart. */
const FINEST = 1e-5;

/**
 * The range that shows what matters: all but the farthest values, both limits, and no more around them
 * than leaves the two well apart.
 */
export function defaultRange(quantiles: Float32Array, limits: Limits | undefined): Limits {
  const last = quantiles.length - 1;
  const low = quantiles[Math.round(TAIL * last)];
  const high = quantiles[Math.round((1 - TAIL) * last)];
  if (limits === undefined || !(limits.low < limits.high) || low === undefined) {
    return around(low, high, limits);
  }
  const reach = REACH * (limits.high - limits.low);
  return around(
    Math.max(low, limits.low - reach),
    Math.min(high ?? low, limits.high + reach),
    limits,
  );
}

/** The range from the least to the largest value, and both limits. */
export function wholeRange(quantiles: Float32Array, limits: Limits | undefined): Limits {
  return around(quantiles[0], quantiles.at(-1), limits);
}

function around(
  low: number | undefined,
  high: number | undefined,
  limits: Limits | undefined,
): Limits {
  const values = drawable({ low: low ?? Number.NaN, high: high ?? Number.NaN });
  const least = Math.min(values.low, limits?.low ?? values.low);
  const most = Math.max(values.high, limits?.high ?? values.high);
  const margin = MARGIN * (most - least);
  return { low: least - margin, high: most + margin };
}

/** The range made `factor` times as wide, with `value` in its place, inside `whole`. */
export function zoomRange(range: Limits, factor: number, value: number, whole: Limits): Limits {
  const finest = FINEST * Math.max(Math.abs(range.low), Math.abs(range.high), 1e-30);
  const width = range.high - range.low;
  const scale = Math.max(factor, Math.min(1, finest / width));
  const low = value - (value - range.low) * scale;
  const high = value + (range.high - value) * scale;
  return { low: Math.max(low, whole.low), high: Math.min(high, whole.high) };
}

/** The range made `factor` times as wide, with `value` in its middle, inside `whole`. */
export function centreRange(range: Limits, factor: number, value: number, whole: Limits): Limits {
  const move = value - (range.low + range.high) / 2;
  return zoomRange({ low: range.low + move, high: range.high + move }, factor, value, whole);
}

/** A limit moved to a value: inside the range, and never past the other limit. */
export function moveLimit(
  which: 'low' | 'high',
  to: number,
  limits: Limits,
  range: Limits,
): Limits {
  const gap = (range.high - range.low) / 1000;
  const inside = Math.min(Math.max(to, range.low), range.high);
  return which === 'low'
    ? { ...limits, low: Math.min(inside, limits.high - gap) }
    : { ...limits, high: Math.max(inside, limits.low + gap) };
}
