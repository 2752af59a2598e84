import { SharedTask } from '../../bytes/shared-task';
import type { ReadOptions } from '../../bytes/source';
import { endOf } from '../../bytes/span';
import { SkybucketError, throwIfAborted } from '../../errors';
import type { Turns } from '../../table/turns';
import type { ChunkContent, EarlyBytes } from './chunk';
import { BrokenLz4, Lz4Decoder } from './lz4-decoder';

/** By how much the start of a chunk may pack less well than all of it, and a few KB more. */
const MARGIN = 1.02;
const MORE = 4 * 1024;
/** The margins where that was too little. */
const WIDE_MARGIN = 1.25;
const WIDE_MORE = 32 * 1024;

/** Bytes that do not pack take hardly more than they are. */
const MOST_RATIO = 1.01;

/** No byte of LZ4 stands for more. */
export const MOST_GROWTH = 255;
/** Of one chunk in memory. Writers use some MB. */
const MOST_AT_ONCE = 2 ** 30;

/** Where a chunk is: its LZ4 block in the file, and how long it is unpacked. */
interface Place {
  readonly offset: number;
  readonly stored: number;
  readonly length: number;
}

/** What reads the packed bytes. */
export interface ChunkReader {
  read(offset: number, length: number, options: ReadOptions): Promise<Uint8Array>;
}

interface Limits {
  /** Bytes of the LZ4 block that the file has. */
  readonly available: number;
  /** What to throw where they are not enough. */
  cut(): SkybucketError;
  broken(what: string): SkybucketError;
  /** Of all chunks of a block. */
  readonly turns: Turns;
}

interface Extension {
  readonly end: number;
  readonly task: SharedTask<void>;
}

/** Packed bytes that likely are enough for the first `end` bytes of a chunk. */
export function storedFor(end: number, length: number, stored: number): number {
  return end >= length
    ? stored
    : Math.min(stored, Math.ceil((end * stored * MARGIN) / length) + MORE);
}

/**
 * One LZ4 block, read and unpacked from its start on as far as somebody wants it, and further from there
 * when somebody wants more.
 */
export class Lz4Chunk implements ChunkContent {
  private readonly decoder = new Lz4Decoder(new Uint8Array(0));
  /** Packed bytes that have been read, and those at their end that are not used. */
  private read = 0;
  private rest = new Uint8Array(0);
  private running: Extension | undefined;
  private failure: SkybucketError | undefined;

  constructor(
    private readonly reader: ChunkReader,
    private readonly place: Place,
    private readonly limits: Limits,
  ) {}

  get weight(): number {
    return this.decoder.out.length + this.rest.length;
  }

  async upTo(end: number, options: ReadOptions, early?: EarlyBytes): Promise<Uint8Array> {
    const { decoder } = this;
    while (decoder.at < end) {
      if (this.failure) {
        throw this.failure;
      }
      const running = (this.running ??= this.extension(end, early));
      try {
        await running.task.join(options);
      } catch (error) {
        throwIfAborted(options.signal);
        // It may have failed at bytes that are not wanted here.
        if (running.end <= end) {
          throw error;
        }
      }
    }
    return decoder.out.subarray(0, decoder.at);
  }

  private extension(end: number, early: EarlyBytes | undefined): Extension {
    const task = new SharedTask<void>(async (options) => {
      try {
        await this.extend(end, options, early);
      } finally {
        if (this.running === extension) {
          this.running = undefined;
        }
      }
    });
    const extension = { end, task };
    return extension;
  }

  private async extend(end: number, options: ReadOptions, early?: EarlyBytes): Promise<void> {
    const { decoder, place, limits } = this;
    if (end > MOST_GROWTH * limits.available) {
      throw limits.cut();
    }
    if (end > MOST_AT_ONCE) {
      throw tooLarge();
    }
    this.makeRoom(end);
    this.unpack(new Uint8Array(0));
    let need = storedFor(end, place.length, place.stored);
    while (decoder.at < end) {
      if (this.read >= limits.available) {
        throw limits.available < place.stored
          ? limits.cut()
          : (this.failure = limits.broken('the LZ4 data end early'));
      }
      const from = this.read;
      const reach = early ? endOf(early) - place.offset : 0;
      const enough = reach > from && reach >= Math.ceil((end * place.stored) / place.length);
      const to = Math.min(limits.available, enough ? reach : Math.max(need, from + MORE));
      const pieces = await this.fetch(from, to, options, early);
      throwIfAborted(options.signal);
      // One that was given up by all, and another that took its place, may both come so far.
      if (this.read === from) {
        pieces.forEach((piece) => this.unpack(piece));
      }
      if (limits.turns.over) {
        await limits.turns.next();
      }
      // Its start may pack less well than the whole.
      const ratio = Math.max(place.stored / place.length, this.read / Math.max(1, decoder.at));
      const missing = Math.min(ratio, MOST_RATIO) * (end - decoder.at);
      need = this.read + Math.ceil(missing * WIDE_MARGIN) + WIDE_MORE;
    }
  }

  /** Bytes `[from, to)` of the LZ4 block, where there are some with those that are under way already. */
  private async fetch(
    from: number,
    to: number,
    options: ReadOptions,
    early: EarlyBytes | undefined,
  ): Promise<readonly Uint8Array[]> {
    const start = this.place.offset + from;
    const end = this.place.offset + to;
    if (!early || early.offset > start || endOf(early) <= start) {
      return [await this.reader.read(start, to - from, options)];
    }
    const middle = Math.min(end, endOf(early));
    const rest = middle < end ? this.reader.read(middle, end - middle, options) : undefined;
    rest?.catch(() => undefined);
    // Whoever asked for it may have given up.
    const first = await early.bytes.then(
      (bytes) => bytes.subarray(start - early.offset, middle - early.offset),
      () => this.reader.read(start, middle - start, options),
    );
    return rest ? [first, await rest] : [first];
  }

  private makeRoom(end: number): void {
    const { decoder, place } = this;
    const { length } = decoder.out;
    if (length < end) {
      const longer = new Uint8Array(
        length === 0 ? end : Math.min(place.length, Math.max(end, 2 * length)),
      );
      longer.set(decoder.out.subarray(0, decoder.at));
      decoder.out = longer;
    }
  }

  private unpack(piece: Uint8Array): void {
    const { decoder, rest } = this;
    let bytes = piece;
    if (rest.length > 0) {
      bytes = new Uint8Array(rest.length + piece.length);
      bytes.set(rest);
      bytes.set(piece, rest.length);
    }
    try {
      this.rest = bytes.slice(decoder.feed(bytes));
      this.read += piece.length;
    } catch (error) {
      if (!(error instanceof BrokenLz4)) {
        throw error;
      }
      throw (this.failure = this.limits.broken(error.message));
    }
    // What it holds must be as long as it says: neither sequences nor bytes may be left.
    if (
      decoder.at === this.place.length &&
      this.read === this.place.stored &&
      this.rest.length > 0
    ) {
      throw (this.failure = this.limits.broken('the LZ4 data hold more than their header says'));
    }
  }
}

function tooLarge(): SkybucketError {
  return new SkybucketError(
    'too-large',
    `A chunk of more than ${MOST_AT_ONCE / 2 ** 30} GiB, which has to be unpacked from its start, is too large.`,
    { hint: 'Write the file again with smaller chunks (compression_block_size in asdf).' },
  );
}
