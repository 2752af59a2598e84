import type { ByteOrder, Datatype, Field, TextDatatype } from './array';
import { checkedProduct, integerOf, shapeOf, shortText } from './array-axes';
import { badArray } from './array-error';
import { bytesOfDatatype, bytesOfField, isScalarDatatype } from './datatype';
import { childOf, type AsdfNode } from './node';

const MOST_FIELDS = 10_000;
const MOST_DEPTH = 32;

/**
 * The datatype of `core/ndarray` (ASDF standard 1.6, `core/datatype-1.0.0`).
 *
 * @param byteOrder of the array; undefined where it has none, which only elements of one byte can do without.
 * @throws SkybucketError `format` for what is none.
 */
export function datatypeOf(node: AsdfNode, byteOrder: ByteOrder | undefined): Datatype {
  return new DatatypeReader().read(node, byteOrder, 0);
}

/** @throws SkybucketError `format` for what is neither `big` nor `little`. */
export function byteOrderOf(node: AsdfNode | undefined): ByteOrder | undefined {
  if (node === undefined) {
    return undefined;
  }
  const order = node.kind === 'scalar' ? node.value : undefined;
  if (order !== 'big' && order !== 'little') {
    throw badArray(`The byte order of an array is ${shortText(node)}, not big or little.`);
  }
  return order;
}

class DatatypeReader {
  /** With those of nested structures, and again for each time an alias names them. */
  private fields = 0;

  read(node: AsdfNode, byteOrder: ByteOrder | undefined, depth: number): Datatype {
    if (depth > MOST_DEPTH) {
      throw badArray(`The datatype of an array has structures in more than ${MOST_DEPTH} others.`);
    }
    if (node.kind === 'scalar') {
      if (!isScalarDatatype(node.value)) {
        throw badArray(`The datatype of an array is ${shortText(node)}, which is not known.`);
      }
      if (byteOrder === undefined && bytesOfDatatype(node.value) > 1) {
        throw badArray(`An array of ${node.value} does not say its byte order.`);
      }
      return node.value;
    }
    if (node.kind === 'mapping') {
      throw badArray('The datatype of an array is a mapping.');
    }
    return textDatatype(node.items, byteOrder) ?? this.structured(node.items, byteOrder, depth);
  }

  private structured(
    items: readonly AsdfNode[],
    byteOrder: ByteOrder | undefined,
    depth: number,
  ): Field[] {
    this.fields += items.length;
    if (items.length === 0) {
      throw badArray('The datatype of an array has no fields.');
    }
    if (this.fields > MOST_FIELDS) {
      throw badArray(`An array has more than ${MOST_FIELDS} fields.`);
    }
    const fields = items.map((item, index) => this.field(item, byteOrder, index, depth));
    checkedProduct(
      [],
      fields.reduce((sum, field) => sum + bytesOfField(field), 0),
    );
    return fields;
  }

  /** A mapping with the datatype of a field, or that alone. */
  private field(item: AsdfNode, outer: ByteOrder | undefined, index: number, depth: number): Field {
    const given = childOf(item, 'datatype');
    if (item.kind === 'mapping' && given === undefined) {
      throw badArray(`Field ${index} of an array has no datatype.`);
    }
    const byteOrder = byteOrderOf(childOf(item, 'byteorder')) ?? outer;
    const datatype = this.read(given ?? item, byteOrder, depth + 1);
    const shapeNode = childOf(item, 'shape');
    const shape = (shapeNode === undefined ? [] : shapeOf(shapeNode)).map((length) => {
      if (length === undefined) {
        throw badArray(`Field ${index} of an array has a length of *.`);
      }
      return length;
    });
    checkedProduct(shape, bytesOfDatatype(datatype));
    const name = childOf(item, 'name');
    const text = name?.kind === 'scalar' ? name.text : '';
    return { name: text || `f${index}`, datatype, byteOrder: byteOrder ?? 'big', shape };
  }
}

/** `[ascii, 5]`; undefined for a list of fields. */
function textDatatype(
  items: readonly AsdfNode[],
  byteOrder: ByteOrder | undefined,
): TextDatatype | undefined {
  const [first, second] = items;
  const text = first?.kind === 'scalar' ? first.value : undefined;
  if (text !== 'ascii' && text !== 'ucs4') {
    return undefined;
  }
  const characters = items.length === 2 ? integerOf(second) : undefined;
  if (characters === undefined || characters < 0) {
    throw badArray(`The datatype ${text} of an array does not say how many characters it has.`);
  }
  if (text === 'ucs4' && byteOrder === undefined) {
    throw badArray('An array of ucs4 does not say its byte order.');
  }
  checkedProduct([characters], 4);
  return { text, characters };
}
