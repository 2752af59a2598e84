import { Base64Decoder } from './base64';
import { binaryCell } from './binary-cells';
import type { CellColumn } from './cell-column';
import { readNumber } from './number-text';

/** Between the elements of a cell. */
const SEPARATORS = /[\s,]+/;

/** Adds a cell as TABLEDATA writes it; the text of a string is without the blanks around it. */
export function addTextCell(cells: CellColumn, text: string): void {
  const { shape, column } = cells;
  if (shape.type === 'text') {
    addStrings(cells, text.trim());
  } else if (shape.shape.length === 0 && !shape.variable) {
    addScalar(cells, text);
    column.endCell();
  } else {
    addArray(cells, text);
  }
}

/** Adds a cell whose text is base64 of its bytes, as version 1.0 allows. */
export function addEncodedCell(cells: CellColumn, encoding: string, text: string): void {
  if (encoding.toLowerCase() !== 'base64') {
    cells.fault('encoding');
    cells.column.addAbsent();
    return;
  }
  try {
    binaryCell(cells, new Base64Decoder().decode(text));
  } catch {
    cells.fault('no number');
    cells.column.addAbsent();
  }
}

function addStrings(cells: CellColumn, text: string): void {
  const { shape } = cells;
  if (shape.shape.length === 0 && !shape.variable) {
    cells.addText(text);
    cells.column.endCell();
    return;
  }
  const width = shape.width as number;
  const points = width === 0 ? [] : [...text];
  const found = width === 0 ? 0 : Math.ceil(points.length / width);
  const count = shape.variable ? found : shape.count;
  for (let i = 0; i < count; i++) {
    cells.addText(
      points
        .slice(i * width, (i + 1) * width)
        .join('')
        .trimEnd(),
    );
  }
  cells.endCell(count);
}

function addScalar(cells: CellColumn, text: string): void {
  if (text === '') {
    cells.column.addMissing();
    return;
  }
  switch (cells.shape.datatype) {
    case 'boolean':
      addLogical(cells, text.trim());
      return;
    case 'floatComplex':
    case 'doubleComplex': {
      const [real, imaginary = '0', ...more] = elementsOf(text);
      if (more.length > 0) {
        cells.fault('too many');
      }
      addComplex(cells, real, imaginary);
      return;
    }
    case 'bit':
    case 'unsignedByte':
    case 'short':
    case 'int':
    case 'long':
    case 'float':
    case 'double':
      addNumber(cells, text);
      return;
    case 'char':
    case 'unicodeChar':
      cells.addText(text);
  }
}

function addArray(cells: CellColumn, text: string): void {
  const { shape, column } = cells;
  const isComplex = shape.type === 'complex64' || shape.type === 'complex128';
  const elements = shape.type === 'bit' ? (text.match(/[^\s,]/g) ?? []) : elementsOf(text);
  const found = isComplex ? Math.ceil(elements.length / 2) : elements.length;
  if (found === 0 && !shape.variable) {
    column.addAbsent();
    return;
  }
  const count = shape.variable ? found : Math.min(found, shape.count);
  if (count < found) {
    cells.fault('too many');
  }
  for (let i = 0; i < count; i++) {
    if (isComplex) {
      addComplex(cells, elements[2 * i], elements[2 * i + 1] ?? '0');
    } else if (shape.type === 'logical') {
      addLogical(cells, elements[i] as string);
    } else {
      addNumber(cells, elements[i] as string);
    }
  }
  cells.endCell(count);
}

function elementsOf(text: string): string[] {
  const trimmed = text.trim();
  return trimmed === '' ? [] : trimmed.split(SEPARATORS).filter((element) => element !== '');
}

function addNumber(cells: CellColumn, text: string): void {
  const value = readNumber(text);
  if (typeof value === 'number') {
    cells.addNumber(value);
  } else if (value !== undefined) {
    cells.addBig(value);
  } else {
    if (text.trim() !== '') {
      cells.fault('no number');
    }
    cells.column.addMissing();
  }
}

function addComplex(cells: CellColumn, real: string | undefined, imaginary: string): void {
  const values = [real ?? '', imaginary].map((text) => readNumber(text));
  if (values.includes(undefined)) {
    if (real !== undefined) {
      cells.fault('no number');
    }
    cells.column.addMissing();
  } else {
    cells.column.addComplex(Number(values[0]), Number(values[1]));
  }
}

function addLogical(cells: CellColumn, text: string): void {
  const word = text.toLowerCase();
  if (word === 't' || word === 'true' || word === '1') {
    cells.column.addNumber(1);
  } else if (word === 'f' || word === 'false' || word === '0') {
    cells.column.addNumber(0);
  } else {
    if (word !== '' && word !== '?') {
      cells.fault('no logical');
    }
    cells.column.addMissing();
  }
}
