import { readFilter } from '../../core/catalogs/filter/row-filter';
import { sentence } from '../../core/errors';
import type { ExpressionColumn } from '../../core/table/expression/names';
import { ExpressionError } from '../../core/table/expression/problem';
import type { CatalogColumn, CatalogMethods } from '../../protocol/catalog';

/** What is wrong with a filter of columns as they were kept with a result; undefined for nothing. */
export function filterProblem(
  filter: string,
  columns: readonly CatalogColumn[],
): CatalogMethods['checkFilter'][1]['problem'] {
  try {
    if (filter.trim() !== '') {
      readFilter(filter, columns.map(expressionColumn));
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof ExpressionError)) {
      throw error;
    }
    const { from, to } = error;
    return { message: sentence(error), from, to };
  }
}

function expressionColumn({ name, type, list }: CatalogColumn): ExpressionColumn {
  return { name, type: kindOf(type), shape: [], variable: list, problem: undefined };
}

function kindOf(type: string): ExpressionColumn['type'] {
  switch (type) {
    case 'text':
      return 'text';
    case 'bool':
    case 'bit':
      return 'logical';
    case 'float32':
    case 'float64':
      return 'float';
    case 'int64':
    case 'uint64':
      return 'wide';
    default:
      return type.startsWith('complex') ? 'complex' : 'integer';
  }
}
