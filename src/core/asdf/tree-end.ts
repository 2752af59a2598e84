import { BLOCK_MAGIC } from './block-header';
import { placeOf } from './bytes-search';

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const DOT = 0x2e;

/** Bytes that an end marker or a magic token may have before the place to go on from. */
const OVERLAP = 8;

export interface TreeEnd {
  /** The first byte after the tree and its end marker. */
  readonly end: number;
  /** False where a block or the end of the file came first. */
  readonly marked: boolean;
}

/**
 * Where the tree ends: after a line `...` (LF or CR LF, or the end of the file), or before the first
 * block, whose magic token is no UTF-8.
 *
 * @param bytes from the start of the tree on.
 * @param from where to begin: what an earlier call gave.
 * @param all true where the file has no more bytes.
 * @returns where to go on once there are more bytes, as a number.
 */
export function findTreeEnd(bytes: Uint8Array, from: number, all: boolean): TreeEnd | number {
  const block = placeOf(bytes, BLOCK_MAGIC, from);
  const limit = block < 0 ? bytes.length : block;
  for (let at = from + 1; at < limit; at++) {
    if (bytes[at] === DOT && bytes[at - 1] === NEWLINE) {
      const after = endOfMarker(bytes, at, limit, all || block >= 0);
      if (after !== undefined) {
        return { end: after, marked: true };
      }
    }
  }
  return block >= 0 || all ? { end: limit, marked: false } : Math.max(from, limit - OVERLAP);
}

function endOfMarker(
  bytes: Uint8Array,
  at: number,
  limit: number,
  atEnd: boolean,
): number | undefined {
  for (let place = at; place < at + 3; place++) {
    if (bytes[place] !== DOT) {
      return undefined;
    }
  }
  const end = bytes[at + 3] === RETURN ? at + 4 : at + 3;
  if (end < limit && bytes[end] === NEWLINE) {
    return end + 1;
  }
  return end >= limit && atEnd ? limit : undefined;
}
