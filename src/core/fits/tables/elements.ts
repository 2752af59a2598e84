import type { ElementType } from '../../table/table';

/** The array of {@link ElementType} while it is filled. */
export type FilledArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array
  | string[];

/** Bytes that an element takes in memory; of a string, what it takes beside its characters. */
const MEMORY: Readonly<Record<ElementType, number>> = {
  ...{ logical: 1, bit: 1, int8: 1, uint8: 1, int16: 2, uint16: 2, int32: 4, uint32: 4 },
  ...{ int64: 8, uint64: 8, float32: 4, float64: 8, complex64: 8, complex128: 16, text: 32 },
};

/** Bytes that `count` elements take in memory; `length` is that of a string. */
export function memoryOf(type: ElementType, count: number, length = 0): number {
  return count * (MEMORY[type] + length);
}

/** Elements of one column, all 0, empty and not missing until they are filled in. */
export class Elements {
  readonly values: FilledArray;
  /** 1 for each element that is missing; made when the first is. */
  missing: Uint8Array | undefined;

  constructor(
    readonly type: ElementType,
    private readonly count: number,
  ) {
    this.values = arrayOf(type, count);
  }

  setMissing(index: number): void {
    this.missing ??= new Uint8Array(this.count);
    this.missing[index] = 1;
  }
}

function arrayOf(type: ElementType, count: number): FilledArray {
  switch (type) {
    case 'logical':
    case 'bit':
    case 'uint8':
      return new Uint8Array(count);
    case 'int8':
      return new Int8Array(count);
    case 'int16':
      return new Int16Array(count);
    case 'uint16':
      return new Uint16Array(count);
    case 'int32':
      return new Int32Array(count);
    case 'uint32':
      return new Uint32Array(count);
    case 'int64':
      return new BigInt64Array(count);
    case 'uint64':
      return new BigUint64Array(count);
    case 'float32':
      return new Float32Array(count);
    case 'float64':
      return new Float64Array(count);
    case 'complex64':
      return new Float32Array(2 * count);
    case 'complex128':
      return new Float64Array(2 * count);
    case 'text':
      return new Array<string>(count).fill('');
  }
}
