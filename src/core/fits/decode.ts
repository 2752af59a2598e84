import type { ImageParameters } from './image-parameters';
import type { TilePixels } from './tiles/tile-job';

export type PixelValues = Float32Array | Float64Array;

/**
 * An array that holds every value of the image exactly, or the nearest doubles where nothing smaller
 * does: float32 for unscaled float32 and for integers of 8 and 16 bits with the conventions for signed
 * bytes and unsigned integers.
 */
export function pixelArray(image: ImageParameters, length: number): PixelValues {
  const { bitpix, bscale, bzero } = image;
  const unscaled = bscale === 1 && bzero === 0;
  const small = bitpix === 8 || bitpix === 16;
  const fits = bitpix === -32 ? unscaled : small && bscale === 1 && isSmallInteger(bzero);
  return fits ? new Float32Array(length) : new Float64Array(length);
}

/**
 * Decodes the big-endian pixels of `bytes` into `out` from `at` on: scaled, BLANK and NaN as NaN.
 * `out` comes from {@link pixelArray} for the same image.
 */
export function decodePixels(
  bytes: Uint8Array,
  image: ImageParameters,
  out: PixelValues,
  at: number,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (image.bitpix === 64) {
    decode64(view, image, out, at);
  } else if (image.bitpix < 0) {
    decodeFloats(view, image, out, at);
  } else {
    decodeIntegers(view, image, out, at);
  }
}

// Each loop does all there is to do to a pixel: a second one over the values costs more than it.

function decodeIntegers(
  view: DataView,
  image: ImageParameters,
  out: PixelValues,
  at: number,
): void {
  const { bitpix, bscale, bzero } = image;
  // NaN equals no stored value.
  const blank = image.blank === undefined ? NaN : Number(image.blank);
  const end = at + view.byteLength / (bitpix / 8);
  if (bitpix === 8) {
    for (let i = at, byte = 0; i < end; i += 1, byte += 1) {
      const stored = view.getUint8(byte);
      out[i] = stored === blank ? NaN : stored * bscale + bzero;
    }
  } else if (bitpix === 16) {
    for (let i = at, byte = 0; i < end; i += 1, byte += 2) {
      const stored = view.getInt16(byte);
      out[i] = stored === blank ? NaN : stored * bscale + bzero;
    }
  } else {
    for (let i = at, byte = 0; i < end; i += 1, byte += 4) {
      const stored = view.getInt32(byte);
      out[i] = stored === blank ? NaN : stored * bscale + bzero;
    }
  }
}

/** Unscaled values are stored as they are: times 1 plus 0 would lose the sign of zero. */
function decodeFloats(
  view: DataView,
  { bitpix, bscale, bzero }: ImageParameters,
  out: PixelValues,
  at: number,
): void {
  const unscaled = bscale === 1 && bzero === 0;
  const end = at + view.byteLength / (-bitpix / 8);
  if (bitpix === -32) {
    for (let i = at, byte = 0; i < end; i += 1, byte += 4) {
      const stored = view.getFloat32(byte);
      out[i] = unscaled ? stored : stored * bscale + bzero;
    }
  } else {
    for (let i = at, byte = 0; i < end; i += 1, byte += 8) {
      const stored = view.getFloat64(byte);
      out[i] = unscaled ? stored : stored * bscale + bzero;
    }
  }
}

/**
 * 64-bit integers: the upper word times 2^32 is exact as a double, so adding the lower one rounds once,
 * to the nearest double. For unsigned integers the offset of 2^63 goes into the upper word first.
 */
function decode64(view: DataView, image: ImageParameters, out: PixelValues, at: number): void {
  const { unsigned, blankHigh, blankLow } = rulesOf64(image);
  for (let i = 0; i < view.byteLength / 8; i += 1) {
    const high = view.getInt32(8 * i);
    const low = view.getUint32(8 * i + 4);
    if (high === blankHigh && low === blankLow) {
      out[at + i] = NaN;
    } else if (unsigned) {
      out[at + i] = (high + 2 ** 31) * 2 ** 32 + low;
    } else {
      out[at + i] = (high * 2 ** 32 + low) * image.bscale + image.bzero;
    }
  }
}

/** The words of BLANK are NaN, which equals nothing, where there is none. */
function rulesOf64({ bscale, bzero, blank }: ImageParameters): {
  readonly unsigned: boolean;
  readonly blankHigh: number;
  readonly blankLow: number;
} {
  return {
    unsigned: bscale === 1 && bzero === 2 ** 63,
    blankHigh: blank === undefined ? NaN : Number(BigInt.asIntN(32, blank >> 32n)),
    blankLow: blank === undefined ? NaN : Number(BigInt.asUintN(32, blank)),
  };
}

/**
 * The same as {@link decodePixels} for pixels that are numbers already: `count` of `stored` from `from` on.
 */
export function scalePixels(
  stored: TilePixels,
  from: number,
  count: number,
  image: ImageParameters,
  out: PixelValues,
  at: number,
): void {
  if (stored instanceof BigInt64Array) {
    scale64(stored, from, count, image, out, at);
    return;
  }
  const { bscale, bzero } = image;
  const blank = image.blank === undefined ? NaN : Number(image.blank);
  if (bscale === 1 && bzero === 0 && Number.isNaN(blank)) {
    out.set(stored.subarray(from, from + count), at);
    return;
  }
  for (let i = 0; i < count; i += 1) {
    const value = stored[from + i] as number;
    out[at + i] = value === blank ? NaN : value * bscale + bzero;
  }
}

/** As {@link decode64}; every platform VS Code runs on is little-endian. */
function scale64(
  stored: BigInt64Array,
  from: number,
  count: number,
  image: ImageParameters,
  out: PixelValues,
  at: number,
): void {
  const { unsigned, blankHigh, blankLow } = rulesOf64(image);
  const words = new Int32Array(stored.buffer, stored.byteOffset + 8 * from, 2 * count);
  for (let i = 0; i < count; i += 1) {
    const low = (words[2 * i] as number) >>> 0;
    const high = words[2 * i + 1] as number;
    if (high === blankHigh && low === blankLow) {
      out[at + i] = NaN;
    } else if (unsigned) {
      out[at + i] = (high + 2 ** 31) * 2 ** 32 + low;
    } else {
      out[at + i] = (high * 2 ** 32 + low) * image.bscale + image.bzero;
    }
  }
}

/**
 * The exact value of one stored pixel as text: integers in full, floats in the shortest form that reads
 * back to the same value in their own precision, `NaN` for a missing pixel.
 */
export function exactText(bytes: Uint8Array, image: ImageParameters): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (image.bitpix) {
    case -32:
      return exactTextOf(view.getFloat32(0), image);
    case -64:
      return exactTextOf(view.getFloat64(0), image);
    case 8:
      return exactTextOf(view.getUint8(0), image);
    case 16:
      return exactTextOf(view.getInt16(0), image);
    case 32:
      return exactTextOf(view.getInt32(0), image);
    case 64:
      return exactTextOf(view.getBigInt64(0), image);
  }
}

/** The same as {@link exactText} for a pixel that is a number already. */
export function exactTextOf(stored: number | bigint, image: ImageParameters): string {
  const { bitpix, bscale, bzero } = image;
  if (bitpix < 0) {
    const value = Number(stored);
    const single = bitpix === -32 && bscale === 1 && bzero === 0;
    return single ? shortestFloat32(value) : String(value * bscale + bzero);
  }
  const integer = BigInt(stored);
  if (integer === image.blank) {
    return 'NaN';
  }
  if (bscale === 1 && Number.isInteger(bzero)) {
    return String(integer + BigInt(bzero));
  }
  return String(Number(integer) * bscale + bzero);
}

/** The shortest decimal that is nearest to this single-precision number among all of them. */
export function shortestFloat32(value: number): string {
  if (!Number.isFinite(value)) {
    return String(value);
  }
  for (let digits = 1; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) {
      return String(short);
    }
  }
  return String(Number(value.toPrecision(9)));
}

/** Small enough that a 16-bit integer plus it is exact in float32. */
function isSmallInteger(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= 2 ** 23;
}
