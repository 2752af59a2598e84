import { SkybucketError } from '../../core/errors';
import { TableView } from '../../core/table/view';
import type { TableRef } from '../../protocol/table';
import type { OpenTables } from '../open-tables';

/** So that no two views have the same name. */
let made = 0;

/**
 * A view of the given rows alone, in their order.
 *
 * @param bytes little-endian uint32.
 * @throws SkybucketError `protocol` for rows that the table does not have.
 */
export async function viewOfRows(
  tables: OpenTables,
  hdu: number,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<{ readonly view: string; readonly rows: number }> {
  const store = await tables.store(hdu, { signal });
  const rows = rowsIn(bytes);
  let sorted = false;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    if (row >= store.table.rowsPresent) {
      throw new SkybucketError('protocol', `The table has no row ${row + 1}.`);
    }
    sorted ||= i > 0 && row <= (rows[i - 1] as number);
  }
  made += 1;
  const view = `${hdu}:rows ${made}`;
  tables.keep(view, new TableView(store, rows, sorted));
  return { view, rows: rows.length };
}

/** The number in the table of each row of a view, little-endian uint32. */
export async function rowsOfView(
  tables: OpenTables,
  ref: TableRef,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const view = await tables.view(ref, { signal });
  const bytes = new Uint8Array(4 * view.rows);
  const out = new DataView(bytes.buffer);
  for (let row = 0; row < view.rows; row++) {
    out.setUint32(4 * row, view.numberOf(row), true);
  }
  return bytes;
}

function rowsIn(bytes: Uint8Array): Uint32Array {
  if (bytes.length % 4 !== 0) {
    throw new SkybucketError('protocol', 'Rows are given as numbers of 32 bits each.');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(4 * i, true));
}
