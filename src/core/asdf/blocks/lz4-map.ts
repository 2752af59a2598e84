import type { ByteReader } from '../../bytes/reader';
import { SharedTask } from '../../bytes/shared-task';
import type { ReadOptions, Span } from '../../bytes/source';
import { Turns } from '../../table/turns';
import type { BlockHeader } from '../block';
import { cutBlock, damagedBlock, endsEarly } from './block-error';
import type { Chunk, ChunkMap, EarlyBytes, WalkAim } from './chunk';
import { Lz4Chunk, MOST_GROWTH, storedFor } from './lz4-chunk';
import { guessedWindows } from './lz4-guess';
import { Windows } from './windows';

/** Length of the packed chunk (big-endian), then of the unpacked one (little-endian). */
const HEADER_LENGTH = 8;
/** What asdf in Python packs at a time. */
const USUAL_LENGTH = 4 * 1024 * 1024;
/** Read at the first header, and at those of short chunks: there may be more of them in it. */
const LOOK = 64 * 1024;
/** A block of no more is read at once: it takes less time than looking for its chunks one by one. */
const SHORT_BLOCK = 2 * 1024 * 1024;
/** So much more packed bytes are asked for where the length of a chunk is not known yet. */
const SPARE = 4 * 1024;
const MOST_CHUNKS = 2 ** 18;

/** A chunk of a block packed with `lz4`. */
export interface Lz4Place extends Chunk {
  /** Of its LZ4 data in the file, and how long they are. */
  readonly offset: number;
  readonly stored: number;
}

/**
 * The chunks of a block packed with `lz4` as asdf in Python writes it: of each the length of what follows
 * (32 bits, big-endian), the length unpacked (32 bits, little-endian), and an LZ4 block.
 *
 * Where a chunk is can be known from the one before it alone, so that remote each costs a round. Where two
 * in a row had nearly the same length (noise does not pack), the next headers are looked for where they
 * would be then, which costs some KB.
 */
export class Lz4Map implements ChunkMap {
  readonly chunks: Lz4Place[] = [];
  end = 0;
  /** Where the next header is, from the start of the block. */
  private next = 0;
  private aim = 0;
  private guessed = 0;
  private readonly windows: Windows;
  private readonly turns = new Turns(undefined);
  private readonly hop = new SharedTask<void>((options) => this.find(options));

  constructor(
    private readonly reader: ByteReader,
    private readonly header: BlockHeader,
  ) {
    this.windows = new Windows(reader);
  }

  get length(): number {
    return this.chunks[0]?.length ?? Math.min(USUAL_LENGTH, this.header.size);
  }

  async grow(aim: WalkAim, options: ReadOptions): Promise<EarlyBytes | undefined> {
    this.aim = Math.max(this.aim, aim.end);
    const early = this.askEarly(aim, options);
    await this.hop.join(options);
    return early;
  }

  /** In the same turn as the header, so that it is one request. */
  private askEarly(aim: WalkAim, options: ReadOptions): EarlyBytes | undefined {
    const { header, end } = this;
    const last = this.chunks.at(-1);
    const length = Math.min(last?.length ?? this.length, header.size - end);
    const wanted = aim.wanted(end, length);
    const offset = this.next + HEADER_LENGTH;
    if (wanted === 0 || offset >= header.available) {
      return undefined;
    }
    const stored = last?.stored ?? (header.used / header.size) * length;
    const most = Math.min(storedFor(wanted, length, stored) + SPARE, header.available - offset);
    const span = { offset: header.dataOffset + offset, length: Math.floor(most) };
    const bytes = this.reader.read(span.offset, span.length, options);
    // The chunk may turn out to be shorter, and nobody to wait for it.
    bytes.catch(() => undefined);
    return { ...span, bytes };
  }

  private async find(options: ReadOptions): Promise<void> {
    const { header, next } = this;
    this.check();
    const place = header.dataOffset + next;
    const left = header.available - next;
    const last = this.chunks.at(-1);
    const length =
      header.available <= SHORT_BLOCK ? left : last && last.stored > LOOK ? HEADER_LENGTH : LOOK;
    const guesses = this.guesses();
    const bytes = await this.windows.at(
      place,
      HEADER_LENGTH,
      Math.min(length, left),
      guesses,
      options,
    );
    if (this.next === next) {
      this.take(bytes);
    }
  }

  /** @throws SkybucketError where there can be no further chunk. */
  private check(): void {
    const { header, next, chunks } = this;
    if (next + HEADER_LENGTH > header.used) {
      throw damagedBlock(header, `it holds ${this.end} bytes, but its header says ${header.size}`);
    }
    if (next + HEADER_LENGTH > header.available) {
      throw cutBlock(header);
    }
    if (chunks.length >= MOST_CHUNKS) {
      throw damagedBlock(header, `it has more than ${MOST_CHUNKS} chunks`);
    }
  }

  private guesses(): readonly Span[] {
    const { header, chunks, windows } = this;
    const place = header.dataOffset + this.next;
    if (this.reader.local || windows.has(place, HEADER_LENGTH)) {
      return [];
    }
    const end = header.dataOffset + header.available;
    const spans = guessedWindows(chunks, place, this.end, this.aim, end, this.guessed);
    this.guessed += spans.reduce((sum, { length }) => sum + length, 0);
    return spans;
  }

  /** Takes all chunks whose headers are in the bytes. */
  private take(bytes: Uint8Array): void {
    const { header } = this;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const from = this.next;
    do {
      const at = this.next - from;
      const stored = view.getUint32(at) - 4;
      const length = view.getUint32(at + 4, true);
      const body = this.next + HEADER_LENGTH;
      if (stored < 1 || length === 0 || body + stored > header.used) {
        throw damagedBlock(header, `there is no LZ4 chunk at its byte ${this.next}`);
      }
      if (length > MOST_GROWTH * stored || this.end + length > header.size) {
        throw damagedBlock(
          header,
          `the chunk at its byte ${this.next} cannot hold ${length} bytes`,
        );
      }
      this.add(length, body, stored);
      this.next = body + stored;
    } while (this.end < header.size && this.next - from + HEADER_LENGTH <= bytes.length);
  }

  private add(length: number, body: number, stored: number): void {
    const { windows, header } = this;
    const place: Lz4Place = {
      start: this.end,
      length,
      offset: header.dataOffset + body,
      stored,
      open: () =>
        new Lz4Chunk(windows, place, {
          available: Math.max(0, Math.min(stored, header.available - body)),
          turns: this.turns,
          cut: () => endsEarly(header),
          broken: (what) => damagedBlock(header, `${what} (in the chunk at its byte ${body})`),
        }),
    };
    this.chunks.push(place);
    this.end += length;
  }
}
