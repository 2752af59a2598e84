import type { Floats, Integers } from './big-endian';
import type { Quantisation } from './tile-job';

/** Length of the random sequence (FITS 4.0, appendix I). */
const RANDOM_COUNT = 10000;

/** What SUBTRACTIVE_DITHER_2 keeps for pixels that are exactly 0. */
const EXACT_ZERO = -2147483646;

let sequence: Float32Array | undefined;

/**
 * The random numbers of appendix I, 0 to 1 in single precision: Park and Miller's generator with a
 * seed of 1, whose 10000th seed is 1043618065.
 */
export function randomSequence(): Float32Array {
  if (sequence === undefined) {
    sequence = new Float32Array(RANDOM_COUNT);
    let seed = 1;
    for (let i = 0; i < RANDOM_COUNT; i += 1) {
      seed = (16807 * seed) % 2147483647;
      sequence[i] = seed / 2147483647;
    }
  }
  return sequence;
}

/** How floats were turned into integers. */
export interface Quantised {
  readonly quantisation: Quantisation;
  /** ZDITHER0. */
  readonly ditherSeed: number;
  /** 0-based row of the tile. */
  readonly tile: number;
  readonly scale: number;
  readonly zero: number;
  /** The integer that stands for a missing pixel. */
  readonly blank: number | undefined;
}

/**
 * Restores quantised floats (FITS 4.0, section 10.2): integer · ZSCALE + ZZERO in double precision,
 * rounded once into `out`; with dither, less the random number that was added. Missing pixels are NaN.
 */
export function unquantise(
  integers: Integers | Float64Array,
  out: Floats,
  { quantisation, ditherSeed, tile, scale, zero, blank = NaN }: Quantised,
): void {
  const values = integers instanceof BigInt64Array ? Float64Array.from(integers, Number) : integers;
  if (quantisation === 'none' || quantisation === 'NO_DITHER') {
    for (let i = 0; i < out.length; i += 1) {
      const value = values[i] as number;
      out[i] = value === blank ? NaN : value * scale + zero;
    }
    return;
  }
  const random = randomSequence();
  const exactZero = quantisation === 'SUBTRACTIVE_DITHER_2' ? EXACT_ZERO : NaN;
  // Each tile starts elsewhere in the sequence, and when it is used up, at the next such place.
  let start = (((tile + ditherSeed - 1) % RANDOM_COUNT) + RANDOM_COUNT) % RANDOM_COUNT;
  let next = startAt(random, start);
  for (let i = 0; i < out.length; i += 1) {
    const value = values[i] as number;
    if (value === blank) {
      out[i] = NaN;
    } else if (value === exactZero) {
      out[i] = 0;
    } else {
      out[i] = (value - (random[next] as number) + 0.5) * scale + zero;
    }
    next += 1;
    if (next === RANDOM_COUNT) {
      start = (start + 1) % RANDOM_COUNT;
      next = startAt(random, start);
    }
  }
}

/** One of the first 500 places; the product is rounded to single precision, as cfitsio does. */
function startAt(random: Float32Array, index: number): number {
  return Math.floor(Math.fround((random[index] as number) * 500));
}
