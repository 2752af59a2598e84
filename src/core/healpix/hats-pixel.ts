import { checkOrder, MOST_ORDER } from './order';
import { nestedPixels64 } from './nested';
import type { Directions } from '../sky/frames';

/** Pixels of one folder `Dir=` of a HATS catalogue. */
const PIXELS_PER_FOLDER = 10_000;

/** The pixel that a file of a HATS catalogue holds. */
export interface HatsPixel {
  readonly order: number;
  /** Nested; catalogues are divided at orders whose numbers are exact as `number`. */
  readonly pixel: number;
}

/** `Norder=1/Dir=0/Npix=44`, to which the catalogue's suffix is added. */
export function hatsPixelPath({ order, pixel }: HatsPixel): string {
  const folder = Math.floor(pixel / PIXELS_PER_FOLDER) * PIXELS_PER_FOLDER;
  return `Norder=${order}/Dir=${folder}/Npix=${pixel}`;
}

/** The pixel of a path that has `Norder=…/Dir=…/Npix=…` in it, whatever is before and after; else undefined. */
export function hatsPixelOf(path: string): HatsPixel | undefined {
  const found = /(?:^|\/)Norder=(\d{1,2})\/Dir=(\d+)\/Npix=(\d+)(?=$|[./])/.exec(path);
  if (!found) {
    return undefined;
  }
  const [order, folder, pixel] = found.slice(1).map(Number) as [number, number, number];
  const isOne = order <= MOST_ORDER && pixel < 12 * 4 ** order;
  const fits = folder === Math.floor(pixel / PIXELS_PER_FOLDER) * PIXELS_PER_FOLDER;
  return isOne && fits && Number.isSafeInteger(pixel) ? { order, pixel } : undefined;
}

/** What HATS keeps of every row: the nested pixel of order 29. */
export function healpix29(directions: Directions): BigInt64Array {
  return nestedPixels64(MOST_ORDER, directions);
}

/**
 * The range of `_healpix_29` (or of another deep order) that a pixel holds, the end not included.
 *
 * @param deep order of the column, at least that of the pixel
 */
export function deepRange({ order, pixel }: HatsPixel, deep = MOST_ORDER): [bigint, bigint] {
  checkOrder(deep);
  const shift = BigInt(2 * (deep - order));
  return [BigInt(pixel) << shift, BigInt(pixel + 1) << shift];
}
