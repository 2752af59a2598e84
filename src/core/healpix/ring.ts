import { SkybucketError } from '../errors';
import type { Directions } from '../sky/frames';
import { type Cell, toCell } from './face';
import { cellOfNested, nestedOfCell } from './nested';
import { checkOrder, MOST_NUMBER_ORDER } from './order';
import { cellAt, columnOf, quarterOf, ringOf } from './ring-rows';

/**
 * The ring pixel of each direction.
 *
 * @param nside any whole number to 2^24, not only powers of two
 * @returns -1 where a direction has no pixel: not finite, or a latitude beyond 90°
 */
export function ringPixels(nside: number, { longitude, latitude }: Directions): Float64Array {
  if (!Number.isInteger(nside) || nside < 1 || nside > 2 ** MOST_NUMBER_ORDER) {
    throw new SkybucketError('format', `${nside} is no nside of HEALPix.`);
  }
  const out = new Float64Array(longitude.length);
  const cell: Cell = { face: 0, x: 0, y: 0 };
  for (let k = 0; k < out.length; k++) {
    toCell(nside, longitude[k] as number, latitude[k] as number, cell);
    out[k] = ringOfCell(nside, cell);
  }
  return out;
}

/** @param order at most 24 @returns -1 of what is no pixel of the order */
export function nestedToRing(order: number, pixels: ArrayLike<number>): Float64Array {
  checkOrder(order, MOST_NUMBER_ORDER);
  const cell: Cell = { face: 0, x: 0, y: 0 };
  return Float64Array.from(pixels, (pixel) => {
    if (!isPixel(order, pixel)) {
      return -1;
    }
    cellOfNested(order, pixel, cell);
    return ringOfCell(2 ** order, cell);
  });
}

/** @param order at most 24 @returns -1 of what is no pixel of the order */
export function ringToNested(order: number, pixels: ArrayLike<number>): Float64Array {
  checkOrder(order, MOST_NUMBER_ORDER);
  const cell: Cell = { face: 0, x: 0, y: 0 };
  return Float64Array.from(pixels, (pixel) => {
    if (!isPixel(order, pixel)) {
      return -1;
    }
    cellOfRing(2 ** order, pixel, cell);
    return nestedOfCell(order, cell);
  });
}

function isPixel(order: number, pixel: number): boolean {
  return Number.isInteger(pixel) && pixel >= 0 && pixel < 12 * 4 ** order;
}

/** -1 of no cell. `nside` to 2^24. */
export function ringOfCell(nside: number, cell: Cell): number {
  return cell.face < 0 ? -1 : pixelsAbove(nside, ringOf(nside, cell)) + columnOf(nside, cell);
}

/** Writes the cell of a ring pixel into `out`; `nside` to 2^24, the pixel one of that nside. */
export function cellOfRing(nside: number, pixel: number, out: Cell): void {
  const cap = 2 * nside * (nside - 1);
  const all = 12 * nside * nside;
  let ring: number;
  if (pixel < cap) {
    ring = ringOfCap(pixel);
  } else if (pixel < all - cap) {
    ring = nside + Math.floor((pixel - cap) / (4 * nside));
  } else {
    ring = 4 * nside - ringOfCap(all - 1 - pixel);
  }
  cellAt(nside, ring, pixel - pixelsAbove(nside, ring), out);
}

function pixelsAbove(nside: number, ring: number): number {
  if (ring < nside) {
    return 2 * ring * (ring - 1);
  }
  if (ring <= 3 * nside) {
    return 2 * nside * (nside - 1) + (ring - nside) * 4 * nside;
  }
  const quarter = quarterOf(nside, ring);
  return 12 * nside * nside - 2 * quarter * (quarter + 1);
}

/** The ring of the northern cap in which a pixel lies. */
function ringOfCap(pixel: number): number {
  const ring = Math.floor((1 + Math.sqrt(1 + 2 * pixel)) / 2);
  // The root is rounded, by less than one ring.
  if (2 * ring * (ring - 1) > pixel) {
    return ring - 1;
  }
  return 2 * ring * (ring + 1) <= pixel ? ring + 1 : ring;
}
