import type { Inflate } from '../../bytes/inflate';
import { SkybucketError } from '../../errors';
import { floatsOf, integersOf, type Floats, type Integers } from './big-endian';
import { brokenStream, inPlace } from './broken-stream';
import { unquantise } from './dither';
import { gunzip, unshuffled } from './gzip';
import { decodeHcompress } from './hcompress';
import { decodePlio } from './plio';
import { decodeRice } from './rice';
import { pixelsOf } from './stored-pixels';
import type { DecodedTile, StoredTile, TileEncoding, TileJob, TilePixels } from './tile-job';

/** More pixels than any tile has that can be held in memory. */
const MOST_PIXELS = 2 ** 28;
/** Bytes of a pixel of integers that floats were quantised to, whatever else the image is of. */
const QUANTISED = 4;

/**
 * Decodes one tile of a tile-compressed image (FITS 4.0, section 10).
 *
 * @param bytes of the cell of the column that the job names, as stored.
 * @returns the pixels as the image stores them, in the array of ZBITPIX; see {@link TilePixels}.
 * @throws SkybucketError `format` with the number of the tile, counted from 1, for a stream that is
 *   broken, ends early, runs over, or gives another number of pixels; `unsupported` for RICE_1 of
 *   64-bit integers; `too-large` for a tile of more than 2^28 pixels
 *   (2^26 in HCOMPRESS_1).
 */
export function decodeTile(job: TileJob, bytes: Uint8Array, inflate: Inflate): TilePixels {
  const count = pixelCount(job);
  try {
    switch (job.column) {
      case 'uncompressed':
        return whole(job.encoding, bytes, count);
      case 'gzip':
        return whole(job.encoding, gunzip(bytes, mostBytes(job, count), inflate), count);
      case 'compressed':
        return compressed(job, bytes, count, inflate);
    }
  } catch (error) {
    throw inPlace(`Tile ${job.tile + 1}`, error);
  }
}

/** The same for several; a broken one leaves the others as they are. */
export function decodeTiles(tiles: readonly StoredTile[], inflate: Inflate): DecodedTile[] {
  return tiles.map(({ job, bytes }) => {
    try {
      return decodeTile(job, bytes, inflate);
    } catch (error) {
      if (error instanceof SkybucketError) {
        return error;
      }
      throw error;
    }
  });
}

function pixelCount({ shape, tile }: TileJob): number {
  const count = shape.reduce((product, length) => product * length, 1);
  if (!shape.every((length) => Number.isSafeInteger(length) && length > 0)) {
    throw new SkybucketError(
      'format',
      `Tile ${tile + 1} has an impossible shape: ${shape.join(' × ')}.`,
    );
  }
  if (count > MOST_PIXELS) {
    throw new SkybucketError(
      'too-large',
      `Tile ${tile + 1} has ${count} pixels, more than can be decoded at once.`,
    );
  }
  return count;
}

/** What the pixels can take, unpacked: a short stream may unpack to a thousand times its length. */
function mostBytes({ encoding }: TileJob, count: number): number {
  return count * Math.max(QUANTISED, Math.abs(encoding.bitpix) / 8);
}

/** Pixels that are stored as they are: floats of an image of floats, integers of one of integers. */
function whole({ bitpix }: TileEncoding, bytes: Uint8Array, count: number): TilePixels {
  return bitpix < 0
    ? pixelsOf(floatsOf(bytes, count), bitpix)
    : pixelsOf(integersOf(bytes, count), bitpix);
}

function compressed(job: TileJob, bytes: Uint8Array, count: number, inflate: Inflate): TilePixels {
  const { encoding } = job;
  switch (encoding.compression) {
    case 'RICE_1':
      return restored(job, rice(encoding, bytes, count));
    case 'PLIO_1':
      return restored(job, plio(encoding, bytes, count));
    case 'HCOMPRESS_1':
      return restored(job, hcompress(job, bytes, count));
    case 'GZIP_1':
      return plain(job, gunzip(bytes, mostBytes(job, count), inflate), count);
    case 'GZIP_2': {
      const shuffled = gunzip(bytes, mostBytes(job, count), inflate);
      return plain(job, unshuffledPixels(shuffled, count), count);
    }
    case 'NOCOMPRESS':
      return plain(job, bytes, count);
  }
}

/** Bytes that are pixels of the image, or the integers its pixels were quantised to. */
function plain(job: TileJob, bytes: Uint8Array, count: number): TilePixels {
  return job.encoding.quantisation === 'none'
    ? whole(job.encoding, bytes, count)
    : restored(job, integersOf(bytes, count));
}

/** Integers to pixels of the image. */
function restored(job: TileJob, integers: Integers | Float64Array): TilePixels {
  const { bitpix, quantisation, ditherSeed } = job.encoding;
  if (bitpix > 0) {
    return pixelsOf(integers, bitpix);
  }
  const out: Floats =
    bitpix === -32 ? new Float32Array(integers.length) : new Float64Array(integers.length);
  const { tile, scale = 1, zero = 0, blank } = job;
  unquantise(integers, out, { quantisation, ditherSeed, tile, scale, zero, blank });
  return out;
}

function rice({ rice }: TileEncoding, bytes: Uint8Array, count: number): Integers {
  if (rice.bytesPerPixel === 8) {
    const text = 'Rice compression of 64-bit integers (BYTEPIX = 8) is not supported.';
    throw new SkybucketError('unsupported', text);
  }
  return decodeRice(bytes, count, rice.blockSize, rice.bytesPerPixel);
}

function plio({ plioOffset }: TileEncoding, bytes: Uint8Array, count: number): Integers {
  const pixels = decodePlio(bytes, count);
  if (plioOffset !== 0) {
    for (let i = 0; i < count; i += 1) {
      pixels[i] = (pixels[i] as number) - plioOffset;
    }
  }
  return pixels;
}

/** HCOMPRESS works in two dimensions; others are of length 1. */
function hcompress(job: TileJob, bytes: Uint8Array, count: number): Int32Array | Float64Array {
  const width = job.shape.find((length) => length > 1) ?? 1;
  return decodeHcompress(bytes, count / width, width, job.encoding.smooth);
}

function unshuffledPixels(bytes: Uint8Array, count: number): Uint8Array {
  if (bytes.length % count !== 0) {
    throw brokenStream('GZIP_2', `gives ${bytes.length} bytes for ${count} pixels`);
  }
  return unshuffled(bytes, bytes.length / count);
}
