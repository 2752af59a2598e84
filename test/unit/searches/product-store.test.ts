import { describe, expect, it } from 'vitest';
import type { HeadObject } from '../../../src/core/archives/irsa/locate';
import { HttpsTarget } from '../../../src/core/bytes/https-target';
import { DEFAULT_RETRY } from '../../../src/core/bytes/retry';
import { MastAccess } from '../../../src/extension/searches/mast-access';
import { observationProducts } from '../../../src/extension/searches/mast-products';
import { MastToken, type Secrets } from '../../../src/extension/searches/mast-token';
import { ProductStore } from '../../../src/extension/searches/product-store';
import type { Searches, SearchRows } from '../../../src/extension/searches/searches';
import type { SavedSearch } from '../../../src/core/searches/saved-search';
import { readFilterText } from '../../../src/core/searches/product-filter-text';
import { type ScriptedAnswer, ScriptedClient } from '../../support/bytes/scripted-client';
import { observations } from './answer-rows';

const SEARCH: SavedSearch = {
  kind: 'mast',
  service: { id: 'mast', label: 'MAST', address: 'https://mast.stsci.edu' },
  criteria: { criteria: [{ column: 'obs_collection', values: ['JWST'] }] },
  ...{ id: 'abcdef', title: 'x', named: false, created: '2026-11-21T19:00:00.000Z' },
  ran: { at: '2026-11-21T19:01:00.000Z', rows: 3, total: 3, complete: true, kept: true },
};
const TOKEN = '0123456789abcdef';
const json = (value: unknown): ScriptedAnswer => ({
  ...{ status: 200, headers: { 'content-type': 'application/json' } },
  chunks: [new TextEncoder().encode(JSON.stringify(value))],
});

/** Rows as `Mast.Caom.Products` gives them. */
function productRows(count: number, ending = 'rate.fits'): object {
  const data = Array.from({ length: count }, (_, i) => ({
    ...{ obsID: 87766441, dataURI: `mast:JWST/product/f${i}_${ending}`, productType: 'SCIENCE' },
    ...{ productFilename: `f${i}_${ending}`, calib_level: 2, dataRights: 'PUBLIC', size: 10 },
  }));
  return { status: 'COMPLETE', data, fields: [] };
}

function made(answer: (path: string, body: string, hostname: string) => ScriptedAnswer) {
  const http = new ScriptedClient(({ path, body, hostname }) =>
    answer(path, body === undefined ? '' : new TextDecoder().decode(body), hostname),
  );
  const tools = { http, retry: { ...DEFAULT_RETRY, retries: 0, firstPauseMs: 0 } };
  const heads: string[] = [];
  const head: HeadObject = ({ key }) => {
    heads.push(key);
    return Promise.resolve({ size: 10 });
  };
  const mast = new MastAccess({
    tools,
    cloud: { exists: async (_, key) => (heads.push(key), Promise.resolve(true)) },
    server: () => 'https://mast.stsci.edu',
    token: () => Promise.resolve(TOKEN),
  });
  const searches: Pick<Searches, 'get' | 'rows' | 'asPython'> = {
    get: (id) => (id === SEARCH.id ? SEARCH : undefined),
    rows: () => Promise.resolve({ table: observations(3) } as unknown as SearchRows),
    asPython: () => Promise.resolve('# python\n'),
  };
  return { http, heads, mast, products: new ProductStore({ tools, head, searches, mast }) };
}

const PLACE = { search: SEARCH.id, row: 1 };

describe('the file a row is opened for', () => {
  it('is looked for among the first alone, in one request', async () => {
    const { http, heads, products } = made((path) =>
      path.includes('path_lookup')
        ? json(
            Object.fromEntries(
              new URLSearchParams(path.split('?')[1])
                .getAll('uri')
                .map((uri) => [uri, { status_code: 200, path: `/jwst/public/${uri.slice(18)}` }]),
            ),
          )
        : json(productRows(186)),
    );
    const main = await products.main(PLACE);
    expect(main).toMatchObject({ name: 'f0_rate.fits', place: { kind: 'cloud' } });
    expect(http.requests.map(({ path }) => path.split('?')[0])).toEqual([
      ...['/api/v0/invoke', '/api/v0.1/path_lookup/'],
    ]);
    expect(heads).toHaveLength(40);
    // The rest is looked up when it is looked at, and what is known is not asked for again.
    await products.locate(PLACE);
    expect([http.requests.length, heads.length]).toEqual([6, 186]);
  });
});

describe('of a row', () => {
  it('of whole frames of TESS nobody is asked for a list without end', async () => {
    const { http, mast } = made(() => json(productRows(1)));
    for (const target of ['TESS FFI', 'TICA FFI']) {
      const record = { obsid: '1', target_name: target };
      await expect(observationProducts(mast, record, undefined)).rejects.toMatchObject({
        ...{ code: 'unsupported', hint: expect.stringContaining('s3://stpubdata/tess') as string },
      });
    }
    expect(http.requests).toEqual([]);
    const found = await observationProducts(mast, { obsid: '1', target_name: 'x' }, undefined);
    expect(found.products).toHaveLength(1);
  });

  it('Python chooses the files that the filter leaves', async () => {
    const { products } = made(() => json({ obs_collection: { 'vot.datatype': 'char' } }));
    const filters = readFilterText('recommended; type=SCIENCE; level=2..3');
    expect(await products.asPython(PLACE, filters)).toContain(
      [
        'products = Observations.filter_products(',
        '    products,',
        '    mrp_only=True,',
        '    productType=["SCIENCE"],',
        '    calib_level=["2..3"],',
        ')',
      ].join('\n'),
    );
  });

  it('the list is ended by whoever waits for it, and asked for anew the next time', async () => {
    let asked = 0;
    const stop = new AbortController();
    const { products } = made(() => {
      asked += 1;
      if (asked === 1) {
        stop.abort();
      }
      return json(productRows(2));
    });
    await expect(products.list(PLACE, { signal: stop.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect((await products.list(PLACE)).science).toHaveLength(2);
    expect(asked).toBe(2);
  });
});

describe('the token of MAST', () => {
  it('is sent to MAST, and not along where MAST leads', async () => {
    const { http, products } = made((_, __, hostname) =>
      hostname === 'mast.stsci.edu'
        ? { status: 307, headers: { location: 'https://archive.example.org/api/v0/invoke' } }
        : json(productRows(1)),
    );
    expect((await products.list(PLACE)).science).toHaveLength(1);
    expect(
      http.requests.map(({ hostname, headers }) => [hostname, headers['authorization']]),
    ).toEqual([
      ['mast.stsci.edu', `token ${TOKEN}`],
      ['archive.example.org', undefined],
    ]);
    expect(
      JSON.stringify(http.requests.map(({ path, body }) => [path, String(body)])),
    ).not.toContain(TOKEN);
  });

  it('reads a file at MAST, and not where MAST leads', async () => {
    const { products } = made((path) =>
      json(path.includes('path_lookup') ? {} : productRows(1, 'cal.fits')),
    );
    const [file] = (await products.list(PLACE)).science;
    const web = file?.web ?? '';
    expect([web, file?.lasting]).toEqual([
      'https://mast.stsci.edu/api/v0.1/Download/file?uri=mast:JWST/product/f0_cal.fits',
      true,
    ]);
    const token = new MastToken({ get: () => Promise.resolve(TOKEN) } as unknown as Secrets);
    const target = new HttpsTarget(web, { headers: await token.headersFor(web) });
    expect(target.request().headers).toEqual({ authorization: `token ${TOKEN}` });
    for (const location of ['https://mirror.stsci.edu/x', 'https://example.org/x']) {
      expect(target.refused({ status: 302, headers: { location } })).toBe('again');
      expect(target.request().headers).toEqual({});
    }
  });
});
