import type { Column, ElementType } from '../table/table';
import type { ScalarDatatype, TextDatatype } from './array';
import { datatypeText, shapeText } from './array-words';
import { bytesOfDatatype, isStructured, leavesOf, type Leaf } from './datatype';
import type { OpenedArray } from './open-array';

/** The type of the elements of a column; float16 has none of its own. */
export function elementTypeOf(datatype: ScalarDatatype | TextDatatype): ElementType {
  if (typeof datatype !== 'string') {
    return 'text';
  }
  return datatype === 'bool8' ? 'logical' : datatype === 'float16' ? 'float32' : datatype;
}

/** The fields of an array that become columns; an array without fields is one column without a name. */
export function tableLeaves({ datatype, byteOrder }: OpenedArray): Leaf[] {
  return isStructured(datatype)
    ? leavesOf(datatype)
    : [{ name: '', datatype, byteOrder, offset: 0, shape: [], strides: [] }];
}

export function columnOf(leaf: Leaf, index: number, { unit, mask }: OpenedArray): Column {
  const { name, datatype, byteOrder, shape } = leaf;
  const dims = shape.length === 0 ? '' : ` ${shapeText(shape)}`;
  const byMask = mask === undefined ? undefined : 'value' in mask ? String(mask.value) : 'its mask';
  return {
    ...{ index, name, type: elementTypeOf(datatype), shape, variable: false, unit },
    ...{ description: undefined, format: `${datatypeText(datatype, byteOrder)}${dims}` },
    ...{ display: undefined, nullRule: byMask, problem: undefined },
  };
}

/** Elements of a cell of the column. */
export function elementsOf({ shape }: Leaf): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Bytes `[start, end)` of a row that the first `count` elements of a column take. */
export function bytesOfLeaf(leaf: Leaf, count: number): [start: number, end: number] {
  if (count === 0) {
    return [leaf.offset, leaf.offset];
  }
  return [leaf.offset, leaf.offset + placeOf(leaf, count - 1) + sizeOf(leaf)];
}

/** Bytes from the first element of a cell to another one, counted in C order. */
export function placeOf({ shape, strides }: Leaf, element: number): number {
  let rest = element;
  let place = 0;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    const length = shape[axis] as number;
    place += (rest % length) * (strides[axis] as number);
    rest = Math.floor(rest / length);
  }
  return place;
}

/** Bytes of one element. */
export function sizeOf({ datatype }: Leaf): number {
  return bytesOfDatatype(datatype);
}
