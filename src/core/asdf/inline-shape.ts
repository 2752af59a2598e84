import type { Datatype, Field } from './array';
import { badArray } from './array-error';
import { isStructured } from './datatype';
import type { InlineSummaries } from './inline-summary';
import type { AsdfNode } from './node';

/** As many as numpy has. */
const MOST_AXES = 64;

/**
 * The shape of an array whose elements are in the tree.
 *
 * @param claimed what it says itself, where it does.
 * @throws SkybucketError `format` where it says something else than it has.
 */
export function inlineShape(
  data: AsdfNode,
  datatype: Datatype | undefined,
  claimed: readonly (number | undefined)[] | undefined,
  summaries: InlineSummaries,
): readonly number[] {
  const found =
    datatype && isStructured(datatype)
      ? recordsShape(data, datatype, claimed?.length)
      : summaries.of(data).shape;
  if (claimed === undefined) {
    return found;
  }
  // A list without elements cannot say how long its inner axes would be.
  if (found.includes(0) && claimed.includes(0)) {
    return claimed.map((length) => length ?? 0);
  }
  const same =
    found.length === claimed.length &&
    claimed.every((length, axis) => length === undefined || length === found[axis]);
  if (!same) {
    throw badArray('An array in the tree does not have the shape that it says.');
  }
  return found;
}

/**
 * The shape above the records. Without a number of axes, the outermost lists that look like one record
 * are taken for records, as the asdf library does.
 */
function recordsShape(
  data: AsdfNode,
  fields: readonly Field[],
  axes: number | undefined,
): readonly number[] {
  const shape: number[] = [];
  let node: AsdfNode | undefined = data;
  while (axes === undefined ? node && !isRecord(node, fields) : shape.length < axes) {
    if (node?.kind !== 'sequence' || shape.length >= MOST_AXES) {
      throw badArray(
        'The elements of an array in the tree do not have the fields of its datatype.',
      );
    }
    shape.push(node.items.length);
    node = node.items[0];
    if (node === undefined) {
      break;
    }
  }
  return shape;
}

function isRecord(node: AsdfNode, fields: readonly Field[]): boolean {
  return (
    node.kind === 'sequence' &&
    node.items.length === fields.length &&
    fields.every(({ datatype, shape }, i) => {
      const nested = shape.length > 0 || isStructured(datatype);
      return (node.items[i]?.kind === 'sequence') === nested;
    })
  );
}
