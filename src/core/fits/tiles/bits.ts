import { SkybucketError } from '../../errors';

/** Zeros after the last byte, so that reading a word at any position never leaves the buffer. */
const MARGIN = 8;
/** Positions are counted in bits and kept in 32-bit integers. */
const MOST_BYTES = 2 ** 28 - MARGIN;

/** Bits that a 32-bit word, read at the byte of a position and shifted to its bit, has at least. */
export const WORD_BITS = 25;

/**
 * The stream to read words of 32 bits from: `view.getInt32(bit >> 3) << (bit & 7)` has the next
 * {@link WORD_BITS} bits on top, and is in bounds for every position up to the end. Beyond the end it
 * has whatever follows in the buffer, so that a position is to be checked before its bits count. A copy
 * is made only where nothing follows.
 *
 * @throws SkybucketError `too-large` for more than 256 MiB.
 */
export function bitView(codec: string, bytes: Uint8Array): DataView {
  const { buffer, byteOffset, length } = bytes;
  if (length > MOST_BYTES) {
    const text = `A ${codec} stream of ${length} bytes is more than can be decoded.`;
    throw new SkybucketError('too-large', text);
  }
  if (byteOffset + length + MARGIN <= buffer.byteLength) {
    return new DataView(buffer, byteOffset, length + MARGIN);
  }
  const copy = new Uint8Array(length + MARGIN);
  copy.set(bytes);
  return new DataView(copy.buffer);
}

/** How many bits of the view are of the stream. */
export function bitsIn(view: DataView): number {
  return 8 * (view.byteLength - MARGIN);
}
