/** Values that stand for a line of many more: their places, ascending, and themselves; null where not finite. */
export interface Thinned {
  readonly index: number[];
  readonly value: (number | null)[];
}

/**
 * At most about `most` of the values: of each stretch of equal length the smallest and the largest, so
 * that no peak is lost.
 */
export function thinned(values: Float64Array, most: number): Thinned {
  const finite = (value: number | undefined): number | null =>
    value !== undefined && Number.isFinite(value) ? value : null;
  if (values.length <= most) {
    return { index: Array.from(values, (_, i) => i), value: Array.from(values, finite) };
  }
  const stretches = Math.max(1, Math.floor(most / 2));
  const index: number[] = [];
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * values.length) / stretches);
    const to = Math.floor(((stretch + 1) * values.length) / stretches);
    const [low, high] = endsWithin(values, from, to);
    index.push(...(low === high ? [low] : [Math.min(low, high), Math.max(low, high)]));
  }
  return { index, value: index.map((i) => finite(values[i])) };
}

/** Places of the smallest and the largest finite value; the first twice where there is none. */
function endsWithin(values: Float64Array, from: number, to: number): [number, number] {
  let low = -1;
  let high = -1;
  for (let i = from; i < to; i++) {
    const value = values[i] ?? Number.NaN;
    if (Number.isFinite(value)) {
      low = low < 0 || value < (values[low] ?? 0) ? i : low;
      high = high < 0 || value > (values[high] ?? 0) ? i : high;
    }
  }
  return low < 0 ? [from, from] : [low, high];
}
