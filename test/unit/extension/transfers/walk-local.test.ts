import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { walkLocal } from '../../../../src/extension/transfers/walk-local';

describe('files of this machine that are to be uploaded', () => {
  let folder: string;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'skybucket-walk-')));
    mkdirSync(join(folder, 'set', 'deep', 'nothing'), { recursive: true });
    writeFileSync(join(folder, 'set', 'b.fits'), 'bb');
    writeFileSync(join(folder, 'set', 'a + 50%.fits'), 'a');
    writeFileSync(join(folder, 'set', 'deep', 'c.fits'), '');
    symlinkSync(join(folder, 'set', 'b.fits'), join(folder, 'set', 'link.fits'));
    symlinkSync(folder, join(folder, 'set', 'round'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('are all in a folder and below, in order, and no links', async () => {
    expect(await walkLocal(join(folder, 'set'))).toEqual({
      folder,
      files: [
        { path: 'set/a + 50%.fits', size: 1 },
        { path: 'set/b.fits', size: 2 },
        { path: 'set/deep/c.fits', size: 0 },
      ],
      emptyFolders: ['set/deep/nothing'],
      leftOut: 2,
    });
  });

  it('are one, where a file is chosen', async () => {
    expect(await walkLocal(join(folder, 'set', 'b.fits'))).toEqual({
      ...{ folder: join(folder, 'set'), files: [{ path: 'b.fits', size: 2 }], leftOut: 0 },
      emptyFolders: [],
    });
  });

  it('fail with a sentence where they cannot be read', async () => {
    await expect(walkLocal(join(folder, 'lost'))).rejects.toMatchObject({ code: 'local-file' });
    const stop = AbortSignal.abort();
    await expect(walkLocal(join(folder, 'set'), stop)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
