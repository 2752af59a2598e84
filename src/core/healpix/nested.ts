import type { Directions } from '../sky/frames';
import { gather, highHalf, LITTLE_ENDIAN, lowHalf } from './bits';
import { checkOrder, MOST_NUMBER_ORDER } from './order';
import { type Cell, toCell } from './face';

const TWO_32 = 2 ** 32;

/**
 * The nested pixel of each direction.
 *
 * @param order at most 24, so that numbers are exact; {@link nestedPixels64} goes to 29
 * @param directions degrees, any turn of the circle
 * @returns -1 where a direction has no pixel: not finite, or a latitude beyond 90°
 */
export function nestedPixels(
  order: number,
  { longitude, latitude }: Directions,
  out = new Float64Array(longitude.length),
): Float64Array {
  checkOrder(order, MOST_NUMBER_ORDER);
  const nside = 2 ** order;
  const perFace = 4 ** order;
  const cell: Cell = { face: 0, x: 0, y: 0 };
  for (let k = 0; k < longitude.length; k++) {
    toCell(nside, longitude[k] as number, latitude[k] as number, cell);
    // Written out: a power for each direction would cost as much as all the rest.
    out[k] =
      cell.face < 0
        ? -1
        : cell.face * perFace + highHalf(cell.x, cell.y) * TWO_32 + lowHalf(cell.x, cell.y);
  }
  return out;
}

/**
 * {@link nestedPixels} at any order to 29, where it is what HATS keeps as `_healpix_29`.
 *
 * @returns -1 where a direction has no pixel
 */
export function nestedPixels64(order: number, { longitude, latitude }: Directions): BigInt64Array {
  checkOrder(order);
  const nside = 2 ** order;
  const out = new BigInt64Array(longitude.length);
  const halves = new Uint32Array(out.buffer);
  const [low, high] = LITTLE_ENDIAN ? [0, 1] : [1, 0];
  const cell: Cell = { face: 0, x: 0, y: 0 };
  for (let k = 0; k < longitude.length; k++) {
    toCell(nside, longitude[k] as number, latitude[k] as number, cell);
    if (cell.face < 0) {
      out[k] = -1n;
      continue;
    }
    const faceBits = 2 * order;
    const { face, x, y } = cell;
    halves[2 * k + low] = lowHalf(x, y) | (faceBits < 32 ? face << faceBits : 0);
    // Above order 14 no bit of the face, below it up to two, cross the middle.
    halves[2 * k + high] =
      highHalf(x, y) | (faceBits < 32 ? overflow(face, faceBits) : face << (faceBits - 32));
  }
  return out;
}

/** The bits of a face that lie above the lower half. */
function overflow(face: number, shift: number): number {
  return shift > 28 ? face >>> (32 - shift) : 0;
}

/** Of an order up to 24; -1 of no cell. */
export function nestedOfCell(order: number, { face, x, y }: Cell): number {
  return face < 0 ? -1 : face * 4 ** order + highHalf(x, y) * TWO_32 + lowHalf(x, y);
}

/** {@link nestedOfCell} at any order. */
export function nested64OfCell(order: number, { face, x, y }: Cell): bigint {
  return face < 0
    ? -1n
    : (BigInt(face) << BigInt(2 * order)) | (BigInt(highHalf(x, y)) << 32n) | BigInt(lowHalf(x, y));
}

/** Writes the cell of a nested pixel of an order up to 24 into `out`; the pixel must be one of that order. */
export function cellOfNested(order: number, pixel: number, out: Cell): void {
  const perFace = 4 ** order;
  const face = Math.floor(pixel / perFace);
  const rest = pixel - face * perFace;
  writeCell(face, rest % TWO_32, Math.floor(rest / TWO_32), out);
}

/** {@link cellOfNested} at any order. */
export function cellOfNested64(order: number, pixel: bigint, out: Cell): void {
  const shift = BigInt(2 * order);
  const rest = pixel & ((1n << shift) - 1n);
  writeCell(Number(pixel >> shift), Number(rest & 0xffffffffn), Number(rest >> 32n), out);
}

function writeCell(face: number, low: number, high: number, out: Cell): void {
  out.face = face;
  out.x = gather(low) + gather(high) * 65536;
  out.y = gather(low >>> 1) + gather(high >>> 1) * 65536;
}
