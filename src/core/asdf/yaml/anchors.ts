import { childrenOf, type AsdfNode } from '../node';

/** Names for the collections that are reached in more than one way from a node, itself included. */
export function anchorsOf(root: AsdfNode): ReadonlyMap<AsdfNode, string> {
  const anchors = new Map<AsdfNode, string>();
  const seen = new Set<AsdfNode>();
  const open: (readonly AsdfNode[])[] = [[root]];
  for (let nodes = open.pop(); nodes; nodes = open.pop()) {
    for (const node of nodes) {
      if (node.kind === 'scalar') {
        continue;
      }
      if (!seen.has(node)) {
        seen.add(node);
        open.push(childrenOf(node));
      } else if (!anchors.has(node)) {
        anchors.set(node, `id${String(anchors.size + 1).padStart(3, '0')}`);
      }
    }
  }
  return anchors;
}
