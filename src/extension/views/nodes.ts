import type { Archive, Dataset } from '../../core/archives/dataset';
import { formatAddress, type AddressComponents } from '../../core/s3/address';
import { percentEncode } from '../../core/s3/percent';
import type { ListEntry, ListPage, S3Object } from '../../core/s3/listing';
import type { UserBucket } from '../bucket-settings';
import type { AccountBuckets } from './account-buckets';
import { entryId, Listing } from './listing-model';

/** The nodes of the sidebar's tree. Ids are unique and stay the same as long as the thing does. */
export type Node = ArchiveNode | BucketsNode | AccountNode | FolderNode | ObjectNode | LineNode;

export interface ArchiveNode {
  readonly kind: 'archive';
  readonly id: string;
  readonly archive: Archive;
}

/** “My buckets”. */
export interface BucketsNode {
  readonly kind: 'buckets';
  readonly id: string;
}

/** The buckets of the account that a connection signs in to. */
export interface AccountNode {
  readonly kind: 'account';
  readonly id: string;
  /** Id of the connection. */
  readonly connection: string;
  readonly label: string;
  readonly buckets: AccountBuckets;
}

/** A place in a bucket: all keys that begin with `prefix`. */
export interface FolderPlace {
  readonly connection: string;
  readonly bucket: string;
  readonly prefix: string;
}

/** What a folder is to the user: a dataset, a bucket they added, one of their account, where they jumped to, or just a folder. */
export type FolderRole =
  | { readonly kind: 'dataset'; readonly dataset: Dataset }
  | { readonly kind: 'bucket'; readonly bucket: UserBucket }
  | { readonly kind: 'account-bucket'; readonly created: Date | undefined }
  | { readonly kind: 'jump' }
  | { readonly kind: 'plain' };

export interface FolderNode {
  readonly kind: 'folder';
  readonly id: string;
  readonly parent: Node;
  /** As the server gives it; to be made visible before it is shown. */
  readonly name: string;
  readonly place: FolderPlace;
  readonly role: FolderRole;
  readonly listing: Listing;
  /** Places deeper down that the user jumped to; shown first. */
  readonly jumps: Map<string, FolderNode>;
  /** Nodes of the entries shown so far, by entry, so that they are the same at every look. */
  readonly children: Map<string, FolderNode | ObjectNode>;
}

export interface ObjectNode {
  readonly kind: 'object';
  readonly id: string;
  readonly parent: FolderNode;
  readonly object: S3Object;
}

/** A line of the tree that is no thing: more to load, an error, a remark. */
export interface LineNode {
  readonly kind: 'more' | 'problem' | 'empty' | 'no-match' | 'no-buckets';
  readonly id: string;
  readonly parent: FolderNode | BucketsNode | AccountNode;
}

/** Lists a page of the keys that begin with the prefix of the place. */
export type ListPlace = (
  place: FolderPlace,
  token: string | undefined,
  signal: AbortSignal,
) => Promise<ListPage>;

export const BUCKETS_NODE: BucketsNode = { kind: 'buckets', id: 'buckets' };

export function archiveNode(archive: Archive): ArchiveNode {
  return { kind: 'archive', id: `archive:${archive.name}`, archive };
}

export function folderNode(
  parent: Node,
  id: string,
  name: string,
  place: FolderPlace,
  role: FolderRole,
  list: ListPlace,
): FolderNode {
  const listing = new Listing(async (token, signal) =>
    withWholeNames(await list(place, token, signal), place.prefix),
  );
  const fresh = { jumps: new Map<string, FolderNode>(), children: new Map<string, never>() };
  return { kind: 'folder', id, parent, name, place, role, listing, ...fresh };
}

/** The node of an entry of the folder, the same one every time. */
export function entryNode(
  parent: FolderNode,
  entry: ListEntry,
  list: ListPlace,
): FolderNode | ObjectNode {
  const key = entryId(entry);
  let node = parent.children.get(key);
  if (node === undefined) {
    const id = childId(parent, key);
    node =
      entry.kind === 'object'
        ? { kind: 'object', id, parent, object: entry }
        : folderNode(
            parent,
            id,
            entry.name,
            { ...parent.place, prefix: entry.prefix },
            { kind: 'plain' },
            list,
          );
    parent.children.set(key, node);
  }
  return node;
}

/** A child that shows what begins with `prefix`, however deep; the same one for the same prefix. */
export function jumpNode(parent: FolderNode, prefix: string, list: ListPlace): FolderNode {
  let node = parent.jumps.get(prefix);
  if (node === undefined) {
    const name = prefix.slice(parent.place.prefix.length);
    const place = { ...parent.place, prefix };
    node = folderNode(parent, childId(parent, `j:${prefix}`), name, place, { kind: 'jump' }, list);
    parent.jumps.set(prefix, node);
  }
  return node;
}

/** What the tree shows below a folder whose listing has been started. */
export function folderChildren(folder: FolderNode, list: ListPlace): Node[] {
  const { listing } = folder;
  const entries = listing.shown();
  const nodes: Node[] = [
    ...folder.jumps.values(),
    ...entries.map((entry) => entryNode(folder, entry, list)),
  ];
  if (listing.started && entries.length === 0) {
    nodes.push(lineNode(folder, listing.filter === '' ? 'empty' : 'no-match'));
  }
  if (listing.failure !== undefined) {
    nodes.push(lineNode(folder, 'problem'));
  } else if (listing.more) {
    nodes.push(lineNode(folder, 'more'));
  }
  return nodes;
}

/** Keys are any text; encoded, none can be taken for a path of ids. */
function childId(parent: Node, name: string): string {
  return `${parent.id}/${percentEncode(name)}`;
}

export function lineNode(parent: LineNode['parent'], kind: LineNode['kind']): LineNode {
  return { kind, id: childId(parent, kind), parent };
}

/** The components of the address of an object, or of a folder. */
export function addressOf(node: FolderNode | ObjectNode): AddressComponents {
  const { connection, bucket } = placeOf(node);
  return formatAddress({ connection, bucket, key: pathOf(node) });
}

export function placeOf(node: FolderNode | ObjectNode): FolderPlace {
  return node.kind === 'folder' ? node.place : node.parent.place;
}

/** The key of an object, the prefix of a folder. */
export function pathOf(node: FolderNode | ObjectNode): string {
  return node.kind === 'folder' ? node.place.prefix : node.object.key;
}

/**
 * Below a prefix that ends in the middle of a name (`jw01`), names are shown from where they begin,
 * not from where the prefix ends.
 */
function withWholeNames(page: ListPage, prefix: string): ListPage {
  const start = prefix.lastIndexOf('/') + 1;
  if (start === prefix.length) {
    return page;
  }
  const entries = page.entries.map((entry) =>
    entry.kind === 'folder'
      ? { ...entry, name: entry.prefix.slice(start, -1) }
      : { ...entry, name: entry.key.slice(start) },
  );
  return { ...page, entries };
}
