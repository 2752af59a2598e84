import { createHash } from 'node:crypto';
import { bytesOf, CHUNK, unpackedBytes, type GeneratedArray } from './arrays';
import { lz4Layout } from './lz4-layout';

/** Some bytes of a file that follow on each other, made when they are read. */
export interface Piece {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
}

const HEADER = 54;

/**
 * A block of an ASDF file: its header, then a piece for each chunk of LZ4, as python-asdf writes them.
 *
 * @param checksum false for a block without one.
 */
export function blockOf(array: GeneratedArray, checksum: boolean): Piece[] {
  const size = bytesOf(array);
  const chunks = Array.from({ length: Math.ceil(size / CHUNK) }, (_, i) =>
    chunkOf(array, i),
  ).flat();
  return [headerOf(chunks, size, checksum), ...chunks];
}

/** The header; its checksum, over all bytes of the block, is made when somebody reads it. */
function headerOf(chunks: readonly Piece[], size: number, checksum: boolean): Piece {
  let made: Uint8Array | undefined;
  const make = (): Uint8Array => {
    const used = chunks.reduce((sum, chunk) => sum + chunk.size, 0);
    const header = Buffer.alloc(HEADER);
    header.write('\xd3BLK', 0, 'latin1');
    header.writeUInt16BE(HEADER - 6, 4);
    header.write('lz4\0', 10, 'latin1');
    [used, used, size].forEach((value, i) => header.writeBigUInt64BE(BigInt(value), 14 + 8 * i));
    if (checksum) {
      header.set(md5Of(chunks), 38);
    }
    return header;
  };
  return {
    size: HEADER,
    read: (offset, length) => {
      made ??= make();
      return made.subarray(offset, offset + length);
    },
  };
}

function md5Of(chunks: readonly Piece[]): Uint8Array {
  const md5 = createHash('md5');
  chunks.forEach((chunk) => md5.update(chunk.read(0, chunk.size)));
  return md5.digest();
}

/** The lengths before a chunk, and its LZ4 block. */
function chunkOf(array: GeneratedArray, index: number): Piece[] {
  const from = index * CHUNK;
  const rawSize = Math.min(CHUNK, bytesOf(array) - from);
  const elements = array.bytesPerElement;
  const repeats = (array.runs?.(index) ?? []).map((run) => ({
    // The first of a run is a literal, the others repeat it.
    from: (run.from + 1) * elements - from,
    to: run.to * elements - from,
  }));
  const layout = lz4Layout(rawSize, repeats);
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(layout.size + 4, 0);
  lengths.writeUInt32LE(rawSize, 4);
  return [
    { size: 8, read: (offset, length) => lengths.subarray(offset, offset + length) },
    {
      size: layout.size,
      read: (offset, length) =>
        layout.read(offset, length, (a, b) => unpackedBytes(array, from + a, from + b)),
    },
  ];
}
