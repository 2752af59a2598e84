import type { Column, ColumnValues } from '../../src/core/table/table';

export interface ComplexValue {
  readonly re: number;
  readonly im: number;
}

/** A cell as the truth writes it, arrays as nested lists; null for what is missing. */
export type CellValue =
  number | bigint | boolean | string | ComplexValue | null | readonly CellValue[];

export function isList(value: CellValue | undefined): value is readonly CellValue[] {
  return Array.isArray(value);
}

/** The cell in row `row` of `values`. */
export function cellValue(values: ColumnValues, row: number, column: Column): CellValue {
  if (Number.isNaN(values.lengths?.[row])) {
    return null;
  }
  const start = values.starts?.[row] ?? row;
  if (!column.variable && column.shape.length === 0) {
    return elementValue(values, start, column);
  }
  const end = values.starts?.[row + 1] ?? start + 1;
  const elements = Array.from({ length: end - start }, (_, i) =>
    elementValue(values, start + i, column),
  );
  return column.variable ? elements : nested(elements, column.shape);
}

function nested(elements: readonly CellValue[], shape: readonly number[]): CellValue[] {
  let groups = [...elements];
  for (const length of shape.slice(1).reverse()) {
    const count = length === 0 ? 0 : groups.length / length;
    groups = Array.from({ length: count }, (_, i) => groups.slice(i * length, (i + 1) * length));
  }
  return groups;
}

function elementValue({ values, missing }: ColumnValues, i: number, column: Column): CellValue {
  if (missing?.[i] === 1) {
    return null;
  }
  switch (column.type) {
    case 'logical':
    case 'bit':
      return values[i] === 1;
    case 'complex64':
    case 'complex128':
      return { re: values[2 * i] as number, im: values[2 * i + 1] as number };
    case 'int8':
    case 'uint8':
    case 'int16':
    case 'uint16':
    case 'int32':
    case 'uint32':
    case 'int64':
    case 'uint64':
    case 'float32':
    case 'float64':
    case 'text':
      return values[i] as number | bigint | string;
  }
}
