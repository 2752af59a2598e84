import type { ImageParameters } from './image-parameters';

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
  const unsigned = image.bscale === 1 && image.bzero === 2 ** 63;
  const { blank } = image;
  const blankHigh = blank === undefined ? 0 : Number(BigInt.asIntN(32, blank >> 32n));
  const blankLow = blank === undefined ? 0 : Number(BigInt.asUintN(32, blank));
  for (let i = 0; i < view.byteLength / 8; i += 1) {
    const high = view.getInt32(8 * i);
    const low = view.getUint32(8 * i + 4);
    if (blank !== undefined && high === blankHigh && low === blankLow) {
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
  const { bscale, bzero } = image;
  if (image.bitpix < 0) {
    const stored = image.bitpix === -32 ? view.getFloat32(0) : view.getFloat64(0);
    const single = image.bitpix === -32 && bscale === 1 && bzero === 0;
    return single ? shortestFloat32(stored) : String(stored * bscale + bzero);
  }
  const stored = integerOf(view, image.bitpix);
  if (stored === image.blank) {
    return 'NaN';
  }
  if (bscale === 1 && Number.isInteger(bzero)) {
    return String(stored + BigInt(bzero));
  }
  return String(Number(stored) * bscale + bzero);
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

function integerOf(view: DataView, bitpix: number): bigint {
  switch (bitpix) {
    case 8:
      return BigInt(view.getUint8(0));
    case 16:
      return BigInt(view.getInt16(0));
    case 32:
      return BigInt(view.getInt32(0));
    default:
      return view.getBigInt64(0);
  }
}

/** Small enough that a 16-bit integer plus it is exact in float32. */
function isSmallInteger(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= 2 ** 23;
}
