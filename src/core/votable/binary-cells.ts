import { SkybucketError } from '../errors';
import { latin1 } from '../fits/tables/latin1';
import type { CellColumn } from './cell-column';
import { STREAM_BYTES, type CellShape } from './shape';

/** Bytes of a cell that a count may claim; more is a lie. */
const MOST_CELL_BYTES = 2 ** 28;

/**
 * What the count before an array of several axes counts: its elements, as the standard and STIL have it, or
 * steps along its last axis, as astropy and older versions of STIL do.
 */
export type Counting = 'elements' | 'steps';

/**
 * Bytes that the cell at `at` takes; more than there are where it goes beyond `end`.
 *
 * @throws SkybucketError `format` for a count that no cell can have.
 */
export function cellLength(
  shape: CellShape,
  view: DataView,
  at: number,
  end: number,
  counting: Counting,
): number {
  if (!shape.counted) {
    return dataLength(shape, shape.count);
  }
  if (at + 4 > end) {
    return 4;
  }
  const count = countAt(shape, view, at, counting);
  const length = countedLength(shape, count);
  if (count < 0 || length > MOST_CELL_BYTES) {
    throw new SkybucketError('format', `A cell claims to have ${count} elements.`);
  }
  return 4 + length;
}

/**
 * Adds the cell at `at`, all of whose bytes are there.
 *
 * @returns where the next one is.
 */
export function addBinaryCell(
  cells: CellColumn,
  bytes: Uint8Array,
  view: DataView,
  at: number,
  counting: Counting,
): number {
  const { shape } = cells;
  if (!shape.counted) {
    addElements(cells, bytes, view, at, shape.count);
    cells.endCell(shape.count);
    return at + dataLength(shape, shape.count);
  }
  const count = countAt(shape, view, at, counting);
  const end = at + 4 + countedLength(shape, count);
  if (shape.type !== 'text') {
    addElements(cells, bytes, view, at + 4, count);
    cells.endCell(count);
  } else if (shape.variable) {
    const width = shape.width as number;
    const strings = width === 0 ? 0 : Math.ceil(count / width);
    const size = STREAM_BYTES[shape.datatype];
    for (let i = 0; i < strings; i++) {
      const start = at + 4 + i * width * size;
      cells.addText(textAt(shape, bytes, start, Math.min(width * size, end - start)));
    }
    cells.endCell(strings);
  } else {
    cells.addText(textAt(shape, bytes, at + 4, end - at - 4));
    cells.endCell(1);
  }
  return end;
}

/**
 * Adds the cell that the bytes hold, without a count; of varying count it has all of them.
 *
 * @throws SkybucketError `format` where they are not enough.
 */
export function binaryCell(cells: CellColumn, bytes: Uint8Array): void {
  const { shape } = cells;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (shape.type === 'text' && !shape.variable && shape.shape.length === 0) {
    cells.addText(textAt(shape, bytes, 0, bytes.length));
    cells.endCell(1);
    return;
  }
  const each = shape.type === 'text' ? (shape.width ?? 1) : 1;
  const size = STREAM_BYTES[shape.datatype] * each;
  const held = shape.type === 'bit' ? bytes.length * 8 : Math.floor(bytes.length / size);
  if (!shape.variable && held < shape.count) {
    throw new SkybucketError('format', 'A cell has too few bytes.');
  }
  const count = shape.variable ? held : shape.count;
  addElements(cells, bytes, view, 0, count);
  cells.endCell(count);
}

function countAt(shape: CellShape, view: DataView, at: number, counting: Counting): number {
  return view.getInt32(at) * (counting === 'steps' ? shape.count : 1);
}

/** Bytes of so many elements. */
function dataLength({ datatype, width }: CellShape, count: number): number {
  if (datatype === 'bit') {
    return Math.ceil(count / 8);
  }
  return count * STREAM_BYTES[datatype] * (width ?? 1);
}

/** Bytes of what is written with its count: of text that of its characters. */
function countedLength({ datatype }: CellShape, count: number): number {
  return datatype === 'bit' ? Math.ceil(count / 8) : count * STREAM_BYTES[datatype];
}

function addElements(
  cells: CellColumn,
  bytes: Uint8Array,
  view: DataView,
  at: number,
  count: number,
): void {
  const { shape, column } = cells;
  switch (shape.datatype) {
    case 'boolean':
      for (let i = 0; i < count; i++) {
        addLogicalByte(cells, bytes[at + i] as number);
      }
      return;
    case 'bit':
      if (shape.shape.length === 0 && !shape.variable) {
        // The standard has the highest bit, astropy another one; the rest are 0.
        column.addNumber(bytes[at] === 0 ? 0 : 1);
        return;
      }
      for (let i = 0; i < count; i++) {
        column.addNumber(((bytes[at + (i >> 3)] as number) >> (7 - (i & 7))) & 1);
      }
      return;
    case 'unsignedByte':
      for (let i = 0; i < count; i++) {
        cells.addNumber(bytes[at + i] as number);
      }
      return;
    case 'short':
      for (let i = 0; i < count; i++) {
        cells.addNumber(view.getInt16(at + 2 * i));
      }
      return;
    case 'int':
      for (let i = 0; i < count; i++) {
        cells.addNumber(view.getInt32(at + 4 * i));
      }
      return;
    case 'long':
      for (let i = 0; i < count; i++) {
        addLong(cells, view, at + 8 * i);
      }
      return;
    case 'float':
      for (let i = 0; i < count; i++) {
        cells.addNumber(view.getFloat32(at + 4 * i));
      }
      return;
    case 'double':
      for (let i = 0; i < count; i++) {
        cells.addNumber(view.getFloat64(at + 8 * i));
      }
      return;
    case 'floatComplex':
      for (let i = 0; i < count; i++) {
        column.addComplex(view.getFloat32(at + 8 * i), view.getFloat32(at + 8 * i + 4));
      }
      return;
    case 'doubleComplex':
      for (let i = 0; i < count; i++) {
        column.addComplex(view.getFloat64(at + 16 * i), view.getFloat64(at + 16 * i + 8));
      }
      return;
    case 'char':
    case 'unicodeChar': {
      const length = (shape.width ?? 1) * STREAM_BYTES[shape.datatype];
      for (let i = 0; i < count; i++) {
        cells.addText(textAt(shape, bytes, at + i * length, length));
      }
    }
  }
}

function addLong(cells: CellColumn, view: DataView, at: number): void {
  const high = view.getInt32(at);
  const value = high * 2 ** 32 + view.getUint32(at + 4);
  if (Number.isSafeInteger(value)) {
    cells.addNumber(value);
  } else {
    cells.addBig(view.getBigInt64(at));
  }
}

/** `T`, `F`, `1`, `0`, also in lower case; a blank, `?` and NUL for missing. */
function addLogicalByte(cells: CellColumn, code: number): void {
  const letter = String.fromCharCode(code).toLowerCase();
  if (letter === 't' || letter === '1') {
    cells.column.addNumber(1);
  } else if (letter === 'f' || letter === '0') {
    cells.column.addNumber(0);
  } else {
    if (letter !== '?' && letter !== ' ' && letter !== '\0') {
      cells.fault('no logical');
    }
    cells.column.addMissing();
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const UTF16 = new TextDecoder('utf-16be', { ignoreBOM: true });

/** Up to the first NUL, without trailing blanks. Bytes that are no UTF-8 are latin-1. */
function textAt({ datatype }: CellShape, bytes: Uint8Array, start: number, length: number): string {
  if (datatype === 'unicodeChar') {
    const text = UTF16.decode(bytes.subarray(start, start + length));
    return untilNul(text);
  }
  let plain = true;
  let end = start;
  for (; end < start + length && bytes[end] !== 0; end++) {
    plain &&= (bytes[end] as number) < 128;
  }
  if (plain) {
    return latin1(bytes, start, end).trimEnd();
  }
  try {
    return UTF8.decode(bytes.subarray(start, end)).trimEnd();
  } catch {
    return latin1(bytes, start, end).trimEnd();
  }
}

function untilNul(text: string): string {
  const end = text.indexOf('\0');
  return (end < 0 ? text : text.slice(0, end)).trimEnd();
}
