import type { ByteReader } from '../../bytes/reader';
import type { ReadOptions, Span } from '../../bytes/source';
import { endOf } from '../../bytes/span';

/** Windows that are kept to look into. */
const MOST = 64;

interface Window extends Span {
  /** Undefined where they could not be had. */
  readonly bytes: Promise<Uint8Array | undefined>;
}

/** Short stretches of the file in which the headers of chunks are, or may be. */
export class Windows {
  private list: Window[] = [];

  constructor(private readonly reader: ByteReader) {}

  /**
   * The file from `offset` on, at least `least` bytes: out of a window that is held, or by reading `length`.
   *
   * @param guesses further windows to be asked for along with it.
   */
  async at(
    offset: number,
    least: number,
    length: number,
    guesses: readonly Span[],
    options: ReadOptions,
  ): Promise<Uint8Array> {
    const held = this.list.find((each) => each.offset <= offset && endOf(each) >= offset + least);
    const found = await held?.bytes;
    if (held && found) {
      return found.subarray(offset - held.offset);
    }
    const [first, ...others] = this.reader.readSpans([{ offset, length }, ...guesses], options);
    const bytes = first as Promise<Uint8Array>;
    if (length > least) {
      this.keep({ offset, length }, bytes);
    }
    guesses.forEach((span, i) => this.keep(span, others[i] as Promise<Uint8Array>));
    this.list = this.list.slice(-MOST);
    return bytes;
  }

  private keep(span: Span, read: Promise<Uint8Array>): void {
    const window: Window = {
      ...span,
      // Copied: they may be part of a request that is a thousand times as long.
      bytes: read.then(
        (bytes) => bytes.slice(),
        () => {
          this.list = this.list.filter((each) => each !== window);
          return undefined;
        },
      ),
    };
    this.list.push(window);
  }

  /** Any bytes of the file: out of a window that is held, where they are in one. */
  async read(offset: number, length: number, options: ReadOptions): Promise<Uint8Array> {
    const held = this.list.find((each) => each.offset <= offset && endOf(each) >= offset + length);
    const found = await held?.bytes;
    return held && found
      ? found.subarray(offset - held.offset, offset - held.offset + length)
      : this.reader.read(offset, length, options);
  }

  /** True where the span is held or asked for. */
  has(offset: number, length: number): boolean {
    return this.list.some((each) => each.offset <= offset && endOf(each) >= offset + length);
  }
}
