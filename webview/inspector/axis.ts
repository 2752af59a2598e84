import type { Limits } from '../../src/protocol/methods';
import { formatNumber } from '../image/format';
import { tickTexts } from './ticks';

/** One axis of a plot. A logarithmic one has `low` above zero. */
export interface Axis extends Limits {
  readonly log: boolean;
  /** The smallest value is at the far end, as magnitudes are drawn. */
  readonly inverted: boolean;
}

/** The narrowest axis, relative to the largest number on it: float64 tells a little more apart. */
const FINEST = 1e-12;
/** Room at both ends of an axis, as a share of it. */
const MARGIN = 0.04;

/** Where a value is, 0 at the near end to 1; NaN for what has no place on a logarithmic axis. */
export function toShare({ low, high, log, inverted }: Axis, value: number): number {
  const share = log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return inverted ? 1 - share : share;
}

export function fromShare({ low, high, log, inverted }: Axis, share: number): number {
  const at = inverted ? 1 - share : share;
  return log ? low * (high / low) ** at : low + at * (high - low);
}

/** The axis that shows the shares `[from, to]` (in any order) of this one; itself where they are too close. */
export function partOf(axis: Axis, from: number, to: number): Axis {
  const a = fromShare(axis, from);
  const b = fromShare(axis, to);
  const part = { low: Math.min(a, b), high: Math.max(a, b) };
  return isDrawable(part) && (!axis.log || part.low > 0) ? { ...axis, ...part } : axis;
}

/** Whether a range is wide enough that numbers along it can be told apart. */
export function isDrawable({ low, high }: Limits): boolean {
  const finest = FINEST * Math.max(Math.abs(low), Math.abs(high));
  return low < high && high - low >= finest && Number.isFinite(high - low);
}

/** The axis made `factor` times as long, with the value at a share in its place. */
export function zoomed(axis: Axis, factor: number, share: number): Axis {
  return partOf(axis, share - share * factor, share + (1 - share) * factor);
}

export function moved(axis: Axis, by: number): Axis {
  return partOf(axis, by, 1 + by);
}

/** The part of the axis that lies in the range, moved into it rather than cut. */
export function keptWithin(axis: Axis, whole: Limits): Axis {
  const width = Math.min(axis.high - axis.low, whole.high - whole.low);
  const low = Math.min(Math.max(axis.low, whole.low), whole.high - width);
  return { ...axis, low, high: low + width };
}

/**
 * An axis that shows all values of a range, with room at both ends. `positive` is the smallest value
 * above zero: where a logarithmic axis begins that cannot begin at `low`.
 */
export function axisOf(
  { low, high }: Limits,
  log: boolean,
  inverted: boolean,
  positive?: number,
): Axis {
  if (log && high > 0) {
    const from = low > 0 ? low : (positive ?? high / 1e3);
    const room = from < high ? (high / from) ** MARGIN : 2;
    return { low: from / room, high: high * room, log, inverted };
  }
  const room = low < high ? (high - low) * MARGIN : Math.abs(low) * 0.01 || 1;
  return { low: low - room, high: high + room, log: false, inverted };
}

export interface AxisTick {
  readonly share: number;
  readonly text: string;
}

/** About `wanted` round values along the axis. */
export function axisTicks(axis: Axis, wanted: number): AxisTick[] {
  const decades = axis.log ? Math.log10(axis.high / axis.low) : 0;
  const values = decades >= 1.5 ? powers(axis, wanted) : roundValues(axis, wanted);
  const texts = decades >= 1.5 ? values.map((value) => formatNumber(value, 3)) : tickTexts(values);
  return values.map((value, i) => ({ share: toShare(axis, value), text: texts[i] ?? '' }));
}

/** Multiples of 1, 2 or 5 times a power of ten. */
export function roundValues({ low, high }: Limits, wanted: number): number[] {
  const rough = (high - low) / Math.max(1, wanted);
  const power = Math.floor(Math.log10(rough));
  // The nearest of them, as ratios go.
  const unit =
    [1, 2, 5].find((n, i) => rough / 10 ** power < n * Math.sqrt(i === 1 ? 2.5 : 2)) ?? 10;
  // By a whole power: 3 / 10, not 3 · 0.1.
  const scaled = (n: number): number => (power < 0 ? n / 10 ** -power : n * 10 ** power);
  const first = Math.ceil(low / scaled(unit) - 1e-9);
  const last = Math.floor(high / scaled(unit) + 1e-9);
  const count = Math.min(Math.max(0, last - first + 1), 100);
  return Array.from({ length: count }, (_, k) => scaled((first + k) * unit) + 0);
}

function powers({ low, high }: Limits, wanted: number): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, wanted)));
  const values: number[] = [];
  for (let power = first; power <= last; power += every) {
    values.push(Number(`1e${power}`));
  }
  return values;
}
