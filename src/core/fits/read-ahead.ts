import type { ByteReader } from '../bytes/reader';
import type { ReadOptions, Span } from '../bytes/source';

/** Header bytes that are at hand or under way. */
interface Window extends Span {
  readonly bytes: Promise<Uint8Array>;
}

/**
 * Small windows on the places where headers are and where the next ones are likely to be. Guesses are
 * read together with what is needed now, so that a row of equal images costs one round; they cost
 * bytes when they are wrong, so after the first wrong one there are no more.
 */
export class ReadAhead {
  private current: Window | undefined;
  private guesses: Window[] = [];
  private trusted = true;

  constructor(private readonly reader: ByteReader) {}

  /** True while guesses have been right. */
  get guessing(): boolean {
    return this.trusted;
  }

  /**
   * What is at hand from `span.offset` on, reading the span and the guesses where nothing is. Gives at
   * least `enough` bytes unless the file ends before.
   */
  async at(
    span: Span,
    enough: number,
    guesses: readonly Span[],
    options: ReadOptions,
  ): Promise<Uint8Array> {
    const known = await this.known(span.offset, enough, options);
    if (known) {
      return known;
    }
    if (this.guesses.length > 0) {
      this.trusted = false;
      this.guesses = [];
    }
    const spans = [span, ...(this.trusted ? guesses : [])];
    const [first, ...others] = this.reader.readSpans(spans, options).map((bytes, i) => {
      // A guess that fails is only a guess; whoever needs its bytes reads them again.
      bytes.catch(() => undefined);
      return { offset: spans[i]?.offset ?? 0, length: spans[i]?.length ?? 0, bytes };
    });
    this.guesses = others;
    this.current = first;
    return first === undefined ? new Uint8Array(0) : await first.bytes;
  }

  /** Keeps bytes that were read for another reason. */
  keep(offset: number, bytes: Uint8Array): void {
    this.current = { offset, length: bytes.length, bytes: Promise.resolve(bytes) };
  }

  private async known(
    offset: number,
    enough: number,
    options: ReadOptions,
  ): Promise<Uint8Array | undefined> {
    const covers = (window: Window): boolean =>
      window.offset <= offset && offset + enough <= window.offset + window.length;
    if (this.current === undefined || !covers(this.current)) {
      const hit = this.guesses.findIndex(covers);
      if (hit < 0) {
        return undefined;
      }
      this.current = this.guesses[hit];
      this.guesses = this.guesses.slice(hit + 1);
    }
    const window = this.current;
    if (window === undefined) {
      return undefined;
    }
    try {
      return (await window.bytes).subarray(offset - window.offset);
    } catch (error) {
      this.current = undefined;
      if (options.signal?.aborted) {
        throw error;
      }
      return undefined;
    }
  }
}
