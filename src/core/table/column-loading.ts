import { cancelled, SkybucketError, throwIfAborted } from '../errors';
import { scanElements, typeOf } from './scan-elements';
import type { ColumnValues, Table } from './table';
import { Turns } from './turns';
import { GrowingColumn, type ElementKey } from './whole-column';

/** Rows that are added between two looks at the clock. */
const ROWS_PER_LOOK = 4096;

/** Columns on their way into memory: one scan, however many ask for them, until the last one leaves. */
export class ColumnLoading {
  /** Rows that are there so far. */
  rows = 0;
  readonly columns: ReadonlyMap<string, GrowingColumn>;
  /** Called after each slice. */
  readonly listeners = new Set<() => void>();
  private readonly controller = new AbortController();
  private readonly done: Promise<void>;
  private waiting = 0;
  private ended = false;

  /** @param onEnd called once, with the columns if all rows are there. */
  constructor(
    private readonly table: Table,
    private readonly keys: ReadonlyMap<string, ElementKey>,
    private readonly onEnd: (columns: ReadonlyMap<string, GrowingColumn> | undefined) => void,
  ) {
    this.columns = new Map(
      [...keys].map(([name, key]) => [
        name,
        new GrowingColumn(key, typeOf(table, key), table.rowsPresent),
      ]),
    );
    this.done = this.read(this.controller.signal).then(
      () => this.end(this.columns),
      (error: unknown) => {
        this.end(undefined);
        throw error;
      },
    );
    this.done.catch(() => undefined);
  }

  /** @throws SkybucketError `cancelled` as soon as this signal aborts. */
  async join(signal: AbortSignal): Promise<void> {
    throwIfAborted(signal);
    this.waiting += 1;
    let leave: () => void = () => undefined;
    const left = new Promise<never>((_, reject) => (leave = () => reject(cancelled())));
    signal.addEventListener('abort', leave, { once: true });
    try {
      await Promise.race([this.done, left]);
    } finally {
      signal.removeEventListener('abort', leave);
      this.waiting -= 1;
      if (this.waiting === 0) {
        // Forgotten first: whoever asks from now on must not join what is being torn down.
        this.end(undefined);
        this.controller.abort();
      }
    }
  }

  private end(columns: ReadonlyMap<string, GrowingColumn> | undefined): void {
    if (!this.ended) {
      this.ended = true;
      this.onEnd(columns);
    }
  }

  private async read(signal: AbortSignal): Promise<void> {
    const columns = [...this.columns.values()];
    const turns = new Turns(signal);
    for await (const slice of scanElements(this.table, [...this.keys.values()], signal)) {
      throwIfAborted(signal);
      for (let row = 0; row < slice.rows; row += ROWS_PER_LOOK) {
        const end = Math.min(row + ROWS_PER_LOOK, slice.rows);
        columns.forEach((column, i) => {
          column.add(slice.from + row, slice.columns[i] as ColumnValues, row, end);
        });
        if (turns.over) {
          await turns.next();
        }
      }
      this.rows = slice.from + slice.rows;
      this.listeners.forEach((listener) => listener());
    }
    throwIfAborted(signal);
    if (this.rows < this.table.rowsPresent) {
      throw new SkybucketError('truncated', 'The table ended before all of its rows were read.');
    }
    columns.forEach((column) => column.finish());
  }
}
