import type { ObjectBody } from '../s3/objects';
import { FULL_SIZE_ARRAYS, unpackedBytes, type GeneratedArray } from './arrays';
import { blockOf, type Piece } from './block';
import { place } from './lz4-layout';
import { enlargedTree } from './tree';

/** As the archive names such a file. */
export const FULL_SIZE_L2_NAME = 'r0000101001001001001_0001_wfi01_f158_cal.asdf';

export interface FullSizeOptions {
  /** The project's, whose sample image lends its tree. */
  readonly folder?: string;
  /** False: blocks have none. */
  readonly checksums?: boolean;
}

/**
 * A Roman image of level 2 of full size, 343 MB of which nothing is kept: 4088 × 4088 pixels in seven planes,
 * and the reference pixels, in blocks of LZ4 with chunks of 4 MiB, checksums and a block index. Any byte of it
 * follows from where it is. Most chunks could not be packed (LZ4 has them as literals), as noise cannot; those
 * of the science array have runs of missing pixels, so that no two of them have the same size.
 *
 * The header of a block holds a checksum over all of it: the first to read it waits, a second or two for
 * the largest. Where times are measured, read all headers before, or do without checksums.
 */
export function fullSizeL2({
  folder = process.cwd(),
  checksums = true,
}: FullSizeOptions = {}): ObjectBody {
  const blocks = FULL_SIZE_ARRAYS.map((array) => blockOf(array, checksums));
  const tree = fixed(enlargedTree(folder, FULL_SIZE_ARRAYS));
  let offset = tree.size;
  const offsets = blocks.map((pieces) => {
    const at = offset;
    offset += pieces.reduce((sum, piece) => sum + piece.size, 0);
    return at;
  });
  const index = `#ASDF BLOCK INDEX\n%YAML 1.1\n---\n${offsets.map((at) => `- ${at}\n`).join('')}...\n`;
  return joined([tree, ...blocks.flat(), fixed(new TextEncoder().encode(index))]);
}

/** The element of an array, by its place in C order; half-precision numbers as their 16 bits. */
export function fullSizeElement(name: string, index: number): number {
  const array = FULL_SIZE_ARRAYS.find((one) => one.name === name) as GeneratedArray;
  const from = index * array.bytesPerElement;
  const bytes = unpackedBytes(array, from, from + array.bytesPerElement);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  if (array.bytesPerElement === 2) {
    return view.getUint16(0, true);
  }
  return array.datatype === 'float32' ? view.getFloat32(0, true) : view.getUint32(0, true);
}

function fixed(bytes: Uint8Array): Piece {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
  };
}

/** One body of many pieces. */
function joined(pieces: readonly Piece[]): ObjectBody {
  const starts: number[] = [];
  let size = 0;
  for (const piece of pieces) {
    starts.push(size);
    size += piece.size;
  }
  return {
    size,
    read: (offset, length) => {
      const out = new Uint8Array(length);
      pieces.forEach((piece, i) => {
        const start = starts[i] as number;
        const from = Math.max(offset, start);
        const to = Math.min(offset + length, start + piece.size);
        if (from < to) {
          place(out, piece.read(from - start, to - from), from - offset);
        }
      });
      return out;
    },
  };
}
