import type { Limits } from '../../src/protocol/methods';
import type { Curve } from './curve';
import { applyCurve, invertCurve } from './curve';
import { formatLimits, formatNumber } from './format';

export interface Tick {
  /** Where on the bar, 0 at its lower end to 1. */
  readonly at: number;
  readonly text: string;
}

/** How far a tick may lie from its even place, in steps between ticks: for a rounder number. */
const LEEWAY = 0.3;

/**
 * The limits at both ends, and between them `count` round values near evenly spaced places on the bar.
 * Values stand exactly where the curve has them.
 */
export function ticksOf({ low, high }: Limits, curve: Curve, count: number): Tick[] {
  const range = high - low;
  const ends = formatLimits({ low, high });
  const first = { at: 0, text: ends.low };
  const last = { at: 1, text: ends.high };
  if (!(range > 0) || !Number.isFinite(range)) {
    return [first, last];
  }
  const valueAt = (place: number): number => low + invertCurve(place, curve) * range;
  const step = 1 / (count + 1);
  const isLinear = curve.kind === 'formula' && curve.name === 'linear';
  const values = isLinear
    ? multiples(low, high, count)
    : Array.from({ length: count }, (_, k) =>
        roundest(valueAt((k + 1 - LEEWAY) * step), valueAt((k + 1 + LEEWAY) * step)),
      );
  const between: Tick[] = [];
  for (const value of values) {
    const at = applyCurve((value - low) / range, curve);
    // A curve that jumps has no value for some places, and the same one for several.
    if (at > step / 2 && at < 1 - step / 2 && at - (between.at(-1)?.at ?? 0) > step / 3) {
      between.push({ at, text: formatNumber(value, 15) });
    }
  }
  return [first, ...between, last];
}

/** The multiples of 1, 2 or 5 times a power of ten between two numbers: about `count` of them. */
function multiples(low: number, high: number, count: number): number[] {
  const wanted = Math.log10((high - low) / (count + 1));
  const power = Math.floor(wanted);
  const unit = [1, 2, 5, 10].reduce((best, next) =>
    Math.abs(Math.log10(next) - wanted + power) < Math.abs(Math.log10(best) - wanted + power)
      ? next
      : best,
  );
  const first = Math.ceil(low / (unit * 10 ** power));
  const last = Math.floor(high / (unit * 10 ** power));
  return Array.from({ length: last - first + 1 }, (_, k) => scaled((first + k) * unit, power));
}

/** `number · 10^power`, by a power that is a whole number: 3 / 10, not 3 · 0.1. */
function scaled(number: number, power: number): number {
  return power < 0 ? number / 10 ** -power : number * 10 ** power;
}

/** The number with the fewest digits between two numbers, nearest to their middle. */
export function roundest(lower: number, upper: number): number {
  if (lower <= 0 && upper >= 0) {
    return 0;
  }
  const middle = (lower + upper) / 2;
  const size = Math.ceil(Math.log10(Math.max(Math.abs(lower), Math.abs(upper))));
  for (let power = size; power > size - 17; power--) {
    for (const unit of [5, 2, 1]) {
      const nearest = scaled(Math.round(scaled(middle, -power) / unit) * unit, power);
      if (nearest >= lower && nearest <= upper) {
        return nearest;
      }
    }
  }
  return middle;
}
