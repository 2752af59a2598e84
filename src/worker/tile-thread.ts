import type { Inflate } from '../core/bytes/inflate';
import { decodeTile } from '../core/fits/tiles/decode-tile';
import type { TileEncoding, TileJob, TilePixels } from '../core/fits/tiles/tile-job';
import type { ThreadPort } from '../platform/node/thread-port';
import type { WireError } from '../protocol/wire';
import { toWireError } from './wire-error';

/** pool → thread: tiles of one image, so many that a message costs little beside them. */
export interface TileBatch {
  readonly encoding: TileEncoding;
  readonly tiles: readonly {
    readonly job: Omit<TileJob, 'encoding'>;
    /** How many of the bytes are of this tile; they follow on each other. */
    readonly length: number;
  }[];
  readonly bytes: Uint8Array;
}

/** thread → pool: the pixels of each tile in the order of the batch, as bytes, or why there are none. */
export type DecodedBatch = readonly (Uint8Array | { readonly error: WireError })[];

/** Decodes what comes, one batch after the other. */
export function runTileThread(port: ThreadPort, inflate: Inflate): void {
  port.onMessage((message) => port.post(decodeBatch(message as TileBatch, inflate)));
}

function decodeBatch({ encoding, tiles, bytes }: TileBatch, inflate: Inflate): DecodedBatch {
  let at = 0;
  return tiles.map(({ job, length }) => {
    const stream = bytes.subarray(at, at + length);
    at += length;
    try {
      return bytesOf(decodeTile({ ...job, encoding }, stream, inflate));
    } catch (error) {
      return { error: toWireError(error) };
    }
  });
}

/** They own their buffer, so that they are moved and not copied. */
function bytesOf(pixels: TilePixels): Uint8Array {
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
}

/** The pixels again. Every platform VS Code runs on is little-endian, and both ends are on the same. */
export function pixelsOf({ buffer }: Uint8Array, { bitpix }: TileEncoding): TilePixels {
  switch (bitpix) {
    case 8:
      return new Uint8Array(buffer);
    case 16:
      return new Int16Array(buffer);
    case 32:
      return new Int32Array(buffer);
    case 64:
      return new BigInt64Array(buffer);
    case -32:
      return new Float32Array(buffer);
    case -64:
      return new Float64Array(buffer);
  }
}
