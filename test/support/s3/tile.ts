import type { ObjectBody } from './objects';

/**
 * A small made-up FITS image: one BITPIX -32 primary HDU of 64 by 64 pixels with a sky background, a
 * slope and a few round stars, and a TAN projection. The same number gives the same bytes.
 */

const side = 64;
const block = 2880;
const cards = 36;
const dataBytes = Math.ceil((side * side * 4) / block) * block;
export const tileBytes = block + dataBytes;

/** Tiles stand in rows of constant declination, 0.02 degrees apart. */
const perRow = 10_000;

function card(keyword: string, value: string | number | boolean, comment: string): string {
  const shown =
    typeof value === 'string'
      ? `'${value.padEnd(8)}'`.padEnd(20)
      : (typeof value === 'boolean' ? (value ? 'T' : 'F') : String(value)).padStart(20);
  return `${keyword.padEnd(8)}= ${shown} / ${comment}`.slice(0, 80).padEnd(80);
}

function header(number: number): string {
  const ra = ((number % perRow) * 0.036).toFixed(3);
  const dec = (-20 + Math.floor(number / perRow) * 0.02).toFixed(3);
  const lines = [
    card('SIMPLE', true, 'conforms to the FITS standard'),
    card('BITPIX', -32, 'IEEE single precision'),
    card('NAXIS', 2, 'number of axes'),
    card('NAXIS1', side, 'columns'),
    card('NAXIS2', side, 'rows'),
    card('OBJECT', `Tile ${number}`, 'made up for tests'),
    card('BUNIT', 'MJy/sr', 'unit of the pixels'),
    card('CTYPE1', 'RA---TAN', 'gnomonic projection'),
    card('CTYPE2', 'DEC--TAN', 'gnomonic projection'),
    card('CRPIX1', (side + 1) / 2, 'reference pixel'),
    card('CRPIX2', (side + 1) / 2, 'reference pixel'),
    card('CRVAL1', Number(ra), '[deg] right ascension there'),
    card('CRVAL2', Number(dec), '[deg] declination there'),
    card('CDELT1', -0.0003, '[deg] per pixel'),
    card('CDELT2', 0.0003, '[deg] per pixel'),
    card('CUNIT1', 'deg', 'unit of CRVAL1 and CDELT1'),
    card('CUNIT2', 'deg', 'unit of CRVAL2 and CDELT2'),
    card('RADESYS', 'ICRS', 'reference system'),
    'END'.padEnd(80),
  ];
  return lines.join('').padEnd(cards * 80);
}

/** Numbers in [0, 1) that look random and follow from the seed (Lehmer's generator). */
function numbersFrom(seed: number): () => number {
  let state = (seed * 48271 + 11) % 2147483647 || 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** The bytes of tile `number`, `tileBytes` long. */
export function tile(number: number): Uint8Array {
  const bytes = new Uint8Array(tileBytes);
  bytes.set(new TextEncoder().encode(header(number)));
  const next = numbersFrom(number);
  const stars = Array.from({ length: 6 }, () => ({
    x: next() * side,
    y: next() * side,
    peak: 5 + 200 * next() ** 3,
  }));
  const view = new DataView(bytes.buffer);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      let value = 1 + 0.01 * x + 0.2 * next();
      for (const star of stars) {
        value += star.peak * Math.exp(-((x - star.x) ** 2 + (y - star.y) ** 2) / 4.5);
      }
      view.setFloat32(block + (y * side + x) * 4, value);
    }
  }
  return bytes;
}

/** The same, made only when it is read. */
export function tileBody(number: number): ObjectBody {
  return {
    size: tileBytes,
    read: (offset, length) => tile(number).subarray(offset, offset + length),
  };
}
