import { SkybucketError, throwIfAborted } from '../../errors';
import { rowRuns, runBetween, type RowRun } from '../../row-runs';
import type { Column, ReadCost, Table, TableOptions, TableSlice } from '../../table/table';
import { Turns } from '../../table/turns';
import { arriving } from './arriving';
import { BadCells } from './bad-cells';
import { bytesOfField, columnReader, type ColumnReader } from './column-reader';
import type { Field, Fields } from './field';
import { HeapReader, type Heap, type HeapCell } from './heap-reader';
import { heapPieces } from './heap-spans';
import { REQUEST_LENGTH } from './plain-rows';
import {
  checkMemory,
  checkSize,
  heapBytes,
  MOST_MEMORY,
  MOST_SLICE_MEMORY,
  rowsPerSlice,
  type Reading,
} from './reading-size';
import { piecesOf, worthwhileRanges, type RowPiece } from './row-pieces';
import type { RowStore } from './row-store';
import { scanSlices, type ReadSlice } from './scan';
import { outside } from '../../table/outside';

/** Bytes of rows that are decoded between two looks at the clock. */
const BYTES_PER_LOOK = 65_536;

/** The same of arrays in the heap. */
const CELLS_PER_LOOK = 256;

/** A table whose rows are of one length, with or without arrays in a heap. */
export class RowTable implements Table {
  readonly columns: readonly Column[];
  private readonly fields: readonly Field[];
  private readonly wrong: readonly string[];
  private readonly badCells = new BadCells();

  /** @param near bytes between wanted ones that are read along with them. */
  constructor(
    private readonly store: RowStore,
    { fields, warnings }: Fields,
    private readonly heap: Heap,
    private readonly near: number,
  ) {
    this.fields = fields;
    this.columns = fields.map(({ column }) => column);
    this.wrong = warnings;
  }

  get rows(): number {
    return this.store.rows;
  }

  get rowsPresent(): number {
    return this.store.rowsPresent;
  }

  get bytesPerRow(): number {
    return this.store.bytesPerRow;
  }

  get local(): boolean {
    return this.store.local;
  }

  get warnings(): readonly string[] {
    return [...this.wrong, ...this.badCells.told];
  }

  async read(
    from: number,
    to: number,
    columns: readonly number[],
    options: TableOptions = {},
  ): Promise<TableSlice> {
    const run = runBetween(from, to, (what) => outside(what, this.rows));
    return this.readRuns([run], columns, options);
  }

  async readRows(
    rows: ArrayLike<number>,
    columns: readonly number[],
    options: TableOptions = {},
  ): Promise<TableSlice> {
    return this.readRuns(rowRuns(rows), columns, options);
  }

  scan(columns: readonly number[], options: TableOptions = {}): AsyncIterable<TableSlice> {
    const { rowsPresent } = this;
    const reading = this.readingOf(columns, options.mostElements);
    const heapPerRow = heapBytes(reading.fields, rowsPresent, this.heap) / Math.max(1, rowsPresent);
    const read: ReadSlice = (from, to, given, alone) => {
      const run = { row: from, rows: to - from, at: 0 };
      return this.readRuns([run], columns, given, alone ? MOST_MEMORY : MOST_SLICE_MEMORY);
    };
    return scanSlices(rowsPresent, rowsPerSlice(reading, heapPerRow), options, read);
  }

  /** What lies in the heap is counted as the most that the header lets expect. */
  scanCost(columns: readonly number[]): ReadCost {
    if (this.local) {
      return { bytes: 0, requests: 0 };
    }
    const { fields, ranges } = this.readingOf(columns);
    const costs = ranges.map(([start, end]) => this.store.cost(start, end));
    const bytes = heapBytes(fields, this.rowsPresent, this.heap);
    return costs.reduce(
      (sum, cost) => ({ bytes: sum.bytes + cost.bytes, requests: sum.requests + cost.requests }),
      { bytes, requests: Math.ceil(bytes / REQUEST_LENGTH) },
    );
  }

  private async readRuns(
    runs: readonly RowRun[],
    columns: readonly number[],
    options: TableOptions,
    mostMemory = MOST_MEMORY,
  ): Promise<TableSlice> {
    throwIfAborted(options.signal);
    const rows = runs.reduce((sum, run) => sum + run.rows, 0);
    const reading = this.readingOf(columns, options.mostElements);
    this.checkRows(runs);
    checkSize(reading, rows, runs.length, mostMemory);
    const readers = reading.fields.map((field) => columnReader(field, rows, reading.most));
    const pieces = piecesOf(runs, reading.ranges, this.store.rowLength);
    const spans = pieces.map(({ span }) => span);
    const read = this.store.read.bind(this.store);
    const turns = new Turns(options.signal);
    for await (const { index, value } of arriving(spans, read, options)) {
      await take(readers, value, pieces[index] as RowPiece, this.store.rowLength, turns);
    }
    await this.readHeap(readers, runs, options, mostMemory);
    return {
      ...{ from: runs[0]?.row ?? 0, rows },
      columns: readers.map((reader) => reader.values()),
    };
  }

  /** The second step: the arrays that the descriptors of the rows point to, in one plan. */
  private async readHeap(
    readers: readonly ColumnReader[],
    runs: readonly RowRun[],
    options: TableOptions,
    mostMemory: number,
  ): Promise<void> {
    const heapReaders = readers.filter((reader) => reader instanceof HeapReader);
    const memory = heapReaders.reduce((sum, reader) => sum + reader.memory(this.heap), 0);
    checkMemory(memory, mostMemory);
    const bad = (row: number, field: Field, why: string): void =>
      this.badCells.tell(runs, row, field, why);
    const cells: HeapCell[] = heapReaders.flatMap((reader) => reader.plan(this.heap, bad));
    const pieces = heapPieces(cells);
    const spans = pieces.map(({ span }) => span);
    const read = this.store.readHeap.bind(this.store);
    const turns = new Turns(options.signal);
    for await (const { index, value } of arriving(spans, read, options)) {
      const { span, cells: inSpan } = pieces[index] as (typeof pieces)[number];
      for (const [i, cell] of inSpan.entries()) {
        cell.reader.takeArray(cell, value, cell.offset - span.offset);
        if (i % CELLS_PER_LOOK === 0 && turns.over) {
          await turns.next();
        }
      }
    }
  }

  private fieldsOf(columns: readonly number[]): Field[] {
    return columns.map((column) => {
      const field = this.fields[column];
      if (field === undefined) {
        throw outside(`Column ${column + 1}`, this.fields.length);
      }
      return field;
    });
  }

  private readingOf(columns: readonly number[], most = Infinity): Reading {
    const fields = this.fieldsOf(columns);
    const wanted = fields.map((field) => bytesOfField(field, most));
    const { rowLength } = this.store;
    const ranges = worthwhileRanges(wanted, rowLength, this.near);
    const [start, end] = ranges[0] ?? [0, 0];
    return { fields, ranges, wholeRows: start === 0 && end === rowLength, most };
  }

  private checkRows(runs: readonly RowRun[]): void {
    for (const { row, rows } of runs) {
      if (!Number.isSafeInteger(row) || row < 0 || row + rows > this.rows) {
        const name = rows === 1 ? `Row ${row + 1}` : `Rows ${row + 1} to ${row + rows}`;
        throw outside(name, this.rows);
      }
      if (rows > 0 && row + rows > this.rowsPresent) {
        const there = this.rowsPresent === 0 ? 'none' : `only the first ${this.rowsPresent}`;
        throw new SkybucketError(
          'truncated',
          `The file ends early: of the ${this.rows} rows of this table, ${there} are there.`,
          { hint: 'The download or upload may have been cut short; get the file again.' },
        );
      }
    }
  }
}

/** Decodes what a piece has for each column, some rows at a time; others have their turn meanwhile. */
async function take(
  readers: readonly ColumnReader[],
  bytes: Uint8Array,
  { span, at }: RowPiece,
  stride: number,
  turns: Turns,
): Promise<void> {
  const within = readers.filter(({ start, end }) => {
    return span.start <= start && end <= span.end && start < end;
  });
  const most = Math.max(1, Math.floor(BYTES_PER_LOOK / Math.max(1, stride)));
  for (let row = 0; row < span.rows; row += most) {
    const rows = Math.min(most, span.rows - row);
    const place = { start: row * stride - span.start, stride, rows };
    within.forEach((reader) => reader.take(bytes, place, at + row));
    if (turns.over) {
      await turns.next();
    }
  }
}
