import type { ReadOptions, Span } from '../../bytes/source';

/** Part of a block that is packed by itself. */
export interface Chunk {
  /** Of its first unpacked byte in the block. */
  readonly start: number;
  /** Unpacked bytes. */
  readonly length: number;
  /** What unpacks it, from nothing. */
  open(): ChunkContent;
}

/** The unpacked bytes of a chunk, as far as they have been wanted. */
export interface ChunkContent {
  /** Bytes of memory it takes at present. */
  readonly weight: number;
  /**
   * @returns the first `end` bytes, or more.
   * @param early bytes of the file that were asked for before it was known where the chunk is.
   * @throws SkybucketError `format`, `truncated`, `cancelled`, or what the reader says.
   */
  upTo(end: number, options: ReadOptions, early?: EarlyBytes): Promise<Uint8Array>;
}

/** Bytes of the file, under way. */
export interface EarlyBytes extends Span {
  readonly bytes: Promise<Uint8Array>;
}

/** What a walk over the chunks is for. */
export interface WalkAim {
  /** It will go on to the chunk with the unpacked byte before this one. */
  readonly end: number;
  /** How many unpacked bytes it wants of a chunk at this place, from its start on; 0 for none. */
  wanted(start: number, length: number): number;
}

/** Where the chunks of a block are, as far as somebody had to know: each is found from the one before it. */
export interface ChunkMap {
  /** In the order of the block, without gaps. */
  readonly chunks: readonly Chunk[];
  /** The unpacked byte behind the last of them. */
  readonly end: number;
  /** Unpacked bytes of a chunk: the first, or while that is not known what writers use. */
  readonly length: number;
  /**
   * Finds the next chunk, maybe more.
   *
   * @returns what it asked for already of the first of them.
   * @throws SkybucketError `format` where there is none that could be, `truncated`, `cancelled`, or what
   *   the reader says.
   */
  grow(aim: WalkAim, options: ReadOptions): Promise<EarlyBytes | undefined>;
}
