import { describe, expect, it } from 'vitest';
import { Meter } from '../../src/core/bytes/meter';
import type { HttpClient, HttpRequest } from '../../src/core/bytes/http';
import { TrinoEngine } from '../../src/core/engines/trino/trino-engine';
import { CollectingSink } from '../support/engines/collected-rows';
import { address, http, query, settings, version } from './server';

/** Trino's own tables of the benchmark TPC-H. */
const LINES = 'tpch.tiny.lineitem';
const LINE_COUNT = 60_175;

interface QueryState {
  readonly state: string;
  readonly query: string;
}

async function statesOf(mark: string): Promise<string[]> {
  const answer = await fetch(`${address}/v1/query`, { headers: { 'x-trino-user': 'tester' } });
  const queries = (await answer.json()) as readonly QueryState[];
  return queries.filter(({ query: sql }) => sql.includes(mark)).map(({ state }) => state);
}

async function endedAs(mark: string): Promise<string[]> {
  for (let tries = 0; tries < 100; tries++) {
    const states = await statesOf(mark);
    if (states.length > 0 && states.every((state) => state === 'FAILED' || state === 'FINISHED')) {
      return states;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return statesOf(mark);
}

describe.skipIf(version === undefined)(`the client of Trino ${version ?? ''}`, () => {
  it('brings every row in batches, and counts requests and bytes', async () => {
    const meter = new Meter();
    const sink = new CollectingSink();
    const end = await new TrinoEngine(settings(), { http }, undefined).run(
      `SELECT orderkey, linenumber, comment FROM ${LINES}`,
      sink,
      { meter },
    );
    expect(end).toEqual({ state: 'done', warnings: [] });
    expect(sink.rows).toHaveLength(LINE_COUNT);
    expect(new Set(sink.rows.map(([order, line]) => `${order}/${line}`)).size).toBe(LINE_COUNT);
    expect(sink.batches).toBeGreaterThan(1);
    expect(meter.figures().requests).toBeGreaterThan(sink.batches);
    expect(meter.figures().bytes).toBeGreaterThan(100_000);
    expect(sink.told.at(-1)?.rows).toBe(LINE_COUNT);
  });

  it('has each type as the tables here have it', async () => {
    const { columns, rows } = await query(
      `SELECT true a, CAST(1 AS tinyint) b, CAST(-2 AS smallint) c, 3 d, 9223372036854775807 e, REAL '1.5' f, nan() g, -infinity() h,
        DECIMAL '1.25' i, DECIMAL '12345678901234567890.5' j, 'Ä “x”' k, DATE '2026-01-31' l, TIMESTAMP '2026-01-31 12:00:00.123456' m,
        ARRAY[1.5E0, nan(), NULL] n, MAP(ARRAY['x'], ARRAY[9007199254740993]) o, CAST(NULL AS double) p, CAST(NULL AS varchar) q, X'00ff' r, CAST(ROW(1, 'b') AS ROW(x integer, y varchar)) s`,
    );
    expect(columns.map(({ type }) => type)).toEqual([
      ...['logical', 'int8', 'int16', 'int32', 'int64', 'float32', 'float64', 'float64'],
      ...[
        'float64',
        'text',
        'text',
        'text',
        'text',
        'text',
        'text',
        'float64',
        'text',
        'text',
        'text',
      ],
    ]);
    expect(rows).toEqual([
      [
        ...[true, 1, -2, 3, '9223372036854775807', 1.5, NaN, -Infinity, 1.25],
        ...['12345678901234567890.5', 'Ä “x”', '2026-01-31', '2026-01-31 12:00:00.123456'],
        ...['[1.5,"NaN",null]', '{"x":9007199254740993}', null, null, 'AP8=', '[1,"b"]'],
      ],
    ]);
  });

  it('says what is wrong with the SQL, and where', async () => {
    await expect(query('SELECT x FROM memory.default.nowhere')).rejects.toMatchObject({
      code: 'format',
      message: expect.stringContaining("line 1:15: Table 'memory.default.nowhere' does not exist"),
    });
    await expect(query('SELEC')).rejects.toMatchObject({ code: 'format' });
    await expect(query('SELECT 1 / 0')).rejects.toMatchObject({
      message: expect.stringContaining('Division by zero'),
    });
  });

  it('looks names up in the catalog and schema of the setting', async () => {
    const { rows } = await query('SELECT count(*) FROM region', {
      catalog: 'tpch',
      schema: 'tiny',
    });
    expect(rows).toEqual([['5']]);
  });

  it('takes no more rows than are wanted, and ends the query there', async () => {
    const mark = `full-${Date.now()}`;
    const { end, rows } = await query(`SELECT orderkey, '${mark}' FROM tpch.sf1.lineitem`, {
      mostRows: 1234,
    });
    expect(end.state).toBe('full');
    expect(end.warnings[0]).toContain('more than 1234 rows');
    expect(rows).toHaveLength(1234);
    expect(await endedAs(mark)).toEqual(['FAILED']);
  });

  it('ends a query on the server when it is cancelled while rows come', async () => {
    const mark = `rows-${Date.now()}`;
    const stop = new AbortController();
    const sink = new CollectingSink();
    const add = sink.add.bind(sink);
    sink.add = async (columns) => {
      await add(columns);
      stop.abort();
    };
    const run = new TrinoEngine(settings(), { http }, undefined).run(
      `SELECT orderkey, '${mark}' FROM tpch.sf1.lineitem`,
      sink,
      { signal: stop.signal },
    );
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    expect(sink.rows.length).toBeGreaterThan(0);
    expect(await endedAs(mark)).toEqual(['FAILED']);
  });

  it('ends a query on the server when it is cancelled while it is being begun', async () => {
    const mark = `begun-${Date.now()}`;
    const stop = new AbortController();
    const sent: string[] = [];
    let deleted = (): void => undefined;
    const ended = new Promise<void>((resolve) => (deleted = resolve));
    const client: HttpClient = {
      send: (request: HttpRequest) => {
        const answer = http.send(request);
        sent.push(request.method);
        stop.abort();
        if (request.method === 'DELETE') {
          void answer.then(deleted);
        }
        return answer;
      },
    };
    const run = new TrinoEngine(settings(), { http: client }, undefined).run(
      `SELECT orderkey, '${mark}' FROM tpch.sf1.lineitem`,
      new CollectingSink(),
      { signal: stop.signal },
    );
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    await ended;
    expect(sent).toEqual(['POST', 'DELETE']);
    // It is gone before it is listed.
    expect(await statesOf(mark)).not.toContain('RUNNING');
  });

  it('goes on where the server is too busy for a step', async () => {
    let refused = 0;
    const client: HttpClient = {
      send: (request) => {
        refused += 1;
        return refused % 2 === 1
          ? Promise.resolve({ status: 503, headers: { 'retry-after': '0' }, body: nothing() })
          : http.send(request);
      },
    };
    const retry = {
      retries: 3,
      firstPauseMs: 1,
      longestPauseMs: 5,
      longestRetryAfterMs: 10,
      random: () => 0,
    };
    const sink = new CollectingSink();
    await new TrinoEngine(settings(), { http: client, retry }, undefined).run(
      `SELECT orderkey FROM ${LINES}`,
      sink,
    );
    expect(sink.rows).toHaveLength(LINE_COUNT);
    expect(refused).toBeGreaterThan(4);
  });
});

async function* nothing(): AsyncGenerator<Uint8Array> {
  yield* [];
}
