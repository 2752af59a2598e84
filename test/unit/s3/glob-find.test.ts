import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import { parseGlob } from '../../../src/core/s3/glob';
import { findKeys } from '../../../src/core/s3/glob-find';
import type { ListEntry } from '../../../src/core/s3/listing';
import type { ListKeys, WalkProgress } from '../../../src/core/s3/walk';
import { compareKeys } from '../../support/s3/keys';
import { storedObject } from '../../support/s3/objects';
import { listedKeys, type ListedKeys } from './listed-keys';

interface Truth {
  readonly keys: readonly string[];
  readonly found: Readonly<Record<string, readonly number[]>>;
  readonly tree: readonly string[];
  /** What fsspec's file system gives; folders end with a slash. */
  readonly globbed: Readonly<Record<string, readonly string[]>>;
}

const truth = JSON.parse(
  readFileSync(new URL('glob-truth.json', import.meta.url), 'utf8'),
) as Truth;

async function find(
  { list }: ListedKeys,
  pattern: string,
  prefix = '',
): Promise<{ readonly found: string[]; readonly cost: WalkProgress }> {
  const found: string[] = [];
  const cost = await findKeys(list, { bucket: 'bucket', prefix }, parseGlob(pattern), {
    onFound: (entries) => {
      found.push(
        ...entries.map((entry) => (entry.kind === 'object' ? entry.name : `${entry.name}/`)),
      );
    },
  });
  return { found: found.sort(compareKeys), cost };
}

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const digits = (value: number, length: number): string => String(value).padStart(length, '0');

describe('finding keys', () => {
  it('finds each object once, the ones that Python finds', async () => {
    const prefix = 'some/folder/';
    const keys = listedKeys(truth.keys.map((key) => prefix + key));
    for (const [pattern, expected] of Object.entries(truth.found)) {
      const { found } = await find(keys, pattern, prefix);
      const objects = found.filter((name) => !name.endsWith('/'));
      expect(objects, pattern).toEqual(expected.map((index) => truth.keys[index]));
    }
  });

  it('finds the files and folders of a file system', async () => {
    const keys = listedKeys(truth.tree);
    for (const [pattern, expected] of Object.entries(truth.globbed)) {
      const { found } = await find(keys, pattern);
      // All folders would be among what ** finds: they are given where it ends with a slash.
      const files = pattern.includes('**') && !pattern.endsWith('/');
      const wanted = files ? expected.filter((name) => !name.endsWith('/')) : expected;
      expect(found, pattern).toEqual([...wanted].sort(compareKeys));
    }
  });

  it('lists nothing but the folder that the pattern names', async () => {
    const survey = range(40).flatMap((tile) =>
      range(12).flatMap((day) =>
        range(30).map(
          (file) =>
            `4/00${digits(tile, 2)}/400${digits(tile, 2)}821/${day}/i1/w3/${file}.mosaic.fits`,
        ),
      ),
    );
    const keys = listedKeys(survey);
    const { found, cost } = await find(keys, '4/0019/40019821/9/**/*.mosaic.fits');
    expect(found).toHaveLength(30);
    expect(cost).toEqual({ keys: 30, requests: 1 });
    expect(keys.queries).toEqual([{ bucket: 'bucket', prefix: '4/0019/40019821/9/' }]);
  });

  it('lists a folder from the beginning of the name on, and goes into folders unseen', async () => {
    const keys = listedKeys(
      range(5000).map((index) => `jwst/jw${digits(index, 5)}/L3/t/x_i2d.fits`),
    );
    const { found, cost } = await find(keys, 'jwst/jw0123[45]/L3/*/*_i2d.fits');
    expect(found).toHaveLength(2);
    expect(keys.queries.map(({ prefix }) => prefix).sort()).toEqual([
      'jwst/jw0123',
      'jwst/jw01234/L3/',
      'jwst/jw01234/L3/t/',
      'jwst/jw01235/L3/',
      'jwst/jw01235/L3/t/',
    ]);
    expect(cost.keys).toBe(10 + 4);
  });

  it('lists a folder once for alternatives that begin alike, and apart for those that do not', async () => {
    const keys = listedKeys(range(3000).map((index) => `x${digits(index, 4)}.fits`));
    await find(keys, '{x0001,x0002,x00*}.{fits,txt}');
    expect(keys.queries.map(({ prefix }) => prefix)).toEqual(['x00']);
    keys.queries.length = 0;
    await find(keys, 'x{00,29}*');
    expect(keys.queries.map(({ prefix }) => prefix).sort()).toEqual(['x00', 'x29']);
  });

  it('does not list on behind a name that is said', async () => {
    const keys = listedKeys(['a/x', ...range(3000).map((index) => `a/xy${index}`)]);
    expect((await find(keys, '*/x')).cost.requests).toBe(2);
  });

  it('looks into many small folders at once', async () => {
    const many = range(2000).flatMap((index) =>
      ['a.fits', 'b.txt', 'c.txt'].map((name) => `s/d${digits(index, 4)}/${name}`),
    );
    const { found, cost } = await find(listedKeys(many), 's/*/*.fits');
    expect(found).toEqual(range(2000).map((index) => `s/d${digits(index, 4)}/a.fits`));
    // Two pages of folders, 16 sweeps of 128 folders or fewer, each up to two pages.
    expect(cost.requests).toBeLessThan(60);
  });

  it('goes into large folders one by one, among small ones too', async () => {
    const keys = range(60).flatMap((folder) =>
      range(folder % 20 === 7 ? 4000 : 2).map((file) => `s/${digits(folder, 2)}/${file}.fits`),
    );
    const { found, cost } = await find(listedKeys(keys), 's/*/1*.fits');
    const names = keys.filter((key) => key.split('/')[2]?.startsWith('1'));
    expect(found).toEqual(names.sort(compareKeys));
    expect(cost.requests).toBeLessThan(60 + 20);
  });

  it('gives folders with ** and a slash, each once', async () => {
    const keys = listedKeys(
      range(9000).map((index) => `a/${index % 7}/raw/${digits(index, 4)}/x.fits`),
    );
    const { found } = await find(keys, '**/raw/');
    expect(found).toEqual(range(7).map((index) => `a/${index}/raw/`));
  });

  it('finds all on servers that list in no order', async () => {
    const names = range(6000).map((index) => `s/${digits(index % 90, 2)}/${digits(index, 4)}.fits`);
    const shuffled = names.map((name) => `${createHash('md5').update(name).digest('hex')} ${name}`);
    const order = shuffled.sort().map((line) => line.slice(33));
    const list: ListKeys = async ({ prefix, delimiter, continuationToken = '0' }) => {
      const all = new Map<string, ListEntry>();
      for (const key of order.filter((one) => one.startsWith(prefix))) {
        const slash = delimiter === undefined ? -1 : key.indexOf('/', prefix.length);
        const path = slash < 0 ? key : key.slice(0, slash + 1);
        const object = { key: path, size: 1, modified: undefined, etag: undefined };
        all.set(
          path,
          slash < 0
            ? { kind: 'object', name: path, ...object, storageClass: undefined }
            : { kind: 'folder', name: path, prefix: path },
        );
      }
      const from = Number(continuationToken);
      return {
        entries: [...all.values()].slice(from, from + 50),
        next: from + 50 < all.size ? String(from + 50) : undefined,
      };
    };
    const keys = { list, queries: [], most: 0 };
    for (const pattern of ['s/*/*.fits', '**/*.fits']) {
      expect((await find(keys, pattern)).found).toEqual([...names].sort(compareKeys));
    }
    expect((await find(keys, '*/07/0097.fits')).found).toEqual(['s/07/0097.fits']);
  });

  it('waits for whoever takes what is found', async () => {
    const keys = listedKeys(range(20_000).map((index) => `d/${digits(index, 6)}`));
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const running = findKeys(keys.list, { bucket: 'bucket', prefix: '' }, parseGlob('d/*'), {
      onFound: () => gate,
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(keys.queries).toHaveLength(1);
    open();
    expect((await running).requests).toBe(20);
  });

  it('ends at once when it is cancelled, and asks no more', async () => {
    const keys = listedKeys(range(50_000).map((index) => `d${index % 100}/${index}`));
    const stop = new AbortController();
    const running = findKeys(keys.list, { bucket: 'bucket', prefix: '' }, parseGlob('*/*'), {
      signal: stop.signal,
      onFound: () => stop.abort(),
    });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    const asked = keys.queries.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(keys.queries).toHaveLength(asked);
    await expect(
      findKeys(keys.list, { bucket: 'bucket', prefix: '' }, parseGlob('*'), {
        signal: AbortSignal.abort(),
        onFound: () => undefined,
      }),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('fails with the first failure, and ends what is under way', async () => {
    const keys = listedKeys(range(300).map((index) => `d${index}/x`));
    const signals: AbortSignal[] = [];
    const failing = findKeys(
      (query, signal) => {
        signals.push(signal);
        return query.prefix === 'd7/'
          ? Promise.reject(new SkybucketError('access-denied', 'No.'))
          : keys.list(query, signal);
      },
      { bucket: 'bucket', prefix: '' },
      parseGlob('d[67]/[xy]'),
      { onFound: () => undefined },
    );
    await expect(failing).rejects.toMatchObject({ code: 'access-denied' });
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });

  it.each([
    ['the same token again', (): string => 'again'],
    ['nothing again and again', (count: number): string => `token ${count}`],
  ])('is not held up by a server that answers with %s', async (_, token) => {
    let count = 0;
    const list = async (): Promise<{ entries: ListEntry[]; next: string }> => ({
      entries: [],
      next: token(count++),
    });
    for (const pattern of ['*', '**']) {
      await expect(
        findKeys(list, { bucket: 'bucket', prefix: '' }, parseGlob(pattern), {
          onFound: () => undefined,
        }),
      ).rejects.toMatchObject({ code: 'server', message: 'The listing goes on without end.' });
    }
  });

  it('lists very many keys by ranges, many at a time', async () => {
    const count = 150_000;
    const keyAt = (index: number): string =>
      `tiles/${digits(Math.floor(index / 1000), 4)}/img_${digits(index, 7)}.fits`;
    const keys = listedKeys({
      ...{ count, keyAt },
      objectAt: (index) => storedObject(keyAt(index), 'x'),
    });
    const { found, cost } = await find(keys, '**/*99999.fits');
    expect(found).toEqual([99999].map(keyAt));
    expect(keys.most).toBeGreaterThan(8);
    // Each range may read a page too far.
    expect(cost.requests).toBeLessThan(2 * (count / 1000));
  });
});
