import { RowSort } from './row-sort';
import { sortKeys } from './sort-keys';
import { sortTexts } from './sort-texts';
import type { Turns } from './turns';
import type { WholeColumn } from './whole-column';

export interface SortColumn {
  readonly column: WholeColumn;
  readonly descending: boolean;
}

/**
 * Brings rows into the order of some columns, the first of them first. Stable; NaN and then what is missing
 * come last in both directions. Integers are compared exactly, texts by code points, complex numbers by their
 * real parts and then by their imaginary ones, as numpy does.
 *
 * @param rows is overwritten.
 */
export async function sortRows(
  rows: Uint32Array,
  by: readonly SortColumn[],
  turns: Turns,
): Promise<Uint32Array> {
  const sort = new RowSort(rows, turns);
  for (const { column, descending } of by.toReversed()) {
    if (column.type === 'text') {
      await sortTexts(sort, column, descending, turns);
    } else {
      for (const keys of sortKeys(column, descending)) {
        await sort.by(keys);
      }
    }
  }
  return sort.rows;
}
