import type { Span } from '../../bytes/source';
import type { PlaneOptions } from '../../image/plane';
import type { ReadCost } from '../../table/table';

/**
 * Bytes `[start, end)` of each of the rows `[row, row + rows)`. More than one row only where they are
 * whole rows (`start` 0, `end` the length of a row): then they lie side by side.
 */
export interface RowSpan {
  readonly row: number;
  readonly rows: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The rows of a binary table as FITS defines them, wherever they come from: the data unit as it is
 * (FITS 4.0, section 7.3.3), or a compressed table that is unpacked tile by tile (section 10.3).
 */
export interface RowStore {
  /** Bytes of a row: NAXIS1 of the table that is held. */
  readonly rowLength: number;
  readonly rows: number;
  readonly rowsPresent: number;
  /** Bytes of the file that a row costs, on average. */
  readonly bytesPerRow: number;
  readonly local: boolean;
  /** Bytes of the heap with the gap before it: PCOUNT of the table that is held. */
  readonly heapLength: number;
  /** One plan; each promise resolves as soon as its own bytes are in. */
  read(spans: readonly RowSpan[], options?: PlaneOptions): Promise<Uint8Array>[];
  /** The same for spans of the supplemental data area, counted from the end of the main table. */
  readHeap(spans: readonly Span[], options?: PlaneOptions): Promise<Uint8Array>[];
  /** What reading these bytes of every row would cost. */
  cost(start: number, end: number): ReadCost;
}
