import type { ReadOptions } from '../bytes/source';
import { SkybucketError, throwIfAborted } from '../errors';
import { arriving } from '../fits/tables/arriving';
import { REQUEST_LENGTH } from '../fits/tables/plain-rows';
import { MOST_MEMORY, MOST_SLICE_MEMORY } from '../fits/tables/reading-size';
import { scanSlices, type ReadSlice } from '../fits/tables/scan';
import { rowRuns, runBetween, type RowRun } from '../row-runs';
import type { Column, ReadCost, Table, TableOptions, TableSlice } from '../table/table';
import { Turns } from '../table/turns';
import { badArray } from './array-error';
import { ArrayRows, placeIn, type RowsPiece } from './array-rows';
import { shapeText } from './array-words';
import { isText, isStructured, type Leaf } from './datatype';
import { blankOf, LeafReader } from './leaf-reader';
import type { OpenedArray } from './open-array';
import { RowMarks } from './row-marks';
import { RowReading } from './row-reading';
import { columnOf, tableLeaves } from './table-columns';
import { outside } from '../table/outside';

/** Rows without bytes can be claimed for nothing; so many of them are believed. */
const MOST_EMPTY_ROWS = 1_000_000;
/** Bytes of rows that are decoded between two looks at the clock. */
const BYTES_PER_LOOK = 65_536;

/**
 * The rows of an array of structures: each field is a column, of nested ones by a name like `a.b`. Rows of
 * an array of several axes come in C order, and a warning says so. An array of text is one column.
 *
 * @throws SkybucketError `unsupported` for an array of numbers, `format` for rows that have no bytes.
 */
export function arrayTable(opened: OpenedArray): Table {
  const { datatype } = opened;
  if (!isStructured(datatype) && !isText(datatype)) {
    throw new SkybucketError('unsupported', 'This array holds numbers; it is shown as an image.');
  }
  const rows = new ArrayRows(opened);
  if (rows.rowLength === 0 && rows.count > MOST_EMPTY_ROWS) {
    throw badArray('An array claims to have a great many elements of no bytes.');
  }
  return new ArrayTable(opened, rows, tableLeaves(opened));
}

class ArrayTable implements Table {
  readonly columns: readonly Column[];
  readonly rows: number;
  readonly rowsPresent: number;
  readonly bytesPerRow: number;
  readonly warnings: readonly string[];
  private readonly marks: RowMarks | undefined;
  private readonly blank: { readonly value: number | bigint } | undefined;

  constructor(
    private readonly array: OpenedArray,
    private readonly place: ArrayRows,
    private readonly leaves: readonly Leaf[],
  ) {
    const { shape, mask, bytes } = array;
    this.columns = leaves.map((leaf, index) => columnOf(leaf, index, array));
    this.rows = place.count;
    this.rowsPresent = place.count;
    this.marks = mask && 'array' in mask ? new RowMarks(mask.array) : undefined;
    this.blank = mask && 'value' in mask ? mask : undefined;
    this.bytesPerRow = (place.rowLength + (this.marks?.rowLength ?? 0)) * bytes.ratio;
    this.warnings =
      shape.length > 1
        ? [
            `This array has the shape ${shapeText(shape)}; its rows come in C order, the last index fastest.`,
          ]
        : [];
  }

  /** A block that can only be unpacked as a whole is at hand once any of it has been read. */
  get local(): boolean {
    const { local, access } = this.array.bytes;
    return local || access.kind === 'whole';
  }

  async read(
    from: number,
    to: number,
    columns: readonly number[],
    options: TableOptions = {},
  ): Promise<TableSlice> {
    const run = runBetween(from, to, (what) => outside(what, this.rows));
    return this.readRuns([run], columns, options, MOST_MEMORY);
  }

  async readRows(
    rows: ArrayLike<number>,
    columns: readonly number[],
    options: TableOptions = {},
  ): Promise<TableSlice> {
    return this.readRuns(rowRuns(rows), columns, options, MOST_MEMORY);
  }

  scan(columns: readonly number[], options: TableOptions = {}): AsyncIterable<TableSlice> {
    const perSlice = this.reading(columns, options.mostElements).rowsPerSlice();
    const read: ReadSlice = (from, to, given, alone) => {
      const run = { row: from, rows: to - from, at: 0 };
      return this.readRuns([run], columns, given, alone ? MOST_MEMORY : MOST_SLICE_MEMORY);
    };
    return scanSlices(this.rows, perSlice, options, read);
  }

  scanCost(columns: readonly number[]): ReadCost {
    if (this.local) {
      return { bytes: 0, requests: 0 };
    }
    const { access, ratio } = this.array.bytes;
    const { ranges, stored, wholeRows } = this.reading(columns);
    const { step, rowLength } = this.place;
    // To unpack some bytes of a row is to unpack all before them.
    const packed = access.kind !== 'plain';
    const perRow = (packed ? (step ?? rowLength) : stored) + (this.marks?.rowLength ?? 0);
    const bytes = Math.ceil(this.rows * perRow * ratio);
    const requests =
      packed || wholeRows ? Math.ceil(bytes / REQUEST_LENGTH) : this.rows * ranges.length;
    return { bytes, requests };
  }

  private async readRuns(
    runs: readonly RowRun[],
    columns: readonly number[],
    options: TableOptions,
    mostMemory: number,
  ): Promise<TableSlice> {
    throwIfAborted(options.signal);
    const reading = this.reading(columns, options.mostElements);
    const { leaves, most, ranges } = reading;
    const rows = runs.reduce((sum, run) => sum + run.rows, 0);
    this.checkRows(runs);
    reading.check(rows, runs.length, mostMemory);
    const readers = leaves.map(
      (leaf, i) =>
        new LeafReader(leaf, columns[i] as number, rows, most, blankOf(this.blank, leaf)),
    );
    const pieces = this.place.pieces(runs, ranges);
    const ask = (_: unknown, reading: ReadOptions): Promise<Uint8Array>[] =>
      this.place.read(pieces, reading);
    // Both are asked for before either is waited for, so that they come in one round.
    await Promise.all([
      this.take(pieces, ask, readers, options),
      this.marks?.apply(runs, readers, options),
    ]);
    return {
      ...{ from: runs[0]?.row ?? 0, rows },
      columns: readers.map((reader) => reader.values()),
    };
  }

  private async take(
    pieces: readonly RowsPiece[],
    ask: (_: unknown, reading: ReadOptions) => Promise<Uint8Array>[],
    readers: readonly LeafReader[],
    options: TableOptions,
  ): Promise<void> {
    const turns = new Turns(options.signal);
    for await (const { index, value } of arriving(pieces, ask, options)) {
      const piece = pieces[index] as RowsPiece;
      const { range, stride, places, rows, at } = piece;
      const within = readers.filter(
        (reader) => range[0] <= reader.start && reader.end <= range[1] && reader.start < reader.end,
      );
      const most = places ? 1 : Math.max(1, Math.floor(BYTES_PER_LOOK / Math.max(1, stride)));
      for (let row = 0; row < rows; row += most) {
        const start = placeIn(piece, row);
        const place = { start, stride, rows: Math.min(most, rows - row) };
        within.forEach((reader) => reader.take(value, place, at + row));
        if (turns.over) {
          await turns.next();
        }
      }
    }
  }

  private reading(columns: readonly number[], most = Infinity): RowReading {
    const leaves = columns.map((column) => {
      const leaf = this.leaves[column];
      if (leaf === undefined) {
        throw outside(`Column ${column + 1}`, this.leaves.length);
      }
      return leaf;
    });
    return new RowReading(this.place, leaves, most, this.array.bytes.local);
  }

  private checkRows(runs: readonly RowRun[]): void {
    for (const { row, rows } of runs) {
      if (!Number.isSafeInteger(row) || row < 0 || row + rows > this.rows) {
        const name = rows === 1 ? `Row ${row + 1}` : `Rows ${row + 1} to ${row + rows}`;
        throw outside(name, this.rows);
      }
    }
  }
}
