import { describe, expect, it } from 'vitest';
import type { ListEntry, ListPage } from '../../../src/core/s3/listing';
import type { ObjectChange } from '../../../src/extension/writes/changes';
import {
  allChosen,
  chosenOf,
  folderAt,
  isMovable,
  nodesOf,
} from '../../../src/extension/writes/chosen-nodes';
import { foldersToRefresh } from '../../../src/extension/writes/shown-folders';
import {
  BUCKETS_NODE,
  folderChildren,
  folderNode,
  type FolderNode,
  jumpNode,
  type ListPlace,
  lineNode,
  type Node,
} from '../../../src/extension/views/nodes';
import { at } from './support';

const KEYS = ['a/1.fits', 'a/b/2.fits', 'a/b/3.fits', 'a/c/4.fits', 'd.fits'];

/** A listing of the keys, as a server gives it. */
const list: ListPlace = async ({ prefix }) => {
  const entries = new Map<string, ListEntry>();
  for (const key of KEYS.filter((one) => one.startsWith(prefix))) {
    const end = key.indexOf('/', prefix.length);
    const folder = key.slice(0, end + 1);
    entries.set(
      end === -1 ? key : folder,
      end === -1
        ? {
            ...{ kind: 'object', key, name: key.slice(prefix.length), size: 7, etag: '"e"' },
            ...{ modified: undefined, storageClass: undefined },
          }
        : { kind: 'folder', prefix: folder, name: folder.slice(prefix.length, -1) },
    );
  }
  const page: ListPage = { entries: [...entries.values()], next: undefined };
  return page;
};

/** The tree with every folder opened. */
async function tree(): Promise<{ root: FolderNode; all: Node[]; folders: FolderNode[] }> {
  const place = { connection: 'own', bucket: 'sky', prefix: '' };
  const bucket = { ...place, name: 'sky', region: undefined };
  const root = folderNode(BUCKETS_NODE, 'root', 'sky', place, { kind: 'bucket', bucket }, list);
  const all: Node[] = [];
  const open = async (folder: FolderNode): Promise<void> => {
    await folder.listing.start();
    all.push(folder);
    for (const node of folderChildren(folder, list)) {
      if (node.kind === 'folder') await open(node);
      else all.push(node);
    }
  };
  await open(root);
  return { root, all, folders: all.filter((node) => node.kind === 'folder') };
}

const nodeOf = (all: readonly Node[], key: string): Node =>
  all.find((node) => chosenOf(node)?.place.key === key) ?? BUCKETS_NODE;

const change = (kind: ObjectChange['kind'], key: string, bucket?: string): ObjectChange => ({
  ...{ kind, place: at(key, bucket) },
});

describe('nodes of the tree', () => {
  it('stand for objects and folders', async () => {
    const { root, all } = await tree();
    expect(chosenOf(nodeOf(all, 'a/1.fits'))).toEqual({
      ...{ kind: 'object', place: at('a/1.fits'), size: 7, etag: '"e"' },
    });
    expect(chosenOf(root)).toEqual({ kind: 'folder', place: at('') });
    expect(chosenOf(BUCKETS_NODE)).toBeUndefined();
    expect(chosenOf(jumpNode(root, 'a/b', list))).toBeUndefined();
    expect(chosenOf(lineNode(root, 'more'))).toBeUndefined();
  });

  it('may be moved unless they are buckets, datasets or places jumped to', async () => {
    const { root, all } = await tree();
    expect(['a/', 'a/1.fits'].map((key) => isMovable(nodeOf(all, key)))).toEqual([true, true]);
    expect([root, BUCKETS_NODE, jumpNode(root, 'a/b/', list)].some(isMovable)).toBe(false);
  });

  it('take what is dropped on them into their folder', async () => {
    const { root, all } = await tree();
    expect(folderAt(nodeOf(all, 'a/b/'))?.key).toBe('a/b/');
    expect(folderAt(nodeOf(all, 'a/1.fits'))?.key).toBe('a/');
    expect(folderAt(lineNode(root, 'more'))?.key).toBe('');
    expect(folderAt(BUCKETS_NODE)).toBeUndefined();
    expect(folderAt(undefined)).toBeUndefined();
  });

  it('are those selected where the one clicked on is among them', async () => {
    const { all } = await tree();
    const [one, two, three] = ['a/1.fits', 'd.fits', 'a/'].map((key) => nodeOf(all, key));
    const chosen = [one, two].flatMap((node) => node ?? []);
    expect(nodesOf(one, chosen)).toEqual(chosen);
    expect(nodesOf(three, chosen)).toEqual([three]);
    expect(nodesOf(undefined, chosen)).toEqual(chosen);
    expect(allChosen(all.slice(1)).map(({ place }) => place.key)).toEqual(['a/', 'd.fits']);
  });
});

describe('after a change', () => {
  const refreshed = async (...changes: ObjectChange[]): Promise<string[]> =>
    foldersToRefresh((await tree()).folders, changes).map(({ place }) => place.prefix);

  it.each([
    ['created', 'a/new.fits', ['a/']],
    ['changed', 'a/b/2.fits', ['a/b/']],
    ['deleted', 'a/b/2.fits', ['a/b/']],
    ['created', 'a/x/y/new.fits', ['a/']],
    ['created', 'x/y', ['']],
    ['created', 'a/b/deep/new', ['a/b/']],
    ['created', 'a/b/', ['a/']],
    ['deleted', 'a/b/', ['a/']],
    // The last object of its folder: the folder is gone with it.
    ['deleted', 'a/c/4.fits', ['a/']],
  ] as const)(
    '%s %s: the outermost folders that show it are listed again',
    async (kind, key, keys) => {
      expect(await refreshed(change(kind, key))).toEqual(keys);
    },
  );

  it('of everything in a folder, the folders above are listed again', async () => {
    const gone = ['a/1.fits', 'a/b/2.fits', 'a/b/3.fits', 'a/c/4.fits'];
    expect(await refreshed(...gone.map((key) => change('deleted', key)))).toEqual(['']);
  });

  it('elsewhere, nothing is', async () => {
    expect(await refreshed(change('created', 'a/1.fits', 'other'))).toEqual([]);
  });
});
