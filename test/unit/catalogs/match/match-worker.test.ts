import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CatalogRequest } from '../../../../src/core/catalogs/request/request';
import type { CatalogMatchRequest } from '../../../../src/protocol/catalog-match';
import { TestWorker } from '../../../support/catalogs/catalog-worker';

type Triple = readonly [designation: string, id: string, arcseconds: number];

const TRUTH = JSON.parse(readFileSync(new URL('match-worker.json', import.meta.url), 'utf8')) as {
  readonly rows: number;
  readonly all: readonly Triple[];
  readonly nearest: readonly Triple[];
};

const SAMPLES = join(import.meta.dirname, '../../../fixtures/catalogs');
const WISE = { uri: uriOf('wise/wise-sample.parquet/'), part: '' };
const STARS = { uri: uriOf('hats/star_field_collection/star_field/'), part: '' };
const POSITION = { ra: 'ra', dec: 'dec' };

const QUERY: CatalogRequest = {
  ...{
    dataset: WISE,
    columns: ['designation', 'ra', 'dec'],
    filter: 'ra > 149',
    position: POSITION,
  },
  region: { kind: 'box', ra: [149, 151], dec: [0, 5] },
};

function uriOf(path: string): string {
  const { href } = pathToFileURL(join(SAMPLES, path));
  return path.endsWith('/') && !href.endsWith('/') ? `${href}/` : href;
}

let worker: TestWorker;

beforeEach(() => {
  worker = new TestWorker();
});
afterEach(() => {
  worker.close();
  expect(worker.bugs).toEqual([]);
});

async function query(): Promise<number> {
  const { table } = await worker.request('run', { request: QUERY, mostMemory: 2 ** 30 });
  expect(table.rows).toBe(TRUTH.rows);
  return table.hdu;
}

function asked(hdu: number, more: Partial<CatalogMatchRequest> = {}): CatalogMatchRequest {
  return {
    ...{ hdu, view: '', position: POSITION, radius: 6, which: 'all', keepUnmatched: false },
    other: { dataset: STARS, position: undefined, columns: ['id'], filter: '' },
    ...more,
  };
}

async function triplesOf(hdu: number, rows: number): Promise<Triple[]> {
  const { columns } = await worker.request('table', { hdu });
  const index = (name: string): number => columns.find((one) => one.name === name)?.index ?? -1;
  const wanted = ['designation', 'id', 'separation'].map(index);
  const { cells } = await worker.request('rows', {
    ...{ hdu, view: '', from: 0, to: rows, columns: wanted },
  });
  const [designation = [], id = [], apart = []] = cells;
  return designation.map((name, k): Triple => [name ?? '', id[k] ?? '', Number(apart[k])]);
}

/** The same pairs, as far apart to a microarcsecond. */
function expectSame(found: readonly Triple[], truth: readonly Triple[]): void {
  const named = (triples: readonly Triple[]): Map<string, number> =>
    new Map(triples.map(([designation, id, apart]) => [`${designation} ${id}`, apart]));
  const [ours, theirs] = [named(found), named(truth)];
  expect(found).toHaveLength(truth.length);
  expect([...ours.keys()].sort()).toEqual([...theirs.keys()].sort());
  const most = [...ours].map(([name, apart]) => Math.abs(apart - (theirs.get(name) ?? NaN)));
  expect(Math.max(...most)).toBeLessThan(1e-6);
}

describe('a cross-match of a result with a catalogue', () => {
  it('finds all pairs that astropy finds', async () => {
    const end = await worker.request('matchCatalog', { ...asked(await query()), agreed: true });
    expect(end).toMatchObject({ state: 'done', complete: true, rows: TRUTH.all.length });
    expect(end.of).toBe(TRUTH.rows);
    expect(end.matched).toBe(new Set(TRUTH.all.map(([name]) => name)).size);
    expectSame(await triplesOf(end.table.hdu, end.rows), TRUTH.all);
  });

  it('finds the nearest of those that fulfil a filter', async () => {
    const hdu = await query();
    const other = { ...asked(hdu).other, filter: 'rmag < 24' };
    const end = await worker.request('matchCatalog', {
      ...asked(hdu, { other, radius: 0.2, which: 'nearest' }),
      agreed: true,
    });
    expectSame(await triplesOf(end.table.hdu, end.rows), TRUTH.nearest);
  });

  it('keeps rows without a match where that is wanted', async () => {
    const end = await worker.request('matchCatalog', {
      ...asked(await query(), { which: 'nearest', radius: 0.1, keepUnmatched: true }),
      agreed: true,
    });
    expect(end.rows).toBe(TRUTH.rows);
    expect(end.matched).toBeLessThan(TRUTH.rows);
  });

  it('plans what it reads, and reads no more than once what it has planned', async () => {
    const hdu = await query();
    const before = worker.opened.length;
    const plan = await worker.request('planMatch', asked(hdu));
    expect(plan.files).toBeGreaterThan(0);
    expect(plan.bytes).toBeGreaterThan(0);
    const planned = worker.opened.length;
    expect(planned).toBeGreaterThan(before);
    await worker.request('matchCatalog', { ...asked(hdu), agreed: true });
    expect(worker.opened.length).toBe(planned);
    expect([...worker.open.values()].map(({ path }) => path)).toEqual([]);
  });

  it('has the result on show still there where the other side cannot be read', async () => {
    const hdu = await query();
    const other = { ...asked(hdu).other, dataset: { uri: uriOf('nowhere/'), part: '' } };
    await expect(
      worker.request('matchCatalog', { ...asked(hdu, { other }), agreed: true }),
    ).rejects.toMatchObject({ name: 'SkybucketError' });
    await expect(worker.request('table', { hdu })).resolves.toMatchObject({
      rows: TRUTH.rows,
    });
  });

  it('refuses a radius that is none', async () => {
    const hdu = await query();
    for (const radius of [0, -1, NaN, 4000]) {
      await expect(worker.request('planMatch', asked(hdu, { radius }))).rejects.toMatchObject({
        code: 'format',
      });
    }
  });

  it('can be stopped, and leaves the result on show', async () => {
    const hdu = await query();
    const stop = new AbortController();
    const match = worker.request(
      'matchCatalog',
      { ...asked(hdu), agreed: true },
      { signal: stop.signal },
    );
    stop.abort();
    await expect(match).rejects.toMatchObject({ code: 'cancelled' });
    await expect(worker.request('table', { hdu })).resolves.toMatchObject({
      rows: TRUTH.rows,
    });
  });
});
