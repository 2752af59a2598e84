import { describe, expect, test } from 'vitest';
import type { KeptTable } from '../../../../webview/table/kept';
import { parseKeptTable } from '../../../../webview/table/kept';

const KEPT: KeptTable = {
  filter: 'flux > 10',
  sort: [
    { column: 3, descending: true },
    { column: 1, descending: false },
  ],
  columns: { order: [1, 0, 2, 3], hidden: [2], widths: [[0, 120]] },
  row: 7_654_321,
  left: 480,
  cell: { row: 7_654_330, column: 3 },
};

describe('what is kept of a table', () => {
  test('comes back as it was', () => {
    expect(parseKeptTable(JSON.parse(JSON.stringify(KEPT)))).toEqual(KEPT);
    const plain = { ...KEPT, columns: undefined, cell: undefined };
    expect(parseKeptTable(JSON.parse(JSON.stringify(plain)))).toEqual(plain);
  });

  test.each([undefined, null, 0, 'text', true, [], [KEPT]])(
    'is nothing where it is %j',
    (value) => {
      expect(parseKeptTable(value)).toBeUndefined();
    },
  );

  test('is left out where it makes no sense', () => {
    const empty = { filter: '', sort: [], columns: undefined, row: 0, left: 0, cell: undefined };
    expect(parseKeptTable({})).toEqual(empty);
    expect(
      parseKeptTable({
        filter: 'x'.repeat(200_000),
        sort: [
          null,
          5,
          { column: -1 },
          { column: 1.5 },
          { column: '2' },
          { column: 2, descending: 1 },
        ],
        columns: {
          order: ['1', 3, -2, 2 ** 60],
          hidden: { 0: 1 },
          widths: [[1], [2, 'x'], [3, 5], [4, 1e99], 'ab'],
        },
        row: -1,
        left: Number.NEGATIVE_INFINITY,
        cell: { row: 1.5, column: 0 },
      }),
    ).toEqual({
      ...empty,
      sort: [{ column: 2, descending: false }],
      columns: { order: [3], hidden: [], widths: [[4, 1600]] },
    });
    const long = Array.from({ length: 200_000 }, (_, i) => i);
    expect(parseKeptTable({ columns: { order: long, hidden: long } })?.columns).toEqual({
      ...{ order: [], hidden: [], widths: [] },
    });
    const twice = [{ column: 1 }, { column: 1, descending: true }];
    expect(parseKeptTable({ sort: twice })?.sort).toEqual([{ column: 1, descending: false }]);
  });
});
