import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NodeDiskStore } from '../../../src/platform/node/disk-store';

let base: string;
let root: string;
let store: NodeDiskStore;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'skybucket-disk-'));
  root = join(base, 'not', 'there', 'yet');
  store = new NodeDiskStore(root);
});

afterEach(() => rm(base, { recursive: true, force: true }));

const A = Uint8Array.of(1, 2, 3);
const B = Uint8Array.of(4, 5);

describe('NodeDiskStore', () => {
  it('finds nothing, and makes nothing, where there is nothing', async () => {
    const id = store.idOf('key');
    expect(await store.objects()).toEqual([]);
    expect(await store.packs(id)).toEqual([]);
    expect(await store.read(id, 'none.pack', 0, 10)).toBeUndefined();
    await store.touch(id);
    await store.remove(id);
    expect(await readdir(base)).toEqual([]);
  });

  it('gives back what was written', async () => {
    const id = store.idOf('s3://bucket/../../a key: with? everything*');
    const pack = await store.write(id, [A, B]);
    expect(await store.packs(id)).toEqual([pack]);
    expect(await store.read(id, pack, 0, 5)).toEqual(Uint8Array.of(1, 2, 3, 4, 5));
    expect(await store.read(id, pack, 2, 2)).toEqual(Uint8Array.of(3, 4));
    expect(await store.read(id, pack, 3, 9)).toEqual(B);
    expect(await store.read(id, pack, 9, 9)).toEqual(new Uint8Array(0));
    expect(await readdir(root)).toEqual([id]);
  });

  it('tells sizes and times, and removes an object with all its packs', async () => {
    const [one, two] = [store.idOf('one'), store.idOf('two')];
    await store.write(one, [A]);
    await store.write(one, [B]);
    await store.write(two, [A]);
    await utimes(join(root, one), 1000, 1000);
    await utimes(join(root, two), 2000, 2000);
    const byTime = (await store.objects()).sort((a, b) => a.usedAt - b.usedAt);
    expect(byTime).toEqual([
      { id: one, bytes: 5, usedAt: 1_000_000 },
      { id: two, bytes: 3, usedAt: 2_000_000 },
    ]);
    await store.touch(one);
    const touched = (await store.objects()).find(({ id }) => id === one);
    expect(touched?.usedAt).toBeGreaterThan(2_000_000);
    await store.remove(one);
    expect((await store.objects()).map(({ id }) => id)).toEqual([two]);
  });

  it('shares its folder with another window', async () => {
    const other = new NodeDiskStore(root);
    const id = store.idOf('key');
    const packs = await Promise.all([
      ...Array.from({ length: 10 }, () => store.write(id, [A])),
      ...Array.from({ length: 10 }, () => other.write(id, [B])),
    ]);
    expect((await store.packs(id)).sort()).toEqual(packs.sort());
    await other.remove(id);
    expect(await store.packs(id)).toEqual([]);
    await store.write(id, [A]);
    expect(await other.packs(id)).toHaveLength(1);
  });

  it('leaves alone what is not its own, and removes what a closed window left', async () => {
    const abandoned = join(root, `${'a'.repeat(24)}.partial`);
    const recent = join(root, `${'b'.repeat(24)}.partial`);
    await mkdir(join(root, 'folder'), { recursive: true });
    for (const path of [join(root, 'notes.txt'), abandoned, recent]) {
      await writeFile(path, A);
      await utimes(path, 1000, 1000);
    }
    await utimes(recent, new Date(), new Date());
    expect(await store.objects()).toEqual([]);
    expect((await readdir(root)).sort()).toEqual([
      `${'b'.repeat(24)}.partial`,
      'folder',
      'notes.txt',
    ]);
  });

  it('throws where the folder is no folder, and leaves nothing half', async () => {
    await mkdir(join(base, 'not'), { recursive: true });
    await writeFile(join(base, 'not', 'there'), A);
    await expect(store.write(store.idOf('key'), [A])).rejects.toThrow();
    await rm(join(base, 'not', 'there'));
    await mkdir(root, { recursive: true });
    await writeFile(join(root, store.idOf('key')), A);
    await expect(store.write(store.idOf('key'), [A])).rejects.toThrow();
    expect(await readdir(root)).toEqual([store.idOf('key')]);
  });
});
