import { describe, expect, it } from 'vitest';
import type { ListEntry, ListPage } from '../../../src/core/s3/listing';
import { SkybucketError } from '../../../src/core/errors';
import {
  addressOf,
  BUCKETS_NODE,
  folderChildren,
  folderNode,
  jumpNode,
  type FolderNode,
  type ListPlace,
  type Node,
} from '../../../src/extension/views/nodes';

const object = (key: string, prefix: string): ListEntry => ({
  kind: 'object',
  name: key.slice(prefix.length),
  key,
  size: 1,
  modified: undefined,
  etag: undefined,
  storageClass: undefined,
});
const folder = (whole: string, prefix: string): ListEntry => ({
  kind: 'folder',
  name: whole.slice(prefix.length, -1),
  prefix: whole,
});

function root(list: ListPlace, prefix = ''): FolderNode {
  const place = { connection: 'public', bucket: 'bucket', prefix };
  return folderNode(BUCKETS_NODE, 'root', 'Root', place, { kind: 'plain' }, list);
}

const page = (...entries: ListEntry[]): ListPage => ({ entries, next: undefined });
const nameOf = (node: Node): string =>
  node.kind === 'folder' ? `${node.name}/` : node.kind === 'object' ? node.object.name : node.kind;

describe('the nodes of a folder', () => {
  it('have ids of their own, even for names made to collide', async () => {
    const keys = ['a', 'o:a', 'd:a', '', 'more', 'a\nb', 'a\no:b'];
    const list: ListPlace = async ({ prefix }) => ({
      entries: keys.flatMap((key) => [
        folder(`${prefix}${key}/`, prefix),
        object(prefix + key, prefix),
      ]),
      next: 'x',
    });
    const top = root(list);
    await top.listing.start();
    const ids: string[] = [];
    for (const node of folderChildren(top, list)) {
      ids.push(node.id);
      if (node.kind === 'folder') {
        await node.listing.start();
        ids.push(...folderChildren(node, list).map(({ id }) => id));
      }
    }
    expect(ids.length).toBeGreaterThan(100);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are the same at every look', async () => {
    const list: ListPlace = async () => page(folder('a/', ''), object('b', ''));
    const top = root(list);
    await top.listing.start();
    const first = folderChildren(top, list);
    expect(folderChildren(top, list)[0]).toBe(first[0]);
    expect(folderChildren(top, list)[1]).toBe(first[1]);
  });

  it('end with what there is to say', async () => {
    const answers: Record<string, () => Promise<ListPage>> = {
      'empty/': async () => page(),
      'more/': async () => ({ entries: [object('more/a', 'more/')], next: 'x' }),
      'bad/': async () => {
        throw new SkybucketError('access-denied', 'No.');
      },
    };
    const list: ListPlace = async ({ prefix }) => (answers[prefix] ?? (async () => page()))();
    const kinds = async (prefix: string, filter = ''): Promise<string[]> => {
      const top = root(list, prefix);
      await top.listing.start();
      top.listing.setFilter(filter);
      return folderChildren(top, list).map(nameOf);
    };
    expect(await kinds('empty/')).toEqual(['empty']);
    expect(await kinds('more/')).toEqual(['a', 'more']);
    expect(await kinds('more/', 'x')).toEqual(['no-match', 'more']);
    expect(await kinds('bad/')).toEqual(['problem']);
  });

  it('show whole names below a prefix that ends within one', async () => {
    const list: ListPlace = async ({ prefix }) =>
      page(folder('jwst/jw01/', prefix), object('jwst/jw02.fits', prefix));
    const top = root(list, 'jwst/');
    const jump = jumpNode(top, 'jwst/jw', list);
    expect(jumpNode(top, 'jwst/jw', list)).toBe(jump);
    expect(jump.name).toBe('jw');
    await jump.listing.start();
    expect(folderChildren(jump, list).map(nameOf)).toEqual(['jw01/', 'jw02.fits']);
    await top.listing.start();
    expect(folderChildren(top, list)[0]).toBe(jump);
  });

  it('lead to addresses that say the key exactly', async () => {
    const list: ListPlace = async () => page(object('a//.. b%2F#?.fits', 'a/'));
    const top = root(list, 'a/');
    await top.listing.start();
    const [node] = folderChildren(top, list);
    expect(node?.kind === 'object' && addressOf(node).path).toBe(
      '/bucket/a/%2F/.. b%252F%23%3F.fits',
    );
    expect(addressOf(top).path).toBe('/bucket/a/');
  });
});
