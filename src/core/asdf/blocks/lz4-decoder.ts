/** Shorter copies are faster byte by byte. */
const SHORT = 24;
const LEAST_MATCH = 4;
/** A nibble of this goes on in further bytes. */
const GOES_ON = 15;

/** What a sequence whose lengths fit its token may take, packed and unpacked, and some more. */
const NEAR_END = 40;

/** An LZ4 block that cannot be unpacked; `message` is the second half of a sentence. */
export class BrokenLz4 extends Error {}

/**
 * Unpacks one LZ4 block (lz4_Block_format.md) as its bytes come in, from its start on and no further than
 * there is room: what asks for the first rows of a chunk needs only the first part of its bytes.
 *
 * `out` may be exchanged for a longer one that begins with the same bytes.
 */
export class Lz4Decoder {
  /** Bytes at the end of `out` that have been written. */
  at: number;
  /** Of the sequence that has been begun. */
  private literals = 0;
  private match = 0;
  private distance = 0;
  /** The length of a match as its token has it, while the rest is not there; -1 between sequences. */
  private nibble = -1;

  /**
   * @param at bytes of `out` that were there before, which matches may refer to.
   */
  constructor(
    public out: Uint8Array,
    at = 0,
  ) {
    this.at = at;
  }

  /** True where the block may end: it ends with literals. */
  get mayEnd(): boolean {
    return this.literals === 0 && this.match === 0 && this.nibble >= 0;
  }

  /**
   * Goes on until the bytes are used up or `out` is full.
   *
   * @returns how many bytes were used: what is left is the start of a sequence that is not all there, or
   *   there is no room for more.
   * @throws BrokenLz4 for a match from before the start, after the bytes before it.
   */
  feed(source: Uint8Array): number {
    const { out } = this;
    const { length } = source;
    const room = out.length;
    let { at, literals, match, nibble, distance } = this;
    let from = 0;
    for (;;) {
      if (match > 0) {
        const count = match < room - at ? match : room - at;
        copyMatch(out, at, distance, count);
        at += count;
        match -= count;
        if (match > 0) {
          break;
        }
      }
      if (nibble < 0) {
        // Most sequences are short, and not near an end.
        while (from + NEAR_END <= length && at + NEAR_END <= room) {
          const token = source[from] as number;
          const count = token >> 4;
          const size = token & GOES_ON;
          if (count === GOES_ON || size === GOES_ON) {
            break;
          }
          const next = from + 1 + count;
          const back = (source[next] as number) | ((source[next + 1] as number) << 8);
          if (back === 0 || back > at + count) {
            break;
          }
          for (let i = from + 1; i < next; i += 1, at += 1) {
            out[at] = source[i] as number;
          }
          for (const end = at + size + LEAST_MATCH; at < end; at += 1) {
            out[at] = out[at - back] as number;
          }
          from = next + 2;
        }
        if (from >= length) {
          break;
        }
        let next = from;
        const token = source[next++] as number;
        literals = token >> 4;
        if (literals === GOES_ON) {
          let more = 255;
          while (more === 255 && next < length) {
            more = source[next++] as number;
            literals += more;
          }
          if (more === 255) {
            // Its length is not all there.
            literals = 0;
            break;
          }
        }
        nibble = token & GOES_ON;
        from = next;
      }
      if (literals > 0) {
        let count = literals < length - from ? literals : length - from;
        count = count < room - at ? count : room - at;
        if (count < SHORT) {
          for (let i = 0; i < count; i += 1) {
            out[at + i] = source[from + i] as number;
          }
        } else {
          out.set(source.subarray(from, from + count), at);
        }
        at += count;
        from += count;
        literals -= count;
        if (literals > 0) {
          break;
        }
      }
      if (from + 2 > length) {
        break;
      }
      let next = from + 2;
      let size = nibble + LEAST_MATCH;
      if (nibble === GOES_ON) {
        let more = 255;
        while (more === 255 && next < length) {
          more = source[next++] as number;
          size += more;
        }
        if (more === 255) {
          break;
        }
      }
      distance = (source[from] as number) | ((source[from + 1] as number) << 8);
      if (distance === 0 || distance > at) {
        this.at = at;
        throw new BrokenLz4('a match in it refers to bytes before its start');
      }
      match = size;
      nibble = -1;
      from = next;
    }
    this.at = at;
    this.literals = literals;
    this.match = match;
    this.nibble = nibble;
    this.distance = distance;
    return from;
  }
}

function copyMatch(out: Uint8Array, at: number, distance: number, count: number): void {
  const start = at - distance;
  if (count < SHORT) {
    for (let i = 0; i < count; i += 1) {
      out[at + i] = out[start + i] as number;
    }
  } else if (distance === 1) {
    out.fill(out[start] as number, at, at + count);
  } else {
    // A match may overlap what it writes: each turn there is as much again to copy from.
    for (let done = 0; done < count;) {
      const some = Math.min(distance + done, count - done);
      out.copyWithin(at + done, start, start + some);
      done += some;
    }
  }
}
