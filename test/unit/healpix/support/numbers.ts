import { createHash } from 'node:crypto';
import type { Directions } from '../../../../src/core/sky/frames';

/** The directions that make_healpix.py makes of a seed (xorshift32). */
export function directionsOf(seed: number, count: number): Directions {
  let state = seed;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  const longitude = new Float64Array(count);
  const latitude = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    longitude[k] = next() * 360;
    latitude[k] = next() * 180 - 90;
  }
  return { longitude, latitude };
}

/** SHA-256 of numbers as 64-bit little-endian integers. */
export function hashOf(values: ArrayLike<number> | BigInt64Array): string {
  const whole = BigInt64Array.from(values as ArrayLike<number | bigint>, (value: number | bigint) =>
    BigInt(value),
  );
  return createHash('sha256').update(new Uint8Array(whole.buffer)).digest('hex');
}
