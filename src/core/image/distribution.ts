import { sortedFinite } from './float-order';

/** Quantiles of a distribution: one each 0.01 %, and both ends. The protocol names the same number. */
export const QUANTILES = 10_001;

/** How values are distributed. */
export interface Distribution {
  /**
   * {@link QUANTILES} evenly spaced quantiles of the finite values, ascending: the smallest value first,
   * the largest last, numpy's `percentile` (linear) between. Empty where no value is finite.
   */
  readonly quantiles: Float32Array;
  /** How many values are finite. */
  readonly finite: number;
  /** How many are NaN. */
  readonly missing: number;
}

export function distributionOf(values: Float32Array): Distribution {
  let missing = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) {
      missing += 1;
    }
  }
  const sorted = sortedFinite(values);
  return { quantiles: quantilesOf(sorted), finite: sorted.length, missing };
}

function quantilesOf(sorted: Float32Array): Float32Array {
  if (sorted.length === 0) {
    return new Float32Array(0);
  }
  const last = sorted.length - 1;
  return Float32Array.from({ length: QUANTILES }, (_, k) => {
    const place = (last * k) / (QUANTILES - 1);
    const index = Math.floor(place);
    const lower = sorted[index] as number;
    const upper = sorted[Math.min(index + 1, last)] as number;
    return lower + (upper - lower) * (place - index);
  });
}
