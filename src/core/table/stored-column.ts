import type { StoredColumn } from './column-builder';
import { arrayOf, isComplex } from './element-type';
import type { ColumnValues, ElementArray } from './table';

/** The cells of some rows: those from the first on, or the given ones. */
export type RowChoice =
  { readonly from: number; readonly rows: number } | { readonly numbers: ArrayLike<number> };

/** The cells of some rows of a column, in arrays of their own. */
export function storedValues(
  stored: StoredColumn,
  column: number,
  choice: RowChoice,
  most: number,
): ColumnValues {
  const { count, values, missing } = stored;
  const whole = { column, starts: undefined, lengths: undefined };
  if (count === 1 && 'from' in choice) {
    const [start, end] = [choice.from, choice.from + choice.rows];
    const marks = missing?.slice(start, end);
    return { ...whole, values: part(stored, start, end), missing: marks };
  }
  const rows = 'from' in choice ? choice.rows : choice.numbers.length;
  const numberOf = (i: number): number =>
    'from' in choice ? choice.from + i : (choice.numbers[i] as number);
  const starts = new Uint32Array(rows + 1);
  let cut = false;
  for (let i = 0; i < rows; i++) {
    const [start, end] = cellPlace(stored, numberOf(i));
    cut ||= end - start > most;
    starts[i + 1] = (starts[i] as number) + Math.min(end - start, most);
  }
  const total = starts[rows] as number;
  const gathered = room(stored, total);
  const marks = missing && new Uint8Array(total);
  for (let i = 0; i < rows; i++) {
    const [start] = cellPlace(stored, numberOf(i));
    const [at, end] = [starts[i] as number, starts[i + 1] as number];
    copy(stored, values, start, gathered, at, end - at);
    marks?.set((missing as Uint8Array).subarray(start, start + end - at), at);
  }
  return {
    ...{ column, values: gathered, missing: marks },
    starts: count === 1 ? undefined : starts,
    lengths: lengthsOf(stored, rows, numberOf, cut),
  };
}

function lengthsOf(
  stored: StoredColumn,
  rows: number,
  numberOf: (i: number) => number,
  cut: boolean,
): Float64Array | undefined {
  const { absent } = stored;
  if (!cut && absent === undefined) {
    return undefined;
  }
  return Float64Array.from({ length: rows }, (_, i) => {
    const row = numberOf(i);
    const [start, end] = cellPlace(stored, row);
    return absent?.[row] === 1 ? NaN : end - start;
  });
}

function cellPlace({ count, starts }: StoredColumn, row: number): [start: number, end: number] {
  return count === undefined
    ? [starts?.[row] as number, starts?.[row + 1] as number]
    : [row * count, (row + 1) * count];
}

function part({ type, values }: StoredColumn, start: number, end: number): ElementArray {
  const places = isComplex(type) ? 2 : 1;
  return values.slice(start * places, end * places) as ElementArray;
}

function room({ type }: StoredColumn, elements: number): ElementArray {
  return type === 'text' ? new Array<string>(elements) : arrayOf(type, elements);
}

function copy(
  { type }: StoredColumn,
  values: ElementArray,
  start: number,
  into: ElementArray,
  at: number,
  count: number,
): void {
  if (type === 'text') {
    for (let i = 0; i < count; i++) {
      (into as string[])[at + i] = values[start + i] as string;
    }
  } else {
    const places = isComplex(type) ? 2 : 1;
    // Both arrays are those of one element type.
    const some = (values as Float64Array).subarray(start * places, (start + count) * places);
    (into as Float64Array).set(some, at * places);
  }
}
