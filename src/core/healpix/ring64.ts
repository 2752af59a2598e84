import type { Directions } from '../sky/frames';
import { type Cell, toCell } from './face';
import { cellOfNested64, nested64OfCell } from './nested';
import { checkOrder } from './order';
import { cellAt, columnOf, quarterOf, ringOf } from './ring-rows';

/** What `ring.ts` does, at any order to 29: numbers beyond 2^53 are BigInts, which are much slower. */

/** @returns -1 where a direction has no pixel */
export function ringPixels64(order: number, { longitude, latitude }: Directions): BigInt64Array {
  checkOrder(order);
  const out = new BigInt64Array(longitude.length);
  const cell: Cell = { face: 0, x: 0, y: 0 };
  for (let k = 0; k < out.length; k++) {
    toCell(2 ** order, longitude[k] as number, latitude[k] as number, cell);
    out[k] = ring64OfCell(2 ** order, cell);
  }
  return out;
}

/** @returns -1 of what is no pixel of the order */
export function nestedToRing64(order: number, pixels: ArrayLike<bigint>): BigInt64Array {
  checkOrder(order);
  const cell: Cell = { face: 0, x: 0, y: 0 };
  return BigInt64Array.from(pixels, (pixel) => {
    if (!isPixel(order, pixel)) {
      return -1n;
    }
    cellOfNested64(order, pixel, cell);
    return ring64OfCell(2 ** order, cell);
  });
}

/** @returns -1 of what is no pixel of the order */
export function ringToNested64(order: number, pixels: ArrayLike<bigint>): BigInt64Array {
  checkOrder(order);
  const cell: Cell = { face: 0, x: 0, y: 0 };
  return BigInt64Array.from(pixels, (pixel) => {
    if (!isPixel(order, pixel)) {
      return -1n;
    }
    cellOfRing64(2 ** order, pixel, cell);
    return nested64OfCell(order, cell);
  });
}

function isPixel(order: number, pixel: bigint): boolean {
  return pixel >= 0n && pixel < 12n << BigInt(2 * order);
}

function ring64OfCell(nside: number, cell: Cell): bigint {
  return cell.face < 0
    ? -1n
    : pixelsAbove(nside, ringOf(nside, cell)) + BigInt(columnOf(nside, cell));
}

/** Writes the cell of a ring pixel into `out`; the pixel must be one of that nside. */
export function cellOfRing64(nside: number, pixel: bigint, out: Cell): void {
  const side = BigInt(nside);
  const cap = 2n * side * (side - 1n);
  const all = 12n * side * side;
  let ring: number;
  if (pixel < cap) {
    ring = ringOfCap(pixel);
  } else if (pixel < all - cap) {
    ring = nside + Number((pixel - cap) / (4n * side));
  } else {
    ring = 4 * nside - ringOfCap(all - 1n - pixel);
  }
  cellAt(nside, ring, Number(pixel - pixelsAbove(nside, ring)), out);
}

function pixelsAbove(nside: number, ring: number): bigint {
  const [side, row] = [BigInt(nside), BigInt(ring)];
  if (ring < nside) {
    return 2n * row * (row - 1n);
  }
  if (ring <= 3 * nside) {
    return 2n * side * (side - 1n) + (row - side) * 4n * side;
  }
  const quarter = BigInt(quarterOf(nside, ring));
  return 12n * side * side - 2n * quarter * (quarter + 1n);
}

function ringOfCap(pixel: bigint): number {
  let ring = BigInt(Math.floor((1 + Math.sqrt(1 + 2 * Number(pixel))) / 2));
  // The root is rounded.
  while (2n * ring * (ring - 1n) > pixel) {
    ring--;
  }
  while (2n * ring * (ring + 1n) <= pixel) {
    ring++;
  }
  return Number(ring);
}
