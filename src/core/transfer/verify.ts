import { SkybucketError } from '../errors';
import { toBase64 } from './checksum/base64';
import { compositeOf } from './checksum/composite';
import { isCombinable, type ChecksumTools } from './checksum/tools';
import type { Verified } from './transfer';
import type { Expected } from './verify-expected';
import { InOrder } from './verify-in-order';
import { Pieces } from './verify-pieces';

export interface Verdict {
  readonly verified: Verified;
  readonly warning?: string | undefined;
}

/** Reads what is on the disk already. */
export type ReadBack = (position: number, length: number) => Promise<Uint8Array>;

/** The bytes of a span as they stream by, from its start on. */
export interface SpanHash {
  update(bytes: Uint8Array): Promise<void> | undefined;
  /** All bytes of the span were given. */
  end(): Promise<void>;
}

/** Where the checksums of the segments of an object come from, whatever way its bytes take. */
export interface SegmentDigests {
  /** A hash for a span that begins to stream now; undefined where it will be read back. */
  begin(start: number, end: number): Promise<SpanHash | undefined>;
  /** A span is on the disk: it may be read back from now on. */
  placed(start: number, end: number): void;
  /** Reads back what has not streamed by. */
  finish(onHashed: (bytes: number) => void): Promise<readonly Uint8Array[]>;
  discard(): void;
}

/** Compares an object with its checksum while it is being downloaded; nothing is read twice that has streamed by. */
export class Verification {
  private readonly digests: SegmentDigests | undefined;

  constructor(
    private readonly tools: ChecksumTools,
    private readonly expected: Expected | undefined,
    readBack: ReadBack,
  ) {
    if (expected !== undefined) {
      const { algorithm, segments } = expected;
      this.digests = isCombinable(algorithm)
        ? new Pieces(tools, algorithm, segments, readBack)
        : new InOrder(tools, algorithm, segments, readBack);
    }
  }

  async begin(start: number, end: number): Promise<SpanHash | undefined> {
    return this.digests?.begin(start, end);
  }

  placed(start: number, end: number): void {
    this.digests?.placed(start, end);
  }

  /**
   * @param onHashed told how many bytes were read back so far
   * @throws SkybucketError `damaged` where the bytes are not those of the checksum
   */
  async finish(label: string, onHashed: (bytes: number) => void): Promise<Verdict> {
    const { expected, digests } = this;
    if (expected === undefined || digests === undefined) {
      return { verified: { by: 'size' } };
    }
    const found = await digests.finish(onHashed);
    const [first = new Uint8Array(0)] = found;
    const value =
      expected.of === 'full' ? first : await compositeOf(this.tools, expected.algorithm, found);
    const same = value.every((byte, index) => byte === expected.value[index]);
    if (expected.algorithm === 'MD5') {
      return same
        ? { verified: { by: 'md5' } }
        : {
            verified: { by: 'size' },
            warning:
              'Its ETag looks like an MD5 and is not that of the bytes: the server may have encrypted it.',
          };
    }
    if (!same) {
      throw new SkybucketError(
        'damaged',
        `The bytes of ${label} have the ${expected.name} ${toBase64(value)}, the server keeps ${toBase64(expected.value)}.`,
        { hint: 'Try again later; if this stays so, the object is damaged at the server.' },
      );
    }
    return { verified: { by: 'checksum', algorithm: expected.name } };
  }

  discard(): void {
    this.digests?.discard();
  }
}
