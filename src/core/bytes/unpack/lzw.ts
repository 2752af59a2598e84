import { ByteQueue } from './byte-queue';
import { cutShort, damaged } from './unpack';

const FIRST_BITS = 9;
const MOST_BITS = 16;
const CLEAR = 256;
/** Pieces that come out. */
const PIECE_LENGTH = 256 * 1024;

/**
 * Undoes compress(1), the `.Z` of old archives: LZW with codes of 9 to 16 bits, lowest bit first. Its
 * stream has no end mark and no checksum, so one that is cut short cannot be told from one that is whole.
 */
export async function* unpackLzw(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const queue = new ByteQueue(packed);
  try {
    const head = await queue.need(3);
    if (head.length < 3) {
      throw cutShort();
    }
    const flags = head[2] ?? 0;
    const mostBits = flags & 0x1f;
    if (mostBits < FIRST_BITS || mostBits > MOST_BITS) {
      throw damaged(2, `codes of ${mostBits} bits`);
    }
    queue.use(3);
    const decoder = new LzwDecoder(mostBits, (flags & 0x80) !== 0);
    for (;;) {
      const piece = await queue.need(1);
      if (piece.length === 0) {
        return;
      }
      yield* decoder.decode(piece, queue.used);
      queue.use(piece.length);
    }
  } finally {
    await queue.stop();
  }
}

class LzwDecoder {
  /** The string of a code is that of its prefix and one byte. */
  private readonly prefix = new Uint16Array(1 << MOST_BITS);
  private readonly suffix = new Uint8Array(1 << MOST_BITS);
  private readonly stack = new Uint8Array((1 << MOST_BITS) + 1);
  private bits = FIRST_BITS;
  /** The next code to be defined. */
  private free: number;
  private previous = -1;
  /** First byte of the string of the previous code. */
  private first = 0;
  /** Bits that are not used up, lowest first. */
  private held = 0;
  private heldBits = 0;
  /** Bits since the length of codes last changed. */
  private since = 0;
  /** Bits still to be left out. */
  private skip = 0;

  /** @param clears true where code 256 empties the table ("block mode"). */
  constructor(
    private readonly mostBits: number,
    private readonly clears: boolean,
  ) {
    this.free = clears ? CLEAR + 1 : CLEAR;
  }

  *decode(piece: Uint8Array, offset: number): Generator<Uint8Array> {
    let out = new Uint8Array(PIECE_LENGTH);
    let filled = 0;
    for (let at = 0; ;) {
      const wanted = this.skip > 0 ? Math.min(this.skip, 16) : this.bits;
      while (this.heldBits < wanted && at < piece.length) {
        this.held |= (piece[at] ?? 0) << this.heldBits;
        this.heldBits += 8;
        at += 1;
      }
      if (this.heldBits < wanted) {
        break;
      }
      const code = this.held & ((1 << wanted) - 1);
      this.held >>>= wanted;
      this.heldBits -= wanted;
      if (this.skip > 0) {
        this.skip -= wanted;
        continue;
      }
      this.since += wanted;
      if (this.clears && code === CLEAR) {
        this.previous = -1;
        this.free = CLEAR + 1;
        this.changeBits(FIRST_BITS);
        continue;
      }
      const length = this.stringOf(code, offset + at);
      for (let done = 0; done < length;) {
        const count = Math.min(length - done, out.length - filled);
        const from = this.stack.length - length + done;
        out.set(this.stack.subarray(from, from + count), filled);
        filled += count;
        done += count;
        if (filled === out.length) {
          yield out;
          out = new Uint8Array(PIECE_LENGTH);
          filled = 0;
        }
      }
    }
    if (filled > 0) {
      yield out.subarray(0, filled);
    }
  }

  /** Leaves the string of the code at the end of the stack, defines the next code, gives the length. */
  private stringOf(code: number, offset: number): number {
    const { prefix, suffix, stack, previous } = this;
    let at = stack.length;
    let rest = code;
    if (previous < 0 ? code >= CLEAR : code > this.free) {
      throw damaged(offset, 'a code that has not been defined');
    }
    if (code === this.free) {
      // Not defined yet: the previous string and its own first byte.
      stack[--at] = this.first;
      rest = previous;
    }
    while (rest >= CLEAR) {
      stack[--at] = suffix[rest] ?? 0;
      rest = prefix[rest] ?? 0;
    }
    stack[--at] = rest;
    if (previous >= 0 && this.free < 1 << this.mostBits) {
      prefix[this.free] = previous;
      suffix[this.free] = rest;
      this.free += 1;
    }
    this.first = rest;
    this.previous = code;
    if (this.free >= 1 << this.bits && this.bits < this.mostBits) {
      this.changeBits(this.bits + 1);
    }
    return stack.length - at;
  }

  /** Codes are written in groups of eight; a group is filled up where their length changes. */
  private changeBits(bits: number): void {
    const group = 8 * this.bits;
    this.skip = (group - (this.since % group)) % group;
    this.since = 0;
    this.bits = bits;
  }
}
