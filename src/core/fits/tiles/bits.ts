import { brokenStream } from './broken-stream';

/** Zeros after the last byte, so that reading a word at any position never leaves the buffer. */
const MARGIN = 8;
/** Positions are counted in bits and kept in 32-bit integers. */
const MOST_BYTES = 2 ** 28 - MARGIN;

/** Bits that a 32-bit word, read at the byte of a position and shifted to its bit, has at least. */
export const WORD_BITS = 25;

/**
 * A copy of the stream to read words of 32 bits from: `view.getInt32(bit >> 3) << (bit & 7)` has the
 * next {@link WORD_BITS} bits on top, and is in bounds for every position up to the end.
 *
 * @throws SkybucketError `format` for more than 256 MB, which no tile has.
 */
export function bitView(codec: string, bytes: Uint8Array): DataView {
  if (bytes.length > MOST_BYTES) {
    throw brokenStream(codec, `is ${bytes.length} bytes long, more than a tile can have`);
  }
  const copy = new Uint8Array(bytes.length + MARGIN);
  copy.set(bytes);
  return new DataView(copy.buffer);
}

/** How many bits of the view are of the stream. */
export function bitsIn(view: DataView): number {
  return 8 * (view.byteLength - MARGIN);
}
