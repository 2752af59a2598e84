import { deflateSync } from 'node:zlib';

/** A few bytes that unpack to many: to some MB, since what is there takes its time, or to far less than they say. */
export interface Bomb {
  /** Of the block header. */
  readonly label: string;
  readonly packed: Uint8Array;
  readonly size: number;
}

const MEGABYTE = 2 ** 20;

let made: readonly Bomb[] | undefined;

export function bombs(): readonly Bomb[] {
  return (made ??= makeBombs());
}

function makeBombs(): readonly Bomb[] {
  const zeros = deflateSync(new Uint8Array(8 * MEGABYTE));
  return [
    { label: 'zlib', packed: zeros, size: 8 * MEGABYTE },
    { label: 'zlib', packed: zeros, size: 2 ** 36 },
    { label: 'bzp2', packed: bzip2Bomb(1), size: 5_000_000 },
    { label: 'bzp2', packed: bzip2Bomb(1), size: 2 ** 40 },
    { label: 'zstd', packed: zstdBomb(64, MEGABYTE), size: 64 * 2 ** 17 },
    { label: 'zstd', packed: zstdBomb(80, 2 ** 32), size: 2 ** 36 },
    { label: 'lz4\0', packed: lz4Bomb(2, 2 ** 22, 2 ** 22), size: 2 * 2 ** 22 },
    { label: 'lz4\0', packed: lz4Bomb(1, 60_000, 0xffffffff), size: 64e9 },
    { label: 'lz4\0', packed: lz4Bomb(1000, 0, 0), size: 1e12 },
    { label: 'lz4f', packed: lz4Frame(2), size: 2 * 4 * MEGABYTE },
    { label: 'lz4f', packed: lz4Frame(2), size: 2 ** 40 },
    { label: 'blsc', packed: bloscBomb(0x7fffffff, 0x7fffffff), size: 0x7fffffff },
    { label: 'blsc', packed: bloscBomb(0x7fffffff, 1), size: 2 ** 40 },
  ];
}

/** A stream of 5 MB of zeros (bzip2 -9), some times over. */
function bzip2Bomb(times: number): Uint8Array {
  const stream = Buffer.from(BZIP2_ZEROS, 'base64');
  return new Uint8Array(Buffer.concat(Array.from({ length: times }, () => stream)));
}

/** RLE blocks of 128 kB each (RFC 8878, section 3.1.1.2.2). */
function zstdBomb(blocks: number, window: number): Uint8Array {
  const exponent = Math.max(0, Math.min(31, Math.log2(window) - 10));
  const frame = Buffer.alloc(6 + 4 * blocks);
  frame.writeUInt32LE(0xfd2fb528);
  frame.writeUInt8(0, 4);
  frame.writeUInt8(exponent << 3, 5);
  for (let i = 0; i < blocks; i += 1) {
    frame.writeUIntLE(((2 ** 17) << 3) | (1 << 1) | (i === blocks - 1 ? 1 : 0), 6 + 4 * i, 3);
  }
  return frame;
}

/** One literal and a match of all that follows. */
function lz4Sequence(size: number): Buffer {
  if (size < 32) {
    return Buffer.from([size << 4, ...new Uint8Array(size)]);
  }
  const long = size - 1 - 5 - 19;
  const head = Buffer.from([0x1f, 7, 1, 0]);
  const lengths = Buffer.alloc(Math.floor(long / 255) + 1, 255);
  lengths[lengths.length - 1] = long % 255;
  return Buffer.concat([head, lengths, Buffer.from([0x50, 1, 2, 3, 4, 5])]);
}

function lz4Bomb(chunks: number, size: number, claimed: number): Uint8Array {
  const stream = lz4Sequence(size);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(stream.length + 4);
  head.writeUInt32LE(claimed, 4);
  const chunk = Buffer.concat([head, stream]);
  return new Uint8Array(Buffer.concat(Array.from({ length: chunks }, () => chunk)));
}

/** Blocks of 4 MB that do not depend on each other; sums are left out, but that of the header. */
function lz4Frame(blocks: number): Uint8Array {
  const stream = lz4Sequence(4 * MEGABYTE);
  const head = Buffer.alloc(4);
  head.writeUInt32LE(stream.length);
  const block = Buffer.concat([head, stream]);
  // Of the descriptor 0x60 0x70: the second byte of its XXH32.
  const start = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x70, 0x73]);
  const all = Array.from({ length: blocks }, () => block);
  return new Uint8Array(Buffer.concat([start, ...all, Buffer.alloc(4)]));
}

/** A header that promises much (Blosc 1, README_CHUNK_FORMAT), and a table of blocks that all begin with it. */
function bloscBomb(size: number, blockSize: number): Uint8Array {
  const bytes = Buffer.alloc(16 + 4000, 16);
  bytes.set([2, 1, 0x21, 1]);
  bytes.writeUInt32LE(size, 4);
  bytes.writeUInt32LE(blockSize, 8);
  bytes.writeUInt32LE(bytes.length, 12);
  return bytes;
}

const BZIP2_ZEROS = 'QlpoOTFBWSZTWabi8/QAJkvAAsAACAAACCAAMMwFKaapEUbAoijxdyRThQkKbi8/QA==';
