import type { Column, ElementType, Table } from '../../../../src/core/table/table';
import { ColumnBuilder } from '../../../../src/core/table/column-builder';
import { RowsInMemory } from '../../../../src/core/table/rows-in-memory';

export type Cell = readonly (number | bigint | string | readonly [number, number] | null)[] | null;

interface Made {
  readonly name: string;
  readonly type: ElementType;
  readonly shape?: readonly number[];
  readonly variable?: boolean;
  readonly unit?: string;
  readonly description?: string;
  /** The elements of each cell; null for what is missing. */
  readonly cells: readonly Cell[];
}

const NASTY = 'a <b> & "c" \'d\' ]]> é 星 \u0007 end';

/** A column of every type with its extremes, missing values, arrays and texts that need escapes. */
export const COLUMNS: readonly Made[] = [
  { name: 'logical', type: 'logical', cells: [[1], [0], null, [1]] },
  {
    name: 'bits',
    type: 'bit',
    shape: [5],
    cells: [
      [1, 0, 1, 1, 0],
      [0, 0, 0, 0, 1],
      [1, 1, 1, 1, 1],
      [0, 1, 0, 1, 0],
    ],
  },
  { name: 'int8', type: 'int8', cells: [[-128], [127], null, [0]] },
  { name: 'uint8', type: 'uint8', cells: [[255], [0], null, [7]] },
  { name: 'int16', type: 'int16', cells: [[-32768], [32767], null, [1]] },
  { name: 'uint16', type: 'uint16', cells: [[65535], [0], null, [1]] },
  { name: 'int32', type: 'int32', cells: [[-2147483648], [2147483647], null, [1]] },
  { name: 'uint32', type: 'uint32', cells: [[4294967295], [0], null, [1]] },
  {
    name: 'int64',
    type: 'int64',
    cells: [[-(2n ** 63n)], [2n ** 63n - 1n], null, [9007199254740993n]],
  },
  { name: 'uint64', type: 'uint64', cells: [[2n ** 64n - 1n], [0n], null, [1n]] },
  {
    ...{ name: 'ra <&> "J2000"', type: 'float64', unit: 'deg' },
    description: 'Right ascension, 5 < x & "y" · UCD pos.eq.ra;meta.main',
    cells: [[150.11632213541667], [0.1 + 0.2], null, [NaN]],
  },
  {
    name: 'float32',
    type: 'float32',
    unit: "10+8 'odd'",
    cells: [[0.1], [-1e-45], null, [Infinity]],
  },
  { name: 'complex64', type: 'complex64', cells: [[[0.1, -2]], [[1e30, 3]], null, [[0, 0]]] },
  {
    name: 'complex128',
    type: 'complex128',
    shape: [2],
    cells: [
      [
        [0.1, -2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
      null,
      [
        [0, 0],
        [-0.5, 1],
      ],
    ],
  },
  {
    name: 'text',
    type: 'text',
    description: 'Words\nin two lines',
    cells: [[NASTY], ['plain'], [''], ['two\nlines']],
  },
  {
    name: 'image',
    type: 'float32',
    shape: [2, 3],
    cells: [[1, 2, 3, 4, 5, 6], [1.5, -2.5, NaN, 0, 0, 0], null, [6, 5, 4, 3, 2, 1]],
  },
  { name: 'counts', type: 'int16', variable: true, cells: [[1, 2, 3], [], [-7], [null, 4]] },
  { name: 'bytes', type: 'uint8', shape: [2], cells: [[255, 0], [null, 3], null, [1, 2]] },
  {
    name: 'doubles',
    type: 'float64',
    variable: true,
    cells: [[1e-300], [-Infinity, 2], [3], [4, 5, 6]],
  },
];

export const ROWS = 4;

export function allTypes(): Table {
  const stored = COLUMNS.map(({ type, shape = [], variable = false, cells }) => {
    const count = variable ? undefined : shape.reduce((a, b) => a * b, 1);
    const column = new ColumnBuilder(type, count);
    for (const cell of cells) {
      if (cell === null) {
        column.addAbsent();
      } else {
        cell.forEach((element) => addElement(column, element));
        column.endCell();
      }
    }
    return column.finish(ROWS);
  });
  const columns = COLUMNS.map(
    ({ name, type, shape = [], variable = false, unit, description }, index): Column => ({
      ...{ index, name, type, shape, variable, unit, description, format: type },
      ...{ display: undefined, nullRule: undefined, problem: undefined },
    }),
  );
  return new RowsInMemory(columns, stored, ROWS, []);
}

function addElement(column: ColumnBuilder, element: NonNullable<Cell>[number]): void {
  if (element === null) {
    column.addMissing();
  } else if (typeof element === 'string') {
    column.addText(element);
  } else if (typeof element === 'bigint') {
    column.addBig(element);
  } else if (typeof element === 'number') {
    column.addNumber(element);
  } else {
    column.addComplex(element[0], element[1]);
  }
}
