import type { ReadOptions, Span } from './source';

/**
 * What a format reader reads from: a source behind shared reads, the block cache and the span planner.
 * Implemented by `SpanReader`; a reader asks for the spans it wants and never for "the file".
 */
export interface ByteReader {
  readonly label: string;
  /** True where every byte is at hand (memory, local file), so that reading all of it is no cost. */
  readonly local: boolean;
  size(options?: ReadOptions): Promise<number>;
  /** One span; see {@link ByteReader.readSpans}. */
  read(offset: number, length: number, options?: ReadOptions): Promise<Uint8Array>;
  /**
   * Asks for many spans at once. They are merged and split by the planner, and **each promise resolves
   * as soon as its own bytes are in**. Spans may overlap and come in any order. Bytes returned may be
   * shared with the cache: they are not to be written to. When the signal aborts, every span that is
   * not in yet rejects with `cancelled`, and requests nobody else waits for are aborted on the wire.
   */
  readSpans(spans: readonly Span[], options?: ReadOptions): Promise<Uint8Array>[];
  /**
   * Like `read`, but gives what there is when the object ends earlier (possibly nothing), for reading
   * ahead where the end is not known.
   */
  readUpTo(offset: number, length: number, options?: ReadOptions): Promise<Uint8Array>;
}
