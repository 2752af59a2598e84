import { bitsIn, bitView, WORD_BITS } from './bits';
import { brokenStream } from './broken-stream';

const CODEC = 'Rice';

/** What depends on BYTEPIX: bits of a block's code, and the code of a block of pixels as they are. */
const BLOCK_CODES = {
  1: { codeBits: 3, plainCode: 7 },
  2: { codeBits: 4, plainCode: 15 },
  4: { codeBits: 5, plainCode: 26 },
} as const;

export type RicePixels = Uint8Array | Int16Array | Int32Array;

/**
 * Decodes RICE_1 (FITS 4.0, section 10.4.1): the first pixel as it is, then blocks of differences.
 *
 * @param count pixels to decode; the array that holds them is all that is allocated, beside a copy of
 *   the stream.
 * @param blockSize BLOCKSIZE, pixels of a block.
 * @param bytesPerPixel BYTEPIX; one byte is unsigned, two and four are signed.
 * @throws SkybucketError `format` if the stream ends before the last pixel.
 */
export function decodeRice(
  bytes: Uint8Array,
  count: number,
  blockSize: number,
  bytesPerPixel: 1 | 2 | 4,
): RicePixels {
  if (!(blockSize >= 1)) {
    throw brokenStream(CODEC, `has blocks of ${blockSize} pixels`);
  }
  // Every block has a code, so a short stream cannot ask for a large array.
  const blocks = Math.ceil(count / blockSize);
  const leastBits = 8 * bytesPerPixel + blocks * BLOCK_CODES[bytesPerPixel].codeBits;
  if (8 * bytes.length < leastBits) {
    throw brokenStream(CODEC, `is too short for ${count} pixels`);
  }
  const out = pixels(count, bytesPerPixel);
  decodeBlocks(bitView(CODEC, bytes), out, blockSize, bytesPerPixel);
  return out;
}

function pixels(count: number, bytesPerPixel: 1 | 2 | 4): RicePixels {
  switch (bytesPerPixel) {
    case 1:
      return new Uint8Array(count);
    case 2:
      return new Int16Array(count);
    case 4:
      return new Int32Array(count);
  }
}

/**
 * The code of a block is 0 where all its pixels equal the last one, `plainCode` where they follow with
 * all their bits, else one more than the number of low bits of its differences. A difference is its
 * high part as so many zeros and a one, then the low bits; even ones are positive.
 *
 * Arithmetic is modulo 2^32; the array keeps the low bits.
 */
function decodeBlocks(
  view: DataView,
  out: RicePixels,
  blockSize: number,
  bytesPerPixel: 1 | 2 | 4,
): void {
  const { codeBits, plainCode } = BLOCK_CODES[bytesPerPixel];
  const pixelBits = 8 * bytesPerPixel;
  const end = bitsIn(view);
  const count = out.length;
  let last = view.getInt32(0) >> (32 - pixelBits);
  let at = pixelBits;
  for (let i = 0; i < count;) {
    if (at > end) {
      throw early();
    }
    const code = (view.getInt32(at >> 3) << (at & 7)) >>> (32 - codeBits);
    at += codeBits;
    const blockEnd = Math.min(i + blockSize, count);
    if (code === 0) {
      out.fill(last, i, blockEnd);
      i = blockEnd;
    } else if (code === plainCode) {
      for (; i < blockEnd; i += 1) {
        if (at > end) {
          throw early();
        }
        const byte = at >> 3;
        const shift = at & 7;
        // In two steps, since a shift by 32 is one by 0.
        const word = (view.getInt32(byte) << shift) | (view.getUint8(byte + 4) >> (8 - shift));
        const folded = word >>> (32 - pixelBits);
        at += pixelBits;
        last = (last + ((folded >>> 1) ^ -(folded & 1))) | 0;
        out[i] = last;
      }
    } else if (code > plainCode) {
      throw brokenStream(CODEC, `has a block with the code ${code}`);
    } else {
      const low = code - 1;
      for (; i < blockEnd; i += 1) {
        if (at > end) {
          throw early();
        }
        let word = view.getInt32(at >> 3) << (at & 7);
        let high = Math.clz32(word);
        if (high + low < WORD_BITS) {
          at += high + 1 + low;
          word <<= high + 1;
        } else {
          // Rare: the zeros, or the low bits after them, reach beyond the word.
          high = 0;
          for (let zeros = Math.clz32(word); ; zeros = Math.clz32(word)) {
            if (zeros < WORD_BITS) {
              high += zeros;
              at += zeros + 1;
              break;
            }
            high += WORD_BITS;
            at += WORD_BITS;
            if (at > end) {
              throw early();
            }
            word = view.getInt32(at >> 3) << (at & 7);
          }
          if (at > end) {
            throw early();
          }
          word = view.getInt32(at >> 3) << (at & 7);
          at += low;
        }
        const folded = (high << low) | ((word >>> 1) >>> (31 - low));
        last = (last + ((folded >>> 1) ^ -(folded & 1))) | 0;
        out[i] = last;
      }
    }
  }
  if (at > end) {
    throw early();
  }
}

function early(): Error {
  return brokenStream(CODEC, 'ends before its last pixel');
}
