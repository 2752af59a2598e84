import { SkybucketError } from '../errors';
import type { ColumnStore } from './column-store';
import { isScalar } from './element-type';
import type { Filter } from './expression/filter';
import { BATCH } from './expression/vector';
import { pieces, type Piece } from './pieces';
import { sortRows } from './sort';
import type { Table } from './table';
import { Turns } from './turns';
import type { ElementKey } from './whole-column';

/** Which rows of a table, in which order. */
export interface Arrangement {
  /** Undefined keeps every row. */
  readonly filter: Filter | undefined;
  /** What the first row is counted as where the filter says `row`; left out: 0. */
  readonly origin?: 0 | 1;
  /** The first key first; none keeps the order of the table. */
  readonly sort: readonly SortKey[];
}

export interface SortKey {
  readonly column: number;
  readonly descending: boolean;
}

export interface ArrangeProgress {
  /** Share of the rows that have been read, 0 to 1. */
  readonly done: number;
  /** Rows that match so far. */
  readonly rows: number;
}

export interface ArrangeOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ArrangeProgress) => void) | undefined;
}

/** More rows than this cannot be put in order: that would take gigabytes. */
const MOST_ROWS = 100_000_000;

/** More rows than this cannot be numbered. */
const MOST_NUMBERED = 2 ** 32;

/** The columns that are read to arrange a table. */
export function neededFor({ filter, sort }: Arrangement): ElementKey[] {
  return [...(filter?.uses ?? []), ...keysOf(sort)];
}

/**
 * The rows of an arrangement, in its order. Lets others on the thread have their turn, and reports as rows
 * are read.
 *
 * @throws SkybucketError `protocol` for a column that cannot be sorted by, `too-large` for more rows or
 *   columns than memory has room for, `cancelled`, or what reading throws.
 */
export async function arrange(
  store: ColumnStore,
  arrangement: Arrangement,
  options: ArrangeOptions = {},
): Promise<Uint32Array> {
  const { table } = store;
  const turns = new Turns(options.signal);
  const { filter, origin = 0, sort } = arrangement;
  checkSort(table, sort);
  checkRows(table.rowsPresent, filter === undefined ? MOST_ROWS : MOST_NUMBERED);
  store.checkFits(keysOf(sort));
  const keys = neededFor(arrangement);
  const matching = new MatchingRows(filter, origin, table.rowsPresent);
  for await (const piece of pieces(store, keys, options.signal)) {
    await matching.add(piece, turns);
    const done = (piece.from + piece.rows) / table.rowsPresent;
    options.onProgress?.({ done, rows: matching.count });
  }
  const rows = matching.rows;
  if (sort.length === 0) {
    return rows;
  }
  const columns = await store.load(keysOf(sort), { signal: options.signal });
  const by = columns.map((column, i) => ({ column, descending: sort[i]?.descending === true }));
  return sortRows(rows, by, turns);
}

/** Numbers of the rows that fulfil a condition, in their order. */
class MatchingRows {
  count = 0;
  private found: Uint32Array;

  constructor(
    private readonly filter: Filter | undefined,
    private readonly origin: 0 | 1,
    private readonly most: number,
  ) {
    this.found = new Uint32Array(filter === undefined ? most : Math.min(most, BATCH));
  }

  get rows(): Uint32Array {
    return this.count === this.found.length ? this.found : this.found.slice(0, this.count);
  }

  async add({ from, rows, columns }: Piece, turns: Turns): Promise<void> {
    for (let done = 0; done < rows; done += BATCH) {
      const some = Math.min(BATCH, rows - done);
      if (this.filter === undefined) {
        this.addAll(from + done, some);
      } else {
        const parts = columns.map((column) => ({ ...column, start: column.start + done }));
        const batch = { firstRow: this.origin + from + done, rows: some, columns: parts };
        const { values, missing } = this.filter.test(batch);
        this.addSome(from + done, some, values, missing);
      }
      if (turns.over) {
        await turns.next();
      }
    }
  }

  private addAll(from: number, rows: number): void {
    for (let i = 0; i < rows; i++) {
      this.found[this.count++] = from + i;
    }
  }

  private addSome(
    from: number,
    rows: number,
    values: Uint8Array,
    missing: Uint8Array | undefined,
  ): void {
    if (this.count + rows > this.found.length) {
      checkRows(this.count + rows, MOST_ROWS);
      const room = Math.min(2 * this.found.length + rows, this.most);
      const grown = new Uint32Array(Math.max(room, this.count + rows));
      grown.set(this.found);
      this.found = grown;
    }
    for (let i = 0; i < rows; i++) {
      if (values[i] === 1 && missing?.[i] !== 1) {
        this.found[this.count++] = from + i;
      }
    }
  }
}

function keysOf(sort: readonly SortKey[]): ElementKey[] {
  return sort.map(({ column }) => ({ column, element: 0 }));
}

function checkRows(rows: number, most: number): void {
  if (rows > most) {
    const limit = most.toLocaleString('en-US');
    throw new SkybucketError('too-large', `At most ${limit} rows can be filtered or sorted.`, {
      hint: most === MOST_ROWS ? 'Choose fewer rows with a filter.' : undefined,
    });
  }
}

function checkSort(table: Table, sort: readonly SortKey[]): void {
  for (const { column } of sort) {
    const found = table.columns[column];
    if (found === undefined || !isScalar(found)) {
      throw new SkybucketError('protocol', `The table cannot be sorted by column ${column}.`, {
        hint: 'A column to sort by has one value a row.',
      });
    }
  }
}
