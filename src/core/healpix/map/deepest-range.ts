import { MOST_ORDER } from '../order';
import { pixelOfUnique } from '../unique';

/** The pixels of order 29 in the pixel of a NUNIQ number, the end not included. */
export function deepestRange(unique: bigint): [bigint, bigint] {
  const { order, pixel } = pixelOfUnique(unique);
  const shift = BigInt(2 * (MOST_ORDER - order));
  return [pixel << shift, (pixel + 1n) << shift];
}
