import { describe, expect, it } from 'vitest';
import {
  asPython,
  missionAsPython,
  type PythonSteps,
} from '../../../../src/core/archives/mast/as-python';
import { askColumns } from '../../../../src/core/archives/mast/columns';
import type { MastCriterion } from '../../../../src/core/archives/mast/filters';
import { mashupCall } from '../../../../src/core/archives/mast/mashup';
import { askKnownValues } from '../../../../src/core/archives/mast/known-values';
import {
  missionBody,
  missionCall,
  type MissionQuery,
} from '../../../../src/core/archives/mast/mission-query';
import { askMissionProducts } from '../../../../src/core/archives/mast/mission-products';
import { lookUpPaths, lookupAddress } from '../../../../src/core/archives/mast/path-lookup';
import { inBatches } from '../../../../src/core/archives/mast/batches';
import { askProducts } from '../../../../src/core/archives/mast/products';
import { pythonFloat } from '../../../../src/core/archives/mast/python-number';
import {
  countRequest,
  searchRequest,
  type MastQuery,
} from '../../../../src/core/archives/mast/query';
import { namesQuery } from '../../../../src/core/archives/mast/names';
import { nearestName } from '../../../../src/core/archives/mast/nearest-name';
import type { ServiceCall } from '../../../../src/core/archives/service-call';
import { ScriptedClient } from '../../../support/bytes/scripted-client';
import {
  beside,
  golden,
  HAS_GOLDEN,
  missionColumnsOf,
  observationColumns,
  type RecordedRequest,
} from './support/recorded';

interface Requests {
  readonly mast: Record<string, { requests: RecordedRequest[]; count: RecordedRequest[] }>;
  readonly missions: Record<string, { requests: RecordedRequest[] }>;
  readonly names: {
    names: string[];
    resolver?: 'NED';
    all?: boolean;
    requests: RecordedRequest[];
  }[];
  readonly products: { obsids: string[]; requests: RecordedRequest[] };
  readonly lookups: { uris: string[]; paths: string[]; requests: RecordedRequest[] };
  readonly all: RecordedRequest[];
  readonly missionProducts: RecordedRequest[];
  readonly columns: RecordedRequest[];
  readonly nearest: Record<string, string | null>;
  readonly floats: [number, string][];
}

interface Queries {
  readonly mast: { name: string; query: MastQuery; steps?: PythonSteps; python: string }[];
  readonly missions: { name: string; query: MissionQuery; python: string }[];
}

const REQUESTS = beside<Requests>('requests.json');
const QUERIES = beside<Queries>('queries.json');

/** JSON has null for the open end of a range. */
function opened(query: MastQuery): MastQuery {
  const criteria = query.criteria.map((criterion): MastCriterion => {
    if (!('range' in criterion)) {
      return criterion;
    }
    const [min, max] = criterion.range as readonly (number | null)[];
    return { column: criterion.column, range: [min ?? undefined, max ?? undefined] };
  });
  return { ...query, criteria };
}

/** A call as the script has recorded those of astroquery, without the cacheBreaker. */
function asRecorded(call: Pick<ServiceCall, 'method' | 'address' | 'headers' | 'body'>): unknown {
  const { method, address: url, headers = {}, body = '' } = call;
  const kept = Object.entries(headers).filter(([name]) =>
    ['content-type', 'accept'].includes(name),
  );
  const text = body.startsWith('request=') ? decodeURIComponent(body.slice(8)) : body;
  const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : undefined;
  delete json?.['cacheBreaker'];
  return { method, url, headers: Object.fromEntries(kept), body: json ?? (text || null) };
}

/** Of requests that a function sends. */
function recorder(answer: unknown): { client: ScriptedClient; sent: () => unknown[] } {
  const client = new ScriptedClient(() => ({
    status: 200,
    chunks: [new TextEncoder().encode(JSON.stringify(answer))],
  }));
  const sent = (): unknown[] =>
    client.requests.map(({ method, protocol, hostname, path, headers, body }) =>
      asRecorded({
        method: method as 'GET',
        address: `${protocol}//${hostname}${path}`,
        headers,
        body: new TextDecoder().decode(body),
      }),
    );
  return { client, sent };
}

describe.skipIf(!HAS_GOLDEN)('a search asks what astroquery asks', () => {
  it.each(QUERIES.mast.map((one) => [one.name, one] as const))('%s', (name, { query, ...rest }) => {
    const columns = observationColumns();
    const recorded = REQUESTS.mast[name];
    const search = mashupCall(
      { http: new ScriptedClient(() => ({ status: 500 })) },
      searchRequest(opened(query), columns),
      'x',
    );
    expect(asRecorded(search)).toEqual(recorded?.requests[0]);
    const { criteria, position } = opened(query);
    const request = countRequest({ criteria, position }, columns);
    expect(request).toEqual({
      ...(recorded?.count[0]?.body as object),
      pagesize: request.pagesize,
    });
    expect(asPython(opened(query), columns, rest.steps)).toBe(rest.python);
  });

  it.each(QUERIES.missions.map((one) => [one.name, one] as const))(
    'of a mission: %s',
    (name, { query, python }) => {
      const tools = { http: new ScriptedClient(() => ({ status: 500 })) };
      const body = missionBody(query, missionColumnsOf(query.mission));
      const call = missionCall(tools, query.mission, 'search', body);
      expect(asRecorded(call)).toEqual(REQUESTS.missions[name]?.requests[0]);
      expect(missionAsPython(query)).toBe(python);
    },
  );

  it('there are at least forty', () => {
    expect(QUERIES.mast.length + QUERIES.missions.length).toBeGreaterThanOrEqual(40);
  });
});

describe('the other requests are those of astroquery', () => {
  it.skipIf(!HAS_GOLDEN)('products, in batches', async () => {
    const { client, sent } = recorder(golden('mast/products.json'));
    const { obsids, requests } = REQUESTS.products;
    await askProducts({ http: client }, obsids);
    expect(sent()).toEqual(requests);
  });

  it.skipIf(!HAS_GOLDEN)('columns', async () => {
    const { client, sent } = recorder(golden('mast/columnsconfig.json'));
    await askColumns({ http: client });
    expect(sent()).toEqual(REQUESTS.columns);
  });

  it.skipIf(!HAS_GOLDEN)('known values', async () => {
    const { client, sent } = recorder(golden('mast/missions.extjs'));
    await askKnownValues({ http: client });
    expect(sent()).toEqual(REQUESTS.all);
  });

  it('products of a mission', async () => {
    const { client, sent } = recorder({ products: [] });
    await askMissionProducts({ http: client }, 'hst', [' Z14Z0104T', 'Z14Z0104T', '']);
    expect(sent()).toEqual(REQUESTS.missionProducts);
  });

  it('paths in the cloud', async () => {
    const { uris, paths, requests } = REQUESTS.lookups;
    const asked = inBatches(uris, 40).map((batch) => {
      const { searchParams, pathname } = new URL(
        lookupAddress({ http: recorder(null).client }, batch),
      );
      return { pathname, query: [...searchParams] };
    });
    expect(asked).toEqual(
      requests.map(({ url }) => {
        const { searchParams, pathname } = new URL(url);
        return { pathname, query: [...searchParams] };
      }),
    );
    const answer = Object.fromEntries(
      uris.map((uri, i) => [uri, { status_code: 200, path: `/${paths[i]}` }]),
    );
    const { client } = recorder(answer);
    expect(await lookUpPaths({ http: client }, uris.slice(0, 2))).toEqual(
      paths.slice(0, 2).map((key) => ({ kind: 'path', key })),
    );
  });

  it.each(REQUESTS.names)('names: $names', ({ names, requests, ...options }) => {
    const asked = [...new URLSearchParams(namesQuery(names, options))];
    const theirs = [...new URL(requests[0]?.url ?? '').searchParams];
    expect(asked.sort()).toEqual(theirs.sort());
  });

  it.skipIf(!HAS_GOLDEN)('the nearest name is the one it proposes', () => {
    const names = ['_selected_', ...observationColumns().map(({ name }) => name)];
    for (const [word, near] of Object.entries(REQUESTS.nearest)) {
      expect([word, nearestName(word, names) ?? null]).toEqual([word, near]);
    }
  });

  it('numbers in a text are written as Python writes them', () => {
    for (const [number, text] of REQUESTS.floats) {
      expect(pythonFloat(number)).toBe(text);
    }
    expect([NaN, Infinity, -Infinity].map(pythonFloat)).toEqual(['nan', 'inf', '-inf']);
  });
});
