import type { ColumnValues, Table, TableOptions } from '../../table/table';
import type { ResultRows } from '../query/read-group';
import type { JoinedColumn } from './joined-columns';
import type { SkyPairs } from './match-sky';
import { spreadValues } from './spread-values';

/** Rows that are joined at a time. */
const BATCH = 16_384;
const ARCSECONDS = 3600;

/** A side of a join. */
export interface JoinSide {
  readonly table: Table;
  /** Rows of the table by those that the pairs name; undefined where they are the same. */
  readonly numbers: Uint32Array | undefined;
}

/** Rows of a joined table: a row of the left side, and of the right side, or -1 for none. */
export interface Joined {
  readonly left: Uint32Array;
  readonly right: Int32Array;
  /** Degrees; NaN without a right side. */
  readonly separation: Float64Array;
}

/** Pairs with, where wanted, the rows of the left side that have none, in the order of the left side. */
export function joinedRows(pairs: SkyPairs, rows: number, keepUnmatched: boolean): Joined {
  if (!keepUnmatched) {
    return { ...pairs, right: Int32Array.from(pairs.right) };
  }
  const has = new Uint8Array(rows);
  pairs.left.forEach((row) => (has[row] = 1));
  const count = pairs.left.length + has.reduce((sum, one) => sum + 1 - one, 0);
  const left = new Uint32Array(count);
  const right = new Int32Array(count).fill(-1);
  const separation = new Float64Array(count).fill(NaN);
  let [at, pair] = [0, 0];
  for (let row = 0; row < rows; row++) {
    if (has[row] === 0) {
      left[at++] = row;
    }
    for (; pairs.left[pair] === row; pair++, at++) {
      left[at] = row;
      right[at] = pairs.right[pair] as number;
      separation[at] = pairs.separation[pair] as number;
    }
  }
  return { left, right, separation };
}

/**
 * The rows of both sides beside each other, in batches.
 *
 * @throws SkybucketError what reading the sides throws.
 */
export async function* joinRows(
  { left, right, separation }: Joined,
  sides: { readonly left: JoinSide; readonly right: JoinSide },
  columns: readonly JoinedColumn[],
  options: TableOptions = {},
): AsyncGenerator<ResultRows, void, void> {
  for (let from = 0; from < left.length; from += BATCH) {
    const rows = Math.min(BATCH, left.length - from);
    const lefts = left.subarray(from, from + rows);
    const places: number[] = [];
    const rights: number[] = [];
    right.subarray(from, from + rows).forEach((row, i) => {
      if (row >= 0) {
        places.push(i);
        rights.push(row);
      }
    });
    const ofLeft = await sideRows(sides.left, lefts, columns, 'left', options);
    const ofRight = await sideRows(sides.right, rights, columns, 'right', options);
    const values = columns.map((joined): ColumnValues => {
      const { column } = joined;
      switch (joined.from) {
        case 'left':
          return { ...(ofLeft.get(joined) as ColumnValues), column: column.index };
        case 'right':
          return spreadValues(column, ofRight.get(joined) as ColumnValues, places, rows);
        case 'separation':
          return arcseconds(column.index, separation.subarray(from, from + rows));
      }
    });
    yield { rows, columns: values };
  }
}

async function sideRows(
  { table, numbers }: JoinSide,
  rows: ArrayLike<number>,
  columns: readonly JoinedColumn[],
  side: 'left' | 'right',
  options: TableOptions,
): Promise<Map<JoinedColumn, ColumnValues>> {
  const wanted = columns.flatMap((joined) => (joined.from === side ? [joined] : []));
  const indices = wanted.map(({ index }) => index);
  const own = numbers === undefined ? rows : Array.from(rows, (row) => numbers[row] as number);
  const slice = await table.readRows(own, indices, options);
  return new Map(wanted.map((joined, i) => [joined, slice.columns[i] as ColumnValues]));
}

function arcseconds(column: number, degrees: Float64Array): ColumnValues {
  const none = Uint8Array.from(degrees, (one) => (Number.isNaN(one) ? 1 : 0));
  return {
    ...{ column, starts: undefined, lengths: undefined },
    values: degrees.map((one) => one * ARCSECONDS),
    missing: none.includes(1) ? none : undefined,
  };
}
