import { fstatSync, Stats } from 'node:fs';
import { link, lstat, mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { NodeLocalDisk } from '../../../src/platform/node/local-disk';
import type { NodePartialFile } from '../../../src/platform/node/local-disk-partial';

type Use = (work: (handle: number) => Promise<unknown>) => Promise<unknown>;

/** Comes between an open file and what the system says of it. */
function between(file: NodePartialFile, change: (ask: () => Promise<unknown>) => unknown): void {
  const inner = file as unknown as { use: Use };
  const use = inner.use.bind(file);
  inner.use = async (work) => change(() => use(work));
}

let folder = '';
const disk = new NodeLocalDisk();
const bytes = new Uint8Array(10).fill(7);
const { platform } = process;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'skybucket-open-')));
});
afterEach(async () => {
  Object.defineProperty(process, 'platform', { value: platform });
  await rm(folder, { recursive: true, force: true });
});

it('a file has no name where bytes of it may not be on the disk, which systems tell only once', async () => {
  const target = { folder, path: 'a.fits' };
  const file = await disk.openPartial(target, 'id', 10);
  await file.write(0, bytes);
  let told = false;
  between(file, async (ask) => {
    if (!told) {
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw new Error('EIO');
    }
    return ask();
  });
  // The first is that of the notes of parts, whose failure nobody looks at once all bytes are there.
  const [noted, committed] = await Promise.allSettled([file.sync(), file.commit(10, 'skip')]);
  expect([noted.status, committed.status]).toEqual(['rejected', 'rejected']);
  await expect(file.commit(10, 'skip')).rejects.toThrow('EIO');
  await file.close();
  expect(await readdir(folder)).toEqual(['.a.fits.skybucket-part-id']);

  const again = await disk.openPartial(target, 'id', 10);
  await again.write(0, bytes);
  expect(await again.commit(10, 'skip')).toBe(join(folder, 'a.fits'));
});

it('a file was last changed when that is said of it closed: Windows does not settle it before', async () => {
  const file = await disk.openPartial({ folder, path: 'a.fits' }, 'id', 10);
  await file.write(0, bytes);
  between(file, async (ask) => {
    const found = await ask();
    if (found instanceof Stats) {
      found.mtimeMs -= 1_000;
    }
    return found;
  });
  Object.defineProperty(process, 'platform', { value: 'win32' });
  const told: number[] = [];
  const path = await file.commit(10, 'skip', async (_, modified) => void told.push(modified));
  expect(told).toEqual([(await lstat(path ?? '')).mtimeMs]);
});

it('a file that has its name and is written to anew is not closed while something reads of it', async () => {
  const target = { folder, path: 'a.fits' };
  const before = await disk.openPartial(target, 'id', 10);
  await before.write(0, bytes);
  await before.close();
  await link(join(folder, '.a.fits.skybucket-part-id'), join(folder, 'a.fits'));

  const file = await disk.openPartial(target, 'id', 10);
  await (file as unknown as { use: Use }).use(async (handle) => {
    await file.write(0, new Uint8Array(10));
    expect(fstatSync(handle).nlink).toBe(1);
  });
  await file.close();
  expect((await readFile(join(folder, 'a.fits'))).equals(bytes)).toBe(true);
});
