import type { ColumnValues } from '../../table/table';
import { decodeAscii } from './ascii-form';
import type { Coding } from './coding';
import { decodeElements } from './decode-elements';
import { Elements, memoryOf } from './elements';
import { MOST_CHARACTERS, type Cell, type Field } from './field';
import { HeapReader } from './heap-reader';
import { bytesOf } from './tform';

/** Where the rows of a piece stand in its bytes; `start` is where the row of the file would begin. */
export interface RowsPlace {
  readonly start: number;
  readonly stride: number;
  readonly rows: number;
}

/** Reads one column of some rows, piece by piece. */
export interface ColumnReader {
  /** Bytes `[start, end)` of the row that it needs. */
  readonly start: number;
  readonly end: number;
  /** Decodes the rows of a piece as rows `[at, at + rows)` of the slice. */
  take(bytes: Uint8Array, place: RowsPlace, at: number): void;
  values(): ColumnValues;
}

/** Bytes of memory that reading `rows` cells takes, without what lies in the heap. */
export function readerMemory({ cell }: Field, rows: number, most: number): number {
  switch (cell.kind) {
    case 'fixed': {
      const { count, coding } = headOf(cell, most);
      return memoryOf(coding.type, rows * count, coding.letter === 'A' ? 2 * coding.size : 0);
    }
    case 'ascii':
      return memoryOf(cell.form.type, rows, 2 * cell.form.width);
    case 'heap':
      return rows * 24;
    case 'unreadable':
      return rows * 9;
  }
}

/** Bytes `[start, end)` of the row that a column needs for the first `most` elements of its cells. */
export function bytesOfField({ cell, offset, width }: Field, most: number): [number, number] {
  if (cell.kind === 'unreadable') {
    return [0, 0];
  }
  if (cell.kind !== 'fixed') {
    return [offset, offset + width];
  }
  const { count, coding } = headOf(cell, most);
  const { letter, size } = coding;
  return [offset, offset + (letter === 'A' ? count * size : bytesOf(letter, count))];
}

/** The elements of a cell that are read: the first `most`, and of one long text its head. */
function headOf(
  { count, coding }: Cell & { kind: 'fixed' },
  most: number,
): { readonly count: number; readonly coding: Coding } {
  const long = coding.letter === 'A' && count === 1 && coding.size > MOST_CHARACTERS;
  return {
    count: Math.min(count, most),
    coding: long && most < Infinity ? { ...coding, size: MOST_CHARACTERS } : coding,
  };
}

export function columnReader(field: Field, rows: number, most: number): ColumnReader {
  const { cell } = field;
  switch (cell.kind) {
    case 'fixed':
      return new FixedReader(field, cell, rows, most);
    case 'heap':
      return new HeapReader(field, cell, rows, most);
    case 'ascii':
      return new AsciiReader(field, cell, rows);
    case 'unreadable':
      return new UnreadableReader(field.column.index, rows);
  }
}

class FixedReader implements ColumnReader {
  readonly start: number;
  readonly end: number;
  private readonly perCell: number;
  private readonly coding: Coding;
  private readonly elements: Elements;

  constructor(
    private readonly field: Field,
    private readonly cell: Cell & { kind: 'fixed' },
    private readonly rows: number,
    most: number,
  ) {
    [this.start, this.end] = bytesOfField(field, most);
    ({ count: this.perCell, coding: this.coding } = headOf(cell, most));
    this.elements = new Elements(cell.coding.type, rows * this.perCell);
  }

  take(bytes: Uint8Array, { start, stride, rows }: RowsPlace, at: number): void {
    const { perCell } = this;
    const place = { start: start + this.start, stride, cells: rows, perCell };
    decodeElements(bytes, place, this.coding, this.elements, at * perCell);
  }

  values(): ColumnValues {
    const { perCell, rows } = this;
    const { values, missing } = this.elements;
    const { count } = this.cell;
    return {
      ...{ column: this.field.column.index, values, missing },
      starts: count === 1 ? undefined : evenStarts(rows, perCell),
      lengths: count > perCell ? new Float64Array(rows).fill(count) : undefined,
    };
  }
}

function evenStarts(rows: number, perCell: number): Uint32Array {
  const starts = new Uint32Array(rows + 1);
  for (let row = 1; row <= rows; row += 1) {
    starts[row] = row * perCell;
  }
  return starts;
}

class AsciiReader implements ColumnReader {
  readonly start: number;
  readonly end: number;
  private readonly elements: Elements;

  constructor(
    private readonly field: Field,
    private readonly cell: Cell & { kind: 'ascii' },
    rows: number,
  ) {
    this.start = field.offset;
    this.end = field.offset + field.width;
    this.elements = new Elements(cell.form.type, rows);
  }

  take(bytes: Uint8Array, { start, stride, rows }: RowsPlace, at: number): void {
    for (let row = 0; row < rows; row += 1) {
      const from = start + this.start + row * stride;
      decodeAscii(bytes, from, this.cell.form, this.elements, at + row);
    }
  }

  values(): ColumnValues {
    const { values, missing } = this.elements;
    return {
      ...{ column: this.field.column.index, values, missing },
      ...{ starts: undefined, lengths: undefined },
    };
  }
}

class UnreadableReader implements ColumnReader {
  readonly start = 0;
  readonly end = 0;

  constructor(
    private readonly column: number,
    private readonly rows: number,
  ) {}

  take(): void {
    // There is nothing to take.
  }

  values(): ColumnValues {
    return {
      column: this.column,
      values: new Array<string>(this.rows).fill(''),
      missing: new Uint8Array(this.rows).fill(1),
      ...{ starts: undefined, lengths: undefined },
    };
  }
}
