import type { Cells } from '../../parquet/cells';
import type { UnpackedRows } from '../../parquet/unpack-rows';
import type { ColumnPart } from '../../table/expression/evaluate';
import { arrayOf, type NumericArray } from '../../table/element-type';
import type { Column, ElementArray, ElementType } from '../../table/table';
import type { PartitionValue } from '../layout/layout';

/** Cells in the type that the column has in the data set; a list stays one. */
export function castCells(cells: Cells, from: ElementType, to: ElementType): Cells {
  if (from === to || from === 'text' || to === 'text') {
    return cells;
  }
  return { ...cells, values: castValues(cells.values as NumericArray, to) };
}

function castValues(values: NumericArray, to: Exclude<ElementType, 'text'>): ElementArray {
  const cast = arrayOf(to, values.length);
  const wide = to === 'int64' || to === 'uint64';
  for (let i = 0; i < values.length; i++) {
    cast[i] = (wide ? BigInt(values[i] as number) : values[i]) as never;
  }
  return cast;
}

/** The same value in all rows; missing in all where it is null or of another type. */
export function constantCells(column: Column, value: PartitionValue, rows: number): Cells {
  const { type, variable } = column;
  const nothing = { starts: undefined, lengths: undefined };
  if (variable) {
    return {
      values: type === 'text' ? [] : arrayOf(type, 0),
      starts: new Uint32Array(rows + 1),
      lengths: new Float64Array(rows).fill(NaN),
      missing: undefined,
    };
  }
  if (type === 'text') {
    const missing = value === null ? new Uint8Array(rows).fill(1) : undefined;
    return { values: new Array<string>(rows).fill(String(value ?? '')), ...nothing, missing };
  }
  const values = arrayOf(type, rows);
  if (typeof value !== 'number') {
    return { values, ...nothing, missing: new Uint8Array(rows).fill(1) };
  }
  const wide = type === 'int64' || type === 'uint64';
  values.fill((wide ? BigInt(value) : value) as never);
  return { values, ...nothing, missing: undefined };
}

/** One element of each cell in rows `[from, …)` as a filter takes it. */
export function partOf(
  { cells, from }: Pick<UnpackedRows, 'cells' | 'from'>,
  type: ElementType,
  element: number,
  row: number,
  rows: number,
): ColumnPart {
  const start = row - from;
  const { starts } = cells;
  if (starts === undefined) {
    return { values: cells.values as ColumnPart['values'], missing: cells.missing, start };
  }
  const missing = new Uint8Array(rows);
  const texts: string[] = [];
  const numbers = type === 'text' ? undefined : arrayOf(type, rows);
  for (let i = 0; i < rows; i++) {
    const at = (starts[start + i] as number) + element;
    const there = at < (starts[start + i + 1] as number) && cells.missing?.[at] !== 1;
    missing[i] = there ? 0 : 1;
    if (numbers === undefined) {
      texts.push(there ? (cells.values[at] as string) : '');
    } else if (there) {
      numbers[i] = cells.values[at] as never;
    }
  }
  return { values: (numbers ?? texts) as ColumnPart['values'], missing, start: 0 };
}
