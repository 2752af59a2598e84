import { SkybucketError } from '../../errors';
import type { Directions } from '../../sky/frames';
import { nestedPixels, nestedPixels64 } from '../nested';
import { checkOrder, MOST_NUMBER_ORDER, MOST_ORDER } from '../order';
import { boundsUpTo, type PixelRanges, pixelRanges } from '../pixel-ranges';

/** A multi-order coverage map of the sky (IVOA MOC): any part of it, in pixels of its order and larger ones. */
export interface Moc {
  /** Of its smallest pixels, to 29. */
  readonly order: number;
  /** Pixels of order 29, ICRS: the first and the one after the last in turn; ascending, none touching. */
  readonly bounds: BigInt64Array;
}

/** Pixels of one order, both ends included. */
export interface MocCells {
  readonly order: number;
  readonly first: bigint;
  readonly last: bigint;
}

/** What is read of a file at most: more than any catalogue's coverage at order 13 has. */
export const MOST_CELLS = 10_000_000;

/**
 * @param order that of the map, where it is stated; else that of its smallest cells
 * @throws SkybucketError `format` of cells that there are not
 */
export function mocOfCells(cells: readonly MocCells[], order = 0): Moc {
  const bounds = new BigInt64Array(2 * cells.length);
  let deepest = order;
  cells.forEach((cell, k) => {
    checkOrder(cell.order);
    if (cell.first < 0n || cell.last < cell.first || cell.last >= 12n << BigInt(2 * cell.order)) {
      throw new SkybucketError(
        'format',
        `The coverage map names pixel ${cell.last} of order ${cell.order}, which there is not.`,
      );
    }
    const shift = BigInt(2 * (MOST_ORDER - cell.order));
    bounds[2 * k] = cell.first << shift;
    bounds[2 * k + 1] = (cell.last + 1n) << shift;
    deepest = Math.max(deepest, cell.order);
  });
  return mocOfBounds(deepest, bounds);
}

/** @param bounds pixels of order 29 in pairs, in any order */
export function mocOfBounds(order: number, bounds: BigInt64Array): Moc {
  checkOrder(order);
  const starts = bounds.filter((_, k) => k % 2 === 0).sort();
  const ends = bounds.filter((_, k) => k % 2 === 1).sort();
  const out = new BigInt64Array(bounds.length);
  let [length, started] = [0, 0];
  ends.forEach((end, ended) => {
    if (started === ended && started < starts.length) {
      out[length++] = starts[started++] as bigint;
    }
    while (started < starts.length && (starts[started] as bigint) <= end) {
      started++;
    }
    if (started === ended + 1) {
      out[length++] = end;
    }
  });
  return { order, bounds: out.slice(0, length) };
}

/**
 * The pixels of an order (24 at most) that have some part in the map.
 *
 * @param whole true for those that lie in it as a whole
 */
export function mocPixels({ bounds }: Moc, order: number, whole = false): PixelRanges {
  checkOrder(order, MOST_NUMBER_ORDER);
  const shift = BigInt(2 * (MOST_ORDER - order));
  const round = (1n << shift) - 1n;
  const scaled: number[] = [];
  for (let k = 0; k < bounds.length; k += 2) {
    const [start, end] = [bounds[k] as bigint, bounds[k + 1] as bigint];
    const from = Number((whole ? start + round : start) >> shift);
    const to = Number((whole ? end : end + round) >> shift);
    if (from < to) {
      scaled.push(from, to);
    }
  }
  return pixelRanges(order, scaled);
}

/** 1 for each direction (degrees) in the map, by the pixel of its own order that holds it. */
export function mocContains(moc: Moc): (directions: Directions) => Uint8Array {
  const order = Math.min(moc.order, MOST_NUMBER_ORDER);
  const some = mocPixels(moc, order).bounds;
  const whole = order === moc.order ? some : mocPixels(moc, order, true).bounds;
  return (directions) => {
    const { longitude, latitude } = directions;
    return Uint8Array.from(nestedPixels(order, directions), (pixel, k) => {
      if (pixel < 0 || boundsUpTo(some, pixel) % 2 === 0) {
        return 0;
      }
      if (boundsUpTo(whole, pixel) % 2 === 1) {
        return 1;
      }
      const one = { longitude: longitude.slice(k, k + 1), latitude: latitude.slice(k, k + 1) };
      return isIn(moc, nestedPixels64(MOST_ORDER, one)[0] as bigint) ? 1 : 0;
    });
  };
}

function isIn({ bounds }: Moc, pixel: bigint): boolean {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bounds[middle] as bigint) <= pixel) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low % 2 === 1;
}

/** The share of the sky, from 0 to 1. */
export function mocShare({ bounds }: Moc): number {
  let sum = 0n;
  for (let k = 0; k < bounds.length; k += 2) {
    sum += (bounds[k + 1] as bigint) - (bounds[k] as bigint);
  }
  return Number(sum) / (12 * 4 ** MOST_ORDER);
}
