import { SkybucketError } from '../errors';

/** Counts of values in bins of equal width. */
export interface Histogram {
  readonly counts: readonly number[];
  /** Finite values below and above the bins; infinite values are in neither. */
  readonly below: number;
  readonly above: number;
  /** Finite values in all, and missing (NaN) ones. */
  readonly finite: number;
  readonly missing: number;
}

/**
 * Counts as numpy's `histogram` gives them: each bin holds the values from its lower edge up to, but
 * not at, its upper one; the last holds its upper edge too. Where both limits are the same, the bins go
 * from one half below it to one half above.
 *
 * @throws SkybucketError `protocol` for limits that are not finite or in the wrong order, or no bins.
 */
export function histogramOf(
  values: Float32Array | Float64Array,
  low: number,
  high: number,
  bins: number,
): Histogram {
  const first = low === high ? low - 0.5 : low;
  const last = low === high ? high + 0.5 : high;
  const width = last - first;
  if (!(width >= 0 && Number.isFinite(width) && Number.isSafeInteger(bins) && bins >= 1)) {
    throw new SkybucketError(
      'protocol',
      `Values cannot be counted in ${bins} bins from ${low} to ${high}.`,
    );
  }
  const edges = Float64Array.from({ length: bins }, (_, k) => first + k * (width / bins));
  const counts = new Float64Array(bins);
  let below = 0;
  let above = 0;
  let missing = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value >= first && value <= last) {
      const bin = binOf(value, first, width, edges);
      counts[bin] = (counts[bin] as number) + 1;
    } else if (value !== value) {
      missing += 1;
    } else if (value < first && value !== -Infinity) {
      below += 1;
    } else if (value > last && value !== Infinity) {
      above += 1;
    }
  }
  const finite = below + above + counts.reduce((sum, count) => sum + count, 0);
  return { counts: [...counts], below, above, finite, missing };
}

/** By division, and then by the edges themselves, which rounding may put on the other side. */
function binOf(value: number, first: number, width: number, edges: Float64Array): number {
  const last = edges.length - 1;
  // No width is left of one half each side of a very large value.
  const bin =
    width === 0 ? last : Math.min(Math.floor(((value - first) / width) * edges.length), last);
  if (value < (edges[bin] as number)) {
    return bin - 1;
  }
  return bin < last && value >= (edges[bin + 1] as number) ? bin + 1 : bin;
}
