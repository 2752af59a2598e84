import { type AsdfNode, childrenOf } from '../../asdf/node';
import { isGwcs } from './kind';

/** Nodes of a tree that are looked at. */
const MOST_NODES = 2_000_000;

/**
 * The coordinate systems of a tree, in its order: that of a JWST file is `meta/wcs`, that of a Roman one
 * `roman/meta/wcs`. A node that several aliases lead to is there once.
 */
export function findGwcs(tree: AsdfNode | undefined): AsdfNode[] {
  const found: AsdfNode[] = [];
  const seen = new Set<AsdfNode>();
  const waiting = tree ? [tree] : [];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) {
      continue;
    }
    seen.add(node);
    if (isGwcs(node)) {
      found.push(node);
    } else if (seen.size < MOST_NODES) {
      waiting.push(
        ...childrenOf(node)
          .filter(({ kind }) => kind !== 'scalar')
          .reverse(),
      );
    }
  }
  return found;
}
