import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AthenaEngine } from '../../../src/core/engines/athena/athena-engine';
import { readKeys, writeKeys, type AwsKeys } from '../../../src/core/engines/athena/aws-keys';
import { readEngines, type AthenaSettings } from '../../../src/core/engines/engine-settings';
import { signCall } from '../../../src/platform/node/athena-signature';
import { CollectingSink } from '../../support/engines/collected-rows';
import { jsonAnswer, PlayedServer, type PlayedAnswer } from '../../support/engines/played-server';

/** There is no Athena to ask: requests and answers are those that botocore has for it (make_athena.py). */

interface Exchange {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly status: number;
  readonly answer: unknown;
}

interface Recorded {
  readonly keys: AwsKeys;
  readonly now: string;
  readonly sql: string;
  readonly token: string;
  readonly rows: readonly (readonly (string | null)[])[];
  readonly exchanges: readonly Exchange[];
  readonly refusals: Readonly<
    Record<string, { readonly status: number; readonly answer: unknown }>
  >;
  readonly failed: Readonly<Record<string, unknown>>;
}

const recorded = JSON.parse(
  readFileSync(new URL('athena.json', import.meta.url), 'utf8'),
) as Recorded;
const { keys, exchanges, sql } = recorded;

function settings(others: Readonly<Record<string, unknown>> = {}): AthenaSettings {
  const { engines, problems } = readEngines([
    {
      ...{ id: 'athena', label: 'Athena', kind: 'athena', region: 'us-west-2' },
      ...{ workgroup: 'astronomy', output: 's3://results/here/' },
      ...{ catalog: 'AwsDataCatalog', database: 'sky' },
      ...others,
    },
  ]);
  const [engine] = engines;
  if (engine?.kind !== 'athena') {
    throw new Error(problems.join(' '));
  }
  return engine;
}

function engineOf(server: PlayedServer, others?: Readonly<Record<string, unknown>>): AthenaEngine {
  return new AthenaEngine(
    settings(others),
    { http: server, retry: server.retry },
    {
      ...{ keys, sign: signCall, now: () => new Date(recorded.now) },
      newToken: () => recorded.token,
      wait: () => Promise.resolve(),
    },
    [{ name: 'w1', unit: 'mag', description: 'W1 magnitude' }],
  );
}

const answers = (list: readonly Exchange[]): PlayedAnswer[] =>
  list.map(({ status, answer }) => jsonAnswer(answer, status));

describe('Athena, by exchanges that botocore wrote and read', () => {
  it('signs a request as botocore does', () => {
    for (const { url, headers, body } of exchanges) {
      const signed = signCall(
        {
          ...{ host: new URL(url).host, path: '/', region: 'us-west-2', service: 'athena' },
          headers: {
            'content-type': headers['content-type'] ?? '',
            'x-amz-target': headers['x-amz-target'] ?? '',
          },
          body: new TextEncoder().encode(body),
          at: new Date(recorded.now),
        },
        keys,
      );
      expect(signed).toMatchObject(headers);
    }
  });

  it('asks what botocore asks, and brings the rows', async () => {
    const server = new PlayedServer(answers(exchanges.slice(0, 6)));
    const sink = new CollectingSink();
    const end = await engineOf(server).run(sql, sink);
    expect(end).toEqual({ state: 'done', warnings: [] });
    expect(server.requests.map(({ address }) => address)).toEqual(
      exchanges.slice(0, 6).map(({ url }) => url),
    );
    server.requests.forEach(({ headers, body }, k) => {
      expect(JSON.parse(body)).toEqual(JSON.parse(exchanges[k]?.body ?? ''));
      const { authorization, ...others } = exchanges[k]?.headers ?? {};
      expect(headers).toMatchObject(others);
      expect(headers['authorization']?.replace(/\w+$/, '')).toBe(
        authorization?.replace(/\w+$/, ''),
      );
    });
    expect(sink.columns).toMatchObject([
      { name: 'designation', type: 'text' },
      { name: 'ra', type: 'float64' },
      { name: 'ext_flg', type: 'int32' },
      { name: 'cntr', type: 'int64' },
      { name: 'w1', type: 'float32', unit: 'mag', description: 'W1 magnitude' },
      { name: 'good', type: 'logical' },
      { name: 'price', type: 'float64' },
      { name: 'list', type: 'text' },
      { name: 't', type: 'text' },
    ]);
    const [first, second, third] = recorded.rows;
    expect(sink.rows).toEqual([
      [first?.[0], 60.4516675, 0, '9007199254740993', 15.1, true, 1.25, ...(first ?? []).slice(7)],
      ['', NaN, null, null, Infinity, false, null, null, null],
      [third?.[0], -1e-7, -7, '-5', null, null, 0, '[]', null],
    ]);
    expect(second?.[0]).toBe('');
    expect(sink.told.at(-1)).toMatchObject({ bytes: 123456, rows: 3 });
  });

  it('stops the query there when it is cancelled', async () => {
    const stop = new AbortController();
    const server = new PlayedServer([
      ...answers(exchanges.slice(0, 2)),
      ...answers(exchanges.slice(6)),
    ]);
    server.onRequest = (count) => count === 2 && stop.abort();
    const run = engineOf(server).run(sql, new CollectingSink(), { signal: stop.signal });
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    await server.idle();
    const last = server.requests.at(-1);
    expect(last?.headers['x-amz-target']).toBe('AmazonAthena.StopQueryExecution');
    expect(JSON.parse(last?.body ?? '')).toEqual(JSON.parse(exchanges[6]?.body ?? ''));
  });

  it('takes no more rows than are wanted', async () => {
    const server = new PlayedServer(answers(exchanges.slice(0, 6)));
    const sink = new CollectingSink();
    const end = await engineOf(server, { mostRows: 1 }).run(sql, sink);
    expect(end.state).toBe('full');
    expect(sink.rows).toHaveLength(1);
    expect(server.requests).toHaveLength(5);
  });

  it.each([
    ['syntax', 'format', 'line 1:8: mismatched input'],
    ['keys', 'access-denied', 'does not accept the keys'],
    ['denied', 'access-denied', 'not authorized to perform'],
  ])('says what is refused: %s', async (name, code, words) => {
    const { status, answer } = recorded.refusals[name] ?? { status: 0, answer: {} };
    const server = new PlayedServer([jsonAnswer(answer, status)]);
    await expect(engineOf(server).run(sql, new CollectingSink())).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words) as string,
    });
  });

  it.each([
    ['user', 'format', "Column 'x' cannot be resolved"],
    ['system', 'server', 'GENERIC_INTERNAL_ERROR'],
    ['cancelled', 'server', 'ended at Athena'],
  ])('says how a query failed: %s', async (name, code, words) => {
    const server = new PlayedServer([
      ...answers(exchanges.slice(0, 1)),
      jsonAnswer(recorded.failed[name]),
    ]);
    await expect(engineOf(server).run(sql, new CollectingSink())).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words) as string,
    });
  });

  it('asks again later where there are too many queries', async () => {
    const busy = { __type: 'TooManyRequestsException', message: 'Rate exceeded' };
    const server = new PlayedServer([
      jsonAnswer(busy, 400),
      jsonAnswer(busy, 400),
      ...answers(exchanges.slice(0, 6)),
    ]);
    const sink = new CollectingSink();
    await engineOf(server).run(sql, sink);
    expect(sink.rows).toHaveLength(3);
  });

  it('keeps keys as text, and says where none are', () => {
    expect(readKeys(writeKeys(keys), 'Athena')).toEqual(keys);
    expect(() => readKeys(undefined, 'Athena')).toThrow('There are no keys for Athena.');
    expect(() => readKeys('{"accessKeyId": 7}', 'Athena')).toThrow('There are no keys for Athena.');
  });
});
