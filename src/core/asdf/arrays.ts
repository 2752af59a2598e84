import { SkybucketError } from '../errors';
import type { ArrayEntry, ArrayInfo } from './array';
import { arrayInfoOf, isArrayNode } from './array-node';
import { InlineSummaries } from './inline-summary';
import type { AsdfNode } from './node';
import { quantityOf } from './quantity';

/** A place of the tree; the path to it is only made where it is wanted. */
interface Place {
  readonly node: AsdfNode;
  readonly parent: Place | undefined;
  /** Among the children of the parent. */
  readonly step: number;
  /** Key or position, as a path shows it. */
  readonly name: string;
}

/**
 * The arrays of a tree in its order: `core/ndarray-1.x` nodes, and `unit/quantity-1.x` around one, which is
 * one entry with its unit. A node that several aliases lead to is one entry, at the first of them. The mask
 * of an array is part of it. What cannot be read has its problem.
 */
export function arraysOf(tree: AsdfNode | undefined): ArrayEntry[] {
  const entries: ArrayEntry[] = [];
  const seen = new Set<AsdfNode>();
  const summaries = new InlineSummaries();
  const waiting: Place[] = tree ? [{ node: tree, parent: undefined, step: 0, name: '' }] : [];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { node } = place;
    if (seen.has(node)) {
      continue;
    }
    seen.add(node);
    const quantity = quantityOf(node);
    const array = quantity?.value ?? node;
    if (isArrayNode(array)) {
      seen.add(array);
      const { at, path } = pathTo(place);
      entries.push({ at, path, node, array: infoOrProblem(array, quantity?.unit, summaries) });
    } else {
      pushChildren(place, waiting);
    }
  }
  return entries;
}

function infoOrProblem(
  node: AsdfNode,
  unit: string | undefined,
  summaries: InlineSummaries,
): ArrayInfo | { readonly problem: string } {
  try {
    return arrayInfoOf(node, unit, summaries);
  } catch (error) {
    if (error instanceof SkybucketError) {
      return { problem: error.message };
    }
    throw error;
  }
}

/** The first child ends up on top. */
function pushChildren(parent: Place, waiting: Place[]): void {
  const { node } = parent;
  if (node.kind === 'mapping') {
    for (let step = node.entries.length - 1; step >= 0; step -= 1) {
      const [key, child] = node.entries[step] as (typeof node.entries)[number];
      pushUnlessScalar({ node: child, parent, step, name: key.text }, waiting);
    }
  } else if (node.kind === 'sequence') {
    for (let step = node.items.length - 1; step >= 0; step -= 1) {
      const child = node.items[step] as AsdfNode;
      pushUnlessScalar({ node: child, parent, step, name: String(step) }, waiting);
    }
  }
}

function pushUnlessScalar(place: Place, waiting: Place[]): void {
  if (place.node.kind !== 'scalar' || isArrayNode(place.node)) {
    waiting.push(place);
  }
}

function pathTo(place: Place): { readonly at: number[]; readonly path: string } {
  const at: number[] = [];
  const names: string[] = [];
  for (let here = place; here.parent !== undefined; here = here.parent) {
    at.push(here.step);
    names.push(here.name);
  }
  return { at: at.reverse(), path: names.reverse().join('/') };
}
