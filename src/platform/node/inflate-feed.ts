import type { Inflate, InflateRaw } from 'node:zlib';

/** Bytes inflated at a time: what comes out of them, at most a thousand times as much, is in memory. */
export const FEED_LENGTH = 64 * 1024;
export const OUT_LENGTH = 64 * 1024;

/** One deflate or zlib stream, fed piece by piece; what came out before a failure is given. */
export class InflateFeed {
  ended = false;
  failure: string | undefined;
  private out: Uint8Array[] = [];
  private wake: () => void = () => undefined;

  constructor(private readonly stream: Inflate | InflateRaw) {
    this.stream.on('data', (piece: Uint8Array) => this.out.push(piece));
    this.stream.on('end', () => {
      this.ended = true;
      this.wake();
    });
    this.stream.on('error', (error) => {
      this.failure = error.message;
      this.wake();
    });
  }

  /** Packed bytes used so far. */
  get used(): number {
    return this.stream.bytesWritten;
  }

  async inflate(feed: Uint8Array): Promise<Uint8Array[]> {
    const before = this.used;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      this.stream.write(feed, () => {
        // Where it did not want all of the piece it has ended, and says so soon.
        if (this.used - before === feed.length) {
          resolve();
        }
      });
    });
    return this.taken();
  }

  /** Says that there is no more to feed. What has not ended by then, ends early. */
  async finish(): Promise<Uint8Array[]> {
    if (!this.ended && this.failure === undefined) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        this.stream.end();
      });
    }
    return this.taken();
  }

  close(): void {
    this.stream.destroy();
  }

  private taken(): Uint8Array[] {
    const { out } = this;
    this.out = [];
    return out;
  }
}
