import * as vscode from 'vscode';
import { archives } from '../../core/archives/registry';
import type { Dataset } from '../../core/archives/dataset';
import { type Connection, PUBLIC_CONNECTION } from '../../core/s3/connection';
import { sameBucket, type UserBucket } from '../bucket-settings';
import { allConnections } from '../connections';
import type { Host } from '../host';
import { ARCHIVES_VIEW } from '../ids';
import { showArchives, userBuckets } from '../settings';
import { AccountBuckets } from './account-buckets';
import {
  type AccountNode,
  type ArchiveNode,
  archiveNode,
  BUCKETS_NODE,
  folderChildren,
  type FolderNode,
  folderNode,
  type FolderPlace,
  jumpNode,
  lineNode,
  type ListPlace,
  type Node,
} from './nodes';
import { treeItem } from './tree-items';

/** The view “Archives”: the user's buckets, those of their accounts, then the public datasets by archive. */
export class ArchivesTree implements vscode.TreeDataProvider<Node> {
  private readonly changed = new vscode.EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  /** Folders that are no one's entry (datasets, buckets), by id: the same node at every look. */
  private readonly roots = new Map<string, FolderNode>();
  private readonly accounts = new Map<string, AccountNode>();
  /** Of the connections that may be written through, until the next change. */
  private writableIds: ReadonlySet<string> | undefined;
  private archiveNodes: readonly ArchiveNode[] | undefined;

  constructor(private readonly host: Host) {}

  getTreeItem(node: Node): vscode.TreeItem {
    return treeItem(node, this.writable);
  }

  getParent(node: Node): Node | undefined {
    return node.kind === 'archive' || node.kind === 'buckets' || node.kind === 'account'
      ? undefined
      : node.parent;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node === undefined) {
      return this.topNodes();
    }
    if (node.kind === 'archive') {
      return this.datasetNodes(node);
    }
    if (node.kind === 'buckets') {
      return this.bucketNodes();
    }
    if (node.kind === 'account') {
      await this.inView(() => node.buckets.start());
      return this.accountChildren(node);
    }
    if (node.kind === 'folder') {
      await this.start(node);
      return folderChildren(node, this.list);
    }
    return [];
  }

  /** Shows a node anew; undefined for everything. */
  update(node?: Node): void {
    this.writableIds = undefined;
    this.changed.fire(node);
  }

  /** Loads a folder again from its first page, the buckets of an account again. */
  refresh(node: FolderNode | AccountNode): void {
    if (node.kind === 'account') {
      node.buckets.reset();
    } else {
      forget(node);
    }
    this.update(node);
  }

  /** Everything again. */
  refreshAll(): void {
    for (const root of this.roots.values()) {
      forget(root);
    }
    for (const account of this.accounts.values()) {
      account.buckets.reset();
    }
    this.update();
  }

  /** Every folder that has been shown, from the roots down. */
  *shownFolders(): Generator<FolderNode> {
    for (const root of this.roots.values()) {
      yield* shownBelow(root);
    }
  }

  /** Loads one more page and returns the first node it brought. */
  async loadMore(folder: FolderNode): Promise<Node | undefined> {
    const before = folder.listing.shown().length + folder.jumps.size;
    await this.inView(() => folder.listing.loadPage());
    this.update(folder);
    return folderChildren(folder, this.list)[before];
  }

  /** The child of `folder` that shows what begins with `prefix`. */
  jump(folder: FolderNode, prefix: string): FolderNode {
    const child = folder.children.get(`d:${prefix}`);
    if (child?.kind === 'folder') {
      return child;
    }
    const node = jumpNode(folder, prefix, this.list);
    this.update(folder);
    return node;
  }

  closeJump(node: FolderNode): void {
    if (node.parent.kind === 'folder') {
      node.parent.jumps.delete(node.place.prefix);
      this.update(node.parent);
    }
  }

  /** The node of a bucket of the user. */
  bucketRoot(bucket: UserBucket): FolderNode | undefined {
    const found = userBuckets().find((known) => sameBucket(known, bucket));
    return found && this.bucketNode(found);
  }

  /** The node of the account of a connection, where it has any. */
  accountOf(connection: string): AccountNode | undefined {
    return this.accountNodes().find((node) => node.connection === connection);
  }

  /** The root that holds the place and is nearest to it: a bucket of the user, else a dataset. */
  rootOf(place: { readonly bucket: string; readonly prefix: string }): FolderNode | undefined {
    const all = [
      ...userBuckets().map((bucket) => this.bucketNode(bucket)),
      ...(showArchives() ? this.archiveRoots().flatMap((node) => this.datasetNodes(node)) : []),
    ];
    return all
      .filter((node) => node.place.bucket === place.bucket)
      .filter((node) => place.prefix.startsWith(node.place.prefix))
      .sort((a, b) => b.place.prefix.length - a.place.prefix.length)[0];
  }

  private topNodes(): Node[] {
    const shown = showArchives() ? this.archiveRoots() : [];
    const accounts = this.accountNodes();
    // With nothing at all the view shows its welcome text.
    return shown.length > 0 || accounts.length > 0 || userBuckets().length > 0
      ? [BUCKETS_NODE, ...accounts, ...shown]
      : [];
  }

  private accountNodes(): AccountNode[] {
    const signed = allConnections().filter(({ auth }) => auth.kind !== 'unsigned');
    const nodes = signed.map((connection) => this.accountNode(connection));
    for (const [id, node] of this.accounts) {
      if (!nodes.includes(node)) {
        this.accounts.delete(id);
      }
    }
    return nodes;
  }

  private accountNode({ id, label }: Connection): AccountNode {
    const known = this.accounts.get(id);
    if (known?.label === label) {
      return known;
    }
    const { host } = this;
    const buckets = new AccountBuckets(() =>
      host.store.listBuckets(host.connection(id), { meter: host.session.child() }),
    );
    const node: AccountNode = {
      kind: 'account',
      id: `account:${id}`,
      connection: id,
      label,
      buckets,
    };
    this.accounts.set(id, node);
    return node;
  }

  private accountChildren(node: AccountNode): Node[] {
    const { found, failure } = node.buckets;
    if (failure !== undefined) {
      return [lineNode(node, 'problem')];
    }
    const roots = (found ?? []).map(({ name, created, region }) => {
      if (region !== undefined) {
        this.host.regions.expect(node.connection, name, region);
      }
      return this.root(`account:${node.connection}/${name}`, (id) =>
        folderNode(
          node,
          id,
          name,
          { connection: node.connection, bucket: name, prefix: '' },
          { kind: 'account-bucket', created },
          this.list,
        ),
      );
    });
    for (const [id, root] of this.roots) {
      if (root.parent === node && !roots.includes(root)) {
        this.roots.delete(id);
      }
    }
    return roots.length === 0 ? [lineNode(node, 'no-buckets')] : roots;
  }

  private readonly writable = (connection: string): boolean => {
    this.writableIds ??= new Set(
      allConnections().flatMap(({ id, readOnly }) => (readOnly ? [] : [id])),
    );
    return this.writableIds.has(connection);
  };

  private archiveRoots(): readonly ArchiveNode[] {
    this.archiveNodes ??= archives().map(archiveNode);
    return this.archiveNodes;
  }

  private datasetNodes(node: ArchiveNode): FolderNode[] {
    return node.archive.datasets.map((dataset) => this.datasetNode(node, dataset));
  }

  private datasetNode(parent: ArchiveNode, dataset: Dataset): FolderNode {
    const { id, title, bucket, prefix, region } = dataset;
    const connection = PUBLIC_CONNECTION.id;
    this.host.regions.expect(connection, bucket, region);
    return this.root(`dataset:${id}`, (nodeId) =>
      folderNode(
        parent,
        nodeId,
        title,
        { connection, bucket, prefix },
        { kind: 'dataset', dataset },
        this.list,
      ),
    );
  }

  private bucketNodes(): Node[] {
    const buckets = userBuckets();
    const nodes = buckets.map((bucket) => this.bucketNode(bucket));
    // One that was removed and is added again is listed anew.
    for (const [id, root] of this.roots) {
      if (root.parent === BUCKETS_NODE && !nodes.includes(root)) {
        this.roots.delete(id);
      }
    }
    return nodes.length === 0 ? [lineNode(BUCKETS_NODE, 'no-buckets')] : nodes;
  }

  private bucketNode(userBucket: UserBucket): FolderNode {
    const { name, connection, bucket, prefix, region } = userBucket;
    if (region !== undefined) {
      this.host.regions.expect(connection, bucket, region);
    }
    // The name is part of the id: a bucket that is renamed is shown anew.
    return this.root(`bucket:${connection}/${bucket}/${prefix}\n${name}`, (id) =>
      folderNode(
        BUCKETS_NODE,
        id,
        name,
        { connection, bucket, prefix },
        { kind: 'bucket', bucket: userBucket },
        this.list,
      ),
    );
  }

  private root(id: string, make: (id: string) => FolderNode): FolderNode {
    const node = this.roots.get(id) ?? make(id);
    this.roots.set(id, node);
    return node;
  }

  private readonly list: ListPlace = (place: FolderPlace, token, signal) =>
    this.host.s3.listPage(
      this.host.connection(place.connection),
      {
        bucket: place.bucket,
        prefix: place.prefix,
        delimiter: '/',
        ...(token === undefined ? {} : { continuationToken: token }),
      },
      { signal, meter: this.host.session.child() },
    );

  private async start(folder: FolderNode): Promise<void> {
    const { listing } = folder;
    if (!listing.started) {
      await this.inView(() => listing.start());
      if (listing.started && listing.filter !== '') {
        // The folder itself says how many names pass its filter. Not after a failure: an update asks
        // for the children again, and that would have no end.
        this.update(folder);
      }
    }
  }

  /** Shows the progress bar of the view meanwhile. */
  private inView(work: () => Promise<void>): Thenable<void> {
    return vscode.window.withProgress({ location: { viewId: ARCHIVES_VIEW } }, work);
  }
}

function* shownBelow(folder: FolderNode): Generator<FolderNode> {
  yield folder;
  for (const child of [...folder.jumps.values(), ...folder.children.values()]) {
    if (child.kind === 'folder') {
      yield* shownBelow(child);
    }
  }
}

/** Drops what was listed of a folder. The places jumped to from it stay, to be listed anew. */
function forget({ listing, children, jumps }: FolderNode): void {
  listing.reset();
  children.clear();
  jumps.forEach(forget);
}
