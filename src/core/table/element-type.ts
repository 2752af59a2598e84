import type { Column, ElementType } from './table';

/** What can be said of an element without looking at its column. */

/** Bytes that an element takes in memory; of a text, those of the reference to it. */
const BYTES: Readonly<Record<ElementType, number>> = {
  logical: 1,
  bit: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  float32: 4,
  float64: 8,
  complex64: 8,
  complex128: 16,
  text: 8,
};

export type NumericArray =
  | Int8Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | BigUint64Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

export function bytesOf(type: ElementType): number {
  return BYTES[type];
}

export function isComplex(type: ElementType): boolean {
  return type === 'complex64' || type === 'complex128';
}

/** Integers that a double does not hold exactly. */
export function isWide(type: ElementType): boolean {
  return type === 'int64' || type === 'uint64';
}

/** One element a row. */
export function isScalar({ shape, variable }: Column): boolean {
  return shape.length === 0 && !variable;
}

/** One real number a row. */
export function isNumeric(column: Column): boolean {
  const { type } = column;
  const number = type !== 'text' && type !== 'logical' && type !== 'bit' && !isComplex(type);
  return isScalar(column) && number;
}

/** An array for so many elements, in the type of {@link ElementType}. */
export function arrayOf(type: Exclude<ElementType, 'text'>, length: number): NumericArray {
  switch (type) {
    case 'logical':
    case 'bit':
    case 'uint8':
      return new Uint8Array(length);
    case 'int8':
      return new Int8Array(length);
    case 'int16':
      return new Int16Array(length);
    case 'uint16':
      return new Uint16Array(length);
    case 'int32':
      return new Int32Array(length);
    case 'uint32':
      return new Uint32Array(length);
    case 'int64':
      return new BigInt64Array(length);
    case 'uint64':
      return new BigUint64Array(length);
    case 'float32':
      return new Float32Array(length);
    case 'float64':
      return new Float64Array(length);
    case 'complex64':
      return new Float32Array(2 * length);
    case 'complex128':
      return new Float64Array(2 * length);
  }
}

/** As the file has it; where it has none, `col1` for the first, as astropy names it. */
export function columnName({ name, index }: Column): string {
  return name === '' ? `col${index + 1}` : name;
}
