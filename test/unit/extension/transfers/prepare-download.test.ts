import { describe, expect, it } from 'vitest';
import type { Layout } from '../../../../src/core/transfer/layout';
import type { LocalFacts, LocalTarget } from '../../../../src/core/transfer/local-disk';
import type { OnExisting } from '../../../../src/core/transfer/transfer';
import {
  type ExistingFiles,
  prepareDownload,
  type PreparedTransfer,
} from '../../../../src/extension/transfers/prepare-download';
import type { DownloadRequest } from '../../../../src/extension/transfers/wanted';

const REQUEST: DownloadRequest = {
  label: 'm31',
  files: [
    { address: 'skybucket://public/sky/m31/a.fits', path: 'a.fits', size: 100 },
    { address: 'skybucket://public/sky/m31/deep/b.fits', path: 'deep/b.fits', size: 200 },
    { address: 'skybucket://public/sky/m31/deep/../c', path: 'deep/../c' },
  ],
  layouts: ['tree', 'flat'],
};

interface Answers {
  readonly layout?: Layout | undefined;
  readonly folder?: string | undefined;
  readonly existing?: OnExisting | undefined;
  readonly anyway?: boolean;
}

/** Prepares a download on a disk that holds some files, and tells what was asked. */
async function prepare(
  { layout, folder, existing, anyway }: Answers,
  there: Readonly<Record<string, number>> = {},
  free = 1e9,
): Promise<{ prepared: PreparedTransfer | undefined; asked: unknown[] }> {
  const asked: unknown[] = [];
  const look = ({ path }: LocalTarget): Promise<LocalFacts | undefined> => {
    const size = there[path];
    return Promise.resolve(size === undefined ? undefined : { kind: 'file', size, modified: 0 });
  };
  const prepared = await prepareDownload(REQUEST, {
    disk: { look },
    room: () => Promise.resolve(free),
    questions: {
      layout: () => Promise.resolve(layout),
      folder: ({ label }) => {
        asked.push(`folder ${label}`);
        return Promise.resolve(folder);
      },
      existing: (files: ExistingFiles) => {
        asked.push(files);
        return Promise.resolve(existing);
      },
      tooLittleRoom: (...figures) => {
        asked.push(figures);
        return Promise.resolve(anyway ?? false);
      },
    },
  });
  return { prepared, asked };
}

const paths = (prepared: PreparedTransfer | undefined): string[] | undefined =>
  prepared?.files.map(({ path }) => path);

describe('a download of many files', () => {
  it('keeps their folders or does without them, and never leaves its own', async () => {
    const tree = await prepare({ layout: 'tree', folder: '/data/m31' });
    expect(paths(tree.prepared)?.slice(0, 2)).toEqual(['a.fits', 'deep/b.fits']);
    expect(paths(tree.prepared)?.every((path) => !path.split('/').includes('..'))).toBe(true);
    expect(tree.prepared?.batch).toMatchObject({
      ...{ direction: 'download', label: 'm31', folder: '/data/m31', onExisting: 'skip' },
    });
    expect(tree.asked).toEqual(['folder m31']);
    const flat = await prepare({ layout: 'flat', folder: '/data/m31' });
    expect(paths(flat.prepared)).toEqual(['a.fits', 'b.fits', 'c']);
  });

  it('asks once about what is there, with how many are the same', async () => {
    const there = { 'a.fits': 100, 'deep/b.fits': 7 };
    const skip = await prepare({ layout: 'tree', folder: '/m31', existing: 'skip' }, there);
    expect(skip.asked[1]).toEqual({ folder: '/m31', there: 2, sameSize: 1, of: 3 });
    expect(skip.prepared?.files.map(({ address }) => address)).toEqual([REQUEST.files[2]?.address]);
    const over = await prepare({ layout: 'tree', folder: '/m31', existing: 'overwrite' }, there);
    expect([over.prepared?.files.length, over.prepared?.batch.onExisting]).toEqual([
      ...[3, 'overwrite'],
    ]);
    const both = await prepare({ layout: 'tree', folder: '/m31', existing: 'keep-both' }, there);
    expect(both.prepared?.batch.onExisting).toBe('keep-both');
  });

  it('says before the first byte that there is too little room', async () => {
    const some = await prepare({ layout: 'tree', folder: '/m31' }, {}, 299);
    expect([some.prepared, some.asked[1]]).toEqual([undefined, [300, 299, '/m31']]);
    const anyway = await prepare({ layout: 'tree', folder: '/m31', anyway: true }, {}, 299);
    expect(anyway.prepared?.files).toHaveLength(3);
    // What is there and stays needs none.
    const there = { 'a.fits': 100 };
    const left = await prepare({ layout: 'tree', folder: '/m31', existing: 'skip' }, there, 200);
    expect(left.prepared?.files).toHaveLength(2);
  });

  it('is none where the user leaves a question at that', async () => {
    const answers: Answers[] = [
      { layout: undefined, folder: '/m31' },
      { layout: 'tree', folder: undefined },
      { layout: 'tree', folder: '/m31', existing: undefined },
    ];
    for (const answer of answers) {
      expect((await prepare(answer, { 'a.fits': 1 })).prepared).toBeUndefined();
    }
  });
});
