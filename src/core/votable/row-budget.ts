import type { CellColumn } from './cell-column';

/** Bytes that the rows of a document may take in memory. */
const MOST_BYTES = 2 ** 30;

/** Rows between two looks at what they take. */
const ROWS_PER_LOOK = 1024;

/** No more rows are wanted; `message` is the sentence that says so. */
export class EnoughRows extends Error {}

/** What all tables of a document may have in memory. */
export class RowBudget {
  /** Rows of all tables so far. */
  rows = 0;
  /** Bytes of tables that are complete. */
  private settled = 0;

  constructor(
    private readonly mostRows = Infinity,
    private readonly mostBytes = MOST_BYTES,
  ) {}

  /** A row begins. @throws EnoughRows where there is no room for it. */
  take(cells: readonly CellColumn[]): void {
    if (this.rows >= this.mostRows) {
      const most = this.mostRows.toLocaleString('en-US');
      throw new EnoughRows(`Only the first ${most} rows were read; there are more.`);
    }
    if (this.rows % ROWS_PER_LOOK === 0) {
      this.check(cells);
    }
    this.rows += 1;
  }

  /** Bytes that there is room for. */
  get left(): number {
    return Math.max(0, this.mostBytes - this.settled);
  }

  /** What a table takes that is complete. */
  settle(bytes: number): void {
    this.settled += bytes;
  }

  private check(cells: readonly CellColumn[]): void {
    const bytes = cells.reduce((sum, { column }) => sum + column.bytes, this.settled);
    if (bytes > this.mostBytes) {
      const megabytes = Math.round(this.mostBytes / 2 ** 20);
      throw new EnoughRows(
        `Only the first ${this.rows.toLocaleString('en-US')} rows were read: all of them would take more than ${megabytes} MiB of memory.`,
      );
    }
  }
}
