import type { ObjectBody } from '../s3/objects';
import { card, headerBytes } from '../../unit/fits/support/made';
import { numbersFrom } from './geometry';

/** Pixels along each side of a mosaic, and degrees of one of them. */
export const MOSAIC_SIDE = 1024;
export const MOSAIC_SCALE = 0.6 / 3600;

/**
 * A mosaic with a gnomonic projection, 0.17 degrees wide: stars on a faint background, in 4 MB that are made
 * when they are first read.
 *
 * @param centre degrees, ICRS: the middle of the image
 */
export function mosaicBody(centre: readonly [number, number], seed: number): ObjectBody {
  const header = headerOf(centre, seed);
  const data = MOSAIC_SIDE * MOSAIC_SIDE * 4;
  const size = header.length + Math.ceil(data / 2880) * 2880;
  let bytes: Uint8Array | undefined;
  return {
    size,
    read: (offset, length) => {
      bytes ??= filled(header, size, seed);
      return bytes.subarray(offset, offset + length);
    },
  };
}

function headerOf([ra, dec]: readonly [number, number], seed: number): Uint8Array {
  const middle = (MOSAIC_SIDE + 1) / 2;
  return headerBytes([
    card('SIMPLE', true),
    card('BITPIX', -32),
    card('NAXIS', 2),
    card('NAXIS1', MOSAIC_SIDE),
    card('NAXIS2', MOSAIC_SIDE),
    card('OBJECT', `Mosaic ${seed}`, 'made up for tests'),
    card('BUNIT', 'MJy/sr'),
    card('CTYPE1', 'RA---TAN'),
    card('CTYPE2', 'DEC--TAN'),
    card('CRPIX1', middle),
    card('CRPIX2', middle),
    card('CRVAL1', ra),
    card('CRVAL2', dec),
    card('CDELT1', -MOSAIC_SCALE),
    card('CDELT2', MOSAIC_SCALE),
    card('RADESYS', 'ICRS'),
  ]);
}

function filled(header: Uint8Array, size: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(size);
  bytes.set(header);
  const next = numbersFrom(seed + 1);
  const pixels = Float32Array.from(
    { length: MOSAIC_SIDE * MOSAIC_SIDE },
    () => 0.1 + 0.02 * next(),
  );
  for (let star = 0; star < 400; star++) {
    addStar(pixels, next() * MOSAIC_SIDE, next() * MOSAIC_SIDE, 0.2 + 40 * next() ** 6);
  }
  const view = new DataView(bytes.buffer);
  pixels.forEach((value, index) => view.setFloat32(header.length + 4 * index, value));
  return bytes;
}

function addStar(pixels: Float32Array, x0: number, y0: number, peak: number): void {
  for (let y = Math.max(0, Math.ceil(y0 - 10)); y < Math.min(MOSAIC_SIDE, y0 + 10); y++) {
    for (let x = Math.max(0, Math.ceil(x0 - 10)); x < Math.min(MOSAIC_SIDE, x0 + 10); x++) {
      const at = y * MOSAIC_SIDE + x;
      const far = (x - x0) ** 2 + (y - y0) ** 2;
      pixels[at] = (pixels[at] as number) + peak * Math.exp(-far / 5);
    }
  }
}
