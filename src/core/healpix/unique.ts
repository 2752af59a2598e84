import { SkybucketError } from '../errors';
import { checkOrder, MOST_ORDER } from './order';

/** A nested pixel of some order. */
export interface Pixel {
  readonly order: number;
  readonly pixel: bigint;
}

/** One number for order and nested pixel (NUNIQ of the MOC standard): pixel + 4·4^order. */
export function uniqueOf({ order, pixel }: Pixel): bigint {
  checkOrder(order);
  return pixel + (4n << BigInt(2 * order));
}

/** @throws SkybucketError `format` of a number that stands for no pixel */
export function pixelOfUnique(unique: bigint): Pixel {
  const bits = unique > 0n ? unique.toString(2).length : 0;
  const order = (bits - 3) >> 1;
  const pixel = order >= 0 ? unique - (4n << BigInt(2 * order)) : -1n;
  if (order > MOST_ORDER || pixel < 0n || pixel >= 12n << BigInt(2 * order)) {
    throw new SkybucketError('format', `${unique} is no NUNIQ number of a HEALPix pixel.`);
  }
  return { order, pixel };
}
