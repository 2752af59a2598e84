import type { TableRef } from '../../../src/protocol/table';
import type { TableHost } from '../../table/table-host';

/** Rows looked at in one request. */
const ROWS = 20_000;

/**
 * Where a row of the table stands in a view of it; undefined where the view leaves it out. Of the columns nothing
 * is read.
 */
export async function findRow(
  host: TableHost,
  ref: TableRef,
  rows: number,
  wanted: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  if (ref.view === '') {
    return wanted < rows ? wanted : undefined;
  }
  for (let from = 0; from < rows; from += ROWS) {
    const to = Math.min(from + ROWS, rows);
    const { numbers } = await host.request('rows', { ...ref, from, to, columns: [] }, { signal });
    const at = numbers.indexOf(wanted);
    if (at >= 0) {
      return from + at;
    }
  }
  return undefined;
}
