import { badArray } from './array-error';
import { childrenOf, type AsdfNode } from './node';

/** As many as numpy has. */
const MOST_AXES = 64;

/** The integer of a scalar that a double holds exactly, else undefined. */
export function integerOf(node: AsdfNode | undefined): number | undefined {
  const value = node?.kind === 'scalar' ? node.value : undefined;
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

/**
 * The lengths of a shape, slowest axis first; `undefined` for a first one of `*`.
 *
 * @throws SkybucketError `format`
 */
export function shapeOf(node: AsdfNode): (number | undefined)[] {
  const items = itemsOf(node, 'shape');
  return items.map((item, axis) => {
    if (axis === 0 && item.kind === 'scalar' && item.value === '*') {
      return undefined;
    }
    const length = integerOf(item);
    if (length === undefined || length < 0) {
      throw badArray(`Axis ${axis} of an array has the length ${shortText(item)}.`);
    }
    return length;
  });
}

/** @throws SkybucketError `format` unless there is one for each axis. */
export function stridesOf(node: AsdfNode, axes: number): number[] {
  const items = itemsOf(node, 'strides');
  if (items.length !== axes) {
    throw badArray(`An array of ${axes} axes has ${items.length} strides.`);
  }
  return items.map((item, axis) => {
    const stride = integerOf(item);
    if (stride === undefined) {
      throw badArray(`Axis ${axis} of an array has the stride ${shortText(item)}.`);
    }
    return stride;
  });
}

/**
 * The product of the lengths and the size of an element, axes of length 0 left out: no array may claim
 * more bytes than can be counted.
 *
 * @throws SkybucketError `format`
 */
export function checkedProduct(shape: readonly (number | undefined)[], size: number): number {
  const product = shape.reduce<number>((bytes, length) => bytes * (length || 1), size);
  if (!Number.isSafeInteger(product)) {
    throw badArray('An array claims to have more bytes than any file has.');
  }
  return product;
}

/** Bytes before the first element and after the start of it that the elements take; none if there are none. */
export function extentOf(
  shape: readonly number[],
  strides: readonly number[],
  size: number,
): { readonly before: number; readonly after: number } {
  let before = 0;
  let after = size;
  for (const [axis, length] of shape.entries()) {
    if (length === 0) {
      return { before: 0, after: 0 };
    }
    const reach = (length - 1) * (strides[axis] as number);
    before += Math.max(0, -reach);
    after += Math.max(0, reach);
  }
  return { before, after };
}

/**
 * Strides with which an array is read as if it had the given shape, as numpy broadcasts: its axes are the
 * last ones, and those of length 1 repeat. Undefined where it cannot be.
 */
export function broadcastStrides(
  from: { readonly shape: readonly number[]; readonly strides: readonly number[] },
  to: readonly number[],
): number[] | undefined {
  const missing = to.length - from.shape.length;
  if (missing < 0) {
    return undefined;
  }
  const strides = new Array<number>(to.length).fill(0);
  for (const [axis, length] of from.shape.entries()) {
    if (length === to[missing + axis]) {
      strides[missing + axis] = from.strides[axis] as number;
    } else if (length !== 1) {
      return undefined;
    }
  }
  return strides;
}

function itemsOf(node: AsdfNode, what: string): readonly AsdfNode[] {
  if (node.kind !== 'sequence') {
    throw badArray(`The ${what} of an array is no list of numbers.`);
  }
  if (node.items.length > MOST_AXES) {
    throw badArray(`An array has ${node.items.length} axes; at most ${MOST_AXES} can be read.`);
  }
  return node.items;
}

/** What stands where something else should, short enough for a sentence. */
export function shortText(node: AsdfNode): string {
  if (node.kind === 'scalar') {
    return node.text.length > 30 ? `${node.text.slice(0, 30)}…` : node.text;
  }
  return `of a ${node.kind} with ${childrenOf(node).length} items`;
}
