import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import { DiskFile } from '../../../src/platform/node/disk-file';
import { NodeLocalDisk } from '../../../src/platform/node/local-disk';

describe('a file that is written here', () => {
  let folder = '';
  const disk = new NodeLocalDisk();
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'skybucket-file-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const content = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  const write = async (
    name: string,
    text: string,
    onExisting: 'overwrite' | 'keep-both' = 'overwrite',
  ): Promise<string> => {
    const file = await DiskFile.create(disk, join(folder, name), onExisting);
    try {
      const bytes = new TextEncoder().encode(text);
      await file.write(0, bytes);
      return await file.commit(bytes.length);
    } catch (error) {
      await file.discard();
      throw error;
    }
  };
  const codeOf = (run: Promise<unknown>): Promise<string> =>
    run.then(
      () => 'none',
      (error: unknown) => (error instanceof SkybucketError ? error.code : String(error)),
    );

  it('shows only a hidden name until it is whole, and nothing where it is given up', async () => {
    const file = await DiskFile.create(disk, join(folder, 'a.csv'), 'overwrite');
    await file.write(0, new Uint8Array(3));
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^\.a\.csv\.skybucket-part-/)]);
    await file.discard();
    expect(await readdir(folder)).toEqual([]);
    expect(await write('a.csv', 'abc')).toBe(join(folder, 'a.csv'));
    expect([await readdir(folder), await content('a.csv')]).toEqual([['a.csv'], 'abc']);
  });

  it('replaces what has its name, or goes beside it', async () => {
    await writeFile(join(folder, 'a.csv'), 'old');
    await writeFile(join(folder, 'a (2).csv'), 'older');
    expect(await write('a.csv', 'new', 'keep-both')).toBe(join(folder, 'a (3).csv'));
    expect([await content('a.csv'), await content('a (2).csv')]).toEqual(['old', 'older']);
    await write('a.csv', 'newer');
    expect(await content('a.csv')).toBe('newer');
  });

  it('replaces a link and never what it leads to, and no folder', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'skybucket-outside-'));
    await writeFile(join(outside, 'precious'), 'precious');
    await symlink(join(outside, 'precious'), join(folder, 'link'));
    await symlink(join(outside, 'nothing'), join(folder, 'dangling'));
    await write('link', 'new');
    await write('dangling', 'new');
    expect([await content('link'), await content('dangling')]).toEqual(['new', 'new']);
    expect(await readFile(join(outside, 'precious'), 'utf8')).toBe('precious');
    expect(await readdir(outside)).toEqual(['precious']);
    await mkdir(join(folder, 'full'));
    expect(await codeOf(write('full', 'x'))).toBe('local-file');
    expect((await readdir(folder)).sort()).toEqual(['dangling', 'full', 'link']);
    await rm(outside, { recursive: true });
  });

  it('may lie in a folder behind a link, and not in none', async () => {
    await mkdir(join(folder, 'real'));
    await symlink(join(folder, 'real'), join(folder, 'alias'));
    expect(await write('alias/a.csv', 'x')).toMatch(/real[\\/]a\.csv$/);
    expect(await codeOf(write('nowhere/a.csv', 'x'))).toBe('local-file');
  });
});
