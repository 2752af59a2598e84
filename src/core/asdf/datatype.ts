import type { ByteOrder, Datatype, Field, ScalarDatatype, TextDatatype } from './array';

const SCALAR_BYTES: Readonly<Record<ScalarDatatype, number>> = {
  ...{ int8: 1, uint8: 1, int16: 2, uint16: 2, int32: 4, uint32: 4, int64: 8, uint64: 8 },
  ...{ float16: 2, float32: 4, float64: 8, complex64: 8, complex128: 16, bool8: 1 },
};

export function isScalarDatatype(name: unknown): name is ScalarDatatype {
  return typeof name === 'string' && Object.hasOwn(SCALAR_BYTES, name);
}

export function isStructured(datatype: Datatype): datatype is readonly Field[] {
  return Array.isArray(datatype);
}

export function isText(datatype: Datatype): datatype is TextDatatype {
  return typeof datatype === 'object' && !isStructured(datatype);
}

export function isComplex(datatype: Datatype): datatype is 'complex64' | 'complex128' {
  return datatype === 'complex64' || datatype === 'complex128';
}

/** Bytes of one element; those of a structured one lie side by side without gaps. */
export function bytesOfDatatype(datatype: Datatype): number {
  if (typeof datatype === 'string') {
    return SCALAR_BYTES[datatype];
  }
  if (isStructured(datatype)) {
    return datatype.reduce((sum, field) => sum + bytesOfField(field), 0);
  }
  return datatype.characters * (datatype.text === 'ucs4' ? 4 : 1);
}

/** Bytes of a field with all elements of its shape. */
export function bytesOfField({ datatype, shape }: Field): number {
  return shape.reduce((product, length) => product * length, bytesOfDatatype(datatype));
}

/** A field that is neither structured nor in a structured one that is not here. */
export interface Leaf {
  /** Names joined by dots, as in `coordinate.ra`. */
  readonly name: string;
  readonly datatype: ScalarDatatype | TextDatatype;
  readonly byteOrder: ByteOrder;
  /** Bytes from the start of the whole element to the first of this field. */
  readonly offset: number;
  /** Shapes of the fields it is in and its own, slowest axis first, and the bytes along each. */
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** The fields of a structured datatype with those of nested ones in their place, in the order of the file. */
export function leavesOf(fields: readonly Field[]): Leaf[] {
  const leaves: Leaf[] = [];
  let offset = 0;
  for (const field of fields) {
    const { name, datatype, byteOrder, shape } = field;
    const size = bytesOfDatatype(datatype);
    const strides = strideList(shape, size);
    if (isStructured(datatype)) {
      for (const leaf of leavesOf(datatype)) {
        leaves.push({
          ...leaf,
          name: `${name}.${leaf.name}`,
          offset: offset + leaf.offset,
          shape: [...shape, ...leaf.shape],
          strides: [...strides, ...leaf.strides],
        });
      }
    } else {
      leaves.push({ name, datatype, byteOrder, offset, shape, strides });
    }
    offset += bytesOfField(field);
  }
  return leaves;
}

/** Bytes along each axis in C order. */
export function strideList(shape: readonly number[], size: number): number[] {
  const strides = new Array<number>(shape.length);
  let stride = size;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    strides[axis] = stride;
    stride *= shape[axis] as number;
  }
  return strides;
}
