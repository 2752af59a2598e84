import type { ResultRows } from '../../core/catalogs/query/read-group';
import { SkybucketError } from '../../core/errors';
import { arrayOf, isComplex } from '../../core/table/element-type';
import type { Column, ColumnValues, ElementType } from '../../core/table/table';
import type { ColumnIn, RowsIn } from './methods';

type Cell = string | number | boolean | null;

const TYPES: ReadonlySet<string> = new Set<ElementType>([
  ...(['logical', 'int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64'] as const),
  ...(['uint64', 'float32', 'float64', 'text'] as const),
]);

/** A column of a result that somebody else found. @throws SkybucketError `protocol` for a type that is none. */
export function columnOf({ name, type, unit, description }: ColumnIn, index: number): Column {
  const known = type === 'bool' ? 'logical' : type;
  if (!TYPES.has(known)) {
    throw new SkybucketError('protocol', `A column cannot be of the type “${type}”.`);
  }
  return {
    ...{ index, name, type: known as ElementType, shape: [], variable: false },
    unit: unit === '' ? undefined : unit,
    description: description === '' ? undefined : description,
    ...{ format: type, display: undefined, nullRule: 'null', problem: undefined },
  };
}

/**
 * Rows as a result takes them.
 *
 * @throws SkybucketError `protocol` for columns of different lengths, or a value that is none of its column.
 */
export function rowsOf(columns: readonly Column[], { columns: cells }: RowsIn): ResultRows {
  const rows = cells[0]?.length ?? 0;
  if (cells.length !== columns.length || cells.some(({ length }) => length !== rows)) {
    throw new SkybucketError('protocol', 'These rows do not have the columns of the result.');
  }
  return { rows, columns: columns.map((column, i) => valuesOf(column, cells[i] as Cell[])) };
}

function valuesOf({ index, name, type }: Column, cells: readonly Cell[]): ColumnValues {
  const missing = Uint8Array.from(cells, (cell) => (cell === null ? 1 : 0));
  const marks = missing.includes(1) ? missing : undefined;
  const whole = { column: index, starts: undefined, lengths: undefined, missing: marks };
  if (type === 'text') {
    return { ...whole, values: cells.map((cell) => (cell === null ? '' : String(cell))) };
  }
  if (isComplex(type)) {
    throw new SkybucketError('protocol', 'Complex numbers cannot be taken in.');
  }
  const wide = type === 'int64' || type === 'uint64';
  const values = arrayOf(type, cells.length);
  cells.forEach((cell, i) => {
    if (cell !== null) {
      values[i] = (wide ? wideOf(cell, name) : numberOf(cell, name)) as never;
    } else if (type === 'float32' || type === 'float64') {
      values[i] = NaN as never;
    }
  });
  return { ...whole, values };
}

function wideOf(cell: Exclude<Cell, null>, name: string): bigint {
  try {
    return BigInt(cell);
  } catch {
    throw wrong(cell, name);
  }
}

function numberOf(cell: Exclude<Cell, null>, name: string): number {
  const number = cell === 'true' ? 1 : cell === 'false' ? 0 : Number(cell);
  if (Number.isNaN(number) && !(typeof cell === 'number' || cell === 'NaN')) {
    throw wrong(cell, name);
  }
  return number;
}

function wrong(cell: Exclude<Cell, null>, name: string): SkybucketError {
  const text = String(cell).slice(0, 40);
  return new SkybucketError('protocol', `“${text}” is no value of the column “${name}”.`);
}
