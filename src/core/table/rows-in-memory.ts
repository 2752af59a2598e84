import { SkybucketError, throwIfAborted } from '../errors';
import type { StoredColumn } from './column-builder';
import { bytesOf } from './element-type';
import { storedValues, type RowChoice } from './stored-column';
import type { Column, ReadCost, Table, TableOptions, TableSlice } from './table';

/** Rows of a slice of a scan. */
const SLICE_ROWS = 16_384;

/** A table whose columns are in memory. */
export class RowsInMemory implements Table {
  readonly rows: number;
  readonly rowsPresent: number;
  readonly bytesPerRow: number;
  readonly local = true;

  constructor(
    readonly columns: readonly Column[],
    private readonly stored: readonly StoredColumn[],
    rows: number,
    readonly warnings: readonly string[],
    /** Why rows are missing at its end; undefined where none are. */
    readonly cut?: string,
  ) {
    this.rows = rows;
    this.rowsPresent = rows;
    const bytes = stored.reduce((sum, { type, values }) => sum + bytesOf(type) * values.length, 0);
    this.bytesPerRow = rows === 0 ? 0 : Math.round(bytes / rows);
  }

  async read(
    from: number,
    to: number,
    columns: readonly number[],
    options: TableOptions = {},
  ): Promise<TableSlice> {
    const inside = Number.isSafeInteger(from) && Number.isSafeInteger(to) && 0 <= from;
    if (!inside || from > to || to > this.rows) {
      throw this.outside(`Rows ${from + 1} to ${to}`);
    }
    return this.slice({ from, rows: to - from }, from, to - from, columns, options);
  }

  async readRows(
    rows: ArrayLike<number>,
    columns: readonly number[],
    options: TableOptions = {},
  ): Promise<TableSlice> {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      if (!Number.isSafeInteger(row) || row < 0 || row >= this.rows) {
        throw this.outside(`Row ${row + 1}`);
      }
    }
    return this.slice({ numbers: rows }, rows[0] ?? 0, rows.length, columns, options);
  }

  async *scan(
    columns: readonly number[],
    options: TableOptions = {},
  ): AsyncGenerator<TableSlice, void, void> {
    for (let from = 0; from < this.rows; from += SLICE_ROWS) {
      yield await this.read(from, Math.min(this.rows, from + SLICE_ROWS), columns, options);
    }
  }

  scanCost(): ReadCost {
    return { bytes: 0, requests: 0 };
  }

  private slice(
    choice: RowChoice,
    from: number,
    rows: number,
    columns: readonly number[],
    { signal, mostElements = Infinity }: TableOptions,
  ): TableSlice {
    throwIfAborted(signal);
    return {
      ...{ from, rows },
      columns: columns.map((column) => {
        const stored = this.stored[column];
        if (stored === undefined) {
          throw new SkybucketError('past-end', `The table has no column ${column + 1}.`);
        }
        return storedValues(stored, column, choice, mostElements);
      }),
    };
  }

  private outside(what: string): SkybucketError {
    return new SkybucketError(
      'past-end',
      `${what} lies outside the table, which has ${this.rows} rows.`,
    );
  }
}
