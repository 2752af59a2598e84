import { shortestFloat32 } from '../fits/decode';
import { isComplex, isScalar } from '../table/element-type';
import { cellText } from '../table/format';
import type { Column, ColumnValues } from '../table/table';
import { isWrittenAsText, missingElement } from './written-type';

/** A cell as TABLEDATA has it, before it is escaped; empty where it is missing. */
export function writtenCell(values: ColumnValues, row: number, column: Column): string {
  if (Number.isNaN(values.lengths?.[row])) {
    return '';
  }
  if (isWrittenAsText(column)) {
    return cellText(values, row, column, { exact: true }) ?? '';
  }
  const start = values.starts?.[row] ?? row;
  if (isScalar(column)) {
    return values.missing?.[start] === 1 ? '' : elementText(values, start, column);
  }
  const end = values.starts?.[row + 1] ?? start + 1;
  const texts: string[] = [];
  let there = 0;
  for (let at = start; at < end; at++) {
    const missing = values.missing?.[at] === 1;
    there += missing ? 0 : 1;
    texts.push(missing ? missingElement(column) : elementText(values, at, column));
  }
  // Of complex numbers astropy does not read an empty array that is to have some.
  const empties = there === 0 && !column.variable && !isComplex(column.type);
  return empties ? '' : texts.join(' ');
}

function elementText({ values }: ColumnValues, at: number, { type }: Column): string {
  switch (type) {
    case 'logical':
      return values[at] === 1 ? 'T' : 'F';
    case 'complex64':
      return `${narrowText(values[2 * at] as number)} ${narrowText(values[2 * at + 1] as number)}`;
    case 'complex128':
      return `${realText(values[2 * at] as number)} ${realText(values[2 * at + 1] as number)}`;
    case 'float32':
      return narrowText(values[at] as number);
    case 'float64':
      return realText(values[at] as number);
    case 'bit':
    case 'int8':
    case 'uint8':
    case 'int16':
    case 'uint16':
    case 'int32':
    case 'uint32':
    case 'int64':
    case 'uint64':
    case 'text':
      return String(values[at]);
  }
}

function narrowText(value: number): string {
  return Number.isFinite(value) ? String(shortestFloat32(value)) : realText(value);
}

function realText(value: number): string {
  if (Number.isNaN(value)) {
    return 'NaN';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? '+Inf' : '-Inf';
  }
  return Object.is(value, -0) ? '-0.0' : String(value);
}
