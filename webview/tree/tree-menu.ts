import type { TreeNode } from '../../src/protocol/tree';
import type { ContextMenuItem } from '../ui/context-menu';
import type { CopyForm } from './tree-copy';
import { isYaml } from './tree-copy';
import { hasChildren } from './tree-rows';

export interface MenuActions {
  onOpen(node: TreeNode): void;
  /** Goes along an alias. */
  onGo(node: TreeNode): void;
  onCopy(node: TreeNode, form: CopyForm): void;
  onExpand(node: TreeNode): void;
  onCollapse(node: TreeNode): void;
  /** Shows a node that was found in the tree. */
  onReveal(node: TreeNode): void;
}

/** What can be done with a node. @param place whether it is met in the tree, or among what was found. */
export function treeMenu(
  node: TreeNode,
  place: { readonly inTree: boolean; readonly open: boolean },
  actions: MenuActions,
): ContextMenuItem[] {
  const copy = (
    form: CopyForm,
    label: string,
    more: Partial<ContextMenuItem> = {},
  ): ContextMenuItem => ({
    label,
    ...more,
    onChoose: () => actions.onCopy(node, form),
  });
  const inner = hasChildren(node);
  return [
    ...(node.line === undefined
      ? []
      : [{ label: 'Open', key: 'Enter', onChoose: () => actions.onOpen(node) }]),
    ...(node.loop === undefined || !place.inTree
      ? []
      : [{ label: 'Go to what it is the same as', onChoose: () => actions.onGo(node) }]),
    ...(place.inTree
      ? []
      : [{ label: 'Show in the tree', onChoose: () => actions.onReveal(node) }]),
    copy('value', 'Copy value', { key: 'Ctrl+C', apart: true }),
    copy('path', 'Copy path'),
    copy('python', 'Copy as Python'),
    ...(isYaml(node) ? [copy('yaml', 'Copy as YAML')] : []),
    ...(place.inTree && inner
      ? [
          { label: 'Expand all below', apart: true, onChoose: () => actions.onExpand(node) },
          {
            label: 'Collapse',
            disabled: !place.open,
            onChoose: () => actions.onCollapse(node),
          },
        ]
      : []),
  ];
}
