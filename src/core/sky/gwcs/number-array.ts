import type { AsdfNode } from '../../asdf/node';
import { badGwcs } from './problem';

/** Numbers in C order. */
export interface NumberArray {
  /** Slowest axis first, as numpy has it. */
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** The numbers of a `core/ndarray` node, or of a Quantity around one; undefined for one that was not read. */
export type ArrayLookup = (node: AsdfNode) => NumberArray | undefined;

/** Numbers of lists in the tree. */
const MOST_INLINE = 1_000_000;
const MOST_AXES = 8;

/**
 * Nested lists of numbers that are no `core/ndarray`, as older files have them.
 *
 * @throws SkybucketError `format` for lists of unequal lengths and what is no number.
 */
export function listedArray(node: AsdfNode): NumberArray {
  const shape = shapeOfList(node);
  const values: number[] = [];
  collect(node, shape, 0, values);
  return { shape, values: Float64Array.from(values) };
}

function shapeOfList(node: AsdfNode): number[] {
  const shape: number[] = [];
  let here: AsdfNode | undefined = node;
  while (here?.kind === 'sequence' && shape.length < MOST_AXES) {
    shape.push(here.items.length);
    here = here.items[0];
  }
  if (shape.reduce((product, length) => product * length, 1) > MOST_INLINE) {
    throw badGwcs('A list of numbers of the coordinate system is too long.');
  }
  return shape;
}

function collect(node: AsdfNode, shape: readonly number[], axis: number, values: number[]): void {
  if (axis === shape.length) {
    values.push(numberOf(node));
    return;
  }
  if (node.kind !== 'sequence' || node.items.length !== shape[axis]) {
    throw badGwcs('The rows of an array of the coordinate system differ in length.');
  }
  for (const item of node.items) {
    collect(item, shape, axis + 1, values);
  }
}

/** @throws SkybucketError `format` for what is no number. */
export function numberOf(node: AsdfNode | undefined): number {
  const value = node?.kind === 'scalar' ? node.value : undefined;
  if (typeof value === 'number' || typeof value === 'bigint') {
    return Number(value);
  }
  // YAML 1.1 takes `1e-5` for text, as there is no point in it.
  const spelled = typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  if (Number.isNaN(spelled)) {
    throw badGwcs('The coordinate system has something else where there should be a number.');
  }
  return spelled;
}
