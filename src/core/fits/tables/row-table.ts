import { SkybucketError, throwIfAborted } from '../../errors';
import type { Column, ReadCost, Table, TableOptions, TableSlice } from '../../table/table';
import { arriving } from './arriving';
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
import { piecesOf, worthwhileRanges, type RowRun } from './row-pieces';
import type { RowStore } from './row-store';
import { scanSlices, type ReadSlice } from './scan';

/** A table of a FITS file. */
export interface FitsTable extends Table {
  /**
   * What is wrong with the table, one sentence each; cells that turned out to point outside the heap
   * join the list as they are read.
   */
  readonly warnings: readonly string[];
}

/** Bad cells that are told of one by one. */
const MOST_TOLD = 100;

/** A table whose rows are of one length, with or without arrays in a heap. */
export class RowTable implements FitsTable {
  readonly columns: readonly Column[];
  private readonly fields: readonly Field[];
  private readonly told: string[];
  private readonly badCells = new Set<string>();

  /** @param near bytes between wanted ones that are read along with them. */
  constructor(
    private readonly store: RowStore,
    { fields, warnings }: Fields,
    private readonly heap: Heap,
    private readonly near: number,
  ) {
    this.fields = fields;
    this.columns = fields.map(({ column }) => column);
    this.told = [...warnings];
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
    return this.told;
  }

  async read(
    from: number,
    to: number,
    columns: readonly number[],
    options: TableOptions = {},
  ): Promise<TableSlice> {
    if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to) && from <= to)) {
      throw outside(`Rows ${from} to ${to}`, this.rows);
    }
    return this.readRuns([{ row: from, rows: to - from, at: 0 }], columns, options);
  }

  async readRows(
    rows: ArrayLike<number>,
    columns: readonly number[],
    options: TableOptions = {},
  ): Promise<TableSlice> {
    const runs: { row: number; rows: number; at: number }[] = [];
    let last: (typeof runs)[number] | undefined;
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at] as number;
      if (last && row === last.row + last.rows) {
        last.rows += 1;
      } else {
        runs.push((last = { row, rows: 1, at }));
      }
    }
    return this.readRuns(runs, columns, options);
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
    for await (const { index, value } of arriving(spans, read, options)) {
      const { span, at } = pieces[index] as (typeof pieces)[number];
      const place = { start: -span.start, stride: this.store.rowLength, rows: span.rows };
      for (const reader of readers) {
        if (span.start <= reader.start && reader.end <= span.end && reader.start < reader.end) {
          reader.take(value, place, at);
        }
      }
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
      this.tellBadCell(rowOf(runs, row), field, why);
    const cells: HeapCell[] = heapReaders.flatMap((reader) => reader.plan(this.heap, bad));
    const pieces = heapPieces(cells);
    const spans = pieces.map(({ span }) => span);
    const read = this.store.readHeap.bind(this.store);
    for await (const { index, value } of arriving(spans, read, options)) {
      const { span, cells: inSpan } = pieces[index] as (typeof pieces)[number];
      for (const cell of inSpan) {
        cell.reader.takeArray(cell, value, cell.offset - span.offset);
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

  private tellBadCell(row: number, { column }: Field, why: string): void {
    const cell = `${row} ${column.index}`;
    if (this.badCells.size >= MOST_TOLD || this.badCells.has(cell)) {
      return;
    }
    this.badCells.add(cell);
    const name = column.name === '' ? String(column.index + 1) : `"${column.name}"`;
    this.told.push(`Row ${row + 1} of column ${name} cannot be read: ${why}`);
  }
}

function rowOf(runs: readonly RowRun[], at: number): number {
  const run = runs.find((candidate) => at < candidate.at + candidate.rows);
  return (run?.row ?? 0) + at - (run?.at ?? 0);
}

function outside(what: string, count: number): SkybucketError {
  return new SkybucketError('past-end', `${what} lies outside the table, which has ${count}.`);
}
