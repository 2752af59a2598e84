import type { Inflate } from '../../bytes/inflate';
import type { ByteReader } from '../../bytes/reader';
import type { Span } from '../../bytes/source';
import { SkybucketError } from '../../errors';
import type { PlaneOptions } from '../../image/plane';
import type { ReadCost } from '../../table/table';
import type { Hdu } from '../hdu';
import { ArrayFinder } from './array-finder';
import { copyCells, type CellPlace } from './copy-cells';
import type { PackedColumn } from './packed-columns';
import { packedLayoutOf, rowsOfTile, type PackedLayout } from './packed-layout';
import { PackedSource } from './packed-source';
import { arraysOf, type ColumnOfTile } from './packed-tile';
import type { RowSpan, RowStore } from './row-store';

/** What one request brings in where nothing but the amount counts. */
const REQUEST_LENGTH = 2 ** 20;

/** Bytes of columns that are unpacked together, about. */
const BATCH_BYTES = 64 * 2 ** 20;
/** The most bytes of arrays that are unpacked for one reading. */
const MOST_ARRAY_BYTES = 256 * 2 ** 20;

/** Positions of spans, and the columns under them. */
interface Batch {
  readonly spans: number[];
  readonly columns: Map<string, ColumnOfTile>;
  bytes: number;
}

/**
 * The rows of the table that a compressed table holds (FITS 4.0, section 10.3): tiles of rows, of which
 * each column is compressed by itself. Only the columns that the bytes asked for belong to are read.
 *
 * @throws SkybucketError `format` or `unsupported` for a header that cannot be; see `packedLayoutOf`.
 */
export function openPackedRows(reader: ByteReader, hdu: Hdu, inflate: Inflate): RowStore {
  return new PackedRows(reader, packedLayoutOf(hdu), inflate);
}

class PackedRows implements RowStore {
  readonly rowsPresent: number;
  private readonly source: PackedSource;

  constructor(
    private readonly reader: ByteReader,
    private readonly layout: PackedLayout,
    inflate: Inflate,
  ) {
    this.source = new PackedSource(reader, layout, inflate);
    this.rowsPresent = Math.min(layout.rows, layout.tilesPresent * layout.tileRows);
  }

  get rowLength(): number {
    return this.layout.rowLength;
  }

  get rows(): number {
    return this.layout.rows;
  }

  get heapLength(): number {
    return this.layout.heapLength;
  }

  get local(): boolean {
    return this.reader.local;
  }

  get bytesPerRow(): number {
    const { storedEnd, storedOffset, rows } = this.layout;
    return rows === 0 ? 0 : (storedEnd - storedOffset) / rows;
  }

  read(spans: readonly RowSpan[], options: PlaneOptions = {}): Promise<Uint8Array>[] {
    const results = new Array<Promise<Uint8Array>>(spans.length);
    let before: Promise<unknown> = Promise.resolve();
    for (const batch of this.batches(spans)) {
      const columns = before.then(() => this.load([...batch.columns.values()], options));
      const done = batch.spans.map(async (at) =>
        this.assemble(spans[at] as RowSpan, await columns),
      );
      batch.spans.forEach((at, i) => {
        results[at] = done[i] as Promise<Uint8Array>;
      });
      before = Promise.allSettled(done);
    }
    return results;
  }

  readHeap(spans: readonly Span[], options: PlaneOptions = {}): Promise<Uint8Array>[] {
    const results = this.heap(spans, options);
    return spans.map(async (_, i) => (await results)[i] as Promise<Uint8Array>);
  }

  /** By what the header says is the longest stream of each column; else in proportion to its bytes. */
  cost(start: number, end: number): ReadCost {
    if (this.local || end <= start) {
      return { bytes: 0, requests: 0 };
    }
    const { layout } = this;
    const tiles = Math.min(layout.tilesPresent, Math.ceil(layout.rows / layout.tileRows));
    const stored = layout.storedAvailable - layout.storedHeap;
    const columns = this.columnsIn(start, end);
    const streams = columns.reduce((sum, { longest, width }) => {
      const share = (stored * width) / layout.rowLength;
      return sum + (longest === undefined ? share : longest * tiles);
    }, 0);
    const bytes = tiles * layout.storedRowLength + Math.min(streams, Math.max(0, stored));
    const together = columns.length === layout.columns.length;
    const apart = together ? 0 : tiles * columns.length;
    return { bytes, requests: 1 + Math.max(Math.ceil(bytes / REQUEST_LENGTH), apart) };
  }

  private columnsIn(start: number, end: number): PackedColumn[] {
    return this.layout.columns.filter(
      (column) => column.start < end && column.start + column.width > start,
    );
  }

  /** Spans whose columns are unpacked together: most often all; rows here and there take many tiles. */
  private batches(spans: readonly RowSpan[]): Batch[] {
    const batches: Batch[] = [];
    let last: Batch | undefined;
    const inOrder = [...spans.keys()].sort((a, b) => {
      return (spans[a] as RowSpan).row - (spans[b] as RowSpan).row;
    });
    for (const at of inOrder) {
      if (last === undefined || last.bytes > BATCH_BYTES) {
        batches.push((last = { spans: [], columns: new Map(), bytes: 0 }));
      }
      last.spans.push(at);
      for (const of of this.columnsUnder(spans[at] as RowSpan)) {
        const key = keyOf(of);
        if (!last.columns.has(key)) {
          last.columns.set(key, of);
          last.bytes += of.rows * of.column.width;
        }
      }
    }
    return batches;
  }

  private *columnsUnder({ row, rows, start, end }: RowSpan): Generator<ColumnOfTile> {
    const { layout } = this;
    if (rows <= 0 || row < 0 || row + rows > this.rowsPresent) {
      return;
    }
    const last = Math.floor((row + rows - 1) / layout.tileRows);
    for (let tile = Math.floor(row / layout.tileRows); tile <= last; tile += 1) {
      for (const column of this.columnsIn(start, end)) {
        yield { column, tile, rows: rowsOfTile(layout, tile) };
      }
    }
  }

  private async load(
    wanted: readonly ColumnOfTile[],
    options: PlaneOptions,
  ): Promise<Map<string, Promise<Uint8Array>>> {
    const columns = await this.source.columns(wanted, options);
    return new Map(wanted.map((of, i) => [keyOf(of), columns[i] as Promise<Uint8Array>]));
  }

  private async assemble(
    span: RowSpan,
    columns: ReadonlyMap<string, Promise<Uint8Array>>,
  ): Promise<Uint8Array> {
    const { rowLength, tileRows } = this.layout;
    const { row, rows, start, end } = span;
    if (row < 0 || row + rows > this.rowsPresent || start < 0 || end > rowLength) {
      const text = `Rows ${row + 1} to ${row + rows} lie outside the compressed table.`;
      throw new SkybucketError('past-end', text);
    }
    const under = [...this.columnsUnder(span)];
    const cells = await Promise.all(
      under.map((of) => columns.get(keyOf(of)) as Promise<Uint8Array>),
    );
    const out = new Uint8Array(Math.max(0, (rows - 1) * rowLength + end - start));
    under.forEach(({ column, tile, rows: inTile }, i) => {
      const from = Math.max(row, tile * tileRows);
      const to = Math.min(row + rows, tile * tileRows + inTile);
      const first = Math.max(start, column.start);
      const place: CellPlace = {
        from: (from - tile * tileRows) * column.width + first - column.start,
        step: column.width,
        at: (from - row) * rowLength + first - start,
        stride: rowLength,
        length: Math.min(end, column.start + column.width) - first,
        count: to - from,
      };
      copyCells(cells[i] as Uint8Array, out, place);
    });
    return out;
  }

  /**
   * Which arrays lie where is known of the rows that were read before, and descriptors are nowhere
   * else; bytes of no array are 0.
   */
  private async heap(
    spans: readonly Span[],
    options: PlaneOptions,
  ): Promise<Promise<Uint8Array>[]> {
    const { heapGap: gap, heapLength } = this.layout;
    const from = Math.min(...spans.map(({ offset }) => offset)) - gap;
    const to = Math.max(...spans.map(({ offset, length }) => offset + length)) - gap;
    const wanted = this.source.columnsWithArrays(from, to);
    const columns = await Promise.all(await this.source.columns(wanted, options));
    const arrays = new ArrayFinder(
      columns
        .flatMap((cells, i) => arraysOf(wanted[i] as ColumnOfTile, cells, from, to))
        .filter(({ start, length }) => gap + start + length <= heapLength),
    );
    const under = spans.map(({ offset, length }) => arrays.under(offset - gap, length));
    const all = [...new Set(under.flat())];
    const bytes = all.reduce((sum, { length }) => sum + length, 0);
    if (bytes > MOST_ARRAY_BYTES) {
      const text = `The arrays of these rows have ${Math.round(bytes / 2 ** 20)} MiB, more than can be unpacked at once.`;
      throw new SkybucketError('too-large', text, { hint: 'Choose fewer rows or columns.' });
    }
    const unpacked = this.source.arrays(all, options);
    for (const array of unpacked) {
      // One may fail before it is waited for.
      array.catch(() => undefined);
    }
    const bytesOf = new Map(all.map((array, i) => [array, unpacked[i] as Promise<Uint8Array>]));
    return spans.map(async ({ offset, length }, i) => {
      const out = new Uint8Array(length);
      for (const array of under[i] ?? []) {
        const bytes = await (bytesOf.get(array) as Promise<Uint8Array>);
        const at = array.start - (offset - gap);
        const skipped = Math.max(0, -at);
        out.set(bytes.subarray(skipped, Math.min(bytes.length, length - at)), at + skipped);
      }
      return out;
    });
  }
}

function keyOf({ column, tile }: ColumnOfTile): string {
  return `${tile}:${column.index}`;
}
