import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { CatalogRequest, RegionSpec } from '../../../src/core/catalogs/request/request';
import type { CatalogReply } from '../../../src/protocol/catalog';
import { TestWorker } from '../../support/catalogs/catalog-worker';

const GOLDEN = fileURLToPath(new URL('../../../../shared/golden/', import.meta.url));
const WISE = `${GOLDEN}synthetic/parquet/wise-like.parquet/`;
const QUERIES = `${GOLDEN}truth/synthetic/parquet/wise-like.parquet.queries.json`;

interface Figures {
  readonly rows: number;
  readonly sum: string;
}

interface HatsTruth {
  readonly part: string;
  readonly id: string;
  readonly dec: string;
  readonly centre: readonly [number, number];
  readonly rows: number;
  readonly cone: Figures;
  readonly south: Figures;
}

const hats = JSON.parse(
  readFileSync(new URL('worker-golden-truth.json', import.meta.url), 'utf8'),
) as Record<string, HatsTruth>;

let worker: TestWorker;

afterEach(() => {
  expect(worker.bugs).toEqual([]);
  worker.close();
});

async function open(path: string, part: string): Promise<CatalogReply> {
  worker = new TestWorker();
  const dataset = { uri: pathToFileURL(path).href, part };
  const reply = await worker.request('openCatalog', { dataset });
  if ('choices' in reply) {
    throw new Error('There is a choice.');
  }
  return reply;
}

/** Texts of the first column of a result. */
async function run(
  { dataset }: CatalogReply,
  columns: readonly string[],
  filter: string,
  region: RegionSpec,
): Promise<string[]> {
  const request: CatalogRequest = { dataset, columns, filter, region, position: undefined };
  const end = await worker.request('run', { request, mostMemory: 1e9 });
  expect(end).toMatchObject({ state: 'done', complete: true, warnings: [] });
  const { hdu, rows } = end.table;
  const { cells } = await worker.request('rows', {
    ...{ hdu, view: '', from: 0, to: rows, columns: [0] },
  });
  return (cells[0] ?? []).map(String);
}

function figures(ids: readonly string[]): Figures {
  return { rows: ids.length, sum: String(ids.reduce((sum, id) => sum + BigInt(id), 0n)) };
}

describe.skipIf(!existsSync(GOLDEN))('catalogues of the shared golden set', () => {
  it.each(Object.entries(hats))('%s: rows of a cone and of a condition', async (name, truth) => {
    const reply = await open(`${GOLDEN}hats/${name}/`, truth.part);
    expect(reply).toMatchObject({ kind: 'hats', rows: truth.rows });
    expect(reply.position?.dec).toBe(truth.dec);
    const [ra, dec] = truth.centre;
    const cone = await run(reply, [truth.id], '', { kind: 'cone', ra, dec, radius: 10 });
    expect(figures(cone)).toEqual(truth.cone);
    const south = await run(reply, [truth.id], `${truth.dec} < ${dec}`, { kind: 'everywhere' });
    expect(figures(south)).toEqual(truth.south);
  });

  it('an older HiPSCat catalogue is refused with what to do', async () => {
    await expect(open(`${GOLDEN}hats/hipscat_small_sky_object/`, '')).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('HiPSCat') as string,
    });
  });

  it('wise-like: folders, a cone, and a box of stars', async () => {
    const truth = JSON.parse(readFileSync(QUERIES, 'utf8')) as {
      readonly rows: number;
      readonly cone: { ra: number; dec: number; radius_deg: number; cntr: number[] };
      readonly box_stars: Record<'ra_min' | 'ra_max' | 'dec_min' | 'dec_max', number> & {
        cntr: number[];
      };
    };
    const reply = await open(WISE, '');
    const sorted = (numbers: readonly (string | number)[]): string[] => numbers.map(String).sort();
    expect(await run(reply, ['cntr'], '', { kind: 'everywhere' })).toHaveLength(truth.rows);
    const { ra, dec, radius_deg: radius } = truth.cone;
    const cone = await run(reply, ['cntr'], '', { kind: 'cone', ra, dec, radius });
    expect(sorted(cone)).toEqual(sorted(truth.cone.cntr));
    const { ra_min, ra_max, dec_min, dec_max, cntr } = truth.box_stars;
    const box = await run(reply, ['cntr'], `ext_flg == 0 and ra > ${ra_min} and ra < ${ra_max}`, {
      kind: 'box',
      ra: [ra_min, ra_max],
      dec: [dec_min, dec_max],
    });
    expect(sorted(box)).toEqual(sorted(cntr));
  });

  it('of hundreds of columns a dozen are shown first: name, position and magnitudes', async () => {
    const reply = await open(`${GOLDEN}parquet/allwise_schema.parquet`, '');
    expect(reply.columns.length).toBeGreaterThan(290);
    expect(reply.position).toEqual({ ra: 'ra', dec: 'dec' });
    expect(reply.defaultColumns.slice(0, 3)).toEqual(['designation', 'ra', 'dec']);
    expect(reply.defaultColumns).toContain('w1mpro');
    expect(reply.defaultColumns.length).toBeLessThanOrEqual(12);
  });
});
