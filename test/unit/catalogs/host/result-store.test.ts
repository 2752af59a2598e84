import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ResultStore } from '../../../../src/extension/catalogs/result-store';
import type { CatalogReply, CatalogResult } from '../../../../src/protocol/catalog';

const result: CatalogResult = {
  ...{ id: 'abcdef0123', title: 'AllWISE · 1° around 62 +25 / 3', state: 'done' },
  request: {
    dataset: { uri: 'skybucket://public/bucket/cat.parquet/', part: '' },
    columns: ['ra', 'dec'],
    filter: 'w1mpro < 15',
    region: { kind: 'cone', ra: 62, dec: 25, radius: 1 },
    position: { ra: 'ra', dec: 'dec' },
  },
  ...{ complete: true, rows: 2, warnings: ['A warning.'], bytes: 10, requests: 1 },
  ...{ milliseconds: 5, at: 1_700_000_000_000, engine: '', sql: '' },
};
const catalog: CatalogReply = {
  dataset: result.request.dataset,
  ...{ label: 's3://bucket/cat.parquet/', about: 'A catalogue', kind: 'hive' },
  columns: [
    {
      ...{ name: 'ra', type: 'float64', unit: 'deg', description: 'Right ascension' },
      ...{ list: false, numeric: true, inFolders: false },
    },
  ],
  position: { ra: 'ra', dec: 'dec' },
  ...{ defaultColumns: ['ra'], rows: 7, warnings: [] },
};

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    yield new TextEncoder().encode(text);
  }
}

let folder: string;
let store: ResultStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skybucket-results-'));
  store = new ResultStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('ResultStore', () => {
  it('gives back what was kept, in another session, too', async () => {
    let told = 0;
    store.onDidChange(() => (told += 1));
    await store.add(result, catalog, pieces('PAR1', 'rows'));
    expect(told).toBe(1);
    const again = new ResultStore(folder);
    const [only] = await again.list();
    expect(only).toMatchObject({ ...result, size: 8 });
    expect(await readFile(only?.path ?? '', 'utf8')).toBe('PAR1rows');
    expect(await again.get(result.id)).toEqual({ result, catalog, uri: only?.uri });
  });

  it('leaves nothing of a result whose rows cannot be had', async () => {
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(3);
      throw new Error('The worker is gone.');
    };
    await expect(store.add(result, catalog, broken())).rejects.toMatchObject({
      code: 'local-file',
      hint: 'The worker is gone.',
    });
    expect(await readdir(folder)).toEqual([]);
    expect(await store.list()).toEqual([]);
  });

  it('takes no notice of what a kill left behind, and tidies it a day later', async () => {
    await store.add(result, catalog, pieces('x'));
    const half = join(folder, 'ffffff1111');
    await mkdir(half);
    await writeFile(join(half, 'rows.parquet'), 'half');
    expect(await store.list()).toHaveLength(1);
    await store.tidy();
    expect((await readdir(folder)).sort()).toEqual([result.id, 'ffffff1111']);
    const old = new Date(Date.now() - 2 * 86_400_000);
    await utimes(half, old, old);
    await store.tidy();
    expect(await readdir(folder)).toEqual([result.id]);
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['another state', JSON.stringify({ ...result, file: 'a.parquet', state: 'running' })],
    ['a file elsewhere', JSON.stringify({ ...result, file: '../../x.parquet' })],
    ['no number of rows', JSON.stringify({ ...result, file: 'a.parquet', rows: -1 })],
    ['a request that is none', JSON.stringify({ ...result, file: 'a.parquet', request: {} })],
  ])('leaves out a record that is damaged: %s', async (_, record) => {
    await store.add(result, catalog, pieces('x'));
    await store.add({ ...result, id: 'abcdef0456' }, catalog, pieces('x'));
    await writeFile(join(folder, result.id, 'result.json'), record);
    store.refresh();
    expect((await store.list()).map(({ id }) => id)).toEqual(['abcdef0456']);
    await expect(store.get(result.id)).rejects.toMatchObject({ code: 'format' });
    await store.delete(result.id);
    expect(await readdir(folder)).toEqual(['abcdef0456']);
  });

  it('shows a result whose catalogue is damaged without it', async () => {
    await store.add(result, catalog, pieces('x'));
    await writeFile(join(folder, result.id, 'catalog.json'), 'x');
    expect(await store.get(result.id)).toMatchObject({ result, catalog: undefined });
  });

  it('renames, and keeps the name where none is given', async () => {
    await store.add(result, catalog, pieces('x'));
    await store.rename(result.id, ' Taurus ');
    await store.rename(result.id, '  ');
    expect((await store.list())[0]?.title).toBe('Taurus');
  });

  it('renames to no name that could not be read again', async () => {
    await store.add(result, catalog, pieces('x'));
    await store.rename(result.id, `a\n${'b'.repeat(200_000)}`);
    const [only] = await store.list();
    expect(only?.title).toMatch(/^a b+$/);
    expect(only?.title).toHaveLength(200);
  });

  it('gives back a result whose SQL is long', async () => {
    const sql = 'x'.repeat(1_000_000);
    await store.add({ ...result, sql }, catalog, pieces('x'));
    expect((await store.get(result.id)).result.sql).toBe(sql);
  });

  it('says so where a query is too long to be kept, rather than losing its result', async () => {
    const long = { ...result, sql: 'x'.repeat(65e6) };
    await expect(store.add(long, catalog, pieces('x'))).rejects.toMatchObject({
      code: 'too-large',
    });
    expect(await store.list()).toEqual([]);
  });

  it('deletes, and says that what is deleted is there no more', async () => {
    await store.add(result, catalog, pieces('x'));
    await store.delete(result.id);
    expect(await store.list()).toEqual([]);
    await expect(store.get(result.id)).rejects.toMatchObject({ code: 'not-found' });
    await store.delete(result.id);
  });

  it.each(['', '..', '../other', 'a/b', 'ABC!', 'x'.repeat(60)])(
    'is led nowhere by an id such as “%s”',
    async (id) => {
      await expect(store.get(id)).rejects.toMatchObject({ code: 'not-found' });
      await expect(store.delete(id)).rejects.toMatchObject({ code: 'not-found' });
    },
  );

  it.each(['.hidden', '../../etc', 'con', '', '…'.repeat(200), 'a\0b'])(
    'gives its file a safe name whatever its title is: %j',
    async (title) => {
      await store.add({ ...result, title }, undefined, pieces('x'));
      const [only] = await store.list();
      expect(only?.path.startsWith(join(folder, result.id))).toBe(true);
      expect((await readdir(join(folder, result.id))).sort()).toHaveLength(2);
    },
  );
});
