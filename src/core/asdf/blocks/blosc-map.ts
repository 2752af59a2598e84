import type { ByteReader } from '../../bytes/reader';
import { SharedTask } from '../../bytes/shared-task';
import type { ReadOptions, Span } from '../../bytes/source';
import type { Unpack } from '../../bytes/unpack/unpack';
import { Turns } from '../../table/turns';
import type { BlockHeader } from '../block';
import { cutBlock, damagedBlock } from './block-error';
import { BLOSC_HEADER, blockCount, bloscHeader, type BloscHeader } from './blosc-header';
import { BloscPiece } from './blosc-piece';
import type { Chunk, ChunkMap, WalkAim } from './chunk';
import { Windows } from './windows';

/** Unpacked bytes that are had at a time: as many blocks of a Blosc chunk as go into it. */
const PIECE_LENGTH = 1024 * 1024;
const MOST_BLOCKS = 4096;
const MOST_PIECES = 2 ** 18;
/** Read where a Blosc chunk begins: mostly all of its table. */
const LOOK = 64 * 1024;
const MOST_TABLE = 16 * 1024 * 1024;

/**
 * The bytes of a block packed with `blsc`: one Blosc chunk (asdf-compression, asdf-cxx), or several with
 * the length of each before it (32 bits, big-endian; as the Abacus simulations have them). A Blosc chunk
 * has a table of its blocks, so that any of them can be had by itself.
 */
export class BloscMap implements ChunkMap {
  readonly chunks: Chunk[] = [];
  end = 0;
  /** Where the next Blosc chunk is, from the start of the block. */
  private next = 0;
  private readonly windows: Windows;
  private readonly turns = new Turns(undefined);
  private readonly hop = new SharedTask<void>((options) => this.find(options));

  constructor(
    private readonly reader: ByteReader,
    private readonly header: BlockHeader,
    private readonly inflate: Unpack,
  ) {
    this.windows = new Windows(reader);
  }

  get length(): number {
    return this.chunks[0]?.length ?? Math.min(PIECE_LENGTH, this.header.size);
  }

  async grow(_aim: WalkAim, options: ReadOptions): Promise<undefined> {
    await this.hop.join(options);
  }

  private async find(options: ReadOptions): Promise<void> {
    const { next } = this;
    const start = await this.look(next, BLOSC_HEADER, options);
    const { header, skip } = this.chunkIn(start);
    const at = next + skip;
    const table = header.asItIs ? [] : await this.table(at, header, options);
    if (this.next !== next) {
      return;
    }
    const file = this.header.dataOffset + at;
    for (const { start, length, blocks } of piecesOf(header)) {
      const spans = header.asItIs
        ? [{ offset: BLOSC_HEADER + start, length }]
        : table.slice(blocks.from, blocks.to);
      const inFile = spans.map((span) => ({ ...span, offset: file + span.offset }));
      this.add(this.end + start, length, header, inFile);
    }
    this.end += header.length;
    this.next = at + header.stored;
  }

  /** Bytes of the block from `at` on, at least so many. */
  private async look(at: number, least: number, options: ReadOptions): Promise<Uint8Array> {
    const { header } = this;
    if (at + least > header.available) {
      throw at + least > header.used
        ? damagedBlock(header, `it holds ${this.end} bytes, but its header says ${header.size}`)
        : cutBlock(header);
    }
    const length = Math.min(Math.max(LOOK, least), header.available - at);
    return this.windows.at(header.dataOffset + at, least, length, [], options);
  }

  private chunkIn(bytes: Uint8Array): { header: BloscHeader; skip: number } {
    const { header: block, next } = this;
    const left = block.used - next;
    const before = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    const [alone, prefixed] = [bloscHeader(bytes), bloscHeader(bytes.subarray(4))];
    const skip = prefixed?.stored === before ? 4 : 0;
    const header = skip > 0 ? prefixed : alone;
    if (!header || skip + header.stored > left) {
      throw damagedBlock(block, `there is no chunk of Blosc 1 at its byte ${next}`);
    }
    const pieces = blockCount(header) / MOST_BLOCKS + header.length / PIECE_LENGTH;
    const overhead = header.asItIs ? 0 : 4 * blockCount(header);
    const fits = BLOSC_HEADER + overhead <= header.stored && header.blockLength <= header.length;
    const whole = !header.asItIs || header.stored === BLOSC_HEADER + header.length;
    if (!fits || !whole || this.end + header.length > block.size) {
      throw damagedBlock(block, `the chunk at its byte ${next} has a header that cannot be`);
    }
    if (overhead > MOST_TABLE || this.chunks.length + pieces > MOST_PIECES) {
      throw damagedBlock(block, 'it has more chunks than any block should');
    }
    return { header, skip };
  }

  /** Where the blocks of a chunk are, from its start. They may come in any order. */
  private async table(at: number, header: BloscHeader, options: ReadOptions): Promise<Span[]> {
    const count = blockCount(header);
    const least = BLOSC_HEADER + 4 * count;
    const bytes = await this.look(at, least, options);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const starts = Array.from({ length: count }, (_, i) =>
      view.getUint32(BLOSC_HEADER + 4 * i, true),
    );
    const inOrder = [...starts].sort((a, b) => a - b);
    const ends = new Map(inOrder.map((start, i) => [start, inOrder[i + 1] ?? header.stored]));
    if (ends.size < count || (inOrder[0] ?? 0) < least || (inOrder.at(-1) ?? 0) >= header.stored) {
      throw damagedBlock(this.header, `the chunk at its byte ${at} has a table that cannot be`);
    }
    return starts.map((offset) => ({ offset, length: (ends.get(offset) ?? offset) - offset }));
  }

  private add(start: number, length: number, header: BloscHeader, spans: readonly Span[]): void {
    const { reader, header: block } = this;
    const end = spans.reduce((most, span) => Math.max(most, span.offset + span.length), 0);
    const tools = {
      reader,
      inflate: this.inflate,
      turns: this.turns,
      cut: end > block.dataOffset + block.available ? cutBlock(block) : undefined,
      broken: (what: string, cause?: unknown) => damagedBlock(block, what, cause),
    };
    this.chunks.push({
      start,
      length,
      open: () => new BloscPiece(header, { length, spans }, tools),
    });
  }
}

interface Piece {
  /** Of its first unpacked byte in the chunk. */
  readonly start: number;
  readonly length: number;
  readonly blocks: { readonly from: number; readonly to: number };
}

function* piecesOf(header: BloscHeader): Generator<Piece> {
  const { blockLength, length, asItIs } = header;
  const count = blockCount(header);
  const blocks = Math.max(1, Math.floor(PIECE_LENGTH / blockLength));
  const step = asItIs ? blocks : Math.min(blocks, MOST_BLOCKS);
  for (let from = 0; from < count;) {
    const to = Math.min(count, from + step);
    const start = from * blockLength;
    yield { start, length: Math.min(length, to * blockLength) - start, blocks: { from, to } };
    from = to;
  }
}
