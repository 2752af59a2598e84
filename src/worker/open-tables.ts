import { SkybucketError } from '../core/errors';
import { ColumnMemory, ColumnStore } from '../core/table/column-store';
import type { Table, TableOptions } from '../core/table/table';
import { TableView } from '../core/table/view';
import type { Arranging, TableRef } from '../protocol/table';
import { keepLast } from './keep-last';

/** Tables that stay open: those somebody flips between. */
const MOST_TABLES = 8;

/** Arrangements that are kept, of all tables, and the bytes of memory they may take; the last one always is. */
const MOST_VIEWS = 4;
const MOST_VIEW_BYTES = 256 * 2 ** 20;

/** Opens the table of an HDU. */
export type OpenTable = (hdu: number, options: TableOptions) => Promise<Table>;

/** The tables of a file that were looked at last, with their columns in memory and their arrangements. */
export class OpenTables {
  private memory = new ColumnMemory();
  /** Those used last stand last. */
  private readonly stores = new Map<number, ColumnStore>();
  private readonly views = new Map<string, TableView>();

  constructor(private readonly open: OpenTable) {}

  async store(hdu: number, options: TableOptions): Promise<ColumnStore> {
    const table = this.stores.get(hdu)?.table ?? (await this.open(hdu, options));
    // Somebody else may have opened it meanwhile.
    const store = this.stores.get(hdu) ?? new ColumnStore(table, this.memory);
    keepLast(this.stores, hdu, store, MOST_TABLES);
    return store;
  }

  /** @throws SkybucketError `not-found` for an arrangement that is not kept any more. */
  async view({ hdu, view: id }: TableRef, options: TableOptions): Promise<TableView> {
    if (id === '') {
      return new TableView(await this.store(hdu, options), undefined, false);
    }
    const view = this.known(id);
    if (view === undefined || !id.startsWith(`${hdu}:`)) {
      throw new SkybucketError('not-found', 'This order of the table is not kept any more.', {
        hint: 'Sort or filter it again.',
        retryable: true,
      });
    }
    return view;
  }

  /** Lets go of all tables: those that are asked for from now on are opened anew. */
  clear(): void {
    this.memory = new ColumnMemory();
    this.stores.clear();
    this.views.clear();
  }

  /** The arrangement if it is kept; it is then the one used last. */
  known(id: string): TableView | undefined {
    const view = this.views.get(id);
    if (view !== undefined) {
      this.keep(id, view);
    }
    return view;
  }

  keep(id: string, view: TableView): void {
    keepLast(this.views, id, view, MOST_VIEWS);
    let bytes = 0;
    for (const [key, { bytes: more }] of [...this.views].reverse()) {
      bytes += more;
      if (bytes > MOST_VIEW_BYTES && key !== id) {
        this.views.delete(key);
      }
    }
  }
}

/**
 * The same for the same arrangement of the same table; empty for that of the file. From what the rows are
 * counted is a part of it where the filter asks for their numbers.
 */
export function viewId({ hdu, filter, sort, origin = 0 }: Arranging, usesRow: boolean): string {
  const keys = sort.map(({ column, descending }) => `${column}${descending ? '-' : '+'}`);
  const text = filter.trim();
  const from = usesRow ? String(origin) : '';
  return text === '' && keys.length === 0 ? '' : `${hdu}:${keys.join('')}:${from}:${text}`;
}
