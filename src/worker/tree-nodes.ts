import { childrenOf, type AsdfNode } from '../core/asdf/node';
import { quantityOf } from '../core/asdf/quantity';
import { pathText, pythonPath, type TreeStep } from '../core/asdf/tree-path';
import { countOf } from '../protocol/figures';
import type { HduLine } from '../protocol/methods';
import { MOST_VALUE_TEXT, type TreeKind, type TreeNode } from '../protocol/tree';
import type { TreeContent } from './content';
import type { PlacedNode } from './tree-places';

/** A tag, a key or a unit longer than this is no use to anybody. */
const LONGEST_NAME = 300;

const TIME = /(?:\bcore|!time|\/time)\/time-1\.\d+\.\d+$/;

/** A node as the viewer shows it. */
export function treeNode(tree: TreeContent, { node, at, steps, above }: PlacedNode): TreeNode {
  const quantity = quantityOf(node);
  const line = tree.lineOf(node);
  const value = quantity?.value.kind === 'scalar' ? quantity.value : node;
  const text = line ? arrayText(line) : valueText(value);
  const looped = above.indexOf(node);
  const last = steps.at(-1);
  return {
    at,
    key: last === undefined ? 'tree' : keyText(last),
    path: pathText(steps),
    python: steps.length === 0 ? 'af.tree' : `af${pythonPath(steps)}`,
    kind: line ? 'array' : kindOf(value),
    tag: node.tag?.slice(0, LONGEST_NAME),
    ...oneLine(text),
    unit: quantity?.unit?.slice(0, LONGEST_NAME),
    children: looped >= 0 ? 0 : childCount(node),
    line,
    loop: looped >= 0 ? pathText(steps.slice(0, looped)) : undefined,
  };
}

/** Shape and datatype, or why there is neither. */
function arrayText({ dimensions, format, picture }: HduLine): string {
  const reason = typeof picture === 'object' ? picture.reason : '';
  return dimensions === '' ? reason : `${dimensions} ${format}`.trim();
}

function keyText(step: TreeStep): string {
  return (typeof step === 'number' ? `[${step}]` : String(step)).slice(0, LONGEST_NAME);
}

function kindOf(node: AsdfNode): TreeKind {
  if (node.kind !== 'scalar') {
    return node.kind;
  }
  if (node.tag !== undefined && TIME.test(node.tag)) {
    return 'time';
  }
  const { value } = node;
  if (value === null) {
    return 'null';
  }
  if (typeof value === 'string') {
    return 'text';
  }
  return typeof value === 'boolean' ? 'logical' : 'number';
}

function valueText(node: AsdfNode): string {
  switch (node.kind) {
    case 'mapping':
      return countOf(node.entries.length, 'key');
    case 'sequence':
      return countOf(node.items.length, 'item');
    case 'scalar':
      return node.text;
  }
}

export function childCount(node: AsdfNode): number {
  return node.kind === 'scalar' ? 0 : childrenOf(node).length;
}

/** The first characters, without what would start another line or turn the direction of writing. */
function oneLine(text: string): { readonly value: string; readonly cut: boolean } {
  const start = text.slice(0, MOST_VALUE_TEXT);
  const value = start.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  // What was replaced is missing, too.
  return { value, cut: text.length > MOST_VALUE_TEXT || value !== start };
}
