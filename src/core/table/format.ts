import { shortestFloat32 } from '../fits/decode';
import type { Column, ColumnValues, ElementType } from './table';
import { formatInteger, formatNumber, parseTdisp, type DisplayFormat } from './tdisp';

export interface CellTextOptions {
  /** Elements of an array that are shown; the rest is counted. Left out: all that were read. */
  readonly most?: number | undefined;
  /** Every digit, whatever the file says of how it wants to be shown. */
  readonly exact?: boolean | undefined;
}

/** Characters of a text that are shown where cells are abbreviated. */
const MOST_CHARACTERS = 1024;
const BITS: Partial<Record<ElementType, number>> = {
  ...{ int8: 8, uint8: 8, int16: 16, uint16: 16, int32: 32, uint32: 32, int64: 64, uint64: 64 },
};

const formats = new WeakMap<Column, DisplayFormat | false>();

/**
 * A cell as text, or null where it is missing: numbers in the shortest form that reads back to the same
 * value, 64-bit integers in full, `True` and `False`, `1+2j`; where the file says how it wants a column
 * shown (TDISPn) in that form, unless `exact`. Arrays as `[1, 2, 3, … 1024 in all]`, nested where all of
 * their axes are there; missing elements as `null`; bits as `1011`.
 *
 * @param row position in `values`.
 */
export function cellText(
  values: ColumnValues,
  row: number,
  column: Column,
  options: CellTextOptions = {},
): string | null {
  const length = values.lengths?.[row];
  if (Number.isNaN(length)) {
    return null;
  }
  const format = options.exact === true ? undefined : formatOf(column);
  const start = values.starts === undefined ? row : (values.starts[row] as number);
  if (!column.variable && column.shape.length === 0) {
    return scalarText(values, start, column.type, format, options);
  }
  const read = values.starts === undefined ? 1 : (values.starts[row + 1] as number) - start;
  const count = length ?? read;
  const shown = Math.min(read, options.most ?? Infinity);
  if (column.type === 'bit') {
    return bitsText(values, start, shown, count);
  }
  const texts: string[] = [];
  for (let i = start; i < start + shown; i += 1) {
    const text = elementText(values, i, column.type, format);
    texts.push(text === null || column.type !== 'text' ? String(text) : JSON.stringify(text));
  }
  return shown < count
    ? `[${[...texts, `… ${count} in all`].join(', ')}]`
    : nested(texts, column.shape);
}

/** The element at `index` of `values`, exact; null where it is missing. */
export function exactElementText(
  values: ColumnValues,
  index: number,
  type: ElementType,
): string | null {
  return elementText(values, index, type, undefined);
}

function scalarText(
  values: ColumnValues,
  index: number,
  type: ElementType,
  format: DisplayFormat | undefined,
  { most }: CellTextOptions,
): string | null {
  const text = elementText(values, index, type, format);
  const cut = text !== null && most !== undefined && text.length > MOST_CHARACTERS;
  return cut ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

function bitsText({ values }: ColumnValues, start: number, shown: number, count: number): string {
  const bits = (values as Uint8Array).subarray(start, start + shown).join('');
  return shown < count ? `${bits}… ${count} in all` : bits;
}

/** `texts` in C order as nested lists; one list for an array of variable length. */
function nested(texts: readonly string[], shape: readonly number[]): string {
  let groups = texts;
  for (let axis = shape.length - 1; axis > 0; axis -= 1) {
    const length = shape[axis] as number;
    if (length === 0) {
      break;
    }
    groups = Array.from({ length: groups.length / length }, (_, i) => {
      return `[${groups.slice(i * length, (i + 1) * length).join(', ')}]`;
    });
  }
  return `[${groups.join(', ')}]`;
}

function elementText(
  { values, missing }: ColumnValues,
  index: number,
  type: ElementType,
  format: DisplayFormat | undefined,
): string | null {
  if (missing?.[index] === 1) {
    return null;
  }
  switch (type) {
    case 'logical':
      return values[index] === 1 ? 'True' : 'False';
    case 'bit':
    case 'text':
      return String(values[index]);
    case 'int8':
    case 'uint8':
    case 'int16':
    case 'uint16':
    case 'int32':
    case 'uint32':
    case 'int64':
    case 'uint64': {
      const value = values[index] as number | bigint;
      const shown = format && formatInteger(BigInt(value), BITS[type] ?? 64, format);
      return shown ?? String(value);
    }
    case 'float32':
    case 'float64':
      return numberText(values[index] as number, type === 'float32', format);
    case 'complex64':
    case 'complex128': {
      const single = type === 'complex64';
      const re = numberText(values[2 * index] as number, single, format);
      const im = numberText(values[2 * index + 1] as number, single, format);
      return `${re}${/^[+-]/.test(im) ? '' : '+'}${im}j`;
    }
  }
}

function numberText(value: number, single: boolean, format: DisplayFormat | undefined): string {
  const shown = format && formatNumber(value, format);
  if (shown !== undefined) {
    return shown;
  }
  if (Object.is(value, -0)) {
    return '-0';
  }
  return single ? shortestFloat32(value) : String(value);
}

function formatOf(column: Column): DisplayFormat | undefined {
  let format = formats.get(column);
  if (format === undefined) {
    format = (column.display === undefined ? undefined : parseTdisp(column.display)) ?? false;
    formats.set(column, format);
  }
  return format === false ? undefined : format;
}
