/** Bytes that come in pieces, seen as one run of bytes from the first that has not been used. */
export class ByteQueue {
  /** Bytes used so far. */
  used = 0;
  private held = new Uint8Array(0);
  private readonly source: AsyncIterator<Uint8Array>;
  private ended = false;

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.source = pieces[Symbol.asyncIterator]();
  }

  /** What is at hand. */
  get bytes(): Uint8Array {
    return this.held;
  }

  /** True once everything that will ever come is at hand. */
  get complete(): boolean {
    return this.ended;
  }

  /** Waits until `count` bytes are at hand, or all there are. */
  async need(count: number): Promise<Uint8Array> {
    while (this.held.length < count && !this.ended) {
      const { done, value } = await this.source.next();
      if (done) {
        this.ended = true;
      } else if (this.held.length === 0) {
        this.held = value as Uint8Array<ArrayBuffer>;
      } else {
        const both = new Uint8Array(this.held.length + value.length);
        both.set(this.held);
        both.set(value, this.held.length);
        this.held = both;
      }
    }
    return this.held;
  }

  /** Drops bytes from the front, at most those at hand. */
  use(count: number): void {
    this.held = this.held.subarray(count);
    this.used += count;
  }

  /** To be called when no more is wanted. */
  async stop(): Promise<void> {
    await this.source.return?.();
  }
}
