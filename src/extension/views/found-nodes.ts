import type { ListEntry, S3Object } from '../../core/s3/listing';
import { percentEncode } from '../../core/s3/percent';
import type { UsageShare } from '../../core/s3/usage';
import type { FolderUsage } from '../../core/s3/usage-folders';
import type { FindRun } from '../find/find-run';
import type { UsageRun } from '../find/usage-run';

/** The nodes of the view “Found”. Ids are unique and stay the same as long as the thing does. */
export type FoundNode =
  | FindNode
  | UsageNode
  | FoundFolderNode
  | FoundObjectNode
  | UsageGroupNode
  | UsageFolderNode
  | UsageShareNode
  | FoundLine;

/** A search for files. */
export interface FindNode {
  readonly kind: 'find';
  readonly id: string;
  readonly run: FindRun;
}

/** A disk usage. */
export interface UsageNode {
  readonly kind: 'usage';
  readonly id: string;
  readonly run: UsageRun;
}

/** A folder that was found, or one that what was found is in. */
export interface FoundFolderNode {
  readonly kind: 'folder';
  readonly id: string;
  readonly parent: FindNode | FoundFolderNode;
  readonly run: FindRun;
  /** Below the place of the search, with its final `/`. */
  readonly path: string;
  readonly label: string;
  /** What was found in it, in key order; empty for a folder that was found itself. */
  readonly entries: readonly ListEntry[];
}

export interface FoundObjectNode {
  readonly kind: 'object';
  readonly id: string;
  readonly parent: FindNode | FoundFolderNode;
  readonly run: FindRun;
  readonly object: S3Object;
  readonly label: string;
}

/** A way to break a usage down. */
export interface UsageGroupNode {
  readonly kind: 'endings' | 'classes';
  readonly id: string;
  readonly parent: UsageNode;
}

export interface UsageFolderNode {
  readonly kind: 'usage-folder';
  readonly id: string;
  readonly parent: UsageNode | UsageFolderNode;
  readonly run: UsageRun;
  readonly folder: FolderUsage;
  /** Bytes of all. */
  readonly of: number;
}

export interface UsageShareNode {
  /** `own`: objects that are in no folder of those beside it. */
  readonly kind: 'ending' | 'class' | 'own';
  readonly id: string;
  readonly parent: UsageGroupNode | UsageFolderNode | UsageNode;
  readonly share: UsageShare;
  readonly of: number;
}

/** A line that is no thing: to go on, what went wrong, a remark. */
export interface FoundLine {
  readonly kind: 'more' | 'problem' | 'note';
  readonly id: string;
  readonly parent: FindNode | UsageNode;
  readonly text: string;
}

/** A folder of a breakdown shows so many; the others are one line. */
export const MOST_SHOWN = 200;

/**
 * What was found, below a search or a folder of its tree.
 *
 * @param asTree one level of folders at a time; else all of it as a list of paths
 */
export function foundChildren(
  parent: FindNode | FoundFolderNode,
  asTree: boolean,
): (FoundFolderNode | FoundObjectNode)[] {
  const { run } = parent;
  const path = parent.kind === 'find' ? '' : parent.path;
  const entries = parent.kind === 'find' ? run.entries : parent.entries;
  return asTree
    ? groupByFolder(entries, path).map(([entry, inside]) =>
        inside === undefined
          ? objectOrFolder(parent, run, entry, entry.name.slice(path.length))
          : folderNode(parent, run, `${path}${inside.name}/`, inside.name, inside.entries),
      )
    : entries.map((entry) => objectOrFolder(parent, run, entry, entry.name));
}

interface Inside {
  readonly name: string;
  readonly entries: ListEntry[];
}

/** Entries in key order: those directly in the folder, and those in folders of it together. */
function groupByFolder(
  entries: readonly ListEntry[],
  path: string,
): (readonly [ListEntry, Inside | undefined])[] {
  const groups: (readonly [ListEntry, Inside | undefined])[] = [];
  const folders = new Map<string, Inside>();
  for (const entry of entries) {
    const rest = entry.name.slice(path.length);
    const slash = rest.indexOf('/');
    // A folder that was found may also have something in it that was.
    const name = slash >= 0 ? rest.slice(0, slash) : entry.kind === 'folder' ? rest : undefined;
    if (name === undefined) {
      groups.push([entry, undefined]);
      continue;
    }
    const known = folders.get(name);
    const inside = known ?? { name, entries: [] };
    if (known === undefined) {
      folders.set(name, inside);
      groups.push([entry, inside]);
    }
    if (slash >= 0) {
      inside.entries.push(entry);
    }
  }
  return groups;
}

function objectOrFolder(
  parent: FoundObjectNode['parent'],
  run: FindRun,
  entry: ListEntry,
  label: string,
): FoundFolderNode | FoundObjectNode {
  if (entry.kind === 'folder') {
    return folderNode(parent, run, `${entry.name}/`, label, []);
  }
  const id = `${run.id}/o:${percentEncode(entry.name)}`;
  return { kind: 'object', id, parent, run, object: entry, label };
}

function folderNode(
  parent: FoundFolderNode['parent'],
  run: FindRun,
  path: string,
  label: string,
  entries: readonly ListEntry[],
): FoundFolderNode {
  return {
    kind: 'folder',
    id: `${run.id}/d:${percentEncode(path)}`,
    parent,
    run,
    path,
    label,
    entries,
  };
}

/** What lies below a usage: its folders, largest first, then the other ways to break it down. */
export function usageChildren(parent: UsageNode): FoundNode[] {
  const { usage } = parent.run;
  return [
    ...usageFolders(parent, usage.root, usage.bytes),
    { kind: 'endings', id: `${parent.id}/endings`, parent },
    ...(usage.classes.length > 1
      ? [{ kind: 'classes', id: `${parent.id}/classes`, parent } as const]
      : []),
  ];
}

/** The folders of a folder, then what is in none of them. */
export function usageFolders(
  parent: UsageNode | UsageFolderNode,
  { folders, own, prefix }: FolderUsage,
  of: number,
): (UsageFolderNode | UsageShareNode)[] {
  const shown = folders.slice(0, MOST_SHOWN);
  const rest = folders.slice(MOST_SHOWN);
  const nodes: (UsageFolderNode | UsageShareNode)[] = shown.map((folder) => ({
    kind: 'usage-folder',
    id: `${parent.run.id}/d:${percentEncode(folder.prefix)}`,
    ...{ parent, run: parent.run, folder, of },
  }));
  const others = {
    objects: own.objects + sum(rest.map(({ objects }) => objects)),
    bytes: own.bytes + sum(rest.map(({ bytes }) => bytes)),
  };
  if (others.objects > 0 && nodes.length > 0) {
    const id = `${parent.run.id}/own:${percentEncode(prefix)}`;
    const share = { ...others, name: rest.length === 0 ? '' : String(rest.length) };
    nodes.push({ kind: 'own', id, parent, share, of });
  }
  return nodes;
}

/** The lines of a breakdown by ending or storage class. */
export function usageShares(parent: UsageGroupNode): UsageShareNode[] {
  const { usage } = parent.parent.run;
  const shares = parent.kind === 'endings' ? usage.endings : usage.classes;
  return shares.slice(0, MOST_SHOWN).map((share) => ({
    kind: parent.kind === 'endings' ? 'ending' : 'class',
    id: `${parent.id}/${percentEncode(share.name)}`,
    ...{ parent, share, of: usage.bytes },
  }));
}

/** A line below a search or a usage. */
export function foundLine(
  parent: FindNode | UsageNode,
  kind: FoundLine['kind'],
  text: string,
): FoundLine {
  return { kind, id: `${parent.id}/${kind}`, parent, text };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}
