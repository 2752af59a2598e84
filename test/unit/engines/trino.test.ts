import { describe, expect, it } from 'vitest';
import { readEngines, type TrinoSettings } from '../../../src/core/engines/engine-settings';
import { TrinoEngine } from '../../../src/core/engines/trino/trino-engine';
import { CollectingSink } from '../../support/engines/collected-rows';
import { jsonAnswer, PlayedServer } from '../../support/engines/played-server';

/** What a real server cannot be made to do; the rest is in test/trino. */

function settings(others: Readonly<Record<string, unknown>> = {}): TrinoSettings {
  const { engines, problems } = readEngines([
    {
      ...{ id: 'trino', label: 'Cluster', kind: 'trino', user: 'jane' },
      address: 'https://trino.example.org:8443/gate/',
      ...others,
    },
  ]);
  const [engine] = engines;
  if (engine?.kind !== 'trino') {
    throw new Error(problems.join(' '));
  }
  return engine;
}

const step = (k: number, more: object = {}): object => ({
  id: 'q1',
  nextUri: `https://trino.example.org:8443/gate/v1/statement/executing/q1/y/${k}`,
  stats: { state: 'RUNNING', totalSplits: 4, completedSplits: k, processedBytes: 100 * k },
  ...more,
});
const last = { id: 'q1', stats: { state: 'FINISHED' }, warnings: [{ message: 'Slow table' }] };
const columns = [{ name: 'X', type: 'double' }];

const run = (
  server: PlayedServer,
  others: Readonly<Record<string, unknown>> = {},
  secret?: string,
  sink = new CollectingSink(),
): Promise<{ readonly state: string; readonly warnings: readonly string[] }> =>
  new TrinoEngine(settings(others), { http: server, retry: server.retry }, secret).run(
    'SELECT x',
    sink,
  );

describe('the client of Trino', () => {
  it('sends the password to the address of the setting alone, and says who asks', async () => {
    const server = new PlayedServer([
      jsonAnswer(step(1)),
      jsonAnswer({ ...last, columns, data: [[1]] }),
    ]);
    const end = await run(server, { auth: 'password', catalog: 'hive', schema: 'größe' }, 'pä:ss');
    expect(end.warnings).toEqual(['Slow table']);
    expect(server.requests.map(({ method, address }) => `${method} ${address}`)).toEqual([
      'POST https://trino.example.org:8443/gate/v1/statement',
      'GET https://trino.example.org:8443/gate/v1/statement/executing/q1/y/1',
    ]);
    for (const { headers } of server.requests) {
      expect(headers).toMatchObject({
        authorization: `Basic ${Buffer.from('jane:pä:ss').toString('base64')}`,
        'x-trino-user': 'jane',
        'x-trino-source': 'skybucket',
        'x-trino-catalog': 'hive',
        'x-trino-schema': 'gr%C3%B6%C3%9Fe',
      });
    }
    expect(server.requests[0]?.body).toBe('SELECT x');
  });

  it('sends a token, and no name beside it unless one is set', async () => {
    const server = new PlayedServer([jsonAnswer({ ...last, columns })]);
    await run(server, { auth: 'token', user: '' }, 'a.b.c');
    expect(server.requests[0]?.headers).toMatchObject({ authorization: 'Bearer a.b.c' });
    expect(server.requests[0]?.headers).not.toHaveProperty('x-trino-user');
  });

  it('goes on at its own address where the server takes itself to be on another port', async () => {
    const nextUri = 'http://trino.example.org:8080/v1/statement/executing/q1/y/1';
    const server = new PlayedServer([
      jsonAnswer(step(1, { nextUri })),
      jsonAnswer({ ...last, columns }),
    ]);
    await run(server);
    expect(server.requests[1]?.address).toBe(
      'https://trino.example.org:8443/gate/v1/statement/executing/q1/y/1',
    );
  });

  it.each(['https://evil.example.org/v1/statement/x', 'https://trino.example.org:8443/v1/else'])(
    'does not follow %s',
    async (nextUri) => {
      const server = new PlayedServer([jsonAnswer(step(1, { nextUri, columns }))]);
      await expect(run(server, { auth: 'password' }, 'secret')).rejects.toMatchObject({
        code: 'bad-address',
      });
      expect(server.requests).toHaveLength(1);
    },
  );

  it('does not follow redirects', async () => {
    const server = new PlayedServer([
      { status: 307, headers: { location: 'https://evil.example.org/v1/statement' }, text: '' },
    ]);
    await expect(run(server)).rejects.toThrow('sends the query to another address');
    expect(server.requests).toHaveLength(1);
  });

  it('begins a query once: again where the server has no time, not where the connection broke', async () => {
    const busy = { status: 503, text: 'busy' };
    const server = new PlayedServer([busy, busy, jsonAnswer({ ...last, columns })]);
    await run(server);
    expect(server.requests).toHaveLength(3);
    const broken = new PlayedServer([{ status: 200, text: '{"id": "q1", ' }, jsonAnswer(last)]);
    await expect(run(broken)).rejects.toMatchObject({ code: 'server' });
    expect(broken.requests).toHaveLength(1);
  });

  it('asks for a step again when its answer is broken', async () => {
    const server = new PlayedServer([
      jsonAnswer(step(1)),
      { status: 200, text: '{"id": "q1", ' },
      { status: 502, text: '<html>gateway</html>' },
      jsonAnswer({ ...last, columns, data: [[1]] }),
    ]);
    const sink = new CollectingSink();
    await run(server, {}, undefined, sink);
    expect(sink.rows).toEqual([[1]]);
  });

  it('says what is wrong with the sign-in, and whether it is Trino at all', async () => {
    await expect(
      run(new PlayedServer([{ status: 401, text: 'Unauthorized' }])),
    ).rejects.toMatchObject({
      code: 'access-denied',
      hint: expect.stringContaining('Set Password or Keys') as string,
    });
    await expect(run(new PlayedServer([jsonAnswer({ hello: 1 })]))).rejects.toThrow(
      'Cluster does not answer as Trino does.',
    );
  });

  it('ends the query when something goes wrong on the way', async () => {
    const failed = {
      ...step(2),
      error: { message: 'Out of memory', errorType: 'INSUFFICIENT_RESOURCES', errorName: 'X' },
    };
    const server = new PlayedServer([
      jsonAnswer(step(1)),
      jsonAnswer(failed),
      { status: 204, text: '' },
    ]);
    await expect(run(server)).rejects.toMatchObject({ message: 'Cluster failed: Out of memory' });
    await server.idle();
    expect(server.requests.at(-1)?.method).toBe('DELETE');
  });

  it('wants a query that gives rows', async () => {
    await expect(run(new PlayedServer([jsonAnswer(last)]))).rejects.toThrow(
      'The SQL gives no rows.',
    );
  });
});
