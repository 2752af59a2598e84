import { describe, expect, it } from 'vitest';
import type { AddressComponents } from '../../../../src/core/s3/address';
import { commonPrefix } from '../../../../src/extension/transfers/existing-objects';
import { prepareUpload } from '../../../../src/extension/transfers/prepare-upload';

const PLACE = { connection: 'mine', bucket: 'lab', prefix: 'runs/' };
const SET = {
  folder: '/data',
  files: [
    { path: 'set/a.fits', size: 1 },
    { path: 'set/b/c.fits', size: 2 },
  ],
  leftOut: 0,
};

function needs(there: readonly string[], answer: 'skip' | 'overwrite' | undefined) {
  const asked: unknown[] = [];
  return {
    asked,
    questions: {
      existing: (...figures: number[]) => {
        asked.push(figures);
        return Promise.resolve(answer);
      },
    },
    existing: (keys: readonly string[]) =>
      Promise.resolve(new Set(keys.filter((key) => there.includes(key)))),
    format: ({ scheme, authority, path }: AddressComponents) => `${scheme}://${authority}${path}`,
  };
}

describe('an upload', () => {
  it('puts a folder with its name below the place', async () => {
    const asked = needs([], undefined);
    const [made, ...others] = await prepareUpload(PLACE, [SET], asked);
    expect(others).toEqual([]);
    expect(made?.batch).toMatchObject({
      ...{ direction: 'upload', label: 'set', folder: '/data', onExisting: 'skip' },
    });
    expect(made?.files.map(({ address, path, size }) => [address, path, size])).toEqual([
      ['skybucket://mine/lab/runs/set/a.fits', 'set/a.fits', 1],
      ['skybucket://mine/lab/runs/set/b/c.fits', 'set/b/c.fits', 2],
    ]);
    expect(new Set(made?.files.map(({ id }) => id)).size).toBe(2);
    expect(asked.asked).toEqual([]);
  });

  it('asks once about what is there', async () => {
    const there = ['runs/set/a.fits'];
    const skip = needs(there, 'skip');
    const [skipped] = await prepareUpload(PLACE, [SET], skip);
    expect(skipped?.files.map(({ path }) => path)).toEqual(['set/b/c.fits']);
    expect(skip.asked).toEqual([[1, 2]]);
    const [over] = await prepareUpload(PLACE, [SET], needs(there, 'overwrite'));
    expect([over?.files.length, over?.batch.onExisting]).toEqual([2, 'overwrite']);
    expect(await prepareUpload(PLACE, [SET], needs(there, undefined))).toEqual([]);
  });

  it('is a batch for each folder that files lie in', async () => {
    const other = { folder: '/more', files: [{ path: 'd.fits', size: 3 }], leftOut: 0 };
    const batches = await prepareUpload(PLACE, [SET, other], needs([], undefined));
    expect(batches.map(({ batch }) => [batch.folder, batch.label])).toEqual([
      ['/data', 'set'],
      ['/more', 'd.fits'],
    ]);
  });

  it('refuses two files for one key, of which only one would come', async () => {
    const files = [{ path: 'd.fits', size: 3 }];
    const found = ['/one', '/two'].map((folder) => ({ folder, files, leftOut: 0 }));
    await expect(prepareUpload(PLACE, found, needs([], undefined))).rejects.toMatchObject({
      ...{ code: 'bad-address', message: expect.stringContaining('s3://lab/runs/d.fits') },
    });
  });

  it('refuses names that no key can have, before anything is asked', async () => {
    const long = { ...SET, files: [{ path: 'x'.repeat(1020), size: 1 }] };
    await expect(prepareUpload(PLACE, [long], needs([], 'skip'))).rejects.toMatchObject({
      code: 'bad-address',
    });
  });

  it('looks for what is there in the folder that all lie in', () => {
    expect(commonPrefix(['runs/set/a', 'runs/set/b/c'], 'runs/')).toBe('runs/set/');
    expect(commonPrefix(['runs/set/a', 'runs/seta'], 'runs/')).toBe('runs/');
    expect(commonPrefix(['a', 'b'], '')).toBe('');
    expect(commonPrefix(['pre/fix-a', 'pre/fix-b'], 'pre/fix')).toBe('pre/fix');
  });
});
