import type { LineReply } from '../../src/protocol/methods';
import { float64s } from '../inspector/numbers';

/** Bins of the pixels `[x0, x1)`, `step` pixels each; the last may be shorter. */
export interface LineData {
  readonly x0: number;
  readonly x1: number;
  readonly step: number;
  /** Of the finite values of each bin; NaN where there are none. */
  readonly mean: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  /** Why some pixels that are there count as missing. */
  readonly broken: string | undefined;
}

export function lineData({ x0, step, ...reply }: LineReply, x1: number): LineData {
  return {
    ...{ x0, x1, step, broken: reply.broken },
    mean: float64s(reply.mean),
    min: float64s(reply.min),
    max: float64s(reply.max),
  };
}

/** The pixels `[x0, x1)` of a bin. */
export function binPixels({ x0, x1, step }: LineData, bin: number): { x0: number; x1: number } {
  const from = x0 + bin * step;
  return { x0: from, x1: Math.min(from + step, x1) };
}

/** The pixel position in the middle of a bin: of one pixel, the pixel. */
export function binCentre(data: LineData, bin: number): number {
  const { x0, x1 } = binPixels(data, bin);
  return (x0 + x1 - 1) / 2;
}

/** The bins `[from, to)` that hold pixels of `[x0, x1)`. */
export function binsOf(
  data: LineData,
  { x0, x1 }: { readonly x0: number; readonly x1: number },
): { from: number; to: number } {
  const last = data.mean.length;
  const from = Math.floor((x0 - data.x0) / data.step);
  const to = Math.ceil((x1 - data.x0) / data.step);
  return { from: Math.min(Math.max(0, from), last), to: Math.min(Math.max(0, to), last) };
}

/** The smallest and largest value of some bins; only positive ones where the scale is logarithmic. */
export function extremes(
  { min, max, mean }: LineData,
  { from, to }: { readonly from: number; readonly to: number },
  positive: boolean,
): { readonly low: number; readonly high: number } | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (let bin = from; bin < to; bin++) {
    // Where a bin reaches below zero, its mean may still be shown.
    for (const values of [min, mean, max]) {
      const value = values[bin] as number;
      if (Number.isFinite(value) && (!positive || value > 0)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }
  return low <= high ? { low, high } : undefined;
}
