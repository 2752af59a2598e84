import type { PendingSpan } from '../../bytes/pending-span';
import type { ByteReader } from '../../bytes/reader';
import type { ReadOptions, Span } from '../../bytes/source';
import { KeptBytes } from '../../bytes/unpack/kept-bytes';
import type { Spools } from '../../bytes/unpack/spool';
import { BrokenStream, type Unpack } from '../../bytes/unpack/unpack';
import { SkybucketError } from '../../errors';
import { Turns } from '../../table/turns';
import type { BlockAccess, BlockBytes, BlockHeader } from '../block';
import { askedSpans } from './asked-spans';
import { cutBlock, damagedBlock, endsEarly } from './block-error';
import { compressionName } from './known';
import { PackedFeed } from './packed-feed';

/** Packed bytes of a block that are read without asking. */
const READ_UNASKED = 64e6;
/** Unpacked bytes of a block that are kept in memory; more are kept in a temporary file. */
const IN_MEMORY = 32 * 1024 * 1024;

/** One run of the decoder over the block. */
interface Run {
  readonly feed: PackedFeed;
  readonly pieces: AsyncIterator<Uint8Array>;
  readonly kept: KeptBytes;
}

/**
 * The bytes of a block packed in one stream: unpacked once from the start, and kept. A span is given as
 * soon as the stream has come so far; one that reaches the end, once the stream has ended as it should.
 * While nobody waits, the stream stands still, and goes on from there when somebody asks for more.
 */
export class WholeBytes implements BlockBytes {
  readonly size: number;
  readonly local: boolean;
  readonly access: BlockAccess = { kind: 'whole' };
  readonly ratio: number;
  private agreed = false;
  private run: Run | undefined;
  /** Bytes unpacked so far. */
  private length = 0;
  private ended = false;
  /** What is wrong with the stream from there on. */
  private failure: SkybucketError | undefined;
  private readonly waiting = new Set<PendingSpan>();
  private pumping = false;

  constructor(
    private readonly reader: ByteReader,
    private readonly header: BlockHeader,
    private readonly unpack: Unpack,
    private readonly spools: Spools,
  ) {
    this.size = header.size;
    this.local = reader.local;
    this.ratio = header.used / Math.max(1, header.size);
  }

  agree(): void {
    this.agreed = true;
  }

  readSpans(spans: readonly Span[], options: ReadOptions = {}): Promise<Uint8Array>[] {
    const asked = askedSpans(this.header, this.size, spans, options);
    for (const span of asked.filter(({ isSettled }) => !isSettled)) {
      this.waiting.add(span);
      // Nothing but a cancel settles a span that waits.
      span.promise.catch(() => this.leave(span));
    }
    this.serve();
    if (this.waiting.size > 0) {
      const run = (this.run ??= this.start());
      run.feed.resume(options);
      void this.pump(run);
    }
    return asked.map(({ promise }) => promise);
  }

  private start(): Run {
    const { reader, header } = this;
    const span = { offset: header.dataOffset, length: header.available };
    const feed = new PackedFeed(reader, span, (error) => this.failAll(error));
    const label = `Block ${header.index} of ${reader.label}`;
    const kept = new KeptBytes(label, this.spools, { inMemory: IN_MEMORY, most: this.size });
    return { feed, kept, pieces: this.unpack(feed)[Symbol.asyncIterator]() };
  }

  private leave(span: PendingSpan): void {
    if (this.waiting.delete(span) && this.waiting.size === 0) {
      this.run?.feed.pause();
    }
  }

  private failAll(error: unknown): void {
    const spans = [...this.waiting];
    this.waiting.clear();
    spans.forEach((span) => span.fail(error));
  }

  /** Unpacks as long as somebody waits. */
  private async pump(run: Run): Promise<void> {
    if (this.pumping) {
      return;
    }
    this.pumping = true;
    try {
      const turns = new Turns(undefined);
      while (this.waiting.size > 0 && !this.ended) {
        const { done, value } = await run.pieces.next();
        if (done) {
          await this.finish(run);
        } else {
          await this.append(run, value);
        }
        this.serve();
        if (turns.over) {
          await turns.next();
        }
      }
    } catch (error) {
      await this.giveUp(run, error);
    } finally {
      this.pumping = false;
    }
  }

  private async append({ kept }: Run, piece: Uint8Array): Promise<void> {
    const { header, size } = this;
    const fits = Math.min(piece.length, size - this.length);
    await kept.append(piece.subarray(0, fits));
    this.length += fits;
    if (fits < piece.length) {
      throw damagedBlock(header, `it holds more than the ${size} bytes its header says`);
    }
  }

  private async finish({ kept }: Run): Promise<void> {
    if (this.length < this.size) {
      throw endsEarly(this.header);
    }
    await kept.finish();
    this.ended = true;
  }

  private async giveUp(run: Run, error: unknown): Promise<void> {
    const { header } = this;
    this.failure = undefined;
    if (error instanceof BrokenStream) {
      const cut = header.available < header.used;
      this.failure = cut ? cutBlock(header) : damagedBlock(header, error.message, error);
    } else if (error instanceof SkybucketError && error.code !== 'local-file') {
      this.failure = error;
    }
    if (this.failure) {
      this.ended = true;
      this.serve();
    } else {
      // A full disk may have room later: from the start then.
      this.run = undefined;
      this.length = 0;
      await run.kept.close();
    }
    this.failAll(this.failure ?? error);
    await run.pieces.return?.();
  }

  /** Gives what is there. What can be had neither now nor later, fails. */
  private serve(): void {
    for (const span of this.waiting) {
      const there = span.end <= this.length && (span.end < this.size || this.ended);
      if (there && !(this.failure && span.end === this.size)) {
        this.waiting.delete(span);
        this.run?.kept.read(span.offset, span.length).then(
          (bytes) => span.take(span.offset, bytes),
          (error: unknown) => span.fail(error),
        );
      } else if (this.failure ?? this.costly()) {
        this.waiting.delete(span);
        span.fail(this.failure ?? this.costly());
      }
    }
  }

  private costly(): SkybucketError | undefined {
    const { index, used, compression } = this.header;
    if (this.agreed || this.local || used <= READ_UNASKED) {
      return undefined;
    }
    return new SkybucketError(
      'costly',
      `Block ${index} is compressed as a whole with ${compressionName(compression)}, so it cannot be read ` +
        `in parts: reading it takes all its ${Math.round(used / 1e6)} MB.`,
      { hint: 'Read the whole of it, or download the file.' },
    );
  }
}
