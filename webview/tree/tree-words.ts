import { countOf, formatBytes, formatCount } from '../../src/protocol/figures';
import type { TreeKind, TreeNode } from '../../src/protocol/tree';
import { MOST_TREE_NODES } from '../../src/protocol/tree';

/** The end of a tag that says what it is: `ndarray-1.1.0` of `tag:stsci.edu:asdf/core/ndarray-1.1.0`. */
export function shortTag(tag: string): string {
  return tag.split(/[/:!]/).findLast((part) => part !== '') ?? tag;
}

const KINDS: Readonly<Record<TreeKind, string>> = {
  mapping: 'mapping',
  sequence: 'sequence',
  array: 'array',
  text: 'text',
  number: 'number',
  logical: 'logical',
  null: 'null',
  time: 'time',
};

/** What a node is, in a few words: `array, 66.8 MB, lz4`, `text, 12,345 characters`. */
export function kindText({ kind, line }: TreeNode): string {
  const { bytes, storage } = line ?? {};
  return [
    KINDS[kind],
    ...(bytes === undefined ? [] : [formatBytes(bytes)]),
    ...(storage === undefined || storage === '' ? [] : [storage]),
  ].join(', ');
}

/** What a search came to: `37 found`, `500 or more`. */
export function foundText(found: number, more: boolean): string {
  return more
    ? `${formatCount(Math.max(found, MOST_TREE_NODES))} or more`
    : `${formatCount(found)} found`;
}

/** What the path of a node is to people; the root has none of its own. */
export function pathText({ path }: Pick<TreeNode, 'path'>): string {
  return path === '' ? 'tree' : path;
}

/** Said where opening all below a node came to an end before its last. */
export function stoppedText(most: number): string {
  return `Stopped after ${countOf(most, 'node')}: there are more below.`;
}
