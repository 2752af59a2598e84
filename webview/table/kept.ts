import type { SortKey } from '../../src/protocol/table';
import type { KeptColumns } from './columns';
import { NARROWEST, WIDEST } from './columns';

/** What is kept of a table while its page, or its editor, is away. Columns are positions in the table. */
export interface KeptTable {
  readonly filter: string;
  readonly sort: readonly SortKey[];
  /** Undefined where the columns are as the file has them. */
  readonly columns: KeptColumns | undefined;
  /** First row in sight, and how far the columns are scrolled in pixels. */
  readonly row: number;
  readonly left: number;
  readonly cell: { readonly row: number; readonly column: number } | undefined;
}

/** FITS allows 999 columns; other formats more. A longer list than this is no state of ours. */
const MOST_COLUMNS = 100_000;
const MOST_FILTER = 100_000;
const MOST_SORT_KEYS = 64;

/** The state of an earlier page, or undefined where it is not one; what makes no sense is left out. */
export function parseKeptTable(value: unknown): KeptTable | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { filter, sort, columns, row, left, cell } = value;
  return {
    filter: typeof filter === 'string' && filter.length <= MOST_FILTER ? filter : '',
    sort: parseSort(sort),
    columns: isRecord(columns) ? parseColumns(columns) : undefined,
    row: isIndex(row) ? row : 0,
    left: typeof left === 'number' && Number.isFinite(left) ? Math.max(0, left) : 0,
    cell:
      isRecord(cell) && isIndex(cell['row']) && isIndex(cell['column'])
        ? { row: cell['row'], column: cell['column'] }
        : undefined,
  };
}

function parseSort(value: unknown): SortKey[] {
  const keys = list(value).flatMap((key) =>
    isRecord(key) && isIndex(key['column'])
      ? [{ column: key['column'], descending: key['descending'] === true }]
      : [],
  );
  // A column twice sorts nothing more.
  return keys
    .filter(({ column }, at) => keys.findIndex((key) => key.column === column) === at)
    .slice(0, MOST_SORT_KEYS);
}

function parseColumns({ order, hidden, widths }: Record<string, unknown>): KeptColumns {
  return {
    order: Array.isArray(order) ? list(order).filter(isIndex) : undefined,
    hidden: list(hidden).filter(isIndex),
    widths: list(widths).flatMap((pair): [number, number][] => {
      const [column, pixels]: unknown[] = Array.isArray(pair) ? pair : [];
      return isIndex(column) && typeof pixels === 'number' && pixels >= NARROWEST
        ? [[column, Math.min(pixels, WIDEST)]]
        : [];
    }),
  };
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) && value.length <= MOST_COLUMNS ? value : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
