import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_RETRY } from '../../../src/core/bytes/retry';
import type { HeadObject } from '../../../src/core/archives/irsa/locate';
import { type Connection, PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import { headObject } from '../../../src/core/s3/head-object';
import { RegionMemory } from '../../../src/core/s3/regions';
import { asPython } from '../../../src/core/searches/as-python';
import { labelRows } from '../../../src/core/searches/row-label';
import type { SearchRequest } from '../../../src/core/searches/saved-search';
import {
  archiveServices,
  siaById,
  tapById,
} from '../../../src/extension/searches/archive-services';
import { KeptSearches } from '../../../src/extension/searches/kept-searches';
import { MastAccess } from '../../../src/extension/searches/mast-access';
import type { SearchProduct } from '../../../src/extension/searches/product';
import { ProductStore } from '../../../src/extension/searches/product-store';
import { RowsAtHand } from '../../../src/extension/searches/rows-at-hand';
import { SearchFiles } from '../../../src/extension/searches/search-files';
import { mastRunner, missionRunner } from '../../../src/extension/searches/search-runner-mast';
import { SiaEndpoints, siaRunner } from '../../../src/extension/searches/search-runner-sia';
import { tapRunner } from '../../../src/extension/searches/search-runner-tap';
import { SearchStore } from '../../../src/extension/searches/search-store';
import type { SearchProgress, SearchRows } from '../../../src/extension/searches/searches';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import { fillArchiveBuckets } from '../../support/archives/buckets';
import { ArchiveReplay } from '../../support/archives/replay';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { FakeMemory } from '../extension/fake-memory';

/** Both reference searches, from the request to the address of the file, against made-up archives. */

const RETRY = { ...DEFAULT_RETRY, retries: 1, firstPauseMs: 0 };

let replay: ArchiveReplay;
let buckets: S3TestServer;
let http: NodeHttpClient;
let folder: string;
let searches: SearchStore;
let products: ProductStore;
let archives: ReturnType<typeof archiveServices>;

beforeAll(async () => {
  replay = await ArchiveReplay.start();
  buckets = await startS3Server({ unsignedOnly: true });
  fillArchiveBuckets(buckets);
  http = new NodeHttpClient();
});

afterAll(async () => {
  http.dispose();
  await replay.close();
  await buckets.close();
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skybucket-reference-'));
  replay.resetRequests();
  ({ searches, products } = made());
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function made(): { searches: SearchStore; products: ProductStore } {
  const own: Connection = {
    ...PUBLIC_CONNECTION,
    ...{ id: 'own', endpoint: buckets.endpoint, pathStyle: true },
  };
  const tools = { http, retry: RETRY };
  const regions = new RegionMemory();
  const head: HeadObject = (place, { signal }) =>
    headObject({ http, regions, retry: RETRY }, own, place, { signal });
  archives = archiveServices({
    ...{ mastUrl: `${replay.origin}/`, irsaUrl: replay.origin, services: undefined },
  });
  const mast = new MastAccess({
    tools,
    cloud: {
      exists: async (bucket, key, { signal }) =>
        (await head({ bucket, key, region: undefined }, { signal })) !== undefined,
    },
    server: () => archives.mast.address,
    token: () => Promise.resolve(undefined),
  });
  const files = new SearchFiles(folder, () => 'rows');
  const endpoints = new SiaEndpoints(tools, () => archives);
  const store = new SearchStore({
    kept: new KeptSearches(new FakeMemory()),
    ...{ files, rows: new RowsAtHand(files) },
    runners: {
      mast: mastRunner(mast),
      mission: missionRunner(mast),
      sia: siaRunner(tools, endpoints),
      tap: tapRunner(tools, () => archives),
    },
    uriOf: (path) => ({ path }) as SearchRows['uri'],
    python: async (request) => asPython(request, await (await mast.client()).columns()),
    now: () => new Date(),
    newId: (() => {
      let id = 0;
      return () => `reference${id++}`;
    })(),
  });
  return { searches: store, products: new ProductStore({ tools, head, searches: store, mast }) };
}

function mastRequest(): SearchRequest {
  return {
    kind: 'mast',
    service: archives.mast,
    criteria: {
      criteria: [
        { column: 'obs_collection', values: ['JWST'] },
        { column: 'instrument_name', values: ['NIRCAM/IMAGE'] },
        { column: 'filters', values: ['F444W'] },
        { column: 'proposal_id', values: ['1783'] },
        { column: 'dataRights', values: ['PUBLIC'] },
      ],
    },
  };
}

function irsaRequest(): SearchRequest {
  const entry = siaById(archives, 'irsa');
  return {
    kind: 'sia',
    service: entry?.service ?? archives.mast,
    criteria: {
      place: [{ kind: 'circle', centre: { longitude: 150.01, latitude: 2.2 }, radius: 0.01 }],
      collection: ['spitzer_seip'],
    },
  };
}

function named(all: readonly SearchProduct[], name: string): SearchProduct | undefined {
  return all.find((product) => product.name === name);
}

describe('the reference search of MAST', () => {
  const RATE = 'jw01783004007_02101_00004_nrcalong_rate.fits';

  it('leads to the file in the cloud', async () => {
    const told: SearchProgress[] = [];
    const { id, title } = await searches.create(mastRequest());
    expect(title).toBe('JWST, NIRCAM/IMAGE, F444W, proposal 1783, PUBLIC');
    searches.onDidChange(({ kind }) => {
      const progress = kind === 'progress' ? searches.progress(id) : undefined;
      told.push(...(progress === undefined ? [] : [progress]));
    });
    const count = await searches.count(mastRequest());
    const { ran } = await searches.run(id);
    expect(ran).toMatchObject({ rows: count, total: count, complete: true });
    expect(told.map(({ stage }) => stage)).toContain('writing');

    const rows = await searches.rows(id);
    const labels = rows ? await labelRows(mastRequest(), rows.table, 0, rows.table.rows) : [];
    const row = labels.findIndex(({ facts }) =>
      facts.some(([name, value]) => name === 'obsid' && value === '87766440'),
    );
    expect(labels[row]).toMatchObject({ row, files: 'many', restricted: false });

    // Asked for by two at a time, the service is asked once.
    const [listed] = await Promise.all([
      products.list({ search: id, row }),
      products.list({ search: id, row }),
    ]);
    expect(listed.science.length + listed.auxiliary.length).toBe(186);
    expect(named(listed.science, RATE)).toMatchObject({
      ...{ subgroup: 'RATE', science: true, place: undefined },
      dataUri: `mast:JWST/product/${RATE}`,
    });
    const located = await products.locate({ search: id, row });
    expect(named(located.science, RATE)?.place).toEqual({
      kind: 'cloud',
      bucket: 'stpubdata',
      key: `jwst/public/jw01783/jw01783004007/${RATE}`,
      ...{ region: 'us-east-1', derived: false },
    });
    const all = [...located.science, ...located.auxiliary];
    expect(all.filter(({ place }) => place === undefined || place.kind === 'failed')).toEqual([]);
    for (const { place, web } of all) {
      expect(place?.kind === 'web' ? place.reason : 'cloud').toMatch(/^(cloud|not in the cloud)$/);
      expect(web).toMatch(/\/api\/v0\.1\/Download\/file\?uri=mast:JWST\/product\//);
    }
    // Forty names in one look-up, and nothing is asked twice.
    const lookups = (): number =>
      replay.requests.filter(({ path }) => path.includes('path_lookup')).length;
    expect(lookups()).toBe(Math.ceil(186 / 40));
    await products.locate({ search: id, row });
    expect(lookups()).toBe(5);
    expect(replay.mashup('Mast.Caom.Products')).toHaveLength(1);

    const main = await products.main({ search: id, row });
    expect(main).toMatchObject({ science: true, place: { kind: 'cloud' } });
    expect(await products.asPython({ search: id, row })).toContain(
      'products = Observations.get_unique_product_list(["87766440"])',
    );
    expect(await searches.asPython(id)).toContain('Observations.query_criteria(');
  });

  it('says why a look-up failed, and asks again', async () => {
    const { id } = await searches.create(mastRequest());
    await searches.run(id);
    const rows = await searches.rows(id);
    const labels = rows ? await labelRows(mastRequest(), rows.table, 0, rows.table.rows) : [];
    const row = labels.findIndex(({ facts }) => facts.some(([, value]) => value === '87766440'));
    const place = { search: id, row };
    const { science } = await products.list(place);
    const ids = science.slice(0, 2).map((product) => product.id);
    replay.behaviours.add(
      (request) => request.path.includes('path_lookup'),
      { kind: 'answer', status: 500, body: 'Sorry' },
      2,
    );
    const failed = await products.locate(place, ids);
    expect(failed.science[0]?.place).toMatchObject({
      kind: 'failed',
      reason: 'look-up failed: retry',
    });
    const again = await products.locate(place, ids);
    expect(again.science.slice(0, 2).map((product) => product.place?.kind)).not.toContain('failed');
  });
});

describe('the reference search of IRSA', () => {
  it('leads to the mosaic, by what IRSA says and by rule', async () => {
    const { id, title } = await searches.create(irsaRequest());
    expect(title).toBe('150.01 +2.2 36″, spitzer_seip');
    expect(await searches.count(irsaRequest())).toBeUndefined();
    const { ran } = await searches.run(id);
    expect(ran).toMatchObject({ rows: 20, total: 20, complete: true });
    const rows = await searches.rows(id);
    const labels = rows ? await labelRows(irsaRequest(), rows.table, 0, rows.table.rows) : [];
    const rowOf = (name: string): number => labels.findIndex(({ label }) => label === name);
    const stated = rowOf('40019821-14.IRAC.1.mosaic.fits');
    expect(labels[stated]).toMatchObject({ files: 'one', detail: 'IRAC · IRAC1 · science' });

    const key = 'spitzer/seip/seip_science/images/4/0019/40019821/9/40019821-14/40019821-14';
    const place = { kind: 'cloud', bucket: 'nasa-irsa-spitzer', region: 'us-west-2' };
    const first = await products.main({ search: id, row: stated });
    expect(first.place).toEqual({ ...place, key: `${key}.IRAC.1.mosaic.fits`, derived: false });
    const second = await products.main({
      search: id,
      row: rowOf('40019821-14.IRAC.4.mosaic.fits'),
    });
    expect(second.place).toEqual({ ...place, key: `${key}.IRAC.4.mosaic.fits`, derived: true });
    expect(second.web).toContain('https://irsa.ipac.caltech.edu/data/SPITZER/');
    expect(await searches.asPython(id)).toContain('pyvo.dal.SIA2Service(');
  });

  it('is refused without a place and a collection, until the user wants it', async () => {
    const request: SearchRequest = {
      ...irsaRequest(),
      criteria: { productType: ['image'] },
    } as SearchRequest;
    const { id } = await searches.create(request);
    await expect(searches.run(id)).rejects.toMatchObject({ code: 'costly' });
    expect(replay.requests).toHaveLength(0);
    await expect(searches.run(id, { evenIfCostly: true })).rejects.toMatchObject({
      code: 'server',
    });
    expect(replay.requests.length).toBeGreaterThan(0);
  });

  it('goes on after a restart with the rows that were kept', async () => {
    const { id } = await searches.create(irsaRequest());
    await searches.run(id);
    const files = new SearchFiles(folder, () => 'rows');
    const table = await new RowsAtHand(files).get(id);
    const labels = await labelRows(irsaRequest(), table, 0, 2);
    expect(labels.map(({ label, row }) => [label, row])).toEqual([
      ['40019821-14.IRAC.1.mosaic.fits', 0],
      ['40019821-14.IRAC.1.unc.fits', 1],
    ]);
  });
});

describe('a query', () => {
  it('brings its rows, at once or as a job', async () => {
    const service = tapById(archives, 'irsa')?.service ?? archives.mast;
    for (const asJob of [false, true]) {
      const { id } = await searches.create({
        kind: 'tap',
        service,
        criteria: { query: 'SELECT TOP 5 * FROM fp_psc', asJob },
      });
      const { ran } = await searches.run(id);
      expect(ran?.rows).toBe(5);
      expect(ran?.kept).toBe(true);
    }
  });
});
