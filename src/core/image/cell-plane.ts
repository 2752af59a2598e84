import { SkybucketError } from '../errors';
import { sliceIndices, planeNumber } from '../fits/slice';
import type { Column, Table } from '../table/table';
import { MemoryPlane, type MemoryValues } from './memory-plane';
import type { PlaneOptions } from './plane';

/** Elements of the largest array in a cell that is shown. */
const MOST_ELEMENTS = 64 * 2 ** 20;

/** The place of a cell, 0-based, in the table as it is stored. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** The array in a cell, and the lengths of its axes, the first the fastest; two of them at least. */
export interface CellArray {
  readonly axes: readonly number[];
  /** The plane of a slice: the 0-based index on each axis above the second. */
  plane(slice: readonly number[]): MemoryPlane;
}

/**
 * The array in a cell of a table as an image. Complex numbers have one more axis, the slowest: the real
 * parts, then the imaginary ones.
 *
 * @throws SkybucketError `past-end` where there is no such cell, `unsupported` for text, `format` for an
 *   empty one, `too-large` for more than 64 Mi elements, or what reading the table throws.
 */
export async function readCell(
  table: Table,
  cell: Cell,
  options: PlaneOptions = {},
): Promise<CellArray> {
  const column = columnOf(table, cell);
  const { signal, meter } = options;
  const reading = { signal, meter, mostElements: MOST_ELEMENTS };
  const slice = await table.readRows([cell.row], [cell.column], reading);
  const [read] = slice.columns;
  const complex = column.type === 'complex64' || column.type === 'complex128';
  const values = read?.values as MemoryValues;
  const elements = values.length / (complex ? 2 : 1);
  if ((read?.lengths?.[0] ?? elements) > elements) {
    throw tooLarge(read?.lengths?.[0] ?? elements);
  }
  if (elements === 0) {
    throw new SkybucketError('format', 'There are no values in this cell.');
  }
  const shape = column.variable || column.shape.length === 0 ? [elements] : column.shape;
  const array = [...shape].reverse();
  const flat = array.length < 2 ? [array[0] ?? 1, 1] : array;
  const axes = complex ? [...flat, 2] : flat;
  const [width = 1, height = 1] = axes;
  const parts = {
    values: complex ? realThenImaginary(values as Float32Array | Float64Array) : values,
    missing: complex && read?.missing ? twice(read.missing) : read?.missing,
  };
  return {
    axes,
    plane: (indices) => {
      const length = width * height;
      const start = planeNumber(axes, sliceIndices(axes, indices)) * length;
      return new MemoryPlane({
        width,
        values: parts.values.subarray(start, start + length),
        missing: parts.missing?.subarray(start, start + length),
        unit: column.unit,
      });
    },
  };
}

function columnOf(table: Table, { row, column: index }: Cell): Column {
  const column = table.columns[index];
  if (column === undefined || !Number.isSafeInteger(row) || row < 0 || row >= table.rows) {
    throw new SkybucketError(
      'past-end',
      `There is no cell in row ${row + 1} and column ${index + 1} of this table.`,
    );
  }
  if (column.problem !== undefined) {
    throw new SkybucketError('unsupported', column.problem);
  }
  if (column.type === 'text') {
    throw new SkybucketError('unsupported', 'This cell holds text, which has no picture.');
  }
  const elements = column.shape.reduce((product, length) => product * length, 1);
  if (elements > MOST_ELEMENTS) {
    throw tooLarge(elements);
  }
  return column;
}

function tooLarge(elements: number): SkybucketError {
  return new SkybucketError(
    'too-large',
    `This cell holds ${elements} values; at most ${MOST_ELEMENTS} can be shown.`,
  );
}

function realThenImaginary<T extends Float32Array | Float64Array>(pairs: T): T {
  const parts = pairs.slice() as T;
  const half = pairs.length / 2;
  for (let i = 0; i < half; i += 1) {
    parts[i] = pairs[2 * i] as number;
    parts[half + i] = pairs[2 * i + 1] as number;
  }
  return parts;
}

function twice(flags: Uint8Array): Uint8Array {
  const both = new Uint8Array(2 * flags.length);
  both.set(flags);
  both.set(flags, flags.length);
  return both;
}
