import type { ArrayInfo, ByteOrder, Datatype, Field } from './array';
import { bytesOfDatatype, isStructured, isText } from './datatype';

/** Longer ones are cut. */
const MOST_FIELDS = 6;

/**
 * A datatype in short: `float32`, `ucs4 × 5`, `{a: int8, b: float64 (3, 3)}`. The byte order is said where
 * it is `big`, which no processor of today has, and elements have more than one byte.
 */
export function datatypeText(datatype: Datatype, byteOrder: ByteOrder): string {
  if (isStructured(datatype)) {
    const fields = datatype.slice(0, MOST_FIELDS).map(fieldText);
    const more = datatype.length > MOST_FIELDS ? [`… ${datatype.length} fields`] : [];
    return `{${[...fields, ...more].join(', ')}}`;
  }
  const name = isText(datatype) ? `${datatype.text} × ${datatype.characters}` : datatype;
  const single = isText(datatype) ? datatype.text === 'ascii' : bytesOfDatatype(datatype) === 1;
  return byteOrder === 'big' && !single ? `${name}, big-endian` : name;
}

/** A shape as numpy writes it: `(4088, 4088)`, `(5,)`, `(*, 8)` for one not known yet. */
export function shapeText(shape: readonly (number | undefined)[]): string {
  const lengths = shape.map((length) => length ?? '*');
  return lengths.length === 1 ? `(${lengths[0]},)` : `(${lengths.join(', ')})`;
}

/** Bytes of all elements; undefined where their number is not known yet. */
export function bytesOf({ shape, datatype }: ArrayInfo): number | undefined {
  return shape.reduce<number | undefined>(
    (bytes, length) => (bytes === undefined || length === undefined ? undefined : bytes * length),
    bytesOfDatatype(datatype),
  );
}

function fieldText({ name, datatype, byteOrder, shape }: Field): string {
  const dims = shape.length === 0 ? '' : ` ${shapeText(shape)}`;
  return `${name}: ${datatypeText(datatype, byteOrder)}${dims}`;
}
