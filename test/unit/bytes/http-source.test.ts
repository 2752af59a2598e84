import { describe, expect, it } from 'vitest';
import { HttpSource, type HttpSourceOptions } from '../../../src/core/bytes/http-source';
import type { HttpTarget } from '../../../src/core/bytes/target';
import { HttpsTarget } from '../../../src/core/bytes/https-target';
import { Meter } from '../../../src/core/bytes/meter';
import { DEFAULT_RETRY } from '../../../src/core/bytes/retry';
import { isCancelled, SkybucketError } from '../../../src/core/errors';
import {
  pattern,
  PLAIN_TARGET,
  type Script,
  ScriptedClient,
  serve,
} from '../../support/bytes/scripted-client';

const BYTES = pattern(300_000);
const KNOWN = { size: BYTES.length, etag: '"v1"' };
const QUICK = { ...DEFAULT_RETRY, firstPauseMs: 1, longestPauseMs: 2 };
const HONEST: Script = (request) => serve(BYTES, request);

function open(
  script: Script,
  options: HttpSourceOptions = {},
  target: HttpTarget = PLAIN_TARGET,
): { client: ScriptedClient; source: HttpSource; meter: Meter } {
  const client = new ScriptedClient(script);
  const source = new HttpSource(client, target, { retry: QUICK, ...options });
  return { client, source, meter: new Meter() };
}

function reset(): SkybucketError {
  return new SkybucketError('network', 'The connection was lost.', { retryable: true });
}

const failsWith = (code: string): object => expect.objectContaining({ code });

describe('HttpSource: the first read', () => {
  it('learns size and identity from one probe, which serves what lies in it', async () => {
    const { client, source, meter } = open(HONEST);
    const both = [source.read(0, 2880, { meter }), source.size({ meter })] as const;
    expect(await both[0]).toEqual(BYTES.slice(0, 2880));
    expect(await both[1]).toBe(300_000);
    expect(await source.identity()).toEqual({ kind: 'etag', etag: '"v1"' });
    expect(await source.read(60_000, 5536)).toEqual(BYTES.slice(60_000, 65_536));
    expect(client.ranges).toEqual(['bytes=0-65535']);
    expect(client.requests[0]).toMatchObject({
      method: 'GET',
      headers: { 'accept-encoding': 'identity' },
    });
    expect(client.requests[0]?.headers).not.toHaveProperty('if-match');
    expect(meter.figures()).toMatchObject({ requests: 1, rounds: 1, bytes: 65_536 });
  });

  it('asks only for what the probe does not hold, on condition', async () => {
    const { client, source, meter } = open(HONEST, { probeLength: 1000 });
    expect(await source.read(900, 200, { meter })).toEqual(BYTES.slice(900, 1100));
    expect(client.ranges).toEqual(['bytes=0-999', 'bytes=1000-1099']);
    expect(client.requests[1]?.headers).toMatchObject({ 'if-match': '"v1"' });
    // The second could not be sent before the first was answered.
    expect(meter.figures()).toMatchObject({ requests: 2, rounds: 2, bytes: 1100 });
  });

  it('needs no probe for an object a listing told of', async () => {
    const { client, source, meter } = open(HONEST, { known: { size: 300_000, etag: 'v1' } });
    expect(await source.size({ meter })).toBe(300_000);
    expect(await source.read(5, 10, { meter })).toEqual(BYTES.slice(5, 15));
    expect(client.ranges).toEqual(['bytes=5-14']);
    expect(client.requests[0]?.headers).toMatchObject({ 'if-match': '"v1"' });
    expect(meter.figures()).toMatchObject({ requests: 1, rounds: 1, bytes: 10 });
  });

  it('probes an object shorter than the probe', async () => {
    const { source } = open((request) => serve(BYTES.slice(0, 500), request));
    expect(await source.size()).toBe(500);
    expect(await source.read(490, 10)).toEqual(BYTES.slice(490, 500));
    await expect(source.read(490, 11)).rejects.toEqual(failsWith('past-end'));
  });

  it('knows an empty object by its 416', async () => {
    const { source } = open((request) => serve(new Uint8Array(0), request));
    expect(await source.size()).toBe(0);
    expect(await source.read(0, 0)).toHaveLength(0);
    await expect(source.read(0, 1)).rejects.toEqual(failsWith('past-end'));
  });

  it('is shared: a cancel of one asker does not fail another, that of the last aborts', async () => {
    let release = (): void => undefined;
    const { client, source } = open(async (request) => {
      await new Promise<void>((resolve) => (release = resolve));
      return serve(BYTES, request);
    });
    const one = new AbortController();
    const first = source.size({ signal: one.signal });
    const second = source.size();
    one.abort();
    await expect(first).rejects.toEqual(failsWith('cancelled'));
    release();
    expect(await second).toBe(300_000);
    expect(client.requests).toHaveLength(1);
  });

  it('is not remembered when it failed', async () => {
    const { source } = open((request, index) =>
      index === 0 ? { status: 404 } : serve(BYTES, request),
    );
    await expect(source.size()).rejects.toEqual(failsWith('not-found'));
    expect(await source.size()).toBe(300_000);
  });
});

describe('HttpSource: identity', () => {
  const date = 'Wed, 21 Oct 2026 07:28:00 GMT';

  it('takes size and time where the ETag is weak, and asks for that time', async () => {
    const validators = { etag: 'W/"v1"', 'last-modified': date };
    const { client, source } = open((request) => serve(BYTES, request, validators));
    expect(await source.identity()).toEqual({ kind: 'modified', size: 300_000, modified: date });
    expect(await source.read(100_000, 5)).toEqual(BYTES.slice(100_000, 100_005));
    expect(client.requests[1]?.headers).toMatchObject({ 'if-unmodified-since': date });
    expect(client.requests[1]?.headers).not.toHaveProperty('if-match');
  });

  it('understands the date of a listing', async () => {
    const known = { size: 300_000, modified: '2026-10-21T07:28:00.000Z' };
    const { source } = open((request) => serve(BYTES, request, { 'last-modified': date }), {
      known,
    });
    expect(await source.read(0, 5)).toEqual(BYTES.slice(0, 5));
  });

  it('is unknown where the server says nothing', async () => {
    const { source } = open((request) => serve(BYTES, request, {}));
    expect(await source.identity()).toEqual({ kind: 'unknown' });
  });

  it.each<[string, Script]>([
    ['a 412', (request) => serve(BYTES, request, { etag: '"v2"' })],
    [
      'another ETag, from a server that ignores the condition',
      ({ headers, ...request }) =>
        serve(BYTES, { ...request, headers: { range: headers['range']! } }, { etag: '"v2"' }),
    ],
    ['another length', (request) => serve(BYTES.slice(0, 200_000), request)],
    [
      'a 200 with another ETag',
      () => ({ status: 200, headers: { etag: '"v2"' }, chunks: [BYTES] }),
    ],
    ['a 416', (request) => serve(BYTES.slice(0, 10), request)],
  ])('fails for good with `changed` on %s', async (_, later) => {
    const { client, source } = open((request, index) =>
      index === 0 ? serve(BYTES, request) : later(request, index),
    );
    await source.size();
    await expect(source.read(100_000, 10)).rejects.toEqual(failsWith('changed'));
    await expect(source.read(0, 10)).rejects.toEqual(failsWith('changed'));
    await expect(source.size()).rejects.toEqual(failsWith('changed'));
    expect(client.requests).toHaveLength(2);
  });

  it('sees a change of time where there is no ETag', async () => {
    const { source } = open((request, index) =>
      serve(BYTES, request, {
        'last-modified': index === 0 ? date : 'Wed, 21 Oct 2026 07:28:01 GMT',
      }),
    );
    await source.size();
    await expect(source.read(100_000, 10)).rejects.toEqual(failsWith('changed'));
  });

  it('does not mix versions when the object changes between two halves of a read', async () => {
    const { source } = open(
      (request, index) =>
        index === 0
          ? { ...serve(BYTES, request), chunks: [BYTES.slice(1000, 1400)], breaks: reset() }
          : serve(BYTES, request, { etag: '"v2"' }),
      { known: KNOWN },
    );
    await expect(source.read(1000, 1000)).rejects.toEqual(failsWith('changed'));
  });
});

describe('HttpSource: servers that do not do as told', () => {
  it('takes a small object that comes whole', async () => {
    const small = BYTES.slice(0, 5000);
    const { client, source } = open(() => ({ status: 200, headers: {}, chunks: [small] }));
    expect(await source.read(1000, 100)).toEqual(small.slice(1000, 1100));
    expect(await source.size()).toBe(5000);
    expect(client.requests).toHaveLength(1);
  });

  it('refuses a large one, declared or not, without reading it', async () => {
    const chunk = new Uint8Array(600_000);
    for (const headers of [{ 'content-length': '84000000' }, {}]) {
      const { source, meter } = open(() => ({
        status: 200,
        headers,
        chunks: Array.from({ length: 140 }, () => chunk),
      }));
      await expect(source.read(0, 10, { meter })).rejects.toEqual(failsWith('range-ignored'));
      expect(meter.figures().bytes).toBeLessThanOrEqual(1_200_000);
    }
  });

  it('takes the part asked for out of a whole answer, where it is small or asked whole', async () => {
    const whole: Script = () => ({
      status: 200,
      headers: { etag: '"v1"' },
      chunks: [BYTES.slice(0, 7777), BYTES.slice(7777)],
    });
    const { source } = open(whole, { known: KNOWN });
    expect(await source.read(7000, 1000)).toEqual(BYTES.slice(7000, 8000));
    const large = open(whole, { known: KNOWN, wholeUpTo: 1000 });
    await expect(large.source.read(7000, 1000)).rejects.toEqual(failsWith('range-ignored'));
    expect(await large.source.read(0, 300_000)).toEqual(BYTES);
  });

  it.each([
    'bytes 1001-1100/300000',
    'bytes 1000-1098/300000',
    'bytes 1000-1100/300000',
    'bytes 1099-1000/300000',
    'bytes 1000-1099/1050',
    'pages 1000-1099/300000',
    undefined,
  ])('refuses the Content-Range %s for bytes 1000 to 1099', async (contentRange) => {
    const headers: Record<string, string> = contentRange ? { 'content-range': contentRange } : {};
    const { client, source } = open(
      () => ({ status: 206, headers, chunks: [BYTES.slice(1000, 1100)] }),
      { known: KNOWN },
    );
    await expect(source.read(1000, 100)).rejects.toEqual(failsWith('server'));
    expect(client.requests).toHaveLength(1);
  });

  it.each(['bytes 1-65535/300000', 'bytes 0-999/300000', 'bytes 0-65535/*'])(
    'refuses the Content-Range %s for the probe',
    async (contentRange) => {
      const { source } = open(() => ({ status: 206, headers: { 'content-range': contentRange } }));
      await expect(source.size()).rejects.toEqual(failsWith('server'));
    },
  );

  it('does not write beyond what was asked for', async () => {
    const { source } = open(
      (request) => ({ ...serve(BYTES, request), chunks: [BYTES.slice(1000, 9000)] }),
      { known: KNOWN },
    );
    expect(await source.read(1000, 100)).toEqual(BYTES.slice(1000, 1100));
  });
});

describe('HttpSource: trying again', () => {
  it('asks for the part that is missing after a reset and a short body', async () => {
    const { client, source, meter } = open(
      (request, index) => {
        const answer = serve(BYTES, request, { etag: '"v1"' }, 100);
        if (index === 0) {
          return { ...answer, chunks: answer.chunks!.slice(0, 3), breaks: reset() };
        }
        return index === 1 ? { ...answer, chunks: answer.chunks!.slice(0, 2) } : answer;
      },
      { known: KNOWN },
    );
    const fills: number[] = [];
    const onFill = (filled: number): void => void fills.push(filled);
    expect(await source.read(1000, 1000, { meter, onFill })).toEqual(BYTES.slice(1000, 2000));
    expect(client.ranges).toEqual(['bytes=1000-1999', 'bytes=1300-1999', 'bytes=1500-1999']);
    expect(client.requests.every(({ headers }) => headers['if-match'] === '"v1"')).toBe(true);
    expect(fills).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
    // Retries are requests, but no rounds.
    expect(meter.figures()).toMatchObject({ requests: 3, rounds: 1, bytes: 1000 });
  });

  it.each([500, 502, 503, 504, 429])('tries again after %i', async (status) => {
    const { source, meter } = open(
      (request, index) => (index < 2 ? { status } : serve(BYTES, request)),
      { known: KNOWN },
    );
    expect(await source.read(0, 10, { meter })).toEqual(BYTES.slice(0, 10));
    expect(meter.figures()).toMatchObject({ requests: 3, rounds: 1 });
  });

  it.each([
    [400, 'server'],
    [401, 'access-denied'],
    [403, 'access-denied'],
    [404, 'not-found'],
    [410, 'not-found'],
  ])('does not try again after %i', async (status, code) => {
    const { client, source } = open(() => ({ status }), { known: KNOWN });
    await expect(source.read(0, 10)).rejects.toEqual(failsWith(code));
    expect(client.requests).toHaveLength(1);
  });

  it('gives up after the retries of its policy', async () => {
    const { client, source } = open(() => ({ status: 503 }), { known: KNOWN });
    await expect(source.read(0, 10)).rejects.toEqual(failsWith('server'));
    expect(client.requests).toHaveLength(1 + QUICK.retries);
  });

  it('does not wait longer than is reasonable for a server that says so', async () => {
    const { client, source } = open(() => ({ status: 503, headers: { 'retry-after': '3600' } }), {
      known: KNOWN,
    });
    await expect(source.read(0, 10)).rejects.toEqual(failsWith('server'));
    expect(client.requests).toHaveLength(1);
  });

  it('ends the wait at once on an abort', async () => {
    const controller = new AbortController();
    const { client, source } = open(
      () => {
        setImmediate(() => setImmediate(() => controller.abort()));
        return { status: 503, headers: { 'retry-after': '29' } };
      },
      { known: KNOWN },
    );
    const read = source.read(0, 10, { signal: controller.signal });
    await expect(read).rejects.toSatisfy(isCancelled);
    expect(client.requests).toHaveLength(1);
  });

  it('fails pending reads with `cancelled` when it is closed', async () => {
    const { source } = open(() => new Promise(() => undefined), { known: KNOWN, retry: QUICK });
    const { source: waiting } = open(() => ({ status: 503, headers: { 'retry-after': '20' } }), {
      known: KNOWN,
    });
    const read = waiting.read(0, 10);
    await waiting.close();
    await expect(read).rejects.toSatisfy(isCancelled);
    await source.close();
    await expect(source.read(0, 1)).rejects.toSatisfy(isCancelled);
  });
});

describe('HttpSource: redirects', () => {
  it('follows its target, counts the exchange, and stays there', async () => {
    const { client, source, meter } = open(
      (request) =>
        request.hostname === 'a.example.org'
          ? { status: 302, headers: { location: 'https://b.example.org/x?sig=1' } }
          : serve(BYTES, request),
      {},
      new HttpsTarget('https://a.example.org/x'),
    );
    await source.size({ meter });
    expect(meter.figures()).toMatchObject({ requests: 2, rounds: 1 });
    await source.read(100_000, 10, { meter });
    expect(client.requests.map(({ hostname }) => hostname)).toEqual([
      'a.example.org',
      'b.example.org',
      'b.example.org',
    ]);
  });

  it('moves once where many reads are redirected side by side', async () => {
    const { client, source } = open(
      (request) =>
        request.path === '/a/x'
          ? { status: 302, headers: { location: 'b/x' } }
          : request.path === '/a/b/x'
            ? serve(BYTES, request)
            : { status: 404 },
      { known: KNOWN },
      new HttpsTarget('https://example.org/a/x'),
    );
    const reads = [1, 2, 3].map((i) => source.read(i * 1000, 10));
    await expect(Promise.all(reads)).resolves.toHaveLength(3);
    expect(client.requests).toHaveLength(6);
  });

  it('ends a loop', async () => {
    const { client, source } = open(
      ({ path }) => ({ status: 301, headers: { location: `${path}x` } }),
      {},
      new HttpsTarget('https://example.org/'),
    );
    await expect(source.size()).rejects.toEqual(failsWith('server'));
    expect(client.requests).toHaveLength(6);
  });
});
