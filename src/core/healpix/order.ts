import { SkybucketError } from '../errors';

/** The deepest order whose pixel numbers fit into 64 bits: pixels of 0.4 milliarcseconds. */
export const MOST_ORDER = 29;

/** The deepest order whose pixel numbers are exact as `number`, that is below 2^53. */
export const MOST_NUMBER_ORDER = 24;

/** How pixels of one order are counted: along the tree of their parents, or in rings from the north. */
export type Scheme = 'nested' | 'ring';

/** @throws SkybucketError `format` unless it is a whole number from 0 to `most` */
export function checkOrder(order: number, most = MOST_ORDER): void {
  if (!Number.isInteger(order) || order < 0 || order > most) {
    throw new SkybucketError(
      'format',
      `${order} is no HEALPix order; orders are whole numbers from 0 to ${most}.`,
    );
  }
}

/** Pixels along the side of each of the twelve base pixels. */
export function nsideOf(order: number): number {
  checkOrder(order);
  return 2 ** order;
}

/** The order of an nside, which is a power of two; undefined of any other number. */
export function orderOf(nside: number): number | undefined {
  const order = Math.round(Math.log2(nside));
  return 2 ** order === nside && order >= 0 && order <= MOST_ORDER ? order : undefined;
}

/** Pixels of the whole sky; a power of two times three, so exact at every order. */
export function pixelCount(order: number): number {
  checkOrder(order);
  return 12 * 4 ** order;
}

/** Square degrees of every pixel of an order. */
export function pixelArea(order: number): number {
  return (4 * Math.PI * (180 / Math.PI) ** 2) / pixelCount(order);
}

/** The side, in degrees, of a square of the area of a pixel: what healpy calls resolution. */
export function pixelSize(order: number): number {
  return Math.sqrt(pixelArea(order));
}

/** The order whose pixels are not larger than `degrees` across, 29 at most. */
export function orderForSize(degrees: number): number {
  const order = Math.ceil(Math.log2(pixelSize(0) / degrees));
  return Math.min(MOST_ORDER, Math.max(0, Number.isNaN(order) ? 0 : order));
}
