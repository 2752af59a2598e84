import type { FolderNode, Node } from '../views/nodes';
import { type Chosen, type ChosenFolder, type Place, withoutNested } from './place';

/** What a node of the tree stands for; undefined for lines, archives, and prefixes that end within a name. */
export function chosenOf(node: Node): Chosen | undefined {
  if (node.kind === 'object') {
    const { connection, bucket } = node.parent.place;
    const { key, size, etag } = node.object;
    return { kind: 'object', place: { connection, bucket, key }, size, etag };
  }
  return node.kind === 'folder' ? folderOf(node) : undefined;
}

function folderOf({ place: { connection, bucket, prefix } }: FolderNode): ChosenFolder | undefined {
  const whole = prefix === '' || prefix.endsWith('/');
  return whole ? { kind: 'folder', place: { connection, bucket, key: prefix } } : undefined;
}

/** Whether it may be renamed or deleted: buckets and datasets are not, whatever is in them. */
export function isMovable(node: Node): boolean {
  const inside = node.kind === 'object' || (node.kind === 'folder' && node.role.kind === 'plain');
  return inside && chosenOf(node) !== undefined;
}

/**
 * The nodes that a command is for: all that are selected where the one it was called on is among them, else that one.
 */
export function nodesOf(node: Node | undefined, selected: readonly Node[] | undefined): Node[] {
  if (node === undefined) {
    return [...(selected ?? [])];
  }
  return selected?.includes(node) === true ? [...selected] : [node];
}

export function allChosen(nodes: readonly Node[]): Chosen[] {
  return withoutNested(nodes.flatMap((node) => chosenOf(node) ?? []));
}

/** The folder that something is put into by a drop on the node, or by a command on it. */
export function folderAt(node: Node | undefined): Place | undefined {
  const folder =
    node !== undefined && node.kind !== 'folder' && 'parent' in node ? node.parent : node;
  return folder?.kind === 'folder' ? folderOf(folder)?.place : undefined;
}
