import { describe, expect, it } from 'vitest';
import { parseGlob } from '../../../../src/core/s3/glob';
import { FindRun } from '../../../../src/extension/find/find-run';
import type { RunPlace } from '../../../../src/extension/find/run';
import {
  entriesOf,
  folderOfFound,
  isFound,
  objectsOf,
} from '../../../../src/extension/find/targets';
import { UsageRun } from '../../../../src/extension/find/usage-run';
import {
  foundChildren,
  type FindNode,
  type FoundFolderNode,
  type FoundNode,
  usageChildren,
  usageFolders,
  type UsageNode,
  usageShares,
} from '../../../../src/extension/views/found-nodes';
import { listedKeys } from '../../s3/listed-keys';

const place: RunPlace = { connection: 'public', bucket: 'bucket', prefix: 'p/' };

async function found(
  keys: readonly string[],
  pattern: string,
  where: RunPlace = place,
): Promise<FindNode> {
  const run = new FindRun('1', where, parseGlob(pattern), listedKeys(keys).list, () => undefined);
  await run.start();
  return { kind: 'find', id: run.id, run };
}

async function used(keys: readonly string[]): Promise<UsageNode> {
  const run = new UsageRun('1', place, listedKeys(keys).list, () => undefined);
  await run.start();
  return { kind: 'usage', id: run.id, run };
}

/** Lines of a tree, deeper ones with more blanks before them. */
function drawn(parent: FindNode | FoundFolderNode, indent = ''): string[] {
  return foundChildren(parent, true).flatMap((node) => [
    `${indent}${node.label}${node.kind === 'folder' ? '/' : ''}`,
    ...(node.kind === 'folder' ? drawn(node, `${indent}  `) : []),
  ]);
}

describe('what was found', () => {
  const keys = [
    'p/a/b/x.fits',
    'p/a/b/y.fits',
    'p/a/z.fits',
    'p/c/x.fits',
    'p/top.fits',
    'p//odd.fits',
  ];

  it('is a tree of folders, or a list of paths', async () => {
    const node = await found(keys, '**/*.fits');
    expect(drawn(node)).toEqual([
      ...['/', '  odd.fits', 'a/', '  b/', '    x.fits', '    y.fits', '  z.fits'],
      ...['c/', '  x.fits', 'top.fits'],
    ]);
    expect(foundChildren(node, false).map(({ label }) => label)).toEqual([
      ...['/odd.fits', 'a/b/x.fits', 'a/b/y.fits', 'a/z.fits', 'c/x.fits', 'top.fits'],
    ]);
  });

  it('has ids of its own, even for names made to collide', async () => {
    const node = await found(
      ['p/a', 'p/a/a', 'p/a/a/a', 'p/d:a', 'p/o:a/x', 'p/%2F', 'p//'],
      '{*,**}',
    );
    const ids: string[] = [];
    const visit = (parent: FindNode | FoundFolderNode): void => {
      for (const child of foundChildren(parent, true)) {
        ids.push(child.id);
        if (child.kind === 'folder') {
          visit(child);
        }
      }
    };
    visit(node);
    expect(ids.length).toBeGreaterThan(6);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('shows a folder that was found and what was found in it as one', async () => {
    const node = await found(['p/a/x', 'p/a/b/x'], '{a,a/*}');
    expect(drawn(node)).toEqual(['a/', '  b/', '  x']);
    expect(objectsOf([node]).map(({ object }) => object.key)).toEqual(['p/a/x']);
  });

  it('is acted upon once, also where a folder and a file of it are chosen', async () => {
    const node = await found(keys, '**/*.fits');
    const folder = foundChildren(node, true).find(({ label }) => label === 'a') as FoundFolderNode;
    const file = foundChildren(folder, true).find(({ label }) => label === 'z.fits') as FoundNode;
    const chosen = [folder, file].filter(isFound);
    expect(entriesOf(chosen).map(({ name }) => name)).toEqual([
      'a/b/x.fits',
      'a/b/y.fits',
      'a/z.fits',
    ]);
    expect(folderOfFound(file)?.prefix).toBe('p/a/');
    expect(folderOfFound(folder)?.prefix).toBe('p/a/');
    const lone = foundChildren(await found(['p/a/b/x'], '*/*'), true)[0] as FoundFolderNode;
    const inner = foundChildren(lone, true)[0] as FoundFolderNode;
    expect(entriesOf([inner])).toEqual([{ kind: 'folder', name: 'a/b', prefix: 'p/a/b/' }]);
  });

  it('stays in its bucket where results of several searches are chosen', async () => {
    const one = await found(['p/x.fits'], '*');
    const other = await found(['p/x.fits'], '*', { ...place, bucket: 'other' });
    expect(objectsOf([one, other, one]).map((each) => each.place.bucket)).toEqual([
      ...['bucket', 'other'],
    ]);
  });
});

describe('a disk usage', () => {
  it('shows folders largest first, then files of none, then endings', async () => {
    const node = await used(['p/a/x.fits', 'p/b/c/x.fits', 'p/b/y.fits', 'p/readme']);
    const children = usageChildren(node);
    expect(children.map(({ id }) => id)).toEqual([
      ...['1/d:p%2Fb%2F', '1/d:p%2Fa%2F', '1/own:p%2F', '1/endings'],
    ]);
    const [largest, , , endings] = children;
    expect(
      largest?.kind === 'usage-folder' && usageFolders(largest, largest.folder, 4),
    ).toMatchObject([
      { kind: 'usage-folder', folder: { prefix: 'p/b/c/', objects: 1 } },
      { kind: 'own', share: { objects: 1, bytes: 1 } },
    ]);
    expect(endings?.kind === 'endings' && usageShares(endings)).toMatchObject([
      { kind: 'ending', share: { name: '.fits', objects: 3 } },
      { kind: 'ending', share: { name: '', objects: 1 } },
    ]);
  });

  it('counts folders beyond those it shows together', async () => {
    const keys = Array.from({ length: 300 }, (_, index) => `p/${index}/x`);
    const children = usageChildren(await used([...keys, 'p/y']));
    const own = children.find(({ kind }) => kind === 'own');
    expect(children).toHaveLength(200 + 1 + 1);
    expect(own).toMatchObject({ share: { name: '100', objects: 101, bytes: 101 } });
  });
});
