/**
 * LZ4 blocks whose bytes can be told anywhere without packing anything: literals, and runs of one element
 * of four bytes, which a match four bytes back repeats. How long each of them is decides where all bytes are.
 */

interface Sequence {
  /** Of its first byte in the block, and of its first literal in the unpacked bytes. */
  readonly offset: number;
  readonly rawOffset: number;
  /** Token and length of the literals. */
  readonly head: Uint8Array;
  readonly literals: number;
  /** Offset and rest of the length of the match; empty in the last sequence. */
  readonly tail: Uint8Array;
}

/** Unpacked bytes `[from, to)` that repeat the four bytes before them. */
export interface Repeat {
  readonly from: number;
  readonly to: number;
}

export interface Lz4Layout {
  /** Bytes of the block. */
  readonly size: number;
  /** Bytes of the block from `offset` on; `raw` gives the unpacked ones. */
  read(offset: number, length: number, raw: (from: number, to: number) => Uint8Array): Uint8Array;
}

/** The layout of a block of so many unpacked bytes; the last of them are no repeat (LZ4 block format, "End of block"). */
export function lz4Layout(rawSize: number, repeats: readonly Repeat[]): Lz4Layout {
  const sequences: Sequence[] = [];
  let offset = 0;
  let rawOffset = 0;
  for (const repeat of [...repeats, { from: rawSize, to: rawSize }]) {
    const literals = repeat.from - rawOffset;
    const match = repeat.to - repeat.from;
    const token = (Math.min(literals, 15) << 4) | Math.min(Math.max(match - 4, 0), 15);
    const head = Uint8Array.from([token, ...lengthBytes(literals)]);
    const tail = Uint8Array.from(match > 0 ? [4, 0, ...lengthBytes(match - 4)] : []);
    sequences.push({ offset, rawOffset, head, literals, tail });
    offset += head.length + literals + tail.length;
    rawOffset = repeat.to;
  }
  return {
    size: offset,
    read: (from, length, raw) => {
      const out = new Uint8Array(length);
      for (let i = lastAt(sequences, from); i < sequences.length; i += 1) {
        const sequence = sequences[i] as Sequence;
        if (sequence.offset >= from + length) {
          break;
        }
        copySequence(out, from, sequence, raw);
      }
      return out;
    },
  };
}

/** What does not fit into four bits. */
function lengthBytes(length: number): number[] {
  if (length < 15) {
    return [];
  }
  const rest = length - 15;
  return [...new Array<number>(Math.floor(rest / 255)).fill(255), rest % 255];
}

function copySequence(
  out: Uint8Array,
  from: number,
  { offset, rawOffset, head, literals, tail }: Sequence,
  raw: (from: number, to: number) => Uint8Array,
): void {
  const start = offset + head.length;
  const first = Math.max(0, from - start);
  const last = Math.min(literals, from + out.length - start);
  place(out, head, offset - from);
  if (first < last) {
    out.set(raw(rawOffset + first, rawOffset + last), start + first - from);
  }
  place(out, tail, start + literals - from);
}

/** Copies what of `bytes` lies inside of `out`, where their first byte would be at `at`. */
export function place(out: Uint8Array, bytes: Uint8Array, at: number): void {
  const skipped = Math.max(0, -at);
  const kept = bytes.subarray(skipped, Math.max(skipped, out.length - at));
  if (kept.length > 0) {
    out.set(kept, at + skipped);
  }
}

/** The last sequence that starts at `offset` or before. */
function lastAt(sequences: readonly Sequence[], offset: number): number {
  let low = 0;
  let high = sequences.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sequences[middle] as Sequence).offset <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
