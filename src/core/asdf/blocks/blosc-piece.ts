import type { ByteReader } from '../../bytes/reader';
import { SharedTask } from '../../bytes/shared-task';
import type { ReadOptions, Span } from '../../bytes/source';
import { BrokenStream, type Unpack } from '../../bytes/unpack/unpack';
import { SkybucketError, throwIfAborted } from '../../errors';
import type { Turns } from '../../table/turns';
import { unpackBloscBlock } from './blosc-block';
import type { BloscHeader } from './blosc-header';
import type { ChunkContent } from './chunk';

/** Of one piece. A piece has some MB, unless blocks of Blosc are as long as nobody makes them. */
const MOST_AT_ONCE = 64 * 1024 * 1024;

interface Place {
  readonly length: number;
  /** Of its blocks in the file; of all its bytes where they are not packed. */
  readonly spans: readonly Span[];
}

interface PieceTools {
  readonly reader: ByteReader;
  readonly inflate: Unpack;
  /** Of all pieces of a block. */
  readonly turns: Turns;
  /** Where the file does not have all of it. */
  readonly cut: SkybucketError | undefined;
  broken(what: string, cause?: unknown): SkybucketError;
}

/** Some blocks of a Blosc chunk, unpacked together. */
export class BloscPiece implements ChunkContent {
  private bytes: Uint8Array | undefined;
  /** It stays damaged: those who ask for less of it need not read it again. */
  private failure: SkybucketError | undefined;
  private readonly unpacking = new SharedTask<Uint8Array>((options) => this.unpack(options));

  constructor(
    private readonly header: BloscHeader,
    private readonly place: Place,
    private readonly tools: PieceTools,
  ) {}

  get weight(): number {
    return this.bytes?.length ?? 0;
  }

  async upTo(_end: number, options: ReadOptions): Promise<Uint8Array> {
    if (this.failure) {
      throw this.failure;
    }
    return this.bytes ?? this.unpacking.join(options);
  }

  private async unpack(options: ReadOptions): Promise<Uint8Array> {
    const { place, tools } = this;
    if (tools.cut) {
      throw tools.cut;
    }
    if (place.length > MOST_AT_ONCE) {
      throw new SkybucketError(
        'too-large',
        `A block of Blosc of ${Math.round(place.length / 1e6)} MB is more than can be unpacked.`,
        { hint: 'Write the file again with the usual block size of Blosc.' },
      );
    }
    const blocks = await Promise.all(tools.reader.readSpans(place.spans, options));
    const [first] = blocks;
    this.bytes = this.header.asItIs && first ? first : await this.join(blocks, options);
    return this.bytes;
  }

  private async join(blocks: readonly Uint8Array[], options: ReadOptions): Promise<Uint8Array> {
    const { header, place, tools } = this;
    const out = new Uint8Array(place.length);
    let at = 0;
    for (const block of blocks) {
      throwIfAborted(options.signal);
      const length = Math.min(header.blockLength, place.length - at);
      try {
        out.set(await unpackBloscBlock(header, block, length, tools.inflate), at);
      } catch (error) {
        throw error instanceof BrokenStream
          ? (this.failure = tools.broken(error.message, error))
          : error;
      }
      at += length;
      if (tools.turns.over) {
        await tools.turns.next();
      }
    }
    return out;
  }
}
