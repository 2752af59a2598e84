import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderIn } from '../../../../src/extension/folder-in';

describe('a folder for downloads', () => {
  let outside: string;
  let parent: string;

  beforeAll(() => {
    outside = mkdtempSync(join(tmpdir(), 'skybucket-folder-'));
    parent = join(outside, 'parent');
    mkdirSync(parent);
  });

  afterAll(() => rmSync(outside, { recursive: true }));

  it('is made once, also where links lead to its parent', async () => {
    symlinkSync(parent, join(outside, 'link'));
    expect(await folderIn(join(outside, 'link'), 'm31')).toBe(join(outside, 'link', 'm31'));
    expect(await folderIn(parent, 'm31')).toBe(join(parent, 'm31'));
    expect(statSync(join(parent, 'm31')).isDirectory()).toBe(true);
  });

  it('is neither a link nor a file', async () => {
    symlinkSync(outside, join(parent, 'out'));
    symlinkSync(join(parent, 'm31'), join(parent, 'in'));
    writeFileSync(join(parent, 'file'), '');
    for (const name of ['out', 'in', 'file']) {
      await expect(folderIn(parent, name)).rejects.toMatchObject({ code: 'local-file' });
    }
  });
});
