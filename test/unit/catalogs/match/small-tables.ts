import { ResultTable } from '../../../../src/core/catalogs/query/result-table';
import type { Column, ColumnValues, ElementArray, Table } from '../../../../src/core/table/table';

/** A column with its values. */
export interface FilledColumn extends Column {
  readonly values: ElementArray;
  readonly missing?: Uint8Array | undefined;
  readonly starts?: Uint32Array | undefined;
}

export function columnOf(name: string, type: Column['type']): Column {
  return {
    ...{ index: 0, name, type, shape: [], variable: false, unit: undefined },
    ...{ description: undefined, format: type, display: undefined },
    ...{ nullRule: undefined, problem: undefined },
  };
}

export function tableOf(columns: readonly FilledColumn[]): ResultTable {
  const table = new ResultTable(columns);
  const [first] = columns;
  const rows = first?.starts === undefined ? (first?.values.length ?? 0) : first.starts.length - 1;
  table.add({
    rows,
    columns: columns.map(({ values, missing, starts }, column): ColumnValues => ({
      ...{ column, values, missing, starts, lengths: undefined },
    })),
  });
  table.end('done');
  return table;
}

/** All cells as text; empty for what is missing. */
export async function textsOf(table: Table): Promise<string[][]> {
  const all = table.columns.map(({ index }) => index);
  const { columns, rows } = await table.read(0, table.rowsPresent, all);
  return Array.from({ length: rows }, (_, row) =>
    columns.map(({ values, missing, starts }) => {
      const [from, to] = starts === undefined ? [row, row + 1] : [starts[row], starts[row + 1]];
      return Array.from({ length: (to ?? 0) - (from ?? 0) }, (__, k) =>
        missing?.[(from ?? 0) + k] === 1 ? '' : String(values[(from ?? 0) + k]),
      ).join(',');
    }),
  );
}
