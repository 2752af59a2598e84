import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileJournalStore, parseJournal } from '../../../src/platform/node/journal-store';

const HEAD = { identity: '"etag"', size: 1000, partSize: 10 };

describe('journals of parts', () => {
  let folder = '';
  let store = new FileJournalStore('');
  const path = (): string => join(folder, 'j', 'id.journal');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'skybucket-journal-'));
    store = new FileJournalStore(join(folder, 'j'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('say after a restart which parts there are', async () => {
    expect(await store.read('id')).toBeUndefined();
    await store.begin('id', { ...HEAD, uploadId: 'up' });
    await Promise.all([store.note('id', [5, 1, 2]), store.note('id', [100]), store.note('id', [])]);
    const read = await new FileJournalStore(join(folder, 'j')).read('id');
    expect(read).toEqual({ ...HEAD, uploadId: 'up', done: new Set([1, 2, 5, 100]) });
    await store.remove('id');
    await store.remove('id');
    expect([await store.read('id'), await readdir(join(folder, 'j'))]).toEqual([undefined, []]);
  });

  it('are replaced as a whole', async () => {
    await store.begin('id', HEAD);
    await store.note('id', [1]);
    await store.begin('id', { ...HEAD, identity: 'other' });
    expect(await store.read('id')).toEqual({ ...HEAD, identity: 'other', done: new Set() });
  });

  it('say at every length they may be cut to what had been noted by then', async () => {
    await store.begin('id', HEAD);
    const steps: { readonly bytes: number; readonly parts: readonly number[] }[] = [];
    const parts: number[] = [];
    steps.push({ bytes: (await stat(path())).size, parts: [] });
    for (let part = 0; part < 30; part++) {
      await store.note('id', [part * 3]);
      parts.push(part * 3);
      steps.push({ bytes: (await stat(path())).size, parts: [...parts] });
    }
    const whole = await readFile(path());
    for (let length = 0; length <= whole.length; length++) {
      // The line end of a line is not needed for it to count.
      const noted = steps.findLast(({ bytes }) => bytes <= length + 1)?.parts;
      const read = parseJournal(whole.subarray(0, length).toString());
      expect([length, read && [...read.done]]).toEqual([length, noted]);
    }
  });

  it('go on after a line that was torn', async () => {
    await store.begin('id', HEAD);
    await store.note('id', [1]);
    await appendFile(path(), '0badc0de {"done":[[2,');
    await store.note('id', [3]);
    expect([...((await store.read('id'))?.done ?? [])]).toEqual([1, 3]);
  });

  it('do not believe what was changed, nor parts that cannot be', async () => {
    await store.begin('id', HEAD);
    await store.note('id', [4, 5]);
    await store.note('id', [99, 100, 101, 5000]);
    const text = await readFile(path(), 'utf8');
    await writeFile(path(), text.replace('[4,5]', '[4,9]'));
    expect([...((await store.read('id'))?.done ?? [])]).toEqual([99, 100]);
    await writeFile(path(), text.replace('1000', '9000'));
    expect(parseJournal(await readFile(path(), 'utf8'))).toBeUndefined();
    for (const odd of ['', '\0'.repeat(1000), '{}', 'x'.repeat(9), '00000000 ']) {
      await writeFile(path(), odd);
      expect(await store.read('id')).toBeUndefined();
    }
    await expect(store.read('../id')).rejects.toThrow(/no id/);
  });

  it('are written anew, shorter, when they have become long', async () => {
    await store.begin('id', { ...HEAD, size: 1e9, partSize: 1e5 });
    for (let part = 0; part < 10_000; part += 500) {
      const odd = Array.from({ length: 250 }, (_, index) => part + 2 * index);
      await store.note('id', odd);
      await store.note('id', [...odd.map((at) => at + 1), ...odd]);
    }
    const text = await readFile(path());
    await writeFile(path(), Buffer.concat(Array.from({ length: 8 }, () => text)));
    expect((await store.read('id'))?.done.size).toBe(10_000);
    expect((await stat(path())).size).toBeLessThan(200);
    expect((await store.read('id'))?.done.size).toBe(10_000);
  });
});
