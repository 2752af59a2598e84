import type { ByteReader } from './reader';
import type { ReadOptions, Span } from './source';
import { checkInside, checkSpan } from './span';

/**
 * A span of an object as if it were a file of its own: the ASDF file in an HDU. Offsets count from the
 * start of the span. Reads are those of the reader around it, so they are planned and cached together.
 *
 * @param label what people call the part.
 */
export function partReader(reader: ByteReader, span: Span, label: string): ByteReader {
  checkSpan(reader.label, { offset: span.offset, length: 0 });
  return new PartReader(reader, span, label);
}

class PartReader implements ByteReader {
  readonly local: boolean;

  constructor(
    private readonly whole: ByteReader,
    private readonly part: Span,
    readonly label: string,
  ) {
    this.local = whole.local;
  }

  /** Less than the span where the object around it was cut short. */
  async size(options: ReadOptions = {}): Promise<number> {
    const { offset, length } = this.part;
    return Math.max(0, Math.min(length, (await this.whole.size(options)) - offset));
  }

  async read(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    return this.whole.read(this.inWhole({ offset, length }).offset, length, options);
  }

  readSpans(spans: readonly Span[], options: ReadOptions = {}): Promise<Uint8Array>[] {
    const placed = spans.map((span) => this.tryInWhole(span));
    const inside = placed.filter((span): span is Span => !(span instanceof Error));
    const read = this.whole.readSpans(inside, options).values();
    return placed.map((span) =>
      span instanceof Error ? Promise.reject(span) : (read.next().value as Promise<Uint8Array>),
    );
  }

  async readUpTo(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    const size = await this.size(options);
    return this.read(offset, Math.max(0, Math.min(length, size - offset)), options);
  }

  private inWhole(span: Span): Span {
    checkSpan(this.label, span);
    checkInside(this.label, span, this.part.length);
    return { offset: this.part.offset + span.offset, length: span.length };
  }

  private tryInWhole(span: Span): Span | Error {
    try {
      return this.inWhole(span);
    } catch (error) {
      return error as Error;
    }
  }
}
