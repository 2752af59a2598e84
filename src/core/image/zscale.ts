import { type Limits, minmax } from './limits';

/** The defaults of astropy's `ZScaleInterval`. */
const SAMPLES = 1000;
const CONTRAST = 0.25;
const MAX_REJECT = 0.5;
const MIN_PIXELS = 5;
const SIGMAS = 2.5;
const ITERATIONS = 5;
/** Share of the samples by which a rejected run is widened. */
const GROW = 0.01;

/**
 * Display limits as IRAF's zscale finds them, with the steps and defaults of astropy's
 * `ZScaleInterval`: a line fitted to the sorted samples, outliers rejected, tells the slope around
 * the median. NaN and infinite values are left out. Undefined where no value is finite.
 */
export function zscale(values: Float32Array | Float64Array): Limits | undefined {
  const samples = sortedSamples(values);
  const range = minmax(samples);
  if (range === undefined) {
    return undefined;
  }
  const slope = robustSlope(samples);
  if (slope === undefined) {
    return range;
  }
  const steep = slope / CONTRAST;
  const centre = Math.floor((samples.length - 1) / 2);
  const middle = median(samples);
  const low = middle - (centre - 1) * steep;
  const high = middle + (samples.length - centre) * steep;
  return {
    low: low > range.low ? low : range.low,
    high: high < range.high ? high : range.high,
  };
}

/** At most {@link SAMPLES} finite values, evenly taken, ascending. */
function sortedSamples<T extends Float32Array | Float64Array>(values: T): T {
  let finite = 0;
  for (const value of values) {
    finite += Number.isFinite(value) ? 1 : 0;
  }
  const stride = Math.max(1, Math.floor(finite / SAMPLES));
  const samples: number[] = [];
  let index = 0;
  for (const value of values) {
    if (Number.isFinite(value)) {
      if (index % stride === 0) {
        samples.push(value);
      }
      index += 1;
      if (samples.length === SAMPLES) {
        break;
      }
    }
  }
  const Kind = values.constructor as new (from: number[]) => T;
  return new Kind(samples).sort() as T;
}

/** Slope of the line through the samples after k-sigma rejection; undefined if too few remain. */
function robustSlope(samples: Float32Array | Float64Array): number | undefined {
  const count = samples.length;
  const fewest = Math.max(MIN_PIXELS, Math.floor(count * MAX_REJECT));
  const grow = Math.max(1, Math.floor(count * GROW));
  let bad = new Uint8Array(count);
  let good = count;
  let before = count + 1;
  let slope: number | undefined;
  for (let k = 0; k < ITERATIONS && good < before && good >= fewest; k++) {
    const line = fitLine(samples, bad);
    slope = line.slope;
    const flat = Float64Array.from(
      samples,
      (value, x) => value - (line.slope * x + line.intercept),
    );
    const threshold = SIGMAS * deviation(flat, bad, good);
    flat.forEach((value, x) => {
      if (value < -threshold || value > threshold) {
        bad[x] = 1;
      }
    });
    bad = widened(bad, grow);
    before = good;
    good = bad.reduce((sum, flag) => sum + 1 - flag, 0);
  }
  return good >= fewest ? slope : undefined;
}

/** Least squares over the samples that are not bad, about their centre so that no digits are lost. */
function fitLine(
  samples: Float32Array | Float64Array,
  bad: Uint8Array,
): { slope: number; intercept: number } {
  let n = 0;
  let sumX = 0;
  let sumY = 0;
  samples.forEach((y, x) => {
    if (bad[x] === 0) {
      n += 1;
      sumX += x;
      sumY += y;
    }
  });
  const meanX = sumX / n;
  const meanY = sumY / n;
  let xx = 0;
  let xy = 0;
  samples.forEach((y, x) => {
    if (bad[x] === 0) {
      xx += (x - meanX) ** 2;
      xy += (x - meanX) * (y - meanY);
    }
  });
  const slope = xy / xx;
  return { slope, intercept: meanY - slope * meanX };
}

/** Standard deviation of the `good` values that are not bad. */
function deviation(values: Float64Array, bad: Uint8Array, good: number): number {
  const kept = values.filter((_, x) => bad[x] === 0);
  const mean = kept.reduce((sum, value) => sum + value, 0) / good;
  return Math.sqrt(kept.reduce((sum, value) => sum + (value - mean) ** 2, 0) / good);
}

/** numpy's `convolve(bad, ones(width), mode='same')` of booleans, with its centring of even widths. */
function widened(bad: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(bad.length);
  const after = (width - 1) >> 1;
  bad.forEach((flag, x) => {
    if (flag === 1) {
      result.fill(1, Math.max(0, x - after), Math.max(0, x - after + width));
    }
  });
  return result;
}

/** numpy's median of sorted values, which for float32 is a float32 too. */
function median(sorted: Float32Array | Float64Array): number {
  const half = sorted.length >> 1;
  if (sorted.length % 2 === 1) {
    return sorted[half] as number;
  }
  const lower = sorted[half - 1] as number;
  const upper = sorted[half] as number;
  return sorted instanceof Float32Array
    ? Math.fround(Math.fround(lower + upper) / 2)
    : (lower + upper) / 2;
}
