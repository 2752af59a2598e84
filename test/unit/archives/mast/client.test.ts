import { describe, expect, it } from 'vitest';
import { pythonText } from '../../../../src/core/archives/mast/as-python';
import { MastClient } from '../../../../src/core/archives/mast/client';
import { downloadOf, missionDownloadOf } from '../../../../src/core/archives/mast/download';
import { buildFilters } from '../../../../src/core/archives/mast/filters';
import { resolveMastName, resolveNames } from '../../../../src/core/archives/mast/names';
import { askSession } from '../../../../src/core/archives/mast/session';
import { tokenHeaders } from '../../../../src/core/archives/mast/token';
import { DEFAULT_RETRY } from '../../../../src/core/bytes/retry';
import { SkybucketError } from '../../../../src/core/errors';
import type { HttpRequest } from '../../../../src/core/bytes/http';
import { mashupOf, ReplayServer, type Replied } from './support/replay';
import { beside, golden, HAS_GOLDEN, observationColumns } from './support/recorded';

const RETRY = { ...DEFAULT_RETRY, retries: 0 };
const NEVER = { exists: () => Promise.resolve(false) };

describe.skipIf(!HAS_GOLDEN)('MAST as a whole', () => {
  const page = { rows: 3, rowsFiltered: 3, rowsTotal: 3, page: 1, pagesFiltered: 1 };
  const reply = (request: HttpRequest): Replied => {
    if (request.path.endsWith('columnsconfig')) {
      return { body: golden('mast/columnsconfig.json') };
    }
    if (request.path.startsWith('/search/util')) {
      return { body: golden('mast/mission_columns.json') };
    }
    if (request.path.startsWith('/search/hst')) {
      return { body: golden('mast/mission_results.json') };
    }
    const { service, params } = mashupOf(request);
    if (service === 'Mast.Caom.All') {
      return { body: golden('mast/missions.extjs') };
    }
    const counts = params?.['columns'] === 'COUNT_BIG(*)';
    return {
      body: counts
        ? golden('mast/countsResp.json')
        : { ...(golden('mast/caom.json') as object), paging: page },
    };
  };

  it('asks for its columns once', async () => {
    const http = new ReplayServer(reply);
    const client = new MastClient({ http }, NEVER);
    const query = { criteria: [{ column: 'obs_collection', values: ['HST'] }] };
    const [count, result] = await Promise.all([client.count(query), client.search(query)]);
    expect(count).toBe(599);
    expect(result.table.rows).toBe(19);
    expect(result.table.columns.find(({ name }) => name === 't_exptime')).toMatchObject({
      ...{ unit: 'sec', description: 'Exposure time', type: 'float64' },
    });
    await client.search(query);
    expect(http.requests.filter(({ path }) => path.endsWith('columnsconfig'))).toHaveLength(1);
    expect(await client.missions()).toContain('HST');
  });

  it('forgets a failure', async () => {
    const http = new ReplayServer((request, index) =>
      index === 0 ? { body: 'null' } : reply(request),
    );
    const client = new MastClient({ http, retry: RETRY }, NEVER);
    await expect(client.columns()).rejects.toThrow('MAST did not say which columns');
    expect((await client.columns()).length).toBe(50);
  });

  it.each([400, 500])('says what is wrong with the search of a mission: %i', async (status) => {
    const http = new ReplayServer((request) =>
      request.path.endsWith('/search') ? { status, body: { detail: 'no date' } } : reply(request),
    );
    const query = { mission: 'hst', conditions: [{ column: 'sci_start_time', values: ['x'] }] };
    await expect(new MastClient({ http }, NEVER).searchMission(query)).rejects.toMatchObject({
      ...{ code: 'server', message: `MAST refuses the search (${status}): no date.` },
    });
    expect(http.requests).toHaveLength(2);
  });

  it('does not take a broken server for a wrong search of a mission', async () => {
    const page = '<html><head><title>Internal error</title></head></html>';
    const http = new ReplayServer((request) =>
      request.path.endsWith('/search') ? { status: 500, body: page } : reply(request),
    );
    const client = new MastClient({ http, retry: RETRY }, NEVER);
    const asked = client.searchMission({ mission: 'hst', conditions: [] });
    await expect(asked).rejects.toMatchObject({
      message: 'MAST answered with a web page instead of data (500 Internal error).',
      hint: 'The service may be down for a while: try again later.',
    });
  });

  it('pages through a mission whatever the service sends at a time', async () => {
    const info = [{ name: 'n', type: 'INTEGER' }];
    const http = new ReplayServer((request) => {
      if (!request.path.endsWith('/search')) {
        return reply(request);
      }
      const { offset } = JSON.parse(new TextDecoder().decode(request.body)) as { offset: number };
      const results = [0, 1, 2].map((k) => ({ n: offset + k })).filter(({ n }) => n < 11);
      return { body: { info, results, totalResults: 11 } };
    });
    const client = new MastClient({ http }, NEVER);
    const query = { mission: 'hst', conditions: [], limit: 5, offset: 4 };
    const seen: number[] = [];
    const { table, total, partial } = await client.searchMission(query, {
      onPage: ({ pages }) => seen.push(pages),
    });
    expect([table.rows, total, partial]).toEqual([7, 7, undefined]);
    const numbers = (await table.read(0, 7, [0])).columns[0]?.values;
    expect(Array.from(numbers ?? [], Number)).toEqual([4, 5, 6, 7, 8, 9, 10]);
    expect(seen).toEqual([2, 3, 3]);
  });

  it('lists the products of a mission, in one list or in one for each data set', async () => {
    const product = (name: string): object => ({ filename: name, uri: `A/${name}`, size: 1 });
    for (const products of [
      [product('a'), product('b')],
      [[product('a')], [product('b'), product('a')]],
    ]) {
      const http = new ReplayServer(() => ({ body: { products } }));
      const found = await new MastClient({ http }, NEVER).missionProducts('hst', ['A', 'B']);
      expect(found.products.map(({ uri }) => uri)).toEqual(['A/a', 'A/b']);
    }
  });

  it('searches one mission', async () => {
    const http = new ReplayServer(reply);
    const client = new MastClient({ http }, NEVER);
    const query = {
      ...{ mission: 'hst', conditions: [{ column: 'sci_instrume', values: ['STIS'] }] },
    };
    expect(await client.countMission(query)).toBe(3);
    const { table, partial, total } = await client.searchMission(query);
    expect([table.rows, partial, total]).toEqual([3, undefined, 3]);
    await expect(
      client.searchMission({ mission: 'hst', conditions: [{ column: 'sci_instrum', values: [] }] }),
    ).rejects.toMatchObject({ code: 'not-found', hint: 'Did you mean “sci_instrume”?' });
    await expect(
      client.searchMission({ ...query, targets: [{ ra: 1, dec: 2 }], radius: 31 }),
    ).rejects.toThrow('takes a radius of at most 30′');
  });
});

describe('a token', () => {
  it.each([
    ['https://mast.stsci.edu/api/v0.1/Download/file?uri=x', true],
    ['https://stsci.edu/', true],
    ['http://mast.stsci.edu/', false],
    ['https://mast.stsci.edu.example.org/', false],
    ['https://notstsci.edu/', false],
    ['https://stpubdata.s3.amazonaws.com/x', false],
    ['https://mast.stsci.edu@example.org/', false],
  ])('goes to %s: %s', (address, goes) => {
    expect(tokenHeaders(address, 'T')).toEqual(goes ? { authorization: 'token T' } : {});
    expect(tokenHeaders(address, undefined)).toEqual({});
  });

  it('comes with a question to MAST, and not to another server', async () => {
    const http = new ReplayServer(() => ({
      body: { anon: false, attrib: { display_name: 'Ada' } },
    }));
    expect(await askSession({ http, token: 'T' })).toEqual({ anonymous: false, name: 'Ada' });
    await askSession({ http, token: 'T', server: 'https://example.org/' });
    expect(http.requests.map(({ headers }) => headers['authorization'])).toEqual([
      'token T',
      undefined,
    ]);
  });
});

describe('what is not in the cloud', () => {
  const http = new ReplayServer(() => ({ body: '' }));
  it('is had from MAST', () => {
    expect(downloadOf({ http }, "mast:HST/a b+c&d(e)'é.fits").address).toBe(
      // Python: quote(uri, safe=':/')
      'https://mast.stsci.edu/api/v0.1/Download/file?uri=mast:HST/a%20b%2Bc%26d%28e%29%27%C3%A9.fits',
    );
    expect(downloadOf({ http, token: 'T' }, 'mast:x')).toMatchObject({
      headers: { authorization: 'token T' },
    });
    expect(missionDownloadOf({ http }, 'hst', 'A/a.fits').address).toBe(
      'https://mast.stsci.edu/search/hst/api/v0.1/retrieve_product?product_name=A%2Fa.fits',
    );
    expect(missionDownloadOf({ http }, 'ullyses', 'mast:HLSP/a.fits').address).toBe(
      'https://mast.stsci.edu/api/v0.1/Download/file?uri=mast%3AHLSP%2Fa.fits',
    );
  });
});

describe.skipIf(!HAS_GOLDEN)('names', () => {
  type Place = [number, number];
  interface Named {
    readonly names: string[];
    readonly resolver?: 'NED' | 'SIMBAD';
    readonly all?: boolean;
    readonly places: Record<string, Place | Record<string, Place>>;
  }
  const { names } = beside<{ names: Named[] }>('requests.json');
  const server = (): ReplayServer =>
    new ReplayServer(() => ({ body: golden('mast/resolver.json') }));

  it.each(names)('$names $resolver $all', async ({ places, ...asked }) => {
    const found = await resolveNames({ http: server() }, asked.names, asked);
    const ours = Object.fromEntries(
      [...found].map(([name, said]) => {
        const all = said.map(({ by, longitude, latitude }) => [
          /\((.*)\)/.exec(by)?.[1],
          [longitude, latitude],
        ]);
        return [name, asked.all === true ? Object.fromEntries(all) : all[0]?.[1]] as const;
      }),
    );
    expect(ours).toEqual(places);
  });

  it('come with the name that the resolver writes', async () => {
    expect(await resolveMastName({ http: server() }, '  M1 ')).toEqual({
      ...{ name: 'M 1', by: 'MAST (SIMBAD)', longitude: 83.6324, latitude: 22.0174 },
    });
  });

  it('that nobody knows', async () => {
    const http = new ReplayServer(() => ({ body: { status: '' } }));
    await expect(resolveMastName({ http }, 'xyzzy')).rejects.toMatchObject({
      ...{ code: 'not-found', message: 'MAST does not know “xyzzy”.' },
    });
  });

  it('are asked for without encryption where there is no other way', async () => {
    const http = new ReplayServer(({ protocol }) => {
      if (protocol === 'https:') {
        throw new SkybucketError('network', 'Not secure.');
      }
      return { body: golden('mast/resolver.json') };
    });
    expect((await resolveMastName({ http }, 'm8')).longitude).toBe(270.904);
    expect(http.requests.map(({ protocol }) => protocol)).toEqual(['https:', 'http:']);
  });
});

describe('what is written for others', () => {
  it('is escaped for Python', () => {
    expect(pythonText('a"b\\c\n\u2028é𝛼')).toBe('"a\\"b\\\\c\\x0a\\u2028\\xe9\\U0001d6fc"');
  });

  it.skipIf(!HAS_GOLDEN)('has open ends of ranges as numbers', () => {
    const open = [{ column: 't_min', range: [undefined, Infinity] as const }];
    expect(buildFilters(open, observationColumns())).toEqual([
      { paramName: 't_min', values: [{ min: -1e12, max: 1e12 }] },
    ]);
  });
});
