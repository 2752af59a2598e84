import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AnswerTable } from '../../../../src/core/archives/mast/answer-table';
import { queryableColumns } from '../../../../src/core/archives/mast/columns';
import { missionsIn, readKnownValues } from '../../../../src/core/archives/mast/known-values';
import {
  askMashup,
  readMashup,
  type MashupAnswer,
  type MashupProgress,
} from '../../../../src/core/archives/mast/mashup';
import { readMission } from '../../../../src/core/archives/mast/mission-search';
import { observationsAt } from '../../../../src/core/archives/mast/observations';
import {
  filterProducts,
  type FilterValue,
} from '../../../../src/core/archives/mast/product-filters';
import {
  askProducts,
  productOf,
  scienceFirst,
  uniqueProducts,
} from '../../../../src/core/archives/mast/products';
import {
  countObservations,
  searchObservations,
  searchPages,
} from '../../../../src/core/archives/mast/search';
import type { JsonObject } from '../../../../src/core/archives/json-object';
import { DEFAULT_RETRY } from '../../../../src/core/bytes/retry';
import type { Table } from '../../../../src/core/table/table';
import { rowsOf } from '../../../../src/core/votable/records';
import { mashupOf, ReplayServer, type Replied } from './support/replay';
import { beside, golden, goldenText, HAS_GOLDEN, observationColumns } from './support/recorded';

interface TruthColumn {
  readonly name: string;
  /** Of the numpy type: U text, f float, i integer, b boolean. */
  readonly kind: string;
  readonly values: readonly (string | number | boolean | null)[];
}

const KINDS: Readonly<Record<string, string>> = {
  text: 'U',
  float64: 'f',
  int64: 'i',
  logical: 'b',
};
const RETRY = { ...DEFAULT_RETRY, retries: 0 };
const COUNT = { service: 'Mast.Caom.Filtered', params: {}, format: 'json', page: 1 } as const;

async function columnsOf(table: Table): Promise<TruthColumn[]> {
  const values = new Map<string, (string | number | boolean | null)[]>();
  for await (const record of rowsOf(table)) {
    for (const { name } of table.columns) {
      const value = record[name] ?? null;
      const list = values.get(name) ?? [];
      list.push(typeof value === 'bigint' ? Number(value) : value);
      values.set(name, list);
    }
  }
  return table.columns.map(({ name, type }) => ({
    ...{ name, kind: KINDS[type] ?? type, values: values.get(name) ?? [] },
  }));
}

function answer(path: string): MashupAnswer {
  const read = readMashup(golden(path));
  if (read === 'executing') {
    throw new Error('It is not ready.');
  }
  return read;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Lets the clock run until something is settled. */
async function settled<T>(promise: Promise<T>): Promise<T> {
  let done = false;
  promise.then(
    () => (done = true),
    () => (done = true),
  );
  while (!done) {
    await vi.advanceTimersByTimeAsync(10);
  }
  return promise;
}

describe.skipIf(!HAS_GOLDEN)('an answer becomes the table that astroquery makes of it', () => {
  const TABLES = beside<Record<string, TruthColumn[]>>('tables.json');
  const about = (): ConstructorParameters<typeof AnswerTable>[0] =>
    new Map(observationColumns().map((column) => [column.name, column]));

  it.each(['caom.json', 'advSearchPos.json', 'products.json', 'hsc.json', 'countsResp.json'])(
    '%s',
    async (name) => {
      const { fields, data } = answer(`mast/${name}`);
      const rows = new AnswerTable(about());
      rows.add(fields, data);
      expect(await columnsOf(rows.table())).toEqual(TABLES[name]);
    },
  );

  it('of several pages', async () => {
    const rows = new AnswerTable(about());
    for (const page of [1, 2, 3]) {
      const { fields, data } = answer(`synthetic/mast/paged_${page}_of_3.json`);
      rows.add(fields, data);
    }
    expect(await columnsOf(rows.table())).toEqual(TABLES['paged']);
  });

  it('of the search of a mission', async () => {
    const { fields, data, total } = readMission(golden('mast/mission_results.json'));
    const rows = new AnswerTable();
    rows.add(fields, data);
    expect(total).toBe(3);
    expect(await columnsOf(rows.table())).toEqual(TABLES['mission_results.json']);
  });

  it('whose rows are observations', async () => {
    const { fields, data } = answer('mast/caom.json');
    const rows = new AnswerTable(about());
    rows.add(fields, data);
    const [second, first] = await observationsAt(rows.table(), [1, 0]);
    expect(first).toMatchObject({
      ...{ obsid: '2003585980', id: 'U27XCS01T', collection: 'HST', ra: 23.11817129395 },
      ...{ region: expect.stringMatching(/^POLYGON GSC1/) as string, exposure: 1500 },
    });
    expect(second?.obsid).not.toBe(first?.obsid);
  });
});

describe('a table of answers', () => {
  it('keeps what it has given out, and holds columns that come later', async () => {
    const rows = new AnswerTable();
    rows.add([{ name: 'id', type: 'string' }], [{ id: 12345678901234567890n }, { id: null }]);
    const before = rows.table();
    rows.add(
      [
        { name: 'id', type: 'string' },
        { name: 'n', type: 'int' },
      ],
      [{ id: 7, n: 2n ** 62n }, { id: 'a  ', n: -999 }, { id: { a: 1 }, n: '12' }, { n: 2.9 }],
    );
    expect(await columnsOf(before)).toEqual([
      { name: 'id', kind: 'U', values: ['12345678901234567890', null] },
    ]);
    const after = rows.table();
    expect(await columnsOf(after)).toEqual([
      { name: 'id', kind: 'U', values: ['12345678901234567890', null, '7', 'a', '{"a":1}', null] },
      { name: 'n', kind: 'i', values: [null, null, 2 ** 62, null, 12, 2] },
    ]);
    expect((await after.read(2, 3, [1])).columns[0]?.values[0]).toBe(2n ** 62n);
  });
});

describe.skipIf(!HAS_GOLDEN)('columns', () => {
  it('are those of get_metadata', () => {
    const truth = beside<Record<string, string>[]>('metadata.json');
    const ours = observationColumns()
      .filter(({ removed }) => !removed)
      .map(({ name, label, type, unit = '', description = '', example = '' }) => ({
        ...{ 'Column Name': name, 'Column Label': label, 'Data Type': type, Units: unit },
        ...{ Description: description, 'Examples/Valid Values': example },
      }));
    expect(ours).toEqual(truth);
  });

  it('are offered in the order of MAST', () => {
    const names = queryableColumns(observationColumns()).map(({ name }) => name);
    expect(names.slice(0, 4)).toEqual([
      'intentType',
      'obs_collection',
      'instrument_name',
      'project',
    ]);
    expect(names).not.toContain('obs_creator_name');
  });

  it('have known values', () => {
    const known = readKnownValues(golden('mast/missions.extjs') as JsonObject);
    const { missions } = golden('truth/mast/missions.extjs.json') as { missions: string[] };
    expect(missionsIn(known)).toEqual(missions);
    expect(known.get('dataproduct_type')).toMatchObject({
      values: [{ value: 'timeseries', count: 1083976 }, { value: 'image' }, {}, {}, {}],
    });
    expect(known.get('s_ra')).toMatchObject({ kind: 'range' });
    expect(known.has('obs_id')).toBe(false);
  });
});

describe.skipIf(!HAS_GOLDEN)('products are chosen as filter_products chooses them', () => {
  interface Case {
    readonly filters: Record<string, FilterValue | FilterValue[] | boolean>;
    readonly uris: string[];
    readonly error?: string;
  }
  const { good, bad } = beside<{ good: Case[]; bad: Case[] }>('filtered.json');

  const filtered = ({ filters }: Case): string[] => {
    const { data, fields } = answer('mast/products.json');
    const { mrp_only: recommended = false, extension, ...columns } = filters;
    const products = uniqueProducts(data.map(productOf));
    const kept = filterProducts(products, fields, {
      recommendedOnly: recommended as boolean,
      extension: extension as string | undefined,
      columns: columns as Record<string, FilterValue>,
    });
    return kept.map(({ uri }) => uri);
  };

  it.each(good.map((one) => [JSON.stringify(one.filters), one] as const))('%s', (_, one) => {
    expect(filtered(one)).toEqual(one.uris);
  });

  it.each(bad.map((one) => [JSON.stringify(one.filters), one] as const))('not %s', (_, one) => {
    const code = one.error?.includes('not found') === true ? 'not-found' : 'format';
    expect(() => filtered(one)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('in at least thirty ways', () => expect(good.length).toBeGreaterThanOrEqual(30));

  it('science comes first', () => {
    const products = uniqueProducts(answer('mast/products.json').data.map(productOf));
    const { science, auxiliary } = scienceFirst(products);
    expect(science.every(({ type }) => type === 'SCIENCE')).toBe(true);
    expect(science.length + auxiliary.length).toBe(products.length);
    expect(science[0]).toMatchObject({ recommended: true });
  });
});

const paged = (request: Parameters<typeof mashupOf>[0]): Replied => ({
  body: goldenText(`synthetic/mast/paged_${mashupOf(request).page}_of_3.json`),
});
const QUERY = { criteria: [{ column: 'obs_collection', values: ['JWST'] }], pageSize: 3 };

describe.skipIf(!HAS_GOLDEN)('a search', () => {
  it('is paged to the end, under one name', async () => {
    const http = new ReplayServer(paged);
    const seen: string[] = [];
    const result = await settled(
      searchObservations({ http }, QUERY, observationColumns(), {
        onPage: ({ page, pages, table, total }) =>
          seen.push(`${page}/${pages}: ${table.rows} of ${total}`),
      }),
    );
    expect(seen).toEqual(['1/3: 3 of 7', '2/3: 6 of 7', '3/3: 7 of 7']);
    expect(result).toMatchObject({ total: 7, partial: undefined });
    const names = new Set(http.requests.map((request) => mashupOf(request).cacheBreaker));
    expect(names.size).toBe(1);
    expect([...names][0]).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/);
  });

  it('that fails on the way is partial', async () => {
    const http = new ReplayServer((request, index) =>
      index < 2 ? paged(request) : { status: 503, body: '' },
    );
    const tools = { http, retry: RETRY };
    const result = await settled(searchObservations(tools, QUERY, observationColumns()));
    expect(result.table.rows).toBe(6);
    expect(result.partial).toBe(
      'Only 6 of 7 observations came: MAST is in trouble (503): Service Unavailable. Try again later.',
    );
  });

  it('that is cancelled on the way is partial, and stops', async () => {
    const controller = new AbortController();
    const http = new ReplayServer(paged);
    const result = await settled(
      searchObservations({ http }, QUERY, observationColumns(), {
        signal: controller.signal,
        onPage: () => controller.abort(),
      }),
    );
    expect(result.partial).toBe('Only 3 of 7 observations came: the search was cancelled.');
    expect(http.requests).toHaveLength(1);
  });

  it('of which MAST sends less than it says is partial', async () => {
    const http = new ReplayServer((request) => {
      const page = JSON.parse(paged(request).body as string) as { data: unknown[] };
      return { body: mashupOf(request).page === 2 ? { ...page, data: [] } : page };
    });
    const result = await settled(searchObservations({ http }, QUERY, observationColumns()));
    expect(result.partial).toBe('Only 3 of 7 observations came: MAST sent no more.');
    expect(http.requests).toHaveLength(2);
  });

  it('of which MAST sends a page twice is partial', async () => {
    const body = goldenText('synthetic/mast/paged_1_of_3.json');
    const http = new ReplayServer(() => ({ body }));
    const tools = { http, retry: RETRY };
    const result = await settled(searchObservations(tools, QUERY, observationColumns()));
    expect(result.table.rows).toBe(3);
    expect(result.partial).toMatch(
      /^Only 3 of 7 observations came: MAST sent page 1 when asked for page 2\./,
    );
  });

  it('of more than an editor can hold is partial', async () => {
    const http = new ReplayServer(paged);
    const options = { mostRows: 6 };
    const result = await settled(
      searchObservations({ http }, QUERY, observationColumns(), options),
    );
    expect(result.partial).toBe(
      'Only 6 of 7 observations came: more are not fetched at once. Narrow the search.',
    );
    expect(http.requests).toHaveLength(2);
    const all = searchObservations({ http }, QUERY, observationColumns(), { mostRows: 7 });
    expect((await settled(all)).partial).toBeUndefined();
  });

  it('ends where the loop is left', async () => {
    const http = new ReplayServer(paged);
    const first = async (): Promise<number> => {
      for await (const { table } of searchPages({ http }, QUERY, observationColumns())) {
        return table.rows;
      }
      return 0;
    };
    expect(await settled(first())).toBe(3);
    expect(http.requests).toHaveLength(1);
  });

  it('can be counted', async () => {
    const http = new ReplayServer(() => ({ body: golden('mast/countsResp.json') }));
    const count = countObservations({ http }, QUERY, observationColumns());
    expect(await settled(count)).toBe(599);
  });

  it.each([
    ['obs_colection', ['JWST'], 'MAST has no column “obs_colection”.'],
    ['t_min', ['x'], '“Start Time” takes a least and a greatest number.'],
    ['t_min', [5, 4], '“Start Time” takes a least and a greatest number.'],
    ['filters', ['F4*', 'F5*'], 'Only one value of “Filters” may have a wildcard; there are 2.'],
    ['filters', [], 'Nothing is asked of “Filters”.'],
  ])('is not sent for %s = %j', async (column, values, message) => {
    const http = new ReplayServer(paged);
    const query = { criteria: [{ column, values }] };
    const search = searchObservations({ http }, query, observationColumns());
    await expect(settled(search)).rejects.toThrow(message);
    expect(http.requests).toHaveLength(0);
  });
});

describe('MAST at work', () => {
  const executing = {
    status: 'EXECUTING',
    msg: '',
    'percent complete': 0.42,
    data: [],
    fields: [],
  };
  const done = { status: 'COMPLETE', msg: '', data: [], fields: [] };
  const request = { ...COUNT, pagesize: 10 };

  it('is asked again with growing pauses, until it is done', async () => {
    const http = new ReplayServer((_, index) => ({ body: index < 6 ? executing : done }));
    const seen: MashupProgress[] = [];
    await settled(askMashup({ http }, request, { onProgress: (p) => seen.push(p) }));
    const gaps = http.sentAt.map((at, i) => at - (http.sentAt[i - 1] ?? at)).slice(1);
    expect(gaps.map(Math.round)).toEqual(
      [500, 800, 1280, 2048, 3277, 5243].map((gap) => expect.closeTo(gap, -1) as number),
    );
    expect(new Set(http.requests.map(({ body }) => new TextDecoder().decode(body))).size).toBe(1);
    expect(seen.filter(({ executing: at }) => at)).toHaveLength(6);
    expect(seen).toContainEqual({ executing: true, fraction: 0.42, bytes: 0 });
  });

  it('is not waited for longer than allowed', async () => {
    const http = new ReplayServer(() => ({ body: executing }));
    const late = askMashup({ http }, request, { timeoutMs: 5000 });
    await expect(settled(late)).rejects.toMatchObject({
      ...{ code: 'timeout', message: 'MAST did not answer within 5 s.', retryable: true },
    });
  });

  it('can be cancelled while it works', async () => {
    const controller = new AbortController();
    const http = new ReplayServer(() => ({ body: executing }));
    const asked = askMashup({ http }, request, { signal: controller.signal });
    const failed = expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    await vi.advanceTimersByTimeAsync(100);
    controller.abort();
    await failed;
    expect(http.requests).toHaveLength(1);
  });

  it.each<[unknown, string]>([
    [{ status: 'ERROR', msg: "Error: Invalid filter 'x'" }, "MAST says: Invalid filter 'x'."],
    [{ status: 'ERROR' }, 'MAST could not answer the query.'],
    [{ status: 'FAILED', msg: 'Out of memory' }, 'MAST says: Out of memory.'],
    [{ status: 'CANCELED' }, 'MAST could not answer the query.'],
    [{ status: 'COMPLETE' }, 'MAST gave an answer that makes no sense.'],
    [{ status: '' }, 'MAST gave an answer that makes no sense.'],
    [{}, 'MAST gave an answer that makes no sense.'],
    [[1], 'MAST gave an answer that makes no sense.'],
    ['<html><title>Login</title></html>', 'MAST answered with a web page instead of data (Login).'],
    ['{"status": "COMPLETE", "data": [{"a"', 'The answer of MAST ends in the middle.'],
  ])('says what is wrong: %j', async (body, message) => {
    const http = new ReplayServer(() => ({ body }));
    const asked = askMashup({ http, retry: RETRY }, request);
    await expect(settled(asked)).rejects.toThrow(message);
  });
});

describe('products', () => {
  const product = (id: string, uri: string): JsonObject => ({ obsID: Number(id), dataURI: uri });
  const list = (data: readonly JsonObject[]): Replied => ({
    body: {
      ...{ status: 'COMPLETE', msg: '', data },
      fields: ['obsID', 'dataURI'].map((name) => ({ name, type: 'string' })),
      paging: { page: 1, pageSize: 50_000, pagesFiltered: 1, rowsFiltered: data.length },
    },
  });

  it('come in batches, each once, in order', async () => {
    const ids = Array.from({ length: 1203 }, (_, i) => String(i + 1));
    const http = new ReplayServer((request) => {
      const asked = String(mashupOf(request).params?.['obsid']).split(',');
      return list([...asked.map((id) => product(id, `mast:${id}`)), product('0', 'mast:x')]);
    });
    const done: number[] = [];
    const result = await settled(
      askProducts({ http }, ids, { onObservations: (n) => done.push(n) }),
    );
    expect(
      http.requests.map((r) => String(mashupOf(r).params?.['obsid']).split(',').length),
    ).toEqual([500, 500, 203]);
    expect(result.products).toHaveLength(1204);
    expect(result).toMatchObject({ duplicates: 2, partial: undefined, failed: [] });
    expect(result.products[0]).toMatchObject({ obsid: '1', uri: 'mast:1' });
    expect(done.at(-1)).toBe(1203);
  });

  it('of some batches are partial', async () => {
    const http = new ReplayServer((_, index) =>
      index === 1 ? { status: 400, body: 'no' } : list([product('1', `mast:${index}`)]),
    );
    const result = await settled(askProducts({ http }, ['1', '2', '3'], { batch: 1 }));
    expect(result.products.map(({ uri }) => uri)).toEqual(['mast:0', 'mast:2']);
    expect(result.failed).toEqual(['2']);
    expect(result.partial).toMatch(
      /^The products of 1 of 3 observations could not be listed: MAST/,
    );
  });

  it('of which MAST sends fewer than it says are partial', async () => {
    const rows = [product('1', 'mast:a'), product('1', 'mast:b'), product('1', 'mast:a')];
    const { body } = list(rows);
    const page = (pages: number, rowsFiltered: number): object => ({
      paging: { page: 1, pageSize: 3, pagesFiltered: pages, rowsFiltered },
    });
    const half = new ReplayServer((request) =>
      mashupOf(request).page === 1
        ? { body: { ...(body as object), ...page(2, 5) } }
        : { body: { ...(body as object), data: [], paging: undefined } },
    );
    const less = new ReplayServer(() => ({ body: { ...(body as object), ...page(1, 5) } }));
    for (const http of [half, less]) {
      const { products, partial } = await settled(askProducts({ http }, ['1']));
      expect(products).toHaveLength(2);
      expect(partial).toBe('Only 3 of 5 products came: MAST sent no more.');
    }
  });

  it('are not asked for by a name', async () => {
    const http = new ReplayServer(() => list([]));
    await expect(askProducts({ http }, ['jw01783'])).rejects.toThrow('is no product group id');
    await expect(askProducts({ http }, ['', ' '])).rejects.toMatchObject({ code: 'format' });
    expect(http.requests).toHaveLength(0);
  });
});
