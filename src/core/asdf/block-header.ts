import { SkybucketError } from '../errors';
import type { BlockHeader } from './block';
import { startsWith } from './bytes-search';

/** The magic token of a block. */
export const BLOCK_MAGIC = Uint8Array.of(0xd3, 0x42, 0x4c, 0x4b);

/** Magic token, the size of the rest, and that rest as the standard has it: it may be longer. */
export const HEADER_LENGTH = 54;

const SIZE_END = 6;
const LEAST_SIZE = 48;
const STREAMED = 1;

/** True where a block begins at this place of the bytes. */
export function isBlockStart(bytes: Uint8Array, at: number): boolean {
  return startsWith(bytes, BLOCK_MAGIC, at);
}

export interface HeaderPlace {
  readonly index: number;
  /** Of the magic token in the file. */
  readonly offset: number;
  readonly fileSize: number;
}

/**
 * Reads the header of a block; ASDF standard 1.6, "Block header". All its integers are big-endian.
 *
 * @param bytes the first {@link HEADER_LENGTH} bytes of the block, fewer where the file ends.
 * @throws SkybucketError `format` for what is no header, `truncated` where it is cut off.
 */
export function parseBlockHeader(bytes: Uint8Array, place: HeaderPlace): BlockHeader {
  const { index, offset, fileSize } = place;
  if (!isBlockStart(bytes, 0)) {
    throw refusal('format', `There is no block at byte ${offset}, where block ${index} should be.`);
  }
  if (bytes.length < HEADER_LENGTH) {
    throw refusal('truncated', `The file ends inside the header of block ${index}.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_LENGTH);
  const headerSize = view.getUint16(4);
  if (headerSize < LEAST_SIZE) {
    throw refusal(
      'format',
      `The header of block ${index} says it is ${headerSize} bytes long; ${LEAST_SIZE} are the least.`,
    );
  }
  const streamed = (view.getUint32(6) & STREAMED) !== 0;
  const dataOffset = offset + SIZE_END + headerSize;
  const rest = Math.max(0, fileSize - dataOffset);
  const size = (at: number): number => (streamed ? rest : Number(view.getBigUint64(at)));
  const used = size(22);
  const checksum = bytes.slice(38, HEADER_LENGTH);
  return {
    ...{ index, offset, dataOffset, streamed, used },
    compression: String.fromCharCode(...bytes.subarray(10, 14)).replace(/\0+$/, ''),
    allocated: size(14),
    size: size(30),
    // Of a streamed block nobody knew it when the header was written.
    checksum: streamed || checksum.every((byte) => byte === 0) ? undefined : checksum,
    available: Math.min(used, rest),
  };
}

/** Where the next block, or what comes after the last one, begins. */
export function endOfBlock(header: BlockHeader): number {
  return header.dataOffset + header.allocated;
}

function refusal(code: 'format' | 'truncated', message: string): SkybucketError {
  return new SkybucketError(code, message, {
    hint: code === 'format' ? 'The file is damaged.' : 'It was probably cut short: fetch it again.',
  });
}
