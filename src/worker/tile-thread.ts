import type { Inflate } from '../core/bytes/inflate';
import { joined } from '../core/bytes/joined';
import { SkybucketError } from '../core/errors';
import { decodeTiles } from '../core/fits/tiles/decode-tile';
import type { DecodedTile, StoredTile, TileEncoding, TileJob } from '../core/fits/tiles/tile-job';
import type { ThreadPort } from '../platform/node/thread-port';
import type { WireError } from '../protocol/wire';
import { fromWireError, toWireError } from './wire-error';

/** pool → thread: groups of tiles of one image, so many that a message costs little beside them. */
export interface TileMessage {
  readonly encoding: TileEncoding;
  readonly groups: readonly TileGroup[];
}

interface TileGroup {
  readonly tiles: readonly {
    readonly job: Omit<TileJob, 'encoding'>;
    /** How many of the bytes are of this tile; they follow on each other. */
    readonly length: number;
  }[];
  readonly bytes: Uint8Array;
}

/** thread → pool: what became of each group of a message, in its order. */
export type DecodedMessage = readonly DecodedGroup[];

export interface DecodedGroup {
  /** Of each tile: how many of the bytes are its pixels, which follow on each other, or why it has none. */
  readonly tiles: readonly (number | WireError)[];
  readonly bytes: Uint8Array;
}

/** Decodes what comes, one message after the other. */
export function runTileThread(port: ThreadPort, inflate: Inflate): void {
  port.onMessage((message) => {
    const { encoding, groups } = message as TileMessage;
    const decoded: DecodedMessage = groups.map((group) =>
      packDecoded(decodeTiles(storedTiles(group, encoding), inflate)),
    );
    port.post(decoded);
  });
}

/** Bytes are copied: what a reader gives may be shared with its cache. */
export function packTiles(tiles: readonly StoredTile[]): TileGroup {
  return {
    tiles: tiles.map(({ job, bytes }) => {
      const { column, tile, shape, scale, zero, blank } = job;
      return { job: { column, tile, shape, scale, zero, blank }, length: bytes.length };
    }),
    bytes: joined(tiles.map(({ bytes }) => bytes)),
  };
}

function storedTiles({ tiles, bytes }: TileGroup, encoding: TileEncoding): StoredTile[] {
  let at = 0;
  return tiles.map(({ job, length }) => {
    const stream = bytes.subarray(at, at + length);
    at += length;
    return { job: { ...job, encoding }, bytes: stream };
  });
}

function packDecoded(tiles: readonly DecodedTile[]): DecodedGroup {
  const pieces = tiles.flatMap((tile) =>
    tile instanceof SkybucketError
      ? []
      : [new Uint8Array(tile.buffer, tile.byteOffset, tile.byteLength)],
  );
  const [only] = pieces;
  // One large tile is moved as it is.
  const whole = pieces.length === 1 && only?.byteLength === only?.buffer.byteLength;
  return {
    tiles: tiles.map((tile) =>
      tile instanceof SkybucketError ? toWireError(tile) : tile.byteLength,
    ),
    // In memory of its own it is moved, and not copied once more.
    bytes: whole && only ? only : joined(pieces),
  };
}

/** Every platform VS Code runs on is little-endian, and both ends are on the same. */
export function decodedTiles(
  { tiles, bytes }: DecodedGroup,
  { bitpix }: TileEncoding,
): DecodedTile[] {
  let at = bytes.byteOffset;
  return tiles.map((tile) => {
    if (typeof tile !== 'number') {
      return fromWireError(tile);
    }
    const start = at;
    at += tile;
    const { buffer } = bytes;
    switch (bitpix) {
      case 8:
        return new Uint8Array(buffer, start, tile);
      case 16:
        return new Int16Array(buffer, start, tile / 2);
      case 32:
        return new Int32Array(buffer, start, tile / 4);
      case 64:
        return new BigInt64Array(buffer, start, tile / 8);
      case -32:
        return new Float32Array(buffer, start, tile / 4);
      case -64:
        return new Float64Array(buffer, start, tile / 8);
    }
  });
}
