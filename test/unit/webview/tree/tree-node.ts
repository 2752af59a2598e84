import type { TreeNode } from '../../../../src/protocol/tree';

/** A node for tests: a mapping of so many children, or text. */
export function treeNode(
  at: readonly number[],
  children = 0,
  more: Partial<TreeNode> = {},
): TreeNode {
  return {
    at,
    key: `k${at.at(-1) ?? ''}`,
    path: at.map((place) => `k${place}`).join('/'),
    python: `af${at.map((place) => `['k${place}']`).join('')}`,
    kind: children > 0 ? 'mapping' : 'text',
    tag: undefined,
    value: children > 0 ? `${children} keys` : 'a',
    cut: false,
    unit: undefined,
    children,
    line: undefined,
    loop: undefined,
    ...more,
  };
}
