import type { ExpressionColumn } from './expression/names';
import { columnName, isComplex, isWide } from './element-type';
import type { Column } from './table';

/** The columns of a table as filters name them. */
export function filterColumns(columns: readonly Column[]): ExpressionColumn[] {
  return columns.map((column) => {
    const { shape, variable, problem } = column;
    return { name: columnName(column), type: typeOf(column), shape, variable, problem };
  });
}

function typeOf({ type }: Column): ExpressionColumn['type'] {
  if (type === 'text') {
    return 'text';
  }
  if (type === 'logical' || type === 'bit') {
    return 'logical';
  }
  if (type === 'float32' || type === 'float64') {
    return 'float';
  }
  return isComplex(type) ? 'complex' : isWide(type) ? 'wide' : 'integer';
}
