import type { ByteReader } from '../../../../src/core/bytes/reader';
import type { ReadOptions, Span } from '../../../../src/core/bytes/source';
import { SkybucketError, throwIfAborted } from '../../../../src/core/errors';

/** Fills a buffer with what the object holds from `offset` on. */
export type Content = (offset: number, length: number) => Uint8Array;

/**
 * A reader over content that need not exist in memory. Counts what is asked of it: one request a span,
 * one round each time something is asked for after an earlier answer.
 */
export class CountingReader implements ByteReader {
  readonly label = 'test.fits';
  readonly local = false;
  requests = 0;
  bytes = 0;
  rounds = 0;
  readonly spans: Span[] = [];

  constructor(
    private readonly length: number,
    private readonly content: Content,
  ) {}

  static of(bytes: Uint8Array): CountingReader {
    return new CountingReader(bytes.length, (offset, length) =>
      bytes.subarray(offset, offset + length),
    );
  }

  async size(): Promise<number> {
    return this.length;
  }

  async read(offset: number, length: number, options?: ReadOptions): Promise<Uint8Array> {
    const [bytes] = this.readSpans([{ offset, length }], options);
    return (await bytes) ?? new Uint8Array(0);
  }

  readSpans(spans: readonly Span[], options: ReadOptions = {}): Promise<Uint8Array>[] {
    this.rounds += 1;
    return spans.map(async (span) => {
      this.requests += 1;
      this.bytes += span.length;
      this.spans.push(span);
      await Promise.resolve();
      throwIfAborted(options.signal);
      if (span.offset < 0 || span.length < 0 || span.offset + span.length > this.length) {
        throw new SkybucketError('past-end', `${span.offset}+${span.length} leaves the object.`);
      }
      return this.content(span.offset, span.length);
    });
  }

  async readUpTo(offset: number, length: number, options?: ReadOptions): Promise<Uint8Array> {
    const there = Math.max(0, Math.min(length, this.length - offset));
    return there === 0 ? new Uint8Array(0) : this.read(offset, there, options);
  }
}
