import { createHash } from 'node:crypto';
import type { ByteReader } from '../../src/core/bytes/reader';
import type { Hdu } from '../../src/core/fits/hdu';
import { openPlaneAs } from '../../src/core/fits/image-plane';
import type { ImageParameters } from '../../src/core/fits/image-parameters';
import { newTileCaches } from '../../src/core/fits/tiles/tile-source';
import type { Box } from '../../src/core/image/plane';
import { PLANE_TOOLS } from '../support/fits/plane-tools';

/** Turns one stored value into what the reference computes. */
export type Rule = (value: number) => number;

/** How to read an image so that its values are those of the reference. */
export interface Reading {
  readonly image: ImageParameters;
  readonly rule: Rule;
}

/**
 * astropy computes scaled 8- and 16-bit images in float32, each step rounded; everything else is read
 * as it is shown.
 */
export function readingLike(image: ImageParameters): Reading {
  const { bitpix, bscale, bzero } = image;
  const convention =
    bscale === 1 && ((bitpix === 8 && bzero === -128) || (bitpix === 16 && bzero === 2 ** 15));
  const single = bitpix === 8 || bitpix === 16;
  if (!single || convention || (bscale === 1 && bzero === 0)) {
    return { image, rule: (value) => value };
  }
  const scale = Math.fround(bscale);
  const zero = Math.fround(bzero);
  return {
    image: { ...image, bscale: 1, bzero: 0 },
    rule: (value) => Math.fround(Math.fround(value * scale) + zero),
  };
}

/** Every value of the image in C order, through the sections of its planes. */
export async function allValues(
  reader: ByteReader,
  hdu: Hdu,
  { image, rule }: Reading,
): Promise<Float64Array> {
  const values = new Float64Array(image.axes.reduce((product, length) => product * length, 1));
  // Tiles of a cube may reach over several planes.
  const tools = { ...PLANE_TOOLS, caches: newTileCaches() };
  let at = 0;
  for (const slice of slicesOf(image.axes.slice(2))) {
    const plane = openPlaneAs(image, reader, hdu, slice, tools);
    const { width, height } = plane;
    const section = await plane.section({ x0: 0, y0: 0, x1: width, y1: height });
    values.set(section.values.map(rule), at);
    at += section.values.length;
  }
  return values;
}

/** The section of the first plane. */
export async function sectionValues(
  reader: ByteReader,
  hdu: Hdu,
  { image, rule }: Reading,
  box: Box,
): Promise<Float64Array> {
  const section = await openPlaneAs(image, reader, hdu, [], PLANE_TOOLS).section(box);
  return Float64Array.from(section.values, rule);
}

/** SHA-256 of the little-endian float64 bytes, every NaN as 0x7ff8000000000000. */
export function sha256OfFloat64(values: Float64Array): string {
  const hash = createHash('sha256');
  const step = 65536;
  const bytes = new DataView(new ArrayBuffer(step * 8));
  for (let from = 0; from < values.length; from += step) {
    const piece = values.subarray(from, from + step);
    piece.forEach((value, i) => {
      if (Number.isNaN(value)) {
        bytes.setBigUint64(8 * i, 0x7ff8000000000000n, true);
      } else {
        bytes.setFloat64(8 * i, value, true);
      }
    });
    hash.update(new Uint8Array(bytes.buffer, 0, piece.length * 8));
  }
  return hash.digest('hex');
}

export interface Statistics {
  readonly finite: number;
  readonly nan: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly std: number;
  readonly median: number;
}

export function statisticsOf(values: Float64Array): Statistics {
  const finite = values.filter((value) => Number.isFinite(value)).sort();
  const count = finite.length;
  const mean = sumOf(finite) / count;
  const squares = finite.map((value) => (value - mean) ** 2);
  const middle = Math.floor(count / 2);
  const upper = finite[middle] ?? NaN;
  const median = count % 2 === 1 ? upper : ((finite[middle - 1] ?? NaN) + upper) / 2;
  return {
    finite: count,
    nan: values.filter((value) => Number.isNaN(value)).length,
    min: finite[0] ?? NaN,
    max: finite[count - 1] ?? NaN,
    mean,
    std: Math.sqrt(sumOf(squares) / count),
    median,
  };
}

/** Sum with the rounding errors carried along (Neumaier). */
export function sumOf(values: Float64Array): number {
  let sum = 0;
  let carried = 0;
  for (const value of values) {
    const next = sum + value;
    carried += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  // What is carried along is no number once the sum is infinite.
  return Number.isFinite(sum) ? sum + carried : sum;
}

/** Every index of the axes above the second, the first of them fastest. */
export function* slicesOf(axes: readonly number[]): Generator<number[]> {
  const count = axes.reduce((product, length) => product * length, 1);
  for (let n = 0; n < count; n += 1) {
    let rest = n;
    yield axes.map((length) => {
      const index = rest % length;
      rest = Math.floor(rest / length);
      return index;
    });
  }
}
