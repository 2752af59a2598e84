/**
 * The bits of x and y in turn (x first, at bit 0) are a pixel's number inside its base pixel. 64-bit numbers are
 * taken as two halves of 32 bits, because bits of BigInts cost a hundred times as much.
 */

/** The lower 16 bits of `value`, each followed by a 0. */
export function spread(value: number): number {
  let bits = value & 0xffff;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}

/** Every second of 32 bits, from bit 0 on: undoes {@link spread}. */
export function gather(value: number): number {
  let bits = value & 0x55555555;
  bits = (bits | (bits >>> 1)) & 0x33333333;
  bits = (bits | (bits >>> 2)) & 0x0f0f0f0f;
  bits = (bits | (bits >>> 4)) & 0x00ff00ff;
  return (bits | (bits >>> 8)) & 0x0000ffff;
}

/** The lower half of the number of (x, y), from 0 to below 2^32. */
export function lowHalf(x: number, y: number): number {
  return (spread(x) | (spread(y) << 1)) >>> 0;
}

/** The upper half of the number of (x, y), which are below 2^29. */
export function highHalf(x: number, y: number): number {
  return (spread(x >>> 16) | (spread(y >>> 16) << 1)) >>> 0;
}

/** True where the lower half of a 64-bit number comes first in memory. */
export const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
