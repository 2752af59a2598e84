import { isScalar } from '../table/element-type';
import type { Column, ElementType } from '../table/table';
import type { VoDatatype, VoField } from './document';

export interface WrittenType {
  readonly datatype: VoDatatype;
  readonly arraysize: string | undefined;
  /** What stands for a missing element of an array. */
  readonly nullValue: string | undefined;
}

/** The narrowest type that holds every value. */
const DATATYPES: Readonly<Record<ElementType, VoDatatype>> = {
  logical: 'boolean',
  bit: 'bit',
  int8: 'short',
  uint8: 'unsignedByte',
  int16: 'short',
  uint16: 'int',
  int32: 'int',
  uint32: 'long',
  int64: 'long',
  // As text: no type holds all of them.
  uint64: 'unicodeChar',
  float32: 'float',
  float64: 'double',
  complex64: 'floatComplex',
  complex128: 'doubleComplex',
  text: 'unicodeChar',
};

const LEAST: Partial<Record<VoDatatype, string>> = {
  short: '-32768',
  int: '-2147483648',
  long: '-9223372036854775808',
};

/** Whether the cells of a column are written as one text. */
export function isWrittenAsText(column: Column): boolean {
  return column.type === 'text' || column.type === 'uint64';
}

/** @param field what the column came from, where that was a VOTable. */
export function writtenType(column: Column, field: VoField | undefined): WrittenType {
  if (isWrittenAsText(column)) {
    const isPlain = field?.datatype === 'char' && isScalar(column);
    return { datatype: isPlain ? 'char' : 'unicodeChar', arraysize: '*', nullValue: undefined };
  }
  const usual = DATATYPES[column.type];
  if (isScalar(column)) {
    return { datatype: usual, arraysize: undefined, nullValue: undefined };
  }
  // Bytes have no value to spare for what is missing.
  const datatype = usual === 'unsignedByte' ? 'short' : usual;
  const arraysize = column.variable ? '*' : [...column.shape].reverse().join('x');
  return { datatype, arraysize, nullValue: LEAST[datatype] };
}

/** As it is written in an array; undefined where something else stands for it. */
export function missingElement(column: Column): string {
  switch (column.type) {
    case 'logical':
      return '?';
    case 'bit':
      return '0';
    case 'float32':
    case 'float64':
      return 'NaN';
    case 'complex64':
    case 'complex128':
      return 'NaN NaN';
    case 'int8':
    case 'uint8':
    case 'int16':
    case 'uint16':
    case 'int32':
    case 'uint32':
    case 'int64':
    case 'uint64':
    case 'text':
      return writtenType(column, undefined).nullValue ?? '';
  }
}
