import type { ListEntry, S3Object } from '../../core/s3/listing';
import { pathOf } from '../../core/s3/walk';
import type { FindNode, FoundFolderNode, FoundNode, FoundObjectNode } from '../views/found-nodes';
import type { RunPlace } from './run';

/** What commands of the view “Found” act on. */

/** Things that were found, or hold such. */
export type FoundTarget = FindNode | FoundFolderNode | FoundObjectNode;

export function isFound(node: FoundNode): node is FoundTarget {
  return node.kind === 'find' || node.kind === 'folder' || node.kind === 'object';
}

/** The entries of some nodes, each once: of a folder what was found in it, or itself where it was found. */
export function entriesOf(nodes: readonly FoundTarget[]): readonly ListEntry[] {
  const all = new Map<string, ListEntry>();
  for (const entry of nodes.flatMap(ownEntries)) {
    all.set(pathOf(entry), entry);
  }
  return [...all.values()];
}

function ownEntries(node: FoundTarget): readonly ListEntry[] {
  switch (node.kind) {
    case 'find':
      return node.run.entries;
    case 'folder':
      return node.entries.length > 0
        ? node.entries
        : [{ kind: 'folder', name: node.path.slice(0, -1), prefix: prefixOf(node) }];
    case 'object':
      return [node.object];
  }
}

/** An object, and where what found it began: nodes of several searches may be selected together. */
export interface PlacedObject {
  readonly place: RunPlace;
  readonly object: S3Object;
}

/** The objects of some nodes, each once. */
export function objectsOf(nodes: readonly FoundTarget[]): readonly PlacedObject[] {
  const all = new Map<string, PlacedObject>();
  for (const node of nodes) {
    const { place } = node.run;
    for (const entry of ownEntries(node)) {
      if (entry.kind === 'object') {
        const { connection, bucket } = place;
        all.set(`${connection}/${bucket}/${entry.key}`, { place, object: entry });
      }
    }
  }
  return [...all.values()];
}

/** The folder a node of the view is, or is in; undefined for a line that is in none. */
export function folderOfFound(node: FoundNode): RunPlace | undefined {
  switch (node.kind) {
    case 'find':
    case 'usage':
      return node.run.place;
    case 'folder':
      return { ...node.run.place, prefix: prefixOf(node) };
    case 'object': {
      const { key } = node.object;
      return { ...node.run.place, prefix: key.slice(0, key.lastIndexOf('/') + 1) };
    }
    case 'usage-folder':
      return { ...node.run.place, prefix: node.folder.prefix };
    case 'endings':
    case 'classes':
    case 'ending':
    case 'class':
    case 'own':
    case 'more':
    case 'problem':
    case 'note':
      return undefined;
  }
}

function prefixOf({ run, path }: FoundFolderNode): string {
  return run.place.prefix + path;
}
