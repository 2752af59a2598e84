import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { collectionsQuery, readCollections } from '../../../src/core/archives/irsa/collections';
import { type HeadObject, locateInCloud } from '../../../src/core/archives/irsa/locate';
import { MastClient } from '../../../src/core/archives/mast/client';
import { downloadOf } from '../../../src/core/archives/mast/download';
import { observationsAt } from '../../../src/core/archives/mast/observations';
import { resolveAnyName } from '../../../src/core/archives/resolve-name';
import { imagesOf, type SiaImage } from '../../../src/core/archives/sia/images';
import type { SiaQuery } from '../../../src/core/archives/sia/query';
import { searchSia } from '../../../src/core/archives/sia/search';
import { runJob, runQuery } from '../../../src/core/archives/tap/run';
import type { TapService } from '../../../src/core/archives/tap/service';
import { TapTables } from '../../../src/core/archives/tap/tables';
import { DEFAULT_RETRY } from '../../../src/core/bytes/retry';
import { rowsOf } from '../../../src/core/votable/records';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import { fillArchiveBuckets, MAST_BUCKET } from '../../support/archives/buckets';
import { REFERENCE_OBSID } from '../../support/archives/observations';
import { REFERENCE_PRODUCTS } from '../../support/archives/products';
import { ArchiveReplay } from '../../support/archives/replay';
import { DERIVED_KEY, SEIP_BUCKET, SEIP_KEY } from '../../support/archives/sia';
import { startS3Server, type S3TestServer } from '../../support/s3/server';

/** The two reference searches, by our clients over real connections. */

const RATE = 'jwst/public/jw01783/jw01783004007/jw01783004007_02101_00004_nrcalong_rate.fits';
const RETRY = { ...DEFAULT_RETRY, retries: 1, firstPauseMs: 1, longestPauseMs: 1 };
const REFERENCE = {
  criteria: [
    { column: 'obs_collection', values: ['JWST'] },
    { column: 'instrument_name', values: ['NIRCAM/IMAGE'] },
    { column: 'filters', values: ['F444W'] },
    { column: 'proposal_id', values: ['1783'] },
    { column: 'dataRights', values: ['PUBLIC'] },
  ],
};

let s3: S3TestServer;
let archives: ArchiveReplay;
let http: NodeHttpClient;

beforeAll(async () => {
  s3 = await startS3Server({ unsignedOnly: true });
  fillArchiveBuckets(s3);
  archives = await ArchiveReplay.start();
  http = new NodeHttpClient();
});
afterEach(() => {
  archives.behaviours.clear();
  archives.resetRequests();
  archives.mostRows = 500_000;
  archives.mostImages = 50_000;
});
afterAll(async () => {
  http.dispose();
  await archives.close();
  await s3.close();
});

async function exists(bucket: string, key: string): Promise<boolean> {
  const { status } = await fetch(`${s3.endpoint}/${bucket}/${key}`, { method: 'HEAD' });
  return status === 200;
}

function mast(): MastClient {
  return new MastClient({ http, server: archives.origin, retry: RETRY }, { exists });
}

function tap(): TapService {
  return { address: `${archives.origin}/TAP`, who: 'IRSA', tools: { http, retry: RETRY } };
}

async function listed<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) {
    all.push(item);
  }
  return all;
}

describe('the search at MAST', () => {
  it('leads from criteria to the file in the cloud', async () => {
    const client = mast();
    expect(await client.count(REFERENCE)).toBe(3);
    const { table, total, partial } = await client.search(REFERENCE);
    expect([table.rows, total, partial]).toEqual([3, 3, undefined]);
    const observations = await observationsAt(table, [0, 1, 2]);
    expect(observations.map(({ target }) => target)).toEqual(['NGC-628', 'M-51', 'M-83']);
    expect(observations[1]).toMatchObject({
      ...{ obsid: String(REFERENCE_OBSID), rights: 'PUBLIC', calibration: 3 },
      region: expect.stringMatching(/^POLYGON ICRS( [\d.]+){10}$/) as string,
    });

    const { products, duplicates } = await client.products([String(REFERENCE_OBSID)]);
    expect([products.length, duplicates]).toEqual([REFERENCE_PRODUCTS, 30]);
    const rates = products.filter(
      ({ subgroup, type }) => subgroup === 'RATE' && type === 'SCIENCE',
    );
    expect(rates).toHaveLength(10);
    const places = await client.cloud.find(products);
    const place = (name: string): unknown => places.get(`mast:JWST/product/${name}`);
    expect(place(RATE.split('/').at(-1) ?? '')).toEqual({
      ...{ kind: 'cloud', bucket: MAST_BUCKET, key: RATE },
    });
    const none = { kind: 'none', reason: 'not in the cloud' };
    expect(place('jw01783004007_02101_00004_nrcalong_o004_crf.fits')).toEqual(none);
    expect(place('jw01783004007_02101_00004_nrcalong_ramp.fits')).toEqual(none);
    // 186 in batches of 40.
    const lookUps = archives.requests.filter(({ path }) => path.includes('path_lookup'));
    expect(lookUps.map(({ query }) => query.getAll('uri').length).sort()).toEqual([
      ...[26, 40, 40, 40, 40],
    ]);
  });

  it('leads to nothing in the cloud for what is not public', async () => {
    const client = mast();
    const query = { criteria: [{ column: 'target_name', values: ['NGC-4449'] }] };
    const { table } = await client.search(query);
    const [first] = await observationsAt(table, [0]);
    const { products } = await client.products([first?.obsid ?? '']);
    const places = await client.cloud.find(products.slice(0, 3));
    expect([...places.values()]).toEqual(Array(3).fill({ kind: 'none', reason: 'not public' }));
  });

  it('takes positions, ranges and wildcards', async () => {
    const client = mast();
    const position = { ra: 150.01, dec: 2.2, radius: 3 };
    const near = await client.search({ criteria: [], position });
    const rows = await observationsAt(near.table, [...Array(near.table.rows).keys()]);
    expect(new Set(rows.map(({ collection }) => collection))).toEqual(new Set(['HST', 'GALEX']));
    const criteria = [
      { column: 'instrument_name', values: ['NIR*'] },
      { column: 't_exptime', range: [2000, 3000] as const },
    ];
    expect(await client.count({ criteria })).toBe(
      archives.observations.filter(
        ({ instrument_name: name, t_exptime: seconds }) =>
          String(name).startsWith('NIR') && Number(seconds) >= 2000 && Number(seconds) <= 3000,
      ).length,
    );
  });

  it('comes in pages, and tells of its missions and values', async () => {
    archives.mostRows = 2500;
    const client = mast();
    const result = await client.search({
      criteria: [{ column: 'obs_collection', values: ['GALEX'] }],
    });
    expect([result.table.rows, result.total, result.partial]).toEqual([6000, 6000, undefined]);
    expect(archives.mashup('Mast.Caom.Filtered')).toHaveLength(3);
    expect(await client.missions()).toEqual(['GALEX', 'HST', 'JWST', 'TESS']);
    expect((await client.knownValues()).get('t_exptime')).toMatchObject({ kind: 'range' });
  });

  it('of one mission', async () => {
    const client = mast();
    const query = {
      mission: 'jwst',
      conditions: [
        { column: 'program', values: [1783] },
        { column: 'opticalElements', values: ['F444W'] },
      ],
    };
    expect(await client.countMission(query)).toBe(4);
    const { table } = await client.searchMission({ ...query, limit: 3 });
    expect(table.rows).toBe(4);
    const dataset = 'jw01783-o004_t008_nircam_clear-f444w';
    const { products } = await client.missionProducts('jwst', [dataset]);
    expect(products).toHaveLength(REFERENCE_PRODUCTS);
  });

  it('is worked on, fails, breaks off and is cancelled as the service does', async () => {
    const client = mast();
    await client.columns();
    archives.behaviours.add('/api/v0/invoke', { kind: 'executing' }, 1);
    expect(await client.count(REFERENCE)).toBe(3);
    expect(archives.mashup('Mast.Caom.Filtered')).toHaveLength(2);

    archives.behaviours.add('/api/v0/invoke', { kind: 'half', bytes: 100 });
    await expect(client.count(REFERENCE)).rejects.toMatchObject({ retryable: true });
    archives.behaviours.clear();
    const page = '<html><title>502 Bad Gateway</title></html>';
    archives.behaviours.add('/api/v0/invoke', { kind: 'answer', status: 502, body: page });
    await expect(client.count(REFERENCE)).rejects.toMatchObject({ code: 'server' });
    archives.behaviours.clear();

    archives.behaviours.add('/api/v0/invoke', { kind: 'silent' });
    const stop = new AbortController();
    const asked = archives.requests.length;
    const count = client.count(REFERENCE, { signal: stop.signal });
    await expect.poll(() => archives.requests.length).toBe(asked + 1);
    stop.abort();
    await expect(count).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => archives.gone).toBeGreaterThan(0);
  });

  it('gives files by itself, in parts', async () => {
    const uri = `mast:JWST/product/${RATE.split('/').at(-1)}`;
    const { address } = downloadOf({ http, server: archives.origin }, uri);
    const part = await fetch(address, { headers: { range: 'bytes=0-8' } });
    expect([part.status, await part.text()]).toEqual([206, 'SIMPLE  =']);
  });
});

describe('the search at IRSA', () => {
  const centre = { longitude: 150.01, latitude: 2.2 };
  const query: SiaQuery = { place: [{ kind: 'circle', centre, radius: 0.01 }] };
  const service = (): { who: string; address: string } => ({
    ...{ who: 'IRSA', address: `${archives.origin}/SIA` },
  });

  async function images(): Promise<SiaImage[]> {
    const { table, partial } = await searchSia({ http, retry: RETRY }, service(), {
      ...query,
      collection: ['spitzer_seip'],
    });
    expect(partial).toBeUndefined();
    return listed(imagesOf(table));
  }

  const head: HeadObject = async ({ bucket, key }) => {
    const address = `${s3.endpoint}/${bucket}/${key}`;
    const answer = await fetch(address, { method: 'HEAD' });
    return answer.ok ? { size: Number(answer.headers.get('content-length')) } : undefined;
  };

  it('leads to the mosaic, as IRSA says and as its address says', async () => {
    const found = await images();
    expect(found).toHaveLength(20);
    const mosaics = found.filter(({ address }) => address?.endsWith('.mosaic.fits'));
    expect(mosaics.map(({ productSubtype }) => productSubtype)).toEqual(Array(5).fill('science'));
    const [first, , , fourth] = mosaics;
    expect(await locateInCloud(first as SiaImage, head)).toMatchObject({
      ...{ origin: 'stated', uri: `s3://${SEIP_BUCKET}/${SEIP_KEY}` },
    });
    expect(await locateInCloud(fourth as SiaImage, head)).toMatchObject({
      ...{ origin: 'derived', uri: `s3://${SEIP_BUCKET}/${DERIVED_KEY}`, size: 4_199_040 },
    });
  });

  it('says where it ends, and what it does not take', async () => {
    archives.mostImages = 7;
    const { table, partial } = await searchSia({ http }, service(), { ...query });
    expect([table.rows, partial]).toEqual([7, 'IRSA sent 7 and has more: it sets a limit.']);
    await expect(searchSia({ http, retry: RETRY }, service(), {})).rejects.toMatchObject({
      code: 'server',
    });
  });

  it('has collections, tables and rows by TAP', async () => {
    const { table } = await runQuery(tap(), { query: collectionsQuery() });
    expect(await readCollections(rowsOf(table))).toEqual(['spitzer_seip', 'wise_allwise']);
    const tables = new TapTables(tap());
    expect((await tables.schemas()).map(({ name }) => name)).toEqual([
      ...['fp_2mass', 'caom', 'TAP_SCHEMA'],
    ]);
    expect((await tables.columns('fp_psc')).map(({ name }) => name)).toContain('j_m');

    const adql =
      "SELECT TOP 5 designation, j_m FROM fp_psc WHERE CONTAINS(POINT('ICRS', ra, dec), " +
      "CIRCLE('ICRS', 150.01, 2.2, 0.1)) = 1 AND j_m < 15 ORDER BY j_m";
    const rows = await listed(rowsOf((await runQuery(tap(), { query: adql })).table));
    const magnitudes = rows.map((row) => Number(row['j_m']));
    expect(magnitudes).toHaveLength(5);
    expect(magnitudes).toEqual([...magnitudes].sort((a, b) => a - b));
    await expect(runQuery(tap(), { query: 'SELECT x FROM fp_psc' })).rejects.toMatchObject({
      message: expect.stringContaining('Unknown column "x"') as string,
    });
  });

  it('runs jobs', async () => {
    const phases: string[] = [];
    const { table } = await runJob(
      tap(),
      { query: 'SELECT designation FROM fp_psc' },
      {
        onJob: ({ phase }) => void phases.push(phase),
        pauses: { firstMs: 1, longestMs: 1, growth: 1 },
      },
    );
    expect(table.rows).toBe(500);
    expect(phases).toEqual(expect.arrayContaining(['PENDING', 'EXECUTING', 'COMPLETED']));
    expect(archives.tap.kept).toEqual([]);
  });
});

describe('names', () => {
  const addresses = (): { sesame: string[]; mast: string[] } => ({
    sesame: [archives.sesameUrl],
    mast: [archives.resolverUrl],
  });

  it.each([
    ['M 101', 'Sesame (SIMBAD)', 210.802429, 54.34875],
    ['TIC 307210830', 'MAST (TIC)', 124.531756290083, -68.3129998725044],
  ])('%s', async (name, by, longitude, latitude) => {
    expect(await resolveAnyName(http, name, addresses())).toMatchObject({
      ...{ by, longitude, latitude },
    });
  });

  it('that nobody knows', async () => {
    await expect(resolveAnyName(http, 'm87h34hhh', addresses())).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(archives.requests.map(({ path }) => path)).toEqual([
      ...['/cgi-bin/nph-sesame/SNV', '/Santa-war/query'],
    ]);
  });
});
