import { arrayOf, isComplex } from './element-type';
import { RowSort } from './row-sort';
import type { ElementArray, ElementType } from './table';
import type { Turns } from './turns';

/** Elements one after the other, with those that are missing marked. */
export interface Elements {
  readonly values: ElementArray;
  readonly missing: Uint8Array | undefined;
}

/** Rows of a table that belong to a view, ascending; undefined for all of them. */
export type Members = Uint32Array | undefined;

/**
 * Rows in any order, in that of the table.
 *
 * @throws SkybucketError `cancelled`
 */
export async function inTableOrder(rows: Uint32Array, turns: Turns): Promise<Uint32Array> {
  const sort = new RowSort(rows.slice(), turns);
  await sort.by((some, from, to, keys) => keys.set(some.subarray(from, to), from));
  return sort.rows;
}

/** Members in `[from, to)`. */
export function membersIn(members: Uint32Array, from: number, to: number): Uint32Array {
  return members.subarray(firstFrom(members, from), firstFrom(members, to));
}

/** The elements `[start, end)` of an array, and of its marks. */
export function someElements(
  type: ElementType,
  { values, missing }: Elements,
  start: number,
  end: number,
): Elements {
  const places = isComplex(type) ? 2 : 1;
  const some =
    type === 'text'
      ? (values as readonly string[]).slice(start, end)
      : (values as Float64Array).subarray(start * places, end * places);
  return { values: some, missing: missing?.subarray(start, end) };
}

/** The elements at the given positions. */
export function gather(
  type: ElementType,
  { values, missing }: Elements,
  at: Uint32Array,
): Elements {
  return {
    values: gatherValues(type, values, at),
    missing: missing && Uint8Array.from(at, (position) => missing[position] as number),
  };
}

function gatherValues(type: ElementType, values: ElementArray, at: Uint32Array): ElementArray {
  if (type === 'text') {
    return Array.from(at, (position) => values[position] as string);
  }
  // Both arrays are those of one element type.
  const source = values as Float64Array;
  const gathered = arrayOf(type, at.length) as Float64Array;
  if (isComplex(type)) {
    for (let i = 0; i < at.length; i++) {
      const position = at[i] as number;
      gathered[2 * i] = source[2 * position] as number;
      gathered[2 * i + 1] = source[2 * position + 1] as number;
    }
  } else {
    for (let i = 0; i < at.length; i++) {
      gathered[i] = source[at[i] as number] as number;
    }
  }
  return gathered;
}

function firstFrom(members: Uint32Array, row: number): number {
  let low = 0;
  let high = members.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((members[middle] as number) < row) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
