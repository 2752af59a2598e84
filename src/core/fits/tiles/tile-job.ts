import type { SkybucketError } from '../../errors';
import type { Bitpix } from '../image-parameters';
import type { StopSignal } from './stop';

/** ZCMPTYPE, RICE_ONE read as RICE_1 (FITS 4.0, section 10.4). */
export type Compression = 'RICE_1' | 'GZIP_1' | 'GZIP_2' | 'PLIO_1' | 'HCOMPRESS_1' | 'NOCOMPRESS';

/** ZQUANTIZ; `none` where floats are stored without being quantised. */
export type Quantisation = 'none' | 'NO_DITHER' | 'SUBTRACTIVE_DITHER_1' | 'SUBTRACTIVE_DITHER_2';

/** What all tiles of one image have in common. Plain data: it travels to other threads. */
export interface TileEncoding {
  readonly compression: Compression;
  /** ZBITPIX. */
  readonly bitpix: Bitpix;
  /** ZVALn of BLOCKSIZE and BYTEPIX. */
  readonly rice: { readonly blockSize: number; readonly bytesPerPixel: 1 | 2 | 4 | 8 };
  /** True where ZVALn of SMOOTH is not 0. */
  readonly smooth: boolean;
  readonly quantisation: Quantisation;
  /** ZDITHER0, 1 to 10000. */
  readonly ditherSeed: number;
  /**
   * What cfitsio adds to each pixel before PLIO_1, which knows no negative numbers: 32768 in an image of
   * unsigned 16-bit integers (ZBITPIX 16, BZERO 32768), else 0.
   */
  readonly plioOffset: number;
}

/** One tile, and which of its columns the bytes are from. */
export interface TileJob {
  readonly encoding: TileEncoding;
  /** COMPRESSED_DATA, GZIP_COMPRESSED_DATA or UNCOMPRESSED_DATA. */
  readonly column: 'compressed' | 'gzip' | 'uncompressed';
  /** 0-based row of the table, which the dither sequence starts from. */
  readonly tile: number;
  /** Lengths of the axes of this tile, the first the fastest; those at the edges may be shorter. */
  readonly shape: readonly number[];
  /** ZSCALE, ZZERO and ZBLANK that hold for this tile; undefined where the file has none. */
  readonly scale: number | undefined;
  readonly zero: number | undefined;
  readonly blank: number | undefined;
}

/**
 * The pixels of a tile as the image stores them, before BSCALE and BZERO, first axis fastest: the array
 * of ZBITPIX (8 unsigned). Floats are restored from what they were quantised to; missing ones are NaN.
 */
export type TilePixels =
  Uint8Array | Int16Array | Int32Array | BigInt64Array | Float32Array | Float64Array;

/** A tile as it is stored. */
export interface StoredTile {
  readonly job: TileJob;
  readonly bytes: Uint8Array;
}

/** The pixels of a tile, or why it has none: `format`, `unsupported` or `too-large`, with its number. */
export type DecodedTile = TilePixels | SkybucketError;

/** Decodes tiles: here, or on threads of its own. */
export interface TileDecoder {
  /**
   * Each of the tiles, which are of one image. They are decoded together, so they should be small, or few.
   *
   * @throws SkybucketError `cancelled`, or what has nothing to do with the tiles: a thread that died.
   */
  decode(tiles: readonly StoredTile[], signal?: StopSignal): Promise<readonly DecodedTile[]>;
}
