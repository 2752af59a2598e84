import { childrenOf, type AsdfNode, type NodePath } from './node';

export interface SearchResult {
  /** In the order of the tree. */
  readonly found: readonly NodePath[];
  /** There are more than were asked for. */
  readonly more: boolean;
}

interface Level {
  readonly node: AsdfNode;
  readonly children: readonly AsdfNode[];
  /** The end of its path in lower case, as long as a match could begin in it. */
  readonly pathEnd: string;
  next: number;
}

/**
 * Finds nodes by key path or by value, upper and lower case alike. A path matches where the text ends in
 * its last key (`exposure/ty` finds `exposure/type`): what is below a key that matches is not all listed.
 * Each node is looked into once, however many aliases it has.
 *
 * @param most found at most.
 */
export function searchTree(tree: AsdfNode, text: string, most: number): SearchResult {
  const wanted = text.toLowerCase();
  const found: NodePath[] = [];
  const seen = new Set<AsdfNode>([tree]);
  const listed = new Set<AsdfNode>();
  const levels: Level[] = [levelOf(tree, '')];
  if (wanted !== '' && tree.kind === 'scalar' && tree.text.toLowerCase().includes(wanted)) {
    found.push([]);
  }
  for (let level = levels.at(-1); wanted !== '' && level; level = levels.at(-1)) {
    const place = level.next++;
    const child = level.children[place];
    if (child === undefined) {
      levels.pop();
      continue;
    }
    const key = keyAt(level.node, place);
    // Without the last character, so that a match reaches into the key.
    const path = (level.pathEnd === '' ? '' : `${level.pathEnd}/`) + key;
    if (!listed.has(child) && isMatch(child, path, wanted)) {
      if (found.length >= most) {
        return { found, more: true };
      }
      found.push(levels.map(({ next }) => next - 1));
      listed.add(child);
    }
    if (child.kind !== 'scalar' && !seen.has(child)) {
      seen.add(child);
      levels.push(levelOf(child, wanted.length > 1 ? path.slice(-(wanted.length - 1)) : ''));
    }
  }
  return { found, more: false };
}

function levelOf(node: AsdfNode, pathEnd: string): Level {
  return { node, children: childrenOf(node), pathEnd, next: 0 };
}

function keyAt(node: AsdfNode, place: number): string {
  const key = node.kind === 'mapping' ? node.entries[place]?.[0].text : undefined;
  return (key ?? String(place)).toLowerCase();
}

function isMatch(node: AsdfNode, path: string, wanted: string): boolean {
  return (
    path.includes(wanted) || (node.kind === 'scalar' && node.text.toLowerCase().includes(wanted))
  );
}
