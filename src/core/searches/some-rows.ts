import type { Table, TableOptions } from '../table/table';

/**
 * Some rows of a table as a table of their own, for what reads rows one after the other.
 *
 * @param rows positions in the table, in any order
 * @throws SkybucketError `past-end`, and what reading throws
 */
export async function someRows<T extends Table>(
  table: T,
  rows: ArrayLike<number>,
  options: TableOptions = {},
): Promise<T> {
  const columns = table.columns.map(({ index }) => index);
  const slice = await table.readRows(rows, columns, options);
  const some: Table = {
    ...{ columns: table.columns, rows: slice.rows, rowsPresent: slice.rows },
    ...{ bytesPerRow: table.bytesPerRow, local: true, warnings: [] },
    scanCost: () => ({ bytes: 0, requests: 0 }),
    read: (from, to, wanted, more) =>
      table.readRows(Array.from(rows).slice(from, to), wanted, more),
    readRows: (chosen, wanted, more) =>
      table.readRows(
        Array.from(chosen, (row) => rows[row] as number),
        wanted,
        more,
      ),
    async *scan(wanted) {
      const byColumn = new Map(slice.columns.map((values) => [values.column, values]));
      yield await Promise.resolve({
        ...slice,
        columns: wanted.flatMap((column) => byColumn.get(column) ?? []),
      });
    },
  };
  // What a kind of table has beside its rows (fields, status) is the same.
  return { ...table, ...some };
}
