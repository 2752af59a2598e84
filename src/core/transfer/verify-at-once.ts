import type { DigestAlgorithm } from './checksum/tools';
import type { PartialMemory } from './local-disk';
import type { SegmentDigests } from './verify';

/** The checksum of a file that is in memory: of all bytes, when they are there. */
export class AtOnce implements SegmentDigests {
  constructor(
    private readonly memory: Pick<PartialMemory, 'digest'>,
    private readonly algorithm: DigestAlgorithm,
    private readonly size: number,
  ) {}

  async begin(): Promise<undefined> {}

  placed(): void {}

  async finish(): Promise<readonly Uint8Array[]> {
    return [await this.memory.digest(this.algorithm, this.size)];
  }

  discard(): void {}
}
