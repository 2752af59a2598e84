import { piecesOf } from '../../bytes/pieces';
import type { ByteReader } from '../../bytes/reader';
import type { ReadOptions, Span } from '../../bytes/source';

/**
 * The packed bytes of a block for a decoder that need not know whether somebody waits: while nobody does,
 * it gets no more, and the requests are stopped; later it goes on where it was. A request that fails is
 * told, and asked for anew when it is wanted again.
 */
export class PackedFeed implements AsyncIterable<Uint8Array> {
  private stop = new AbortController();
  private options: ReadOptions = {};
  private wake: () => void = () => undefined;
  private going: Promise<void> | undefined;

  constructor(
    private readonly reader: ByteReader,
    private readonly span: Span,
    private readonly failed: (error: unknown) => void,
  ) {
    this.pause();
  }

  pause(): void {
    this.stop.abort();
    this.going ??= new Promise((resolve) => (this.wake = resolve));
  }

  /** @param options of those that wait; their signal is not looked at. */
  resume({ meter }: ReadOptions): void {
    if (this.going) {
      this.stop = new AbortController();
      this.options = { meter, signal: this.stop.signal };
      this.going = undefined;
      this.wake();
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, void> {
    const { reader, span } = this;
    for (let done = 0; done < span.length;) {
      await this.going;
      const { signal } = this.stop;
      const left = { offset: span.offset + done, length: span.length - done };
      try {
        for await (const piece of piecesOf(reader, left, this.options)) {
          done += piece.length;
          yield piece;
        }
      } catch (error) {
        if (!signal.aborted) {
          this.pause();
          this.failed(error);
        }
      }
    }
  }
}
