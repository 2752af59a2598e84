import { brokenStream } from './broken-stream';

const CODEC = 'PLIO';

/** What the upper four bits of an instruction say; the lower twelve are its operand. */
const ZEROS = 0;
const SET_LEVEL = 1;
const RAISE_LEVEL = 2;
const LOWER_LEVEL = 3;
const LEVELS = 4;
const ZEROS_THEN_LEVEL = 5;
const RAISE_AND_WRITE = 6;
const LOWER_AND_WRITE = 7;

/** Pixels that one instruction writes at most. */
const LONGEST_RUN = 4095;
/** Pixels that a list of any length may leave 0. */
const MOST_UNREACHED = 2 ** 24;

/**
 * Decodes PLIO_1 (FITS 4.0, section 10.4.3): a list of 16-bit instructions that write runs of zeros and
 * of a level that goes up and down. What the list does not reach is 0.
 *
 * @param bytes the list as stored, big-endian.
 * @throws SkybucketError `format` if the list ends early, writes beyond the last pixel, or holds what
 *   is no instruction.
 */
export function decodePlio(bytes: Uint8Array, count: number): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { first, end } = listOf(view);
  // Writers end the list with the zeros at the end; so many of them that it does not reach are no image.
  if (count > MOST_UNREACHED && count > LONGEST_RUN * (end - first)) {
    throw brokenStream(CODEC, `is too short for ${count} pixels`);
  }
  const out = new Int32Array(count);
  let at = 0;
  let level = 1;
  const checkRoom = (pixels: number): void => {
    if (pixels > count - at) {
      throw brokenStream(CODEC, `writes beyond the last of ${count} pixels`);
    }
  };
  for (let i = first; i < end; i += 1) {
    const word = view.getUint16(2 * i);
    const operand = word & 0xfff;
    switch (word >> 12) {
      case ZEROS:
        checkRoom(operand);
        at += operand;
        break;
      case LEVELS:
        checkRoom(operand);
        out.fill(level, at, at + operand);
        at += operand;
        break;
      case ZEROS_THEN_LEVEL:
        checkRoom(operand);
        if (operand > 0) {
          at += operand;
          out[at - 1] = level;
        }
        break;
      case SET_LEVEL:
        i += 1;
        if (i === end) {
          throw brokenStream(CODEC, 'ends within an instruction');
        }
        level = view.getInt16(2 * i) * 4096 + operand;
        break;
      case RAISE_LEVEL:
        level += operand;
        break;
      case LOWER_LEVEL:
        level -= operand;
        break;
      case RAISE_AND_WRITE:
      case LOWER_AND_WRITE:
        level += word >> 12 === RAISE_AND_WRITE ? operand : -operand;
        checkRoom(1);
        out[at] = level;
        at += 1;
        break;
      default:
        throw brokenStream(CODEC, `has the unknown instruction ${word >> 12}`);
    }
  }
  return out;
}

/**
 * Where the instructions are, in words. The third word of the first form is the length of the list with
 * its three words of header; in the second it is negative, the second word is the length of the header,
 * and the length of the list is in two words of 15 bits.
 */
function listOf(view: DataView): { readonly first: number; readonly end: number } {
  const words = view.byteLength >> 1;
  const word = (i: number): number => {
    if (i >= words) {
      throw brokenStream(CODEC, 'ends within its header');
    }
    return view.getInt16(2 * i);
  };
  const short = word(2);
  const first = short > 0 ? 3 : word(1);
  const end = short > 0 ? short : word(4) * 2 ** 15 + word(3);
  if (first < 3 || end > words) {
    throw brokenStream(CODEC, `says it has ${end} words from ${first} on where there are ${words}`);
  }
  return { first, end };
}
