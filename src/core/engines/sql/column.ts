import type { ExpressionColumn } from '../../table/expression/names';
import { identifier } from './words';

/** A column of a data set, as its schema has it. */
export interface SqlColumn {
  readonly name: string;
  /** As numpy would call an element: `float32`, `int64`, `bool`, `text`. */
  readonly type: string;
  /** A list in each row. */
  readonly list: boolean;
}

const TYPES: Readonly<Record<string, ExpressionColumn['type']>> = {
  bool: 'logical',
  logical: 'logical',
  bit: 'logical',
  int64: 'wide',
  uint64: 'wide',
  float16: 'float',
  float32: 'float',
  float64: 'float',
  complex64: 'complex',
  complex128: 'complex',
};

/** What a filter knows of it. */
export function expressionColumn({ name, type, list }: SqlColumn): ExpressionColumn {
  const integer = /^u?int(?:8|16|32)$/.test(type);
  return {
    ...{ name, shape: [], variable: list, problem: undefined },
    type: TYPES[type] ?? (integer ? 'integer' : 'text'),
  };
}

/** Fields of structs are columns of their own here (`lc.mag`), and parts of one there. */
export function columnSql({ name }: Pick<SqlColumn, 'name'>): string {
  return name.split('.').map(identifier).join('.');
}

/** Its values in double precision, as a filter sees them. */
export function doubleColumnSql(column: SqlColumn): string {
  const sql = columnSql(column);
  return column.type === 'float64' && !column.list ? sql : `CAST(${sql} AS double)`;
}
