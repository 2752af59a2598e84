import type { PendingSpan } from '../../bytes/pending-span';
import type { ByteReader } from '../../bytes/reader';
import type { ReadOptions, Span } from '../../bytes/source';
import { SkybucketError, throwIfAborted } from '../../errors';
import type { BlockAccess, BlockBytes, BlockHeader } from '../block';
import { askedSpans } from './asked-spans';
import type { Chunk, ChunkMap, EarlyBytes, WalkAim } from './chunk';
import type { DecodedChunks } from './decoded-chunks';

/** Unpacked bytes one walk has under way at a time. */
const UNDER_WAY = 64 * 1024 * 1024;

/**
 * The bytes of a block in chunks that are packed one by one. Whoever asks walks from chunk to chunk as
 * they are found, and has the wanted part of each read and unpacked while it looks for the next.
 */
export class ChunkedBytes implements BlockBytes {
  readonly size: number;
  readonly local: boolean;
  readonly ratio: number;

  constructor(
    reader: ByteReader,
    private readonly header: BlockHeader,
    private readonly map: ChunkMap,
    private readonly decoded: DecodedChunks,
  ) {
    this.size = header.size;
    this.local = reader.local;
    this.ratio = header.used / Math.max(1, header.size);
  }

  /** The length is that of the first chunk once it has been met, and until then what writers use. */
  get access(): BlockAccess {
    return { kind: 'chunks', length: this.map.length };
  }

  readSpans(spans: readonly Span[], options: ReadOptions = {}): Promise<Uint8Array>[] {
    const asked = askedSpans(this.header, this.size, spans, options);
    const open = asked.filter(({ isSettled }) => !isSettled);
    if (open.length > 0) {
      void this.walk(new Wanted(open), options);
    }
    return asked.map(({ promise }) => promise);
  }

  agree(): void {
    // What a section costs is bounded by its chunks.
  }

  private async walk(wanted: Wanted, options: ReadOptions): Promise<void> {
    const { map } = this;
    const underWay = new Set<Promise<void>>();
    let bytes = 0;
    let at = wanted.start;
    try {
      while (at < wanted.end) {
        throwIfAborted(options.signal);
        let early: EarlyBytes | undefined;
        if (map.end <= at) {
          early = await map.grow(wanted, options);
          if (map.end <= at) {
            continue;
          }
        }
        const chunk = chunkAt(map.chunks, at);
        const end = wanted.wanted(chunk.start, chunk.length);
        if (end > 0) {
          const part = this.fetch(chunk, end, wanted, options, early).finally(() => {
            underWay.delete(part);
            bytes -= end;
          });
          underWay.add(part);
          bytes += end;
          while (bytes > UNDER_WAY) {
            await Promise.race(underWay);
          }
        }
        at = wanted.nextAfter(chunk.start + chunk.length);
      }
    } catch (error) {
      wanted.fail(at, Infinity, error);
    }
  }

  private async fetch(
    chunk: Chunk,
    end: number,
    wanted: Wanted,
    options: ReadOptions,
    early?: EarlyBytes,
  ): Promise<void> {
    try {
      const bytes = await this.decoded.with(chunk, (content) => content.upTo(end, options, early));
      wanted.take(chunk, bytes.subarray(0, end));
    } catch (error) {
      await this.salvage(chunk, end, wanted, options, error);
    }
  }

  /** Of spans that were asked for together some may be had where the last cannot. */
  private async salvage(
    chunk: Chunk,
    end: number,
    wanted: Wanted,
    options: ReadOptions,
    error: unknown,
  ): Promise<void> {
    // Only what the file itself lacks is lacking from some place on.
    const ofFile =
      error instanceof SkybucketError && (error.code === 'format' || error.code === 'truncated');
    const before = ofFile ? wanted.endBefore(chunk, end) : 0;
    wanted.fail(chunk.start + before, chunk.start + end, error);
    if (before > 0 && !options.signal?.aborted) {
      await this.fetch(chunk, before, wanted, options);
    }
  }
}

/** The spans of one walk that wait. */
class Wanted implements WalkAim {
  readonly start: number;
  readonly end: number;
  private readonly spans: readonly PendingSpan[];

  constructor(spans: readonly PendingSpan[]) {
    this.spans = [...spans].sort((a, b) => a.offset - b.offset);
    this.start = this.spans[0]?.offset ?? 0;
    this.end = this.spans.reduce((end, span) => Math.max(end, span.end), 0);
  }

  wanted(start: number, length: number): number {
    let end = 0;
    for (const span of this.spans) {
      if (span.offset >= start + length) {
        break;
      }
      if (span.end > start && !span.isSettled) {
        end = Math.max(end, Math.min(span.end - start, length));
      }
    }
    return end;
  }

  /** The largest end of a span in the chunk that is less than `end`, from its start. */
  endBefore({ start }: Chunk, end: number): number {
    return this.spans.reduce((most, span) => {
      const own = span.end - start;
      return !span.isSettled && own < end ? Math.max(most, own) : most;
    }, 0);
  }

  /** The first place from `at` on where bytes are wanted. */
  nextAfter(at: number): number {
    let next = this.end;
    for (const span of this.spans) {
      if (span.end > at && !span.isSettled) {
        next = Math.min(next, Math.max(at, span.offset));
      }
    }
    return next;
  }

  take({ start }: Chunk, bytes: Uint8Array): void {
    for (const span of this.spans) {
      const from = Math.max(0, span.offset - start);
      const to = Math.min(bytes.length, span.end - start);
      if (from < to && !span.isSettled) {
        span.take(start + from, bytes.subarray(from, to));
      }
    }
  }

  /** Fails the spans that need bytes of `[from, to)`. */
  fail(from: number, to: number, error: unknown): void {
    for (const span of this.spans) {
      if (span.end > from && span.offset < to) {
        span.fail(error);
      }
    }
  }
}

function chunkAt(chunks: readonly Chunk[], at: number): Chunk {
  let low = 0;
  for (let high = chunks.length; high - low > 1;) {
    const middle = (low + high) >> 1;
    if ((chunks[middle]?.start ?? Infinity) <= at) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return chunks[low] as Chunk;
}
