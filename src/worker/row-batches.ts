import { SkybucketError } from '../core/errors';
import type { TableSlice } from '../core/table/table';
import type { TableView } from '../core/table/view';

/** Cells that are read at once where rows lie side by side, about; but no fewer rows than follow. */
const CELLS_PER_READ = 65_536;
const ROWS_PER_READ = 4096;

/** Rows here and there, each a read of its own: so many are planned together without holding anybody up. */
const SCATTERED_ROWS_PER_READ = 1024;

/** Bytes of stored rows that are read at once, about. */
const BYTES_PER_READ = 32 * 2 ** 20;

/** Rows of a view that are worth reading at once for who goes through all of them. */
export function rowsPerRead(view: TableView, columns: readonly number[]): number {
  const byCells = Math.floor(CELLS_PER_READ / Math.max(1, columns.length));
  const scattered = view.scattered(columns);
  const wanted = scattered ? SCATTERED_ROWS_PER_READ : Math.max(byCells, ROWS_PER_READ);
  const byBytes = Math.floor(BYTES_PER_READ / Math.max(1, view.store.table.bytesPerRow));
  return Math.max(1, Math.min(wanted, byBytes));
}

/** Rows from `from` on: all up to `to`, or fewer where their arrays are too long to be had at once. */
export async function readSome(
  view: TableView,
  from: number,
  to: number,
  columns: readonly number[],
  signal: AbortSignal,
): Promise<TableSlice> {
  for (let end = to; ; end = from + Math.ceil((end - from) / 8)) {
    try {
      return await view.readOn(from, end, columns, { signal });
    } catch (error) {
      const large = error instanceof SkybucketError && error.code === 'too-large';
      if (!large || end - from <= 1) {
        throw error;
      }
    }
  }
}

/** Some rows of a view on their way, and those after them once these are here. */
export class RowBatch {
  readonly slice: Promise<TableSlice>;
  private readonly stop = new AbortController();
  private after: RowBatch | undefined;

  /** @param from row of the view */
  constructor(
    private readonly view: TableView,
    readonly from: number,
    private readonly columns: readonly number[],
  ) {
    const to = from + rowsPerRead(view, columns);
    this.slice = readSome(view, from, to, columns, this.stop.signal);
    // It fails for whoever asks for it.
    this.slice.catch(() => undefined);
  }

  /** The rows after those of the slice, read from now on; undefined where the view ends. */
  next(slice: TableSlice): RowBatch | undefined {
    const end = this.from + slice.rows;
    if (this.after === undefined && end < this.view.rows) {
      this.after = new RowBatch(this.view, end, this.columns);
    }
    return this.after;
  }

  abort(): void {
    this.stop.abort();
    this.after?.abort();
  }
}
