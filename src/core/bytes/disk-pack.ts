import type { CachedPiece } from './block-cache';
import { joined } from './joined';
import type { Span } from './source';

/**
 * A pack: some blocks of one object, with an index of what is in them at its head. A *block* is what is
 * read and checked at once: the bytes of one or more spans of the object, one after the other.
 *
 * Little-endian: `SKYPACK1`, length of the head (u32), CRC-32 of the head from byte 16 on (u32), length
 * of the key (u32), number of blocks (u32), the key (UTF-8); for every block its length, CRC-32 and
 * number of spans (u32 each) and the offset (f64) and length (u32) of every span; then the blocks.
 */

const MAGIC = new TextEncoder().encode('SKYPACK1');
const FIXED = 24;
const BLOCK_ENTRY = 12;
const SPAN_ENTRY = 12;

/** Small enough that a few rows of it are no waste, large enough that a disk reads it in one go. */
const BLOCK_LENGTH = 256 * 1024;
/** Bounds the head where everything read was tiny. */
const BLOCK_SPANS = 4096;
export const PACK_BLOCKS = 16;
/** More than any pack of ours has, and what a damaged length can cost. */
const LONGEST_HEAD = 2 * 1024 * 1024;

export interface Block {
  readonly spans: readonly Span[];
  readonly bytes: Uint8Array;
}

/** A block as the index tells it. */
export interface BlockEntry {
  readonly spans: readonly Span[];
  /** Where it begins in the pack. */
  readonly position: number;
  readonly length: number;
  readonly crc: number;
}

type Checksum = (bytes: Uint8Array) => number;

/** Lays out pieces, which are disjoint and in order; adjacent ones become one span. */
export function* layBlocks(pieces: Iterable<CachedPiece>): Generator<Block> {
  let spans: { offset: number; length: number }[] = [];
  let parts: Uint8Array[] = [];
  let length = 0;
  const finish = (): Block => {
    const block = { spans, bytes: joined(parts) };
    [spans, parts, length] = [[], [], 0];
    return block;
  };
  for (const { offset, bytes } of pieces) {
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + BLOCK_LENGTH - length);
      const last = spans.at(-1);
      if (last && last.offset + last.length === offset + at) {
        last.length += part.length;
      } else {
        spans.push({ offset: offset + at, length: part.length });
      }
      parts.push(part);
      length += part.length;
      at += part.length;
      if (length === BLOCK_LENGTH || spans.length === BLOCK_SPANS) {
        yield finish();
      }
    }
  }
  if (length > 0) {
    yield finish();
  }
}

/** The pack of some blocks, and the entries its index has. */
export function encodePack(
  key: string,
  blocks: readonly Block[],
  crc32: Checksum,
): { readonly chunks: Uint8Array[]; readonly entries: BlockEntry[] } {
  const name = new TextEncoder().encode(key);
  const spans = blocks.reduce((sum, block) => sum + block.spans.length, 0);
  const head = new Uint8Array(
    FIXED + name.length + blocks.length * BLOCK_ENTRY + spans * SPAN_ENTRY,
  );
  const view = new DataView(head.buffer);
  head.set(MAGIC);
  view.setUint32(8, head.length, true);
  view.setUint32(16, name.length, true);
  view.setUint32(20, blocks.length, true);
  head.set(name, FIXED);
  let at = FIXED + name.length;
  let position = head.length;
  const entries = blocks.map(({ spans, bytes }): BlockEntry => {
    const entry = { spans, position, length: bytes.length, crc: crc32(bytes) };
    view.setUint32(at, entry.length, true);
    view.setUint32(at + 4, entry.crc, true);
    view.setUint32(at + 8, spans.length, true);
    at += BLOCK_ENTRY;
    for (const { offset, length } of spans) {
      view.setFloat64(at, offset, true);
      view.setUint32(at + 8, length, true);
      at += SPAN_ENTRY;
    }
    position += bytes.length;
    return entry;
  });
  view.setUint32(12, crc32(head.subarray(16)), true);
  return { chunks: [head, ...blocks.map(({ bytes }) => bytes)], entries };
}

/** How long the head is that begins with `start`; undefined if it is none of ours. */
export function headLength(start: Uint8Array): number | undefined {
  if (start.length < FIXED || MAGIC.some((byte, index) => start[index] !== byte)) {
    return undefined;
  }
  const length = viewOf(start).getUint32(8, true);
  return length >= FIXED && length <= LONGEST_HEAD ? length : undefined;
}

/** The index of a pack of `key`; undefined if the head is damaged, cut, or that of another object. */
export function decodeHead(
  head: Uint8Array,
  key: string,
  crc32: Checksum,
): BlockEntry[] | undefined {
  const view = viewOf(head);
  if (headLength(head) !== head.length || view.getUint32(12, true) !== crc32(head.subarray(16))) {
    return undefined;
  }
  // From here on it is as it was written, which is not yet to say by whom.
  let at = FIXED + view.getUint32(16, true);
  if (at > head.length || new TextDecoder().decode(head.subarray(FIXED, at)) !== key) {
    return undefined;
  }
  const entries: BlockEntry[] = [];
  let position = head.length;
  for (let count = view.getUint32(20, true); count > 0; count--) {
    if (at + BLOCK_ENTRY > head.length) {
      return undefined;
    }
    const length = view.getUint32(at, true);
    const crc = view.getUint32(at + 4, true);
    const spanCount = view.getUint32(at + 8, true);
    at += BLOCK_ENTRY;
    const end = at + spanCount * SPAN_ENTRY;
    if (end > head.length) {
      return undefined;
    }
    const spans: Span[] = [];
    for (; at < end; at += SPAN_ENTRY) {
      spans.push({ offset: view.getFloat64(at, true), length: view.getUint32(at + 8, true) });
    }
    if (length > BLOCK_LENGTH || !areSound(spans, length)) {
      return undefined;
    }
    entries.push({ spans, position, length, crc });
    position += length;
  }
  return entries;
}

function areSound(spans: readonly Span[], blockLength: number): boolean {
  const sum = spans.reduce((total, { length }) => total + length, 0);
  return (
    sum === blockLength &&
    spans.every(
      ({ offset, length }) =>
        length > 0 &&
        offset >= 0 &&
        Number.isSafeInteger(offset) &&
        Number.isSafeInteger(offset + length),
    )
  );
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
