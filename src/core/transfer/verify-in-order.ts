import type { ChecksumTools, Digest, DigestAlgorithm } from './checksum/tools';
import type { ReadBack, SegmentDigests, SpanHash } from './verify';

/** Bytes read back at a time. */
const BLOCK = 1024 * 1024;

/**
 * Checksums that must be fed in order. What streams by in its turn is hashed at once; what came before its turn is
 * read back when that comes, while the rest is still on its way.
 */
export class InOrder implements SegmentDigests {
  /** All before it is hashed. */
  private frontier = 0;
  private segment = 0;
  private segmentEnd: number;
  private digest: Digest | undefined;
  private readonly done: Uint8Array[] = [];
  /** Spans on the disk beyond the frontier: where each that begins there ends. */
  private readonly waiting = new Map<number, number>();
  private streaming = false;
  private following: Promise<void> | undefined;
  private failure: { readonly error: unknown } | undefined;
  private discarded = false;

  constructor(
    private readonly tools: ChecksumTools,
    private readonly algorithm: DigestAlgorithm,
    private readonly segments: readonly number[],
    private readonly readBack: ReadBack,
  ) {
    this.segmentEnd = segments[0] ?? 0;
  }

  async begin(start: number, end: number): Promise<SpanHash | undefined> {
    if (start !== this.frontier || this.streaming || this.following !== undefined) {
      return undefined;
    }
    this.streaming = true;
    this.digest ??= await this.beginDigest();
    return {
      update: (bytes) => this.feed(bytes),
      end: async () => {
        this.streaming = false;
        if (this.frontier === end) {
          this.follow();
        }
      },
    };
  }

  placed(start: number, end: number): void {
    if (start >= this.frontier) {
      this.waiting.set(start, end);
      this.follow();
    }
  }

  async finish(onHashed: (bytes: number) => void): Promise<readonly Uint8Array[]> {
    // A stream that broke off has left the frontier where it was.
    this.streaming = false;
    const size = this.segments.reduce((sum, length) => sum + length, 0);
    await this.following;
    if (this.failure !== undefined) {
      throw this.failure.error;
    }
    const from = this.frontier;
    while (this.frontier < size) {
      await this.readSome(size);
      onHashed(this.frontier - from);
    }
    await this.closeSegments();
    return this.done;
  }

  discard(): void {
    this.discarded = true;
    this.digest?.discard();
  }

  /** Reads back what is in its turn now, one block after the other. */
  private follow(): void {
    // While this is under way no stream is hashed as it comes: only where there is something to read.
    if (!this.waiting.has(this.frontier)) {
      return;
    }
    this.following ??= this.catchUp()
      .catch((error: unknown) => {
        this.failure ??= { error };
      })
      .finally(() => {
        this.following = undefined;
      });
  }

  private async catchUp(): Promise<void> {
    for (;;) {
      const end = this.waiting.get(this.frontier);
      if (end === undefined || this.streaming || this.discarded) {
        return;
      }
      this.waiting.delete(this.frontier);
      while (this.frontier < end && !this.discarded) {
        await this.readSome(end);
      }
    }
  }

  private async readSome(end: number): Promise<void> {
    const length = Math.min(BLOCK, end - this.frontier);
    await this.feed(await this.readBack(this.frontier, length));
  }

  private async feed(bytes: Uint8Array): Promise<void> {
    for (let used = 0; used < bytes.length;) {
      await this.closeSegments();
      this.digest ??= await this.beginDigest();
      const some = bytes.subarray(used, used + this.segmentEnd - this.frontier);
      this.digest.update(some);
      await this.digest.drained();
      used += some.length;
      this.frontier += some.length;
    }
  }

  private beginDigest(): Promise<Digest> {
    return this.tools.begin(this.algorithm, this.segments[this.segment]);
  }

  /** Ends the segments that the frontier has come to the end of. */
  private async closeSegments(): Promise<void> {
    while (this.frontier === this.segmentEnd && this.segment < this.segments.length) {
      const digest = this.digest ?? (await this.beginDigest());
      this.digest = undefined;
      this.done.push(await digest.digest());
      this.segment += 1;
      this.segmentEnd += this.segments[this.segment] ?? 0;
    }
  }
}
