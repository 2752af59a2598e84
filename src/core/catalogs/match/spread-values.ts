import { arrayOf, type NumericArray } from '../../table/element-type';
import type { Column, ColumnValues } from '../../table/table';

/**
 * The values of some rows as those of more rows, of which the others have none.
 *
 * @param at where each row goes, ascending.
 * @param rows how many there are then.
 */
export function spreadValues(
  column: Column,
  given: ColumnValues,
  at: ArrayLike<number>,
  rows: number,
): ColumnValues {
  if (at.length === rows) {
    return { ...given, column: column.index };
  }
  return given.starts === undefined
    ? spreadSingles(column, given, at, rows)
    : spreadLists(column, given, at, rows);
}

function spreadSingles(
  { index, type }: Column,
  { values, missing: none }: ColumnValues,
  at: ArrayLike<number>,
  rows: number,
): ColumnValues {
  const missing = new Uint8Array(rows).fill(1);
  const texts: string[] = type === 'text' ? new Array<string>(rows).fill('') : [];
  const numbers = type === 'text' ? undefined : arrayOf(type, rows);
  // A complex number takes two places.
  const wide = rows === 0 || numbers === undefined ? 1 : numbers.length / rows;
  for (let row = 0; row < at.length; row++) {
    const to = at[row] as number;
    missing[to] = none?.[row] ?? 0;
    if (numbers === undefined) {
      texts[to] = values[row] as string;
    } else {
      const some = (values as NumericArray).subarray(row * wide, (row + 1) * wide);
      numbers.set(some as never, to * wide);
    }
  }
  return {
    ...{ column: index, values: numbers ?? texts, starts: undefined, lengths: undefined },
    missing,
  };
}

/** A row that has none has no elements, and is missing as a whole. */
function spreadLists(
  { index }: Column,
  { values, starts: own, lengths: told, missing }: ColumnValues,
  at: ArrayLike<number>,
  rows: number,
): ColumnValues {
  const starts = new Uint32Array(rows + 1);
  const lengths = new Float64Array(rows).fill(NaN);
  for (let row = 0; row < at.length; row++) {
    const to = at[row] as number;
    const count = (own?.[row + 1] as number) - (own?.[row] as number);
    starts[to + 1] = count;
    lengths[to] = told?.[row] ?? count;
  }
  for (let row = 0; row < rows; row++) {
    starts[row + 1] = (starts[row] as number) + (starts[row + 1] as number);
  }
  return { column: index, values, starts, lengths, missing };
}
