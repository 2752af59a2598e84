import { createHash } from 'node:crypto';
import { chmod, link, lstat, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises'; // prettier-ignore
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import { DiskTrouble } from '../../../src/core/transfer/disk-trouble';
import type { LocalTarget } from '../../../src/core/transfer/local-disk';
import { NodeLocalDisk } from '../../../src/platform/node/local-disk';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the files of this machine', () => {
  let folder = '';
  let disk = new NodeLocalDisk();
  const at = (path: string): LocalTarget => ({ folder, path });
  const text = (path: string): Promise<string> => readFile(join(folder, path), 'utf8');
  const put = (path: string, content: string): Promise<void> =>
    writeFile(join(folder, path), content);
  const codeOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'nothing thrown',
      (error: unknown) => (error instanceof SkybucketError ? error.code : error),
    );

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'skybucket-disk-')));
    disk = new NodeLocalDisk();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('have their name only when they are whole, and folders are made on the way', async () => {
    const file = await disk.openPartial(at('a/b/c.txt'), 'one', 11);
    expect(file.isNew).toBe(true);
    await Promise.all([file.write(6, bytes('world')), file.write(0, bytes('hello '))]);
    expect(await readdir(join(folder, 'a/b'))).toEqual(['.c.txt.skybucket-part-one']);
    expect(await file.commit(11, 'skip')).toBe(join(folder, 'a/b/c.txt'));
    expect(await readdir(join(folder, 'a/b'))).toEqual(['c.txt']);
    expect(await text('a/b/c.txt')).toBe('hello world');
    await file.discard();
    expect(await text('a/b/c.txt')).toBe('hello world');
  });

  it('tell when they were last changed, with their name', async () => {
    const file = await disk.openPartial(at('x'), 'id', undefined);
    await file.write(0, bytes('abcdefg'));
    const told: unknown[] = [];
    await file.commit(7, 'skip', async (...facts) => void told.push(facts));
    const { mtimeMs } = await lstat(join(folder, 'x'));
    expect(told).toEqual([[join(folder, 'x'), mtimeMs]]);
  });

  it('go on after a restart with the bytes that were there', async () => {
    const before = await disk.openPartial(at('x'), 'id', 2_000_000);
    await before.write(0, bytes('abc'));
    await before.sync();
    await before.close();
    const after = await new NodeLocalDisk().openPartial(at('x'), 'id', 2_000_000);
    expect(after.isNew).toBe(false);
    expect(await after.read(0, 3)).toEqual(bytes('abc'));
    await after.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  it('are closed when their writes are over, and never write to what is opened after them', async () => {
    const file = await disk.openPartial(at('x'), 'id', undefined);
    let written = 0;
    const block = new Uint8Array(1_000_000).fill(1);
    const writes = [0, 1, 2, 3, 4, 5].map((index) =>
      file.write(index * block.length, block).then(() => (written += 1)),
    );
    await file.close();
    expect(written).toBe(6);
    await Promise.all(writes);
    // It has the number of the descriptor that was closed.
    const other = await disk.openPartial(at('y'), 'other', undefined);
    expect(await codeOf(file.write(0, bytes('x')))).toBe('local-file');
    expect(await codeOf(file.sync())).toBe('local-file');
    await other.commit(0, 'skip');
    expect(await text('y')).toBe('');
  });

  it('are made anew only when what was known of the old one is forgotten', async () => {
    const seen: string[][] = [];
    const forget = async (): Promise<void> => {
      seen.push(await readdir(folder));
    };
    await (await disk.openPartial(at('x'), 'id', 2_000_000, forget)).close();
    expect(seen).toEqual([[]]);
    await (await disk.openPartial(at('x'), 'id', 2_000_000, forget)).close();
    expect(seen).toHaveLength(1);
    await expect(
      disk.openPartial(at('y'), 'id', 2_000_000, () => Promise.reject(new Error('no'))),
    ).rejects.toThrow('no');
    expect(await readdir(folder)).toEqual(['.x.skybucket-part-id']);
  });

  it('are made room for at once where they are large', async () => {
    const file = await disk.openPartial(at('x'), 'id', 5_000_000);
    expect((await lstat(join(folder, '.x.skybucket-part-id'))).size).toBe(5_000_000);
    expect(file.room).toBe(5_000_000);
    await file.write(0, new Uint8Array(1_000_000));
    expect(file.room).toBe(4_000_000);
    const free = await disk.room(folder);
    await file.discard();
    expect((await disk.room(folder)) - free).toBeGreaterThan(3_000_000);
  });

  it('that do not fit on the disk are refused before the first byte, and nothing is left', async () => {
    const work = disk.openPartial(at('huge'), 'id', 1e15);
    await expect(work).rejects.toBeInstanceOf(DiskTrouble);
    await expect(work).rejects.toThrow(/not enough space in .*: 1000000\.0 GB are needed/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('share the free space: what others will still write is not free', async () => {
    const free = await disk.room(folder);
    const file = await disk.openPartial(at('a'), 'a', Math.floor(free * 0.7));
    await expect(disk.openPartial(at('b'), 'b', Math.floor(free * 0.7))).rejects.toThrow(/space/);
    await file.discard();
    await (await disk.openPartial(at('b'), 'b', Math.floor(free * 0.7))).discard();
  });

  it('are cut to their size at the end, and refused where they are shorter', async () => {
    const long = await disk.openPartial(at('long'), 'id', undefined);
    await long.write(0, bytes('abcdef'));
    expect(await long.commit(4, 'skip')).toBe(join(folder, 'long'));
    expect(await text('long')).toBe('abcd');
    const short = await disk.openPartial(at('short'), 'id', undefined);
    await short.write(0, bytes('abc'));
    expect(await codeOf(short.commit(4, 'skip'))).toBe('truncated');
    expect(await readdir(folder)).toEqual(['.short.skybucket-part-id', 'long']);
    await short.discard();
  });

  it('replace nothing unless that was said', async () => {
    const commit = async (
      id: string,
      how: 'skip' | 'overwrite' | 'keep-both',
    ): Promise<string | undefined> => {
      const file = await disk.openPartial(at('a.fits.gz'), id, 1);
      await file.write(0, bytes(id));
      return file.commit(1, how);
    };
    await put('a.fits.gz', 'old');
    expect(await commit('1', 'skip')).toBeUndefined();
    expect(await commit('2', 'keep-both')).toBe(join(folder, 'a (2).fits.gz'));
    expect(await commit('3', 'keep-both')).toBe(join(folder, 'a (3).fits.gz'));
    expect(await text('a.fits.gz')).toBe('old');
    expect(await commit('4', 'overwrite')).toBe(join(folder, 'a.fits.gz'));
    expect(await text('a.fits.gz')).toBe('4');
    expect((await readdir(folder)).sort()).toEqual(['a (2).fits.gz', 'a (3).fits.gz', 'a.fits.gz']);
  });

  it('do not replace a folder, and a link only by itself', async () => {
    await mkdir(join(folder, 'd'));
    const file = await disk.openPartial(at('d'), 'id', 0);
    await expect(file.commit(0, 'overwrite')).rejects.toThrow(/is a folder, and is not replaced/);
    await file.discard();
    await put('elsewhere', 'mine');
    await symlink(join(folder, 'elsewhere'), join(folder, 'l'));
    const over = await disk.openPartial(at('l'), 'id', 1);
    await over.write(0, bytes('x'));
    await over.commit(1, 'overwrite');
    expect([await text('elsewhere'), await text('l')]).toEqual(['mine', 'x']);
    expect((await lstat(join(folder, 'l'))).isSymbolicLink()).toBe(false);
  });

  it('never lie behind a symbolic link below the folder', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'skybucket-outside-'));
    await symlink(outside, join(folder, 'out'));
    await expect(disk.openPartial(at('out/x'), 'id', 1)).rejects.toThrow(/is a symbolic link/);
    await expect(disk.openSource(at('out/x'))).rejects.toThrow(/is a symbolic link/);
    await put('real', 'secret');
    await symlink(join(folder, 'real'), join(folder, 'link'));
    await expect(disk.openSource(at('link'))).rejects.toThrow(/links are not followed/);
    expect((await disk.look(at('link')))?.kind).toBe('link');
    expect(await readdir(outside)).toEqual([]);
    await rm(outside, { recursive: true });
  });

  it('are not given their name where a folder became a link meanwhile', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'skybucket-outside-'));
    const file = await disk.openPartial(at('a/b/x'), 'id', 1);
    await file.write(0, bytes('x'));
    await rename(join(folder, 'a'), join(folder, 'moved'));
    await mkdir(join(outside, 'b'));
    await symlink(outside, join(folder, 'a'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await expect(file.commit(1, 'overwrite')).rejects.toThrow(/is a symbolic link/);
    expect(await readdir(join(outside, 'b'))).toEqual([]);
    await file.close();
    await rm(outside, { recursive: true });
  });

  it('notice a hidden file that was put in the place of theirs', async () => {
    const file = await disk.openPartial(at('x'), 'id', 1);
    await file.write(0, bytes('x'));
    await rm(join(folder, '.x.skybucket-part-id'));
    await put('.x.skybucket-part-id', 'y');
    await expect(file.commit(1, 'skip')).rejects.toThrow(/was replaced or removed meanwhile/);
    await file.close();
  });

  it('refuse paths that leave the folder', async () => {
    for (const path of ['../x', 'a/../../x', '/x', 'a//x', '.', '', 'a/', 'a/\0']) {
      const code = await codeOf(disk.openPartial(at(path), 'id', 1));
      expect(`${path} ${String(code)}`).toBe(`${path} local-file`);
    }
    for (const id of ['', '../x', 'a/b', '.x']) {
      expect(await codeOf(disk.openPartial(at('x'), id, 1))).toBe('local-file');
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it('pause a batch whose folder is gone, and never make it anew', async () => {
    const gone = { folder: join(folder, 'gone'), path: 'x' };
    await expect(disk.openPartial(gone, 'id', 1)).rejects.toBeInstanceOf(DiskTrouble);
    expect(await readdir(folder)).toEqual([]);
  });

  // Whoever may do everything has no such folder.
  it.skipIf(process.getuid?.() === 0)(
    'pause a batch whose folder may not be written to',
    async () => {
      await chmod(folder, 0o500);
      const work = disk.openPartial(at('x'), 'id', 1);
      await expect(work).rejects.toBeInstanceOf(DiskTrouble);
      await expect(work).rejects.toThrow(/no permission to write/);
      await chmod(folder, 0o700);
    },
  );

  it('say what is in the way, in words', async () => {
    await put('file', '');
    await expect(disk.openPartial(at('file/x'), 'id', 1)).rejects.toThrow(
      /is a file where a folder should be/,
    );
    await expect(disk.openPartial(at(`${'x'.repeat(300)}/y`), 'id', 1)).rejects.toThrow(/too long/);
  });

  describe('after a crash between the new name and the end of the old one', () => {
    const crash = async (name: string): Promise<void> => {
      const file = await disk.openPartial(at('a.fits'), 'id', 5);
      await file.write(0, bytes('whole'));
      await file.close();
      await link(join(folder, '.a.fits.skybucket-part-id'), join(folder, name));
    };

    it('have the name that was given, once', async () => {
      await put('a.fits', 'other');
      await crash('a (2).fits');
      const again = await disk.openPartial(at('a.fits'), 'id', 5);
      expect([again.isNew, await again.read(0, 5)]).toEqual([false, bytes('whole')]);
      expect(await again.commit(5, 'keep-both')).toBe(join(folder, 'a (2).fits'));
      expect((await readdir(folder)).sort()).toEqual(['a (2).fits', 'a.fits']);
    });

    it('have it also where their bytes come once more, and nobody has them twice', async () => {
      await crash('a.fits');
      const again = await disk.openPartial(at('a.fits'), 'id', 5);
      await again.write(0, bytes('whole'));
      const named: string[] = [];
      const onNamed = async (path: string): Promise<void> => void named.push(path);
      expect(await again.commit(5, 'keep-both', onNamed)).toBe(join(folder, 'a.fits'));
      expect([await readdir(folder), named]).toEqual([['a.fits'], [join(folder, 'a.fits')]]);
    });

    it('stay beside other bytes that come, where both are to be kept', async () => {
      await crash('a.fits');
      const again = await disk.openPartial(at('a.fits'), 'id', 5);
      await again.write(0, bytes('other'));
      expect(await again.commit(5, 'keep-both')).toBe(join(folder, 'a (2).fits'));
      expect([await text('a.fits'), await text('a (2).fits')]).toEqual(['whole', 'other']);
      expect((await readdir(folder)).sort()).toEqual(['a (2).fits', 'a.fits']);
    });

    it('have both names while what became of them is written down', async () => {
      const file = await disk.openPartial(at('a.fits'), 'id', 1);
      await file.write(0, bytes('1'));
      let during: string[] = [];
      await file.commit(1, 'keep-both', async () => {
        during = (await readdir(folder)).sort();
      });
      expect(during).toEqual(['.a.fits.skybucket-part-id', 'a.fits']);
      expect(await readdir(folder)).toEqual(['a.fits']);
    });

    it('are not changed under their name when another version is downloaded', async () => {
      await crash('a.fits');
      const again = await disk.openPartial(at('a.fits'), 'id', 6);
      await Promise.all([again.write(0, bytes('new')), again.write(3, bytes('new'))]);
      expect(await text('a.fits')).toBe('whole');
      await again.commit(6, 'overwrite');
      expect(await text('a.fits')).toBe('newnew');
      expect(await readdir(folder)).toEqual(['a.fits']);
    });
  });

  it('never write to another file that the hidden name is a hard link to', async () => {
    await put('precious', 'precious');
    await link(join(folder, 'precious'), join(folder, '.x.skybucket-part-id'));
    const file = await disk.openPartial(at('x'), 'id', 1);
    expect(file.isNew).toBe(true);
    await file.write(0, bytes('x'));
    await file.commit(1, 'skip');
    expect(await text('precious')).toBe('precious');
  });

  it('are removed with their hidden file alone', async () => {
    await (await disk.openPartial(at('a/x'), 'id', 1)).close();
    await put('a/x', 'kept');
    await disk.removePartial(at('a/x'), 'id');
    await disk.removePartial(at('a/x'), 'id');
    await disk.removePartial(at('nowhere/x'), 'id');
    expect(await readdir(join(folder, 'a'))).toEqual(['x']);
  });

  it('are read for an upload as they are, and a file that shrinks is noticed', async () => {
    await put('up', 'hello');
    await utimes(join(folder, 'up'), new Date(0), new Date(1_700_000_000_000));
    const source = await disk.openSource(at('up'));
    expect([source.size, source.modified]).toEqual([5, 1_700_000_000_000]);
    expect(await source.read(1, 3)).toEqual(bytes('ell'));
    await truncate(join(folder, 'up'), 2);
    expect(await codeOf(source.read(1, 3))).toBe('changed');
    await source.close();
    expect(await codeOf(disk.openSource(at('.')))).toBe('local-file');
  });

  it('say whether case matters', async () => {
    const ignores = await disk.ignoresCase(folder);
    await put('lower', '');
    expect(await disk.look(at('LOWER')).then((facts) => facts !== undefined)).toBe(ignores);
    expect(await readdir(folder)).toEqual(['lower']);
  });

  it('are whole when many are written at a time', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `d${index % 7}/e/f${index}`);
    const content = (name: string): Uint8Array =>
      Uint8Array.from(createHash('sha512').update(name).digest());
    await Promise.all(
      names.map(async (path, index) => {
        const file = await disk.openPartial(at(path), `t${index}`, 64);
        await file.write(0, content(path));
        expect(await file.commit(64, 'skip')).toBe(join(folder, path));
      }),
    );
    for (const path of names) {
      expect(Uint8Array.from(await readFile(join(folder, path)))).toEqual(content(path));
    }
    const all = await readdir(folder, { recursive: true, withFileTypes: true });
    expect(all.filter((entry) => entry.isFile())).toHaveLength(200);
  });
});
