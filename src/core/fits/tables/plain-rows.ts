import type { ByteReader } from '../../bytes/reader';
import type { Span } from '../../bytes/source';
import { SkybucketError } from '../../errors';
import type { PlaneOptions } from '../../image/plane';
import type { ReadCost } from '../../table/table';
import type { RowSpan, RowStore } from './row-store';

/** Where rows lie in a file; offsets and lengths in bytes. */
export interface RowPlace {
  readonly offset: number;
  readonly rowLength: number;
  readonly rows: number;
  /** PCOUNT of a table. */
  readonly heapLength: number;
  /** Bytes from `offset` on that the file really has. */
  readonly available: number;
}

/** What one request brings in where nothing but the amount counts. */
export const REQUEST_LENGTH = 2 ** 20;
/** Rows without bytes can be claimed for nothing; so many of them are believed. */
const MOST_EMPTY_ROWS = 1_000_000;

/** The rows of a data unit as it is (FITS 4.0, section 7.3.3). */
export class PlainRows implements RowStore {
  readonly rowLength: number;
  readonly rows: number;
  readonly rowsPresent: number;
  readonly heapLength: number;
  /** Bytes of the supplemental data area that the file really has. */
  readonly heapPresent: number;

  constructor(
    private readonly reader: ByteReader,
    private readonly place: RowPlace,
  ) {
    const { rowLength, rows, heapLength, available } = place;
    this.rowLength = rowLength;
    this.rows = rows;
    this.heapLength = heapLength;
    const whole = rowLength === 0 ? MOST_EMPTY_ROWS : Math.floor(available / rowLength);
    this.rowsPresent = Math.min(whole, rows);
    this.heapPresent = Math.min(heapLength, Math.max(0, available - rows * rowLength));
  }

  get bytesPerRow(): number {
    return this.rowLength;
  }

  get local(): boolean {
    return this.reader.local;
  }

  read(spans: readonly RowSpan[], options: PlaneOptions = {}): Promise<Uint8Array>[] {
    const { offset, rowLength } = this.place;
    const places = spans.map(({ row, rows, start, end }) => ({
      offset: offset + row * rowLength + start,
      length: (rows - 1) * rowLength + end - start,
    }));
    return this.reader.readSpans(places, options);
  }

  readHeap(spans: readonly Span[], options: PlaneOptions = {}): Promise<Uint8Array>[] {
    const start = this.place.offset + this.rows * this.rowLength;
    if (spans.some(({ offset, length }) => offset < 0 || offset + length > this.heapPresent)) {
      const error = new SkybucketError(
        'past-end',
        'The heap of this table does not reach that far.',
      );
      return spans.map(() => Promise.reject(error));
    }
    const places = spans.map(({ offset, length }) => ({ offset: start + offset, length }));
    return this.reader.readSpans(places, options);
  }

  cost(start: number, end: number): ReadCost {
    if (this.local || end <= start) {
      return { bytes: 0, requests: 0 };
    }
    const whole = start === 0 && end === this.rowLength;
    const bytes = this.rowsPresent * (end - start);
    const perRow = Math.ceil((end - start) / REQUEST_LENGTH) * this.rowsPresent;
    return { bytes, requests: whole ? Math.ceil(bytes / REQUEST_LENGTH) : perRow };
  }
}
