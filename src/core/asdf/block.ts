import type { ReadOptions, Span } from '../bytes/source';

/** The header of a block; ASDF standard 1.6, "Block header". Offsets count from the start of the ASDF file. */
export interface BlockHeader {
  /** 0-based place among the blocks. */
  readonly index: number;
  /** Of the magic token. */
  readonly offset: number;
  readonly dataOffset: number;
  /** It runs to the end of the file; its sizes are what the file has. */
  readonly streamed: boolean;
  /** The label without trailing NULs: `lz4`, `zlib`, `bzp2`, …; empty for bytes as they are. */
  readonly compression: string;
  /** Bytes set aside for it, bytes it takes (compressed), and bytes it holds once unpacked. */
  readonly allocated: number;
  readonly used: number;
  readonly size: number;
  /** MD5 of the used (compressed) bytes, 16 of them; undefined where the file has none. */
  readonly checksum: Uint8Array | undefined;
  /** Used bytes that the file really has: fewer where it was cut short. */
  readonly available: number;
}

/** The blocks of a file. Their headers are read when they are asked for. */
export interface BlockDirectory {
  /** How many there are; reads the block index, or hops from header to header where it is missing or wrong. */
  count(options?: ReadOptions): Promise<number>;
  /**
   * @param source as an ndarray has it: 0-based, negative from the end.
   * @throws SkybucketError `format` where there is no such block, `truncated` where its header is cut off.
   */
  header(source: number, options?: ReadOptions): Promise<BlockHeader>;
  /** Several at once, in one round where the file has a block index; each fails by itself. */
  headers(sources: readonly number[], options?: ReadOptions): Promise<BlockHeader>[];
  /** What was wrong with the block index and the headers, so far, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * How the unpacked bytes of a block can be had.
 *
 * - `plain`: any span by itself.
 * - `chunks`: in chunks of `length` unpacked bytes (the last may be shorter), each from its start on only;
 *   a span costs its chunk up to the end of the span. Until bytes have been read, `length` is what writers use.
 * - `whole`: from the first byte on only. Once it has been unpacked, it is kept.
 */
export type BlockAccess =
  | { readonly kind: 'plain' }
  | { readonly kind: 'chunks'; readonly length: number }
  | { readonly kind: 'whole' };

/** The unpacked bytes of a block. */
export interface BlockBytes {
  /** How many there are. */
  readonly size: number;
  /** True where every byte of the file is at hand. */
  readonly local: boolean;
  readonly access: BlockAccess;
  /** Stored bytes per unpacked byte, on average: what reading costs. */
  readonly ratio: number;
  /**
   * Asks for many spans of unpacked bytes at once; each promise resolves as soon as its own bytes are
   * there. The bytes are not to be written to.
   *
   * @throws SkybucketError (each promise) `past-end` outside the block, `truncated` where the file lacks
   *   bytes, `format` for bytes that cannot be unpacked, `too-large`, `costly` for a large remote `whole`
   *   block unless {@link BlockBytes.agree} was called, `cancelled`.
   */
  readSpans(spans: readonly Span[], options?: ReadOptions): Promise<Uint8Array>[];
  /** The user wants it unpacked, whatever that costs. */
  agree(): void;
}
