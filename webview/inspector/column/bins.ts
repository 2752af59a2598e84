import type { Limits } from '../../../src/protocol/methods';
import { isInteger } from '../numbers';

/** A range, cut in bins of equal width. */
export interface BinChoice extends Limits {
  readonly bins: number;
}

/** Pixels a bin is wide at least, and bins there are at least where there is room. */
const LEAST_WIDTH = 2;
const LEAST_BINS = 10;
/** Integers up to here have halves in float64. */
const MOST_WITH_HALVES = 2 ** 52;

/** As many bins as so many values fill (the rule of Rice), and a plot of this width can show. */
export function binCount(values: number, width: number): number {
  const filled = Math.max(LEAST_BINS, Math.ceil(2 * Math.cbrt(values)));
  return Math.max(1, Math.min(filled, Math.floor(width / LEAST_WIDTH)));
}

/**
 * Bins over a range. Those of integers hold equally many of them each, and end between two: others
 * would show a pattern that is not in the values.
 */
export function binsOver({ low, high }: Limits, bins: number, type: string): BinChoice {
  const most = Math.max(Math.abs(low), Math.abs(high));
  if (!isInteger(type) || most > MOST_WITH_HALVES) {
    return { low, high, bins };
  }
  const from = Math.round(low) - 0.5;
  const integers = Math.max(1, Math.round(high) + 0.5 - from);
  const each = Math.ceil(integers / bins);
  const needed = Math.ceil(integers / each);
  return { low: from, high: from + needed * each, bins: needed };
}

/** The edges of a bin. */
export function edgesOf({ low, high, bins }: BinChoice, bin: number): Limits {
  const width = (high - low) / bins;
  return { low: low + bin * width, high: low + (bin + 1) * width };
}

/** The bin a value is in, or undefined outside; the last one holds its upper edge. */
export function binAt({ low, high, bins }: BinChoice, value: number): number | undefined {
  const bin = Math.floor(((value - low) / (high - low)) * bins);
  return value < low || value > high ? undefined : Math.min(bin, bins - 1);
}

/** The first and the last integer of a range that ends between two; any other range as it is. */
export function wholeNumbers(range: Limits, type: string): Limits {
  // Not -0, which would be written so.
  const low = Math.ceil(range.low) + 0;
  const high = Math.floor(range.high);
  return isInteger(type) && low < high ? { low, high } : range;
}
