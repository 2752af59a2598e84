import { SkybucketError } from '../../core/errors';
import { angleReader } from '../../core/markers/angle-column';
import { canBeAngle } from '../../core/markers/guess-columns';
import type { Directions } from '../../core/sky/frames';
import type { Column, ColumnValues, Table, TableOptions, TableSlice } from '../../core/table/table';
import { Turns } from '../../core/table/turns';
import type { TableView } from '../../core/table/view';

/** Names of the columns of position. */
export interface PositionColumns {
  readonly ra: string;
  readonly dec: string;
}

const STRETCH = 65_536;

/** @throws SkybucketError `not-found` where no column has the name. */
export function columnNamed(columns: readonly Column[], name: string): Column {
  const column = columns.find((one) => one.name === name);
  if (column === undefined) {
    throw new SkybucketError('not-found', `There is no column “${name}”.`, {
      hint: 'Choose another column.',
    });
  }
  return column;
}

/**
 * The positions of all rows of a table, degrees; NaN where a row has none.
 *
 * @throws SkybucketError `unsupported` for columns that are no angles, and what reading throws.
 */
export function directionsOfTable(
  table: Table,
  names: PositionColumns,
  options: TableOptions,
): Promise<Directions> {
  return gathered(table, table.rowsPresent, names, options, (from, to, columns) =>
    table.read(from, to, columns, options),
  );
}

/** The same of the rows of a view, in its order. */
export function directionsOfView(
  view: TableView,
  names: PositionColumns,
  options: TableOptions,
): Promise<Directions> {
  return gathered(view.store.table, view.rows, names, options, (from, to, columns) =>
    view.readOn(from, to, columns, options),
  );
}

async function gathered(
  table: Table,
  rows: number,
  { ra, dec }: PositionColumns,
  { signal }: TableOptions,
  read: (from: number, to: number, columns: readonly number[]) => Promise<TableSlice>,
): Promise<Directions> {
  const turns = new Turns(signal);
  const columns = [ra, dec].map((name) => angles(columnNamed(table.columns, name)));
  const readers = columns.map((column, i) => angleReader(column, i === 0));
  const out = { longitude: new Float64Array(rows), latitude: new Float64Array(rows) };
  for (let from = 0; from < rows; from += STRETCH) {
    const to = Math.min(rows, from + STRETCH);
    const slice = await read(
      from,
      to,
      columns.map(({ index }) => index),
    );
    [out.longitude, out.latitude].forEach((degrees, i) => {
      const values = slice.columns[i] as ColumnValues;
      const some = readers[i]?.(values, 0, slice.rows) ?? new Float64Array(0);
      degrees.set(some, from);
    });
    if (turns.over) {
      await turns.next();
    }
  }
  return out;
}

function angles(column: Column): Column {
  if (!canBeAngle(column)) {
    throw new SkybucketError('unsupported', `“${column.name}” holds no angles.`, {
      hint: 'Choose another column of position.',
    });
  }
  return column;
}
