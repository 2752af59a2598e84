import { outside } from '../../core/table/outside';
import type { Column, ReadCost, Table, TableOptions, TableSlice } from '../../core/table/table';

/** The first rows of a table that grows: they stay as they are. */
export class TableSnapshot implements Table {
  readonly columns: readonly Column[];
  readonly rowsPresent: number;

  constructor(
    private readonly table: Table,
    readonly rows: number,
  ) {
    this.columns = table.columns;
    this.rowsPresent = rows;
  }

  get bytesPerRow(): number {
    return this.table.bytesPerRow;
  }

  get local(): boolean {
    return this.table.local;
  }

  get warnings(): readonly string[] {
    return this.table.warnings;
  }

  async read(
    from: number,
    to: number,
    columns: readonly number[],
    options?: TableOptions,
  ): Promise<TableSlice> {
    if (to > this.rows) {
      throw outside(`Rows ${from + 1} to ${to}`, this.rows);
    }
    return this.table.read(from, to, columns, options);
  }

  async readRows(
    rows: ArrayLike<number>,
    columns: readonly number[],
    options?: TableOptions,
  ): Promise<TableSlice> {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      if (row >= this.rows) {
        throw outside(`Row ${row + 1}`, this.rows);
      }
    }
    return this.table.readRows(rows, columns, options);
  }

  async *scan(
    columns: readonly number[],
    options?: TableOptions,
  ): AsyncGenerator<TableSlice, void, void> {
    for await (const slice of this.table.scan(columns, options)) {
      const left = this.rows - slice.from;
      if (left >= slice.rows) {
        yield slice;
      } else if (left > 0) {
        yield await this.table.read(slice.from, this.rows, columns, options);
      }
      if (left <= slice.rows) {
        return;
      }
    }
  }

  scanCost(columns: readonly number[]): ReadCost {
    return this.table.scanCost(columns);
  }
}
