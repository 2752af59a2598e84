import { SkybucketError } from '../errors';
import type { Directions } from '../sky/frames';
import { type Cell, type SpherePoint, toSphere } from './face';
import { cellOfNested, cellOfNested64 } from './nested';
import { checkOrder, MOST_NUMBER_ORDER, type Scheme } from './order';
import { cellOfRing } from './ring';
import { cellOfRing64 } from './ring64';

const DEGREE = Math.PI / 180;

/**
 * The middles of pixels: longitude from 0 to below 360, degrees; NaN of what is no pixel of the order.
 *
 * @param order at most 24; {@link pixelCentres64} goes to 29
 */
export function pixelCentres(
  order: number,
  pixels: ArrayLike<number>,
  scheme: Scheme = 'nested',
): Directions {
  checkOrder(order, MOST_NUMBER_ORDER);
  if (scheme === 'ring') {
    return ringCentres(2 ** order, pixels);
  }
  return centres(2 ** order, pixels.length, (k, cell) => {
    const pixel = pixels[k] as number;
    return isPixel(2 ** order, pixel) && (cellOfNested(order, pixel, cell), true);
  });
}

/** {@link pixelCentres} of ring pixels of any nside to 2^24. */
export function ringCentres(nside: number, pixels: ArrayLike<number>): Directions {
  if (!Number.isInteger(nside) || nside < 1 || nside > 2 ** MOST_NUMBER_ORDER) {
    throw new SkybucketError('format', `${nside} is no nside of HEALPix.`);
  }
  return centres(nside, pixels.length, (k, cell) => {
    const pixel = pixels[k] as number;
    return isPixel(nside, pixel) && (cellOfRing(nside, pixel, cell), true);
  });
}

/** {@link pixelCentres} at any order to 29. */
export function pixelCentres64(
  order: number,
  pixels: ArrayLike<bigint>,
  scheme: Scheme = 'nested',
): Directions {
  checkOrder(order);
  const count = 12n << BigInt(2 * order);
  return centres(2 ** order, pixels.length, (k, cell) => {
    const pixel = pixels[k] as bigint;
    if (pixel < 0n || pixel >= count) {
      return false;
    }
    if (scheme === 'nested') {
      cellOfNested64(order, pixel, cell);
    } else {
      cellOfRing64(2 ** order, pixel, cell);
    }
    return true;
  });
}

function isPixel(nside: number, pixel: number): boolean {
  return Number.isInteger(pixel) && pixel >= 0 && pixel < 12 * nside * nside;
}

function centres(
  nside: number,
  length: number,
  cellOf: (k: number, cell: Cell) => boolean,
): Directions {
  const longitude = new Float64Array(length).fill(NaN);
  const latitude = new Float64Array(length).fill(NaN);
  const cell: Cell = { face: 0, x: 0, y: 0 };
  const at: SpherePoint = { z: 0, s: 0, phi: 0 };
  for (let k = 0; k < length; k++) {
    if (cellOf(k, cell)) {
      toSphere(cell.face, (cell.x + 0.5) / nside, (cell.y + 0.5) / nside, at);
      longitude[k] = at.phi / DEGREE;
      latitude[k] = Math.atan2(at.z, at.s) / DEGREE;
    }
  }
  return { longitude, latitude };
}
