import { SkybucketError } from '../errors';
import type { ColumnStore } from './column-store';
import { isScalar } from './element-type';
import { gather, inTableOrder, type Members } from './members';
import type { Column, ColumnValues, TableOptions, TableSlice } from './table';
import { Turns } from './turns';
import type { ElementKey, WholeColumn } from './whole-column';

/** Views of more than one row in so many are worth reading the whole table. */
const WORTH_SCANNING = 20;

/** A table with some of its rows in some order. Rows are counted from 0 in the view. */
export class TableView {
  private membersKept: Uint32Array | undefined;

  /**
   * @param numbers positions in the table of the rows of the view; undefined for all that are there, in
   *   their order.
   * @param sorted whether their order is another one than that of the table.
   */
  constructor(
    readonly store: ColumnStore,
    readonly numbers: Uint32Array | undefined,
    private readonly sorted: boolean,
  ) {}

  get rows(): number {
    return this.numbers?.length ?? this.store.table.rowsPresent;
  }

  /** Position in the table of a row of the view. */
  numberOf(row: number): number {
    return this.numbers === undefined ? row : (this.numbers[row] as number);
  }

  /**
   * Its rows in the order of the table, for what does not ask for theirs.
   *
   * @throws SkybucketError `cancelled`
   */
  async members(signal?: AbortSignal): Promise<Members> {
    const { numbers } = this;
    if (numbers === undefined || numbers.length === this.store.table.rowsPresent) {
      return undefined;
    }
    this.membersKept ??= this.sorted ? await inTableOrder(numbers, new Turns(signal)) : numbers;
    return this.membersKept;
  }

  /** What it takes in memory. */
  get bytes(): number {
    const members = this.membersKept === this.numbers ? undefined : this.membersKept;
    return (this.numbers?.byteLength ?? 0) + (members?.byteLength ?? 0);
  }

  /**
   * Rows `[from, to)` of the view, as far as it has them, in one plan.
   *
   * @throws SkybucketError as `Table.read`.
   */
  read(
    from: number,
    to: number,
    columns: readonly number[],
    options: TableOptions = {},
  ): Promise<TableSlice> {
    const { table } = this.store;
    const start = Math.min(from, this.rows);
    const end = Math.min(to, this.rows);
    return this.numbers === undefined
      ? table.read(start, end, columns, options)
      : table.readRows(this.numbers.subarray(start, end), columns, options);
  }

  /** Whether {@link readOn} reads rows that lie here and there in the file, one by one. */
  scattered(columns: readonly number[]): boolean {
    const kept = this.worthKeeping(columns);
    return this.numbers !== undefined && !columns.every((column) => kept.includes(column));
  }

  /**
   * The same for who goes through all rows of the view, stretch by stretch. Where its order jumps about in a
   * good part of the table, columns are read once as a whole, if memory has room, instead of row by row.
   */
  async readOn(
    from: number,
    to: number,
    columns: readonly number[],
    options: TableOptions = {},
  ): Promise<TableSlice> {
    const { store, numbers } = this;
    const whole = this.worthKeeping(columns);
    if (numbers === undefined || whole.length === 0) {
      return this.read(from, to, columns, options);
    }
    const keys = whole.map(keyOf);
    let loaded: readonly WholeColumn[];
    try {
      loaded = await store.load(keys, { signal: options.signal });
    } catch (error) {
      if (error instanceof SkybucketError && error.code === 'too-large') {
        return this.read(from, to, columns, options);
      }
      throw error;
    }
    const rows = numbers.subarray(Math.min(from, this.rows), Math.min(to, this.rows));
    const others = columns.filter((at) => !whole.includes(at));
    const read = others.length === 0 ? undefined : await this.read(from, to, others, options);
    const parts = columns.map((at): ColumnValues => {
      const kept = loaded.find(({ column }) => column === at);
      return kept
        ? { column: at, starts: undefined, lengths: undefined, ...gather(kept.type, kept, rows) }
        : (read?.columns[others.indexOf(at)] as ColumnValues);
    });
    return { from: rows[0] ?? 0, rows: rows.length, columns: parts };
  }

  /** Of the columns, those that are worth reading as a whole; none where they do not fit into memory. */
  private worthKeeping(columns: readonly number[]): number[] {
    const { store, numbers } = this;
    const whole = columns.filter((at) => isWholeColumn(store.table.columns[at]));
    const keys = [...new Set(whole)].map(keyOf);
    const much = numbers !== undefined && numbers.length * WORTH_SCANNING > store.table.rowsPresent;
    return much && store.fits(keys) ? whole : [];
  }
}

function keyOf(column: number): ElementKey {
  return { column, element: 0 };
}

function isWholeColumn(column: Column | undefined): boolean {
  return column !== undefined && isScalar(column) && column.problem === undefined;
}
