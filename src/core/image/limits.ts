import { filledRows, type Grid } from './grid';

/** Display limits in the unit of the image. They may be equal where all values are. */
export interface Limits {
  readonly low: number;
  readonly high: number;
}

/** Smallest and largest finite value, or undefined where there is none. */
export function minmax(values: Float32Array | Float64Array): Limits | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (Number.isFinite(value)) {
      low = value < low ? value : low;
      high = value > high ? value : high;
    }
  }
  return low <= high ? { low, high } : undefined;
}

/** The values of the rows that have been read, so that repeated rows do not count twice. */
export function filledValues({ frame: { width }, values, filled }: Grid): Float32Array {
  if (filled.every((row) => row === 1)) {
    return values;
  }
  const rows = filledRows(filled);
  const result = new Float32Array(rows.length * width);
  rows.forEach((j, k) => {
    result.set(values.subarray(j * width, (j + 1) * width), k * width);
  });
  return result;
}
