import { nextTurn } from '../image/grid-rows';
import { throwIfAborted } from '../errors';
import type { Cells } from './cells';

/** Where a Gaussian is cut off, in its widths, as scipy does. */
const TRUNCATE = 4;

/** Multiplications between two turns of others. */
const WORK_AT_ONCE = 2 ** 24;

/**
 * The cells convolved with a Gaussian that is cut off at 4 sigma. What is NaN or beyond the edge weighs
 * nothing (astropy's `convolve` with `nan_treatment="interpolate"`, `preserve_nan=True` and NaN around the
 * image), and NaN stays NaN. Where all is known it is scipy's `gaussian_filter`.
 *
 * @param sigma in cells; 0 for none
 * @throws SkybucketError `cancelled`
 */
export async function smoothed(cells: Cells, sigma: number, signal?: AbortSignal): Promise<Cells> {
  const radius = Math.floor(TRUNCATE * sigma + 0.5);
  if (radius === 0) {
    return cells;
  }
  const { width, height } = cells;
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, k) =>
    Math.exp(-((k - radius) ** 2) / (2 * sigma ** 2)),
  );
  const known = cells.values.map((value) => (Number.isNaN(value) ? 0 : 1));
  const sums = cells.values.map((value) => (Number.isNaN(value) ? 0 : value));
  const pass = async (values: Float64Array): Promise<Float64Array> =>
    columns(await rows(values, width, kernel, signal), width, height, kernel, signal);
  const weights = await pass(known);
  const values = await pass(sums);
  for (let k = 0; k < values.length; k++) {
    const value = (values[k] as number) / (weights[k] as number);
    values[k] = Number.isNaN(cells.values[k]) ? NaN : value;
  }
  return { width, height, values };
}

async function rows(
  from: Float64Array,
  width: number,
  kernel: Float64Array,
  signal: AbortSignal | undefined,
): Promise<Float64Array> {
  const radius = kernel.length >> 1;
  const to = new Float64Array(from.length);
  const atOnce = Math.max(1, Math.floor(WORK_AT_ONCE / (width * kernel.length)));
  for (let start = 0, j = 0; start < from.length; start += width, j++) {
    for (let i = 0; i < width; i++) {
      const first = Math.max(0, i - radius);
      const last = Math.min(width - 1, i + radius);
      let sum = 0;
      for (let k = first; k <= last; k++) {
        sum += (from[start + k] as number) * (kernel[k - i + radius] as number);
      }
      to[start + i] = sum;
    }
    if (j % atOnce === 0) {
      await turn(signal);
    }
  }
  return to;
}

/** Row by row too, because neighbours in a column are far apart in memory. */
async function columns(
  from: Float64Array,
  width: number,
  height: number,
  kernel: Float64Array,
  signal: AbortSignal | undefined,
): Promise<Float64Array> {
  const radius = kernel.length >> 1;
  const to = new Float64Array(from.length);
  const atOnce = Math.max(1, Math.floor(WORK_AT_ONCE / (width * kernel.length)));
  for (let j = 0; j < height; j++) {
    const row = to.subarray(j * width, (j + 1) * width);
    for (let k = Math.max(0, j - radius); k <= Math.min(height - 1, j + radius); k++) {
      const weight = kernel[k - j + radius] as number;
      const start = k * width;
      for (let i = 0; i < width; i++) {
        row[i] = (row[i] as number) + weight * (from[start + i] as number);
      }
    }
    if (j % atOnce === 0) {
      await turn(signal);
    }
  }
  return to;
}

async function turn(signal: AbortSignal | undefined): Promise<void> {
  await nextTurn();
  throwIfAborted(signal);
}
