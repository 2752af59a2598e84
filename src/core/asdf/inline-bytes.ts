import { SkybucketError } from '../errors';
import type { ByteOrder, Datatype, Field } from './array';
import { checkedProduct } from './array-axes';
import { badArray } from './array-error';
import { bytesOfDatatype, bytesOfField, isStructured, isText } from './datatype';
import { writeScalar, writeText } from './inline-scalars';
import type { AsdfNode } from './node';

/** A tree is text: more than this is not in any, unless aliases repeat it. */
const MOST_BYTES = 64 * 2 ** 20;
const MOST_ELEMENTS = 4 * 2 ** 20;

export interface InlineBytes {
  /** The elements in C order, laid out as the datatype says. */
  readonly bytes: Uint8Array;
  /** 1 for each element that is null, in C order; undefined where none is. */
  readonly missing: Uint8Array | undefined;
}

/**
 * The elements that stand in the tree as the bytes they would have in a block.
 *
 * @throws SkybucketError `format` where a row has another length than its shape says or an element cannot
 *   be of the datatype, `too-large` for more than 4 Mi elements or 64 MiB.
 */
export function inlineBytes(
  data: AsdfNode,
  shape: readonly number[],
  datatype: Datatype,
  byteOrder: ByteOrder,
): InlineBytes {
  const size = bytesOfDatatype(datatype);
  const length = checkedProduct(shape, size);
  const elements = shape.reduce((product, axis) => product * axis, 1);
  const fields = checkedProduct(shape, elementsOf(datatype));
  if (length > MOST_BYTES || fields > MOST_ELEMENTS) {
    throw new SkybucketError(
      'too-large',
      `An array of ${fields} values stands in the tree; at most ${MOST_ELEMENTS} can be read there.`,
      { hint: 'The asdf library can write it to a block.' },
    );
  }
  const writer = new Writer(new Uint8Array(elements * size), elements);
  writer.array(data, shape, datatype, byteOrder);
  return { bytes: writer.bytes, missing: writer.missing };
}

/** Values in one element. */
function elementsOf(datatype: Datatype): number {
  if (!isStructured(datatype)) {
    return 1;
  }
  return datatype.reduce((sum, { datatype: inner, shape }) => {
    return sum + checkedProduct(shape, elementsOf(inner));
  }, 0);
}

class Writer {
  missing: Uint8Array | undefined;
  private readonly view: DataView;

  constructor(
    readonly bytes: Uint8Array,
    private readonly elements: number,
  ) {
    this.view = new DataView(bytes.buffer);
  }

  array(data: AsdfNode, shape: readonly number[], datatype: Datatype, order: ByteOrder): void {
    const size = bytesOfDatatype(datatype);
    let element = 0;
    eachElement(data, shape, 0, (node) => {
      if (node.kind === 'scalar' && node.value === null) {
        this.missing ??= new Uint8Array(this.elements);
        this.missing[element] = 1;
      } else {
        this.element(node, datatype, order, element * size);
      }
      element += 1;
    });
  }

  private element(node: AsdfNode, datatype: Datatype, order: ByteOrder, at: number): void {
    if (isStructured(datatype)) {
      this.record(node, datatype, at);
      return;
    }
    if (node.kind !== 'scalar') {
      throw badArray('The rows of an array in the tree differ in their lengths.');
    }
    if (isText(datatype)) {
      writeText(this.view, at, node, datatype, order);
    } else {
      writeScalar(this.view, at, node, datatype, order === 'little');
    }
  }

  private record(node: AsdfNode, fields: readonly Field[], at: number): void {
    if (node.kind !== 'sequence' || node.items.length !== fields.length) {
      throw badArray(
        'The elements of an array in the tree do not have the fields of its datatype.',
      );
    }
    let start = at;
    for (const [i, field] of fields.entries()) {
      const { datatype, shape, byteOrder } = field;
      const size = bytesOfDatatype(datatype);
      let place = start;
      eachElement(node.items[i] as AsdfNode, shape, 0, (item) => {
        this.element(item, datatype, byteOrder, place);
        place += size;
      });
      start += bytesOfField(field);
    }
  }
}

/** The elements of nested sequences of the given lengths, in C order. */
function eachElement(
  node: AsdfNode,
  shape: readonly number[],
  axis: number,
  take: (node: AsdfNode) => void,
): void {
  if (axis === shape.length) {
    take(node);
    return;
  }
  if (shape.includes(0)) {
    return;
  }
  if (node.kind !== 'sequence' || node.items.length !== shape[axis]) {
    throw badArray('The rows of an array in the tree differ in their lengths.');
  }
  for (const item of node.items) {
    eachElement(item, shape, axis + 1, take);
  }
}
