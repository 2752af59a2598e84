import { combineCrcs, type CrcPiece } from './checksum/combine';
import type { ChecksumTools, CrcAlgorithm, Digest } from './checksum/tools';
import type { ReadBack, SegmentDigests, SpanHash } from './verify';

/** Bytes read back at a time. */
const BLOCK = 1024 * 1024;

interface Piece extends CrcPiece {
  readonly start: number;
}

/** CRCs: spans are hashed in whatever order they come, and put together at the end. */
export class Pieces implements SegmentDigests {
  /** By where they begin; disjoint, each in one segment. */
  private readonly pieces = new Map<number, Piece>();
  /** Where segments end. */
  private readonly ends: readonly number[];

  constructor(
    private readonly tools: ChecksumTools,
    private readonly algorithm: CrcAlgorithm,
    segments: readonly number[],
    private readonly readBack: ReadBack,
  ) {
    let end = 0;
    this.ends = segments.map((length) => (end += length));
  }

  async begin(start: number, end: number): Promise<SpanHash> {
    const cuts = this.ends.filter((cut) => cut > start && cut < end);
    const bounds = [start, ...cuts, end];
    const digests = await Promise.all(bounds.slice(1).map(() => this.tools.begin(this.algorithm)));
    const starts = bounds.slice(0, -1);
    let at = start;
    let index = 0;
    return {
      update: (bytes) => {
        for (let used = 0; used < bytes.length;) {
          const room = (bounds[index + 1] ?? end) - at;
          const some = bytes.subarray(used, used + room);
          digests[index]?.update(some);
          used += some.length;
          at += some.length;
          index += some.length === room ? 1 : 0;
        }
        return undefined;
      },
      end: async () => {
        for (const [place, digest] of digests.entries()) {
          await this.keep(starts[place] ?? start, bounds[place + 1] ?? end, digest);
        }
      },
    };
  }

  placed(): void {}

  async finish(onHashed: (bytes: number) => void): Promise<readonly Uint8Array[]> {
    let hashed = 0;
    const digests: Uint8Array[] = [];
    let at = 0;
    const pieces = [...this.pieces.values()].sort((a, b) => a.start - b.start);
    const waiting = pieces.values();
    let next = waiting.next().value;
    for (const end of this.ends) {
      const found: CrcPiece[] = [];
      while (at < end) {
        if (next?.start === at) {
          found.push(next);
          at += next.length;
          next = waiting.next().value;
        } else {
          const to = Math.min(end, at + BLOCK, next?.start ?? Infinity);
          const digest = await this.tools.begin(this.algorithm);
          digest.update(await this.readBack(at, to - at));
          found.push({ digest: await digest.digest(), length: to - at });
          onHashed((hashed += to - at));
          at = to;
        }
      }
      digests.push(combineCrcs(this.algorithm, found));
    }
    return digests;
  }

  discard(): void {}

  private async keep(start: number, end: number, digest: Digest): Promise<void> {
    const length = end - start;
    this.pieces.set(start, { start, length, digest: await digest.digest() });
  }
}
