import { appendFile, mkdtemp, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalCopy } from '../../../src/core/transfer/local-copies';
import { FileLocalCopies } from '../../../src/platform/node/local-copies';

describe('downloads that are remembered', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'skybucket-copies-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const copy = async (name: string, address: string, etag = '"1"'): Promise<LocalCopy> => {
    const path = join(folder, name);
    await writeFile(path, name);
    const { size, mtimeMs } = await stat(path);
    return { address, identity: { kind: 'etag', etag }, path, size, modified: mtimeMs };
  };

  it('are found in every window, the newest first', async () => {
    const here = new FileLocalCopies(join(folder, 'store'));
    const there = new FileLocalCopies(join(folder, 'store'));
    expect(await there.find('x')).toEqual([]);
    const [a, b, c] = [await copy('a', 'x'), await copy('b', 'x'), await copy('c', 'y')];
    await here.add(a);
    await there.add(b);
    expect(await there.find('x')).toEqual([b, a]);
    await here.add(c);
    await here.add({ ...a, identity: { kind: 'etag', etag: '"2"' } });
    expect((await there.find('x')).map(({ path }) => path)).toEqual([a.path, b.path]);
    expect((await there.find('x'))[0]?.identity).toEqual({ kind: 'etag', etag: '"2"' });
    expect(await there.find('y')).toEqual([c]);
  });

  it('are found whoever has written in between', async () => {
    const here = new FileLocalCopies(join(folder, 'store'));
    const there = new FileLocalCopies(join(folder, 'store'));
    const [a, b] = [await copy('a', 'x'), await copy('b', 'x')];
    const [c, d] = [await copy('c', 'x'), await copy('d', 'x')];
    await here.add(a);
    expect(await here.find('x')).toEqual([a]);
    await here.add(b);
    expect(await here.find('x')).toEqual([b, a]);
    await there.add(c);
    await here.add(d);
    const all = await Promise.all([here.find('x'), here.find('y'), here.find('x')]);
    expect(all).toEqual([[d, c, b, a], [], [d, c, b, a]]);
    expect(await there.find('x')).toEqual([d, c, b, a]);
  });

  it('do not count once the file is gone, changed, or a link', async () => {
    const store = new FileLocalCopies(folder);
    const [gone, touched, longer, linked] = [
      await copy('gone', 'x'),
      await copy('touched', 'x'),
      await copy('longer', 'x'),
      await copy('linked', 'x'),
    ];
    for (const one of [gone, touched, longer, linked]) {
      await store.add(one);
    }
    expect(await store.find('x')).toHaveLength(4);
    await rm(gone.path);
    await utimes(touched.path, 1, 1);
    await writeFile(longer.path, 'longer than before');
    await rm(linked.path);
    await symlink(join(folder, 'longer'), linked.path);
    expect(await store.find('x')).toEqual([]);
  });

  it('are read past lines that were torn or make no sense', async () => {
    const store = new FileLocalCopies(folder);
    const log = join(folder, 'downloads.log');
    const a = await copy('a', 'x');
    await appendFile(log, 'torn');
    await store.add(a);
    await appendFile(log, '0000 {"address":');
    expect(await store.find('x')).toEqual([a]);
    const b = await copy('b', 'x');
    await store.add(b);
    expect(await store.find('x')).toEqual([b, a]);
    await store.add({ ...a, identity: { kind: 'unknown' } });
    expect(await store.find('x')).toEqual([b, a]);
    await writeFile(log, '');
    expect(await store.find('x')).toEqual([]);
  });
});
