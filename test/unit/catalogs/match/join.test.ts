import { describe, expect, it } from 'vitest';
import { joinedColumns } from '../../../../src/core/catalogs/match/joined-columns';
import { joinRows, joinedRows } from '../../../../src/core/catalogs/match/join-rows';
import { ResultTable } from '../../../../src/core/catalogs/query/result-table';
import type { ColumnValues } from '../../../../src/core/table/table';
import { columnOf, tableOf, textsOf } from './small-tables';

const LEFT = tableOf([
  { ...columnOf('id', 'int64'), values: BigInt64Array.of(1n, 2n, 3n, 4n) },
  { ...columnOf('mag', 'float32'), values: Float32Array.of(10, 11, 12, 13) },
]);
const RIGHT = tableOf([
  { ...columnOf('id', 'text'), values: ['a', 'b', 'c'] },
  { ...columnOf('mag', 'int16'), values: Int16Array.of(7, 8, 9), missing: Uint8Array.of(0, 1, 0) },
  {
    ...columnOf('times', 'float64'),
    variable: true,
    values: Float64Array.of(1, 2, 3, 4, 5, 6),
    starts: Uint32Array.of(0, 1, 3, 6),
  },
]);
/** Row 1 with b, row 3 with c and a. */
const PAIRS = {
  left: Uint32Array.of(1, 3, 3),
  right: Uint32Array.of(1, 2, 0),
  separation: Float64Array.of(1 / 3600, 0.5 / 3600, 2 / 3600),
};

async function joined(keepUnmatched: boolean): Promise<ResultTable> {
  const columns = joinedColumns(LEFT.columns, RIGHT.columns);
  const result = new ResultTable(columns.map(({ column }) => column));
  const sides = {
    left: { table: LEFT, numbers: undefined },
    right: { table: RIGHT, numbers: undefined },
  };
  for await (const rows of joinRows(joinedRows(PAIRS, 4, keepUnmatched), sides, columns)) {
    result.add(rows);
  }
  return result;
}

describe('a join of two tables', () => {
  it('has the columns of both, those of the right with another name where theirs is taken', async () => {
    const table = await joined(false);
    expect(table.columns.map(({ name, unit }) => [name, unit])).toEqual([
      ['id', undefined],
      ['mag', undefined],
      ['id_2', undefined],
      ['mag_2', undefined],
      ['times', undefined],
      ['separation', 'arcsec'],
    ]);
  });

  it('has the rows of pairs, the nearest first', async () => {
    expect(await textsOf(await joined(false))).toEqual([
      ['2', '11', 'b', '', '2,3', '1'],
      ['4', '13', 'c', '9', '4,5,6', '0.5'],
      ['4', '13', 'a', '7', '1', '2'],
    ]);
  });

  it('keeps rows without a match where that is wanted, with nothing of the other side', async () => {
    const table = await joined(true);
    expect(await textsOf(table)).toEqual([
      ['1', '10', '', '', '', ''],
      ['2', '11', 'b', '', '2,3', '1'],
      ['3', '12', '', '', '', ''],
      ['4', '13', 'c', '9', '4,5,6', '0.5'],
      ['4', '13', 'a', '7', '1', '2'],
    ]);
    const [values] = (await table.read(0, 5, [2])).columns as readonly ColumnValues[];
    expect([...(values?.missing ?? [])]).toEqual([1, 0, 1, 0, 0]);
  });

  it('is of the rows of a view, by their places in it', async () => {
    const columns = joinedColumns(LEFT.columns, []);
    const sides = {
      left: { table: LEFT, numbers: Uint32Array.of(3, 2, 1, 0) },
      right: { table: RIGHT, numbers: undefined },
    };
    const result = new ResultTable(columns.map(({ column }) => column));
    for await (const rows of joinRows(joinedRows(PAIRS, 4, false), sides, columns)) {
      result.add(rows);
    }
    expect((await textsOf(result)).map(([id]) => id)).toEqual(['3', '1', '1']);
  });

  it('gives each of several columns of one name a name of its own', () => {
    const names = joinedColumns(
      [columnOf('a', 'text'), columnOf('a_2', 'text'), columnOf('separation', 'text')],
      [columnOf('a', 'text'), columnOf('b', 'text')],
    ).map(({ column }) => column.name);
    expect(names).toEqual(['a', 'a_2', 'separation', 'a_3', 'b', 'separation_2']);
  });
});
