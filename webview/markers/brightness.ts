/** Magnitudes that are looked at for their range, at most. */
const SAMPLE = 65_536;

/** Percentiles of the magnitudes at which sizes end. */
const BRIGHT = 0.02;
const FAINT = 0.98;

/** Magnitudes of the largest and of the smallest markers; undefined where there are none. */
export function magnitudeRange(
  magnitudes: Float32Array,
): readonly [bright: number, faint: number] | undefined {
  const step = Math.max(1, Math.floor(magnitudes.length / SAMPLE));
  const sample = new Float32Array(Math.ceil(magnitudes.length / step));
  let count = 0;
  for (let k = 0; k < magnitudes.length; k += step) {
    const value = magnitudes[k] as number;
    if (value - value === 0) {
      sample[count++] = value;
    }
  }
  if (count === 0) {
    return undefined;
  }
  const sorted = sample.subarray(0, count).sort();
  const at = (share: number): number => sorted[Math.round(share * (count - 1))] as number;
  return [at(BRIGHT), at(FAINT)];
}

/** 255 for the brightest, 0 for the faintest and for what has no magnitude. */
export function brightness(magnitudes: Float32Array): Uint8Array {
  const shares = new Uint8Array(magnitudes.length);
  const range = magnitudeRange(magnitudes);
  if (range === undefined) {
    return shares;
  }
  const [bright, faint] = range;
  const span = faint > bright ? faint - bright : 1;
  for (let k = 0; k < magnitudes.length; k++) {
    const share = (faint - (magnitudes[k] as number)) / span;
    // NaN is no brightness: it fails both comparisons.
    shares[k] = share >= 1 ? 255 : share > 0 ? Math.round(255 * share) : 0;
  }
  return shares;
}
