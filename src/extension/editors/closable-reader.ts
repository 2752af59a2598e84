import type { ByteReader } from '../../core/bytes/reader';
import type { ReadOptions, Span } from '../../core/bytes/source';
import { SkybucketError } from '../../core/errors';

/** A reader that can be taken away from who has it: from then on it says that the file has `changed`. */
export class ClosableReader implements ByteReader {
  readonly label: string;
  readonly local: boolean;
  private reader: ByteReader | undefined;

  constructor(reader: ByteReader) {
    this.reader = reader;
    this.label = reader.label;
    this.local = reader.local;
  }

  close(): void {
    this.reader = undefined;
  }

  async size(options?: ReadOptions): Promise<number> {
    return this.open().size(options);
  }

  async read(offset: number, length: number, options?: ReadOptions): Promise<Uint8Array> {
    return this.open().read(offset, length, options);
  }

  readSpans(spans: readonly Span[], options?: ReadOptions): Promise<Uint8Array>[] {
    const { reader } = this;
    return reader
      ? reader.readSpans(spans, options)
      : spans.map(() => Promise.reject(this.changed()));
  }

  async readUpTo(offset: number, length: number, options?: ReadOptions): Promise<Uint8Array> {
    return this.open().readUpTo(offset, length, options);
  }

  private open(): ByteReader {
    if (this.reader === undefined) {
      throw this.changed();
    }
    return this.reader;
  }

  private changed(): SkybucketError {
    return new SkybucketError('changed', `${this.label} has changed since it was opened.`, {
      hint: 'Open it anew.',
    });
  }
}
