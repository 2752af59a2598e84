import type { Column, ColumnValues, ElementType, Table } from './table';
import type { ElementKey } from './whole-column';

export function typeOf(table: Table, { column }: ElementKey): ElementType {
  return (table.columns[column] as Column).type;
}

/** One scan for some elements of some columns; the column of each key, which may occur several times. */
export async function* scanElements(
  table: Table,
  keys: readonly ElementKey[],
  signal: AbortSignal | undefined,
): AsyncGenerator<{ from: number; rows: number; columns: ColumnValues[] }> {
  const asked = [...new Set(keys.map(({ column }) => column))];
  const mostElements = 1 + Math.max(0, ...keys.map(({ element }) => element));
  for await (const { from, rows, columns } of table.scan(asked, { signal, mostElements })) {
    yield {
      from,
      rows,
      columns: keys.map(({ column }) => columns[asked.indexOf(column)] as ColumnValues),
    };
  }
}
