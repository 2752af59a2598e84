import type { ByteReader } from '../../bytes/reader';
import type { ReadOptions, Span } from '../../bytes/source';
import type { BlockAccess, BlockBytes, BlockHeader } from '../block';
import { askedSpans } from './asked-spans';
import { cutBlock } from './block-error';

/** The bytes of a block that is not compressed, streamed or not. */
export class PlainBytes implements BlockBytes {
  readonly size: number;
  readonly local: boolean;
  readonly access: BlockAccess = { kind: 'plain' };
  readonly ratio = 1;

  constructor(
    private readonly reader: ByteReader,
    private readonly header: BlockHeader,
  ) {
    this.size = header.streamed ? header.available : header.used;
    this.local = reader.local;
  }

  readSpans(spans: readonly Span[], options: ReadOptions = {}): Promise<Uint8Array>[] {
    const { header } = this;
    const asked = askedSpans(header, this.size, spans, options);
    const open = asked.filter((span) => {
      if (span.end > header.available) {
        span.fail(cutBlock(header));
      }
      return !span.isSettled;
    });
    const moved = open.map(({ offset, length }) => ({
      offset: header.dataOffset + offset,
      length,
    }));
    this.reader.readSpans(moved, options).forEach((bytes, i) => {
      const span = open[i];
      bytes.then(
        (read) => span?.take(span.offset, read),
        (error: unknown) => span?.fail(error),
      );
    });
    return asked.map(({ promise }) => promise);
  }

  agree(): void {
    // Nothing here is costly.
  }
}
