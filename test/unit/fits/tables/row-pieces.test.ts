import { describe, expect, it } from 'vitest';
import { piecesOf, worthwhileRanges } from '../../../../src/core/fits/tables/row-pieces';

describe('The parts of a row that are read', () => {
  it.each([
    ['the whole of a narrow row', [[8, 16]], 100, [[0, 100]]],
    ['one of a wide row', [[8, 16]], 5000, [[8, 16]]],
    [
      'near ones as one',
      [
        [3000, 3100],
        [2000, 2500],
      ],
      9000,
      [[2000, 3100]],
    ],
    [
      'far ones apart',
      [
        [0, 10],
        [4000, 4010],
      ],
      9000,
      [
        [0, 10],
        [4000, 4010],
      ],
    ],
    [
      'those inside others with them',
      [
        [0, 5000],
        [10, 20],
      ],
      9000,
      [[0, 5000]],
    ],
    [
      'nothing of empty ones',
      [
        [5, 5],
        [0, 0],
      ],
      9000,
      [],
    ],
  ] as const)('%s', (_, wanted, rowLength, ranges) => {
    expect(worthwhileRanges(wanted, rowLength, 1000)).toEqual(ranges);
  });

  it('is no byte more where nothing is near', () => {
    expect(
      worthwhileRanges(
        [
          [4, 8],
          [8, 12],
          [13, 14],
        ],
        16,
        0,
      ),
    ).toEqual([
      [4, 12],
      [13, 14],
    ]);
    expect(
      worthwhileRanges(
        [
          [0, 8],
          [8, 16],
        ],
        16,
        0,
      ),
    ).toEqual([[0, 16]]);
  });
});

it('reads whole rows in pieces of a MB, and parts of rows one by one', () => {
  const runs = [
    { row: 10, rows: 5, at: 0 },
    { row: 2, rows: 1, at: 5 },
  ];
  const rowLength = 2 ** 19;
  const shown = (ranges: readonly (readonly [number, number])[]) =>
    piecesOf(runs, ranges, rowLength).map(({ span, at }) => [span.row, span.rows, span.start, at]);
  expect(shown([[0, rowLength]])).toEqual([
    [10, 2, 0, 0],
    [12, 2, 0, 2],
    [14, 1, 0, 4],
    [2, 1, 0, 5],
  ]);
  expect(
    shown([
      [0, 4],
      [800, 804],
    ]),
  ).toHaveLength(12);
  expect(piecesOf([{ row: 0, rows: 3, at: 0 }], [], 0)).toEqual([]);
});
