import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  callService,
  QUERY_QUIET_MS,
  readJson,
  readText,
  type CallOptions,
  type ServiceAnswer,
  type ServiceCall,
  type ServiceTools,
} from '../../../src/core/archives/service-call';
import { searchSia } from '../../../src/core/archives/sia/search';
import { runQuery } from '../../../src/core/archives/tap/run';
import { Meter } from '../../../src/core/bytes/meter';
import { DEFAULT_RETRY } from '../../../src/core/bytes/retry';
import { SkybucketError } from '../../../src/core/errors';
import {
  type Script,
  type ScriptedAnswer,
  ScriptedClient,
} from '../../support/bytes/scripted-client';

const NAN_AND_STRING = { a: null, b: [null], c: 'NaN 1234567890123456789' };
const RETRY = { ...DEFAULT_RETRY, firstPauseMs: 0, longestPauseMs: 0 };
const CALL: ServiceCall = {
  ...{ method: 'GET', address: 'https://irsa.example.org/TAP/sync?a=1', who: 'IRSA' },
};
const FORM: ServiceCall = {
  ...CALL,
  ...{ method: 'POST', body: 'a=1&b=%20', address: 'https://irsa.example.org/TAP' },
  headers: { 'Content-Type': 'application/x-www-form-urlencoded', Authorization: 'token T' },
};

const says = (text: string, status = 200, headers = {}): ScriptedAnswer => ({
  ...{ status, headers, chunks: [new TextEncoder().encode(text)] },
});
const moved = (location: string, status = 302): ScriptedAnswer => ({
  ...{ status, headers: { location } },
});
const text = (answer: ServiceAnswer): Promise<string> => readText(answer, 1000);

function ask(script: Script, call = CALL, options: CallOptions = {}, meter?: Meter) {
  const client = new ScriptedClient(script);
  const tools = { http: client, retry: RETRY, meter };
  return { client, answer: callService(tools, call, text, options) };
}

afterEach(() => void vi.useRealTimers());

describe('a call', () => {
  it('sends what it says and reads the answer', async () => {
    const bytes: number[] = [];
    const meter = new Meter();
    const { client, answer } = ask(
      () => says('grüße'),
      FORM,
      { onBytes: (n) => bytes.push(n) },
      meter,
    );
    expect(await answer).toBe('grüße');
    const [request] = client.requests;
    expect(request).toMatchObject({
      ...{ method: 'POST', protocol: 'https:', hostname: 'irsa.example.org', path: '/TAP' },
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: 'token T',
        'accept-encoding': 'gzip',
      },
    });
    expect(new TextDecoder().decode(request?.body)).toBe('a=1&b=%20');
    expect(bytes).toEqual([7]);
    expect(meter.figures()).toMatchObject({ requests: 1, bytes: 7, rounds: 1 });
  });

  it('gives the reader other statuses only where asked to', async () => {
    const script: Script = () => moved('/TAP/async/1', 303);
    const client = new ScriptedClient(script);
    const read = (answer: ServiceAnswer): Promise<string> =>
      Promise.resolve(`${answer.status} ${answer.headers['location']}`);
    expect(await callService({ http: client }, FORM, read, { also: [303] })).toBe(
      '303 /TAP/async/1',
    );
  });

  it('tries again what may pass, a broken answer too, and counts it', async () => {
    const breaks = new SkybucketError('network', 'The connection was lost.', { retryable: true });
    const meter = new Meter();
    const script: Script = (_, index) =>
      [says('', 503), { ...says('hal'), breaks }, says('', 429, { 'retry-after': '0' })][index] ??
      says('half');
    const { client, answer } = ask(script, FORM, {}, meter);
    expect(await answer).toBe('half');
    expect(client.requests.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST', 'POST']);
    expect(meter.figures()).toMatchObject({ requests: 4, rounds: 1 });
  });

  it('that changes something is sent once', async () => {
    const { client, answer } = ask(() => says('', 503), FORM, { once: true });
    await expect(answer).rejects.toMatchObject({ code: 'server', retryable: true });
    expect(client.requests).toHaveLength(1);
  });
});

describe('a service that has to search', () => {
  const vot =
    '<VOTABLE><RESOURCE type="results"><TABLE><FIELD name="a" datatype="int"/></TABLE></RESOURCE></VOTABLE>';
  const place = { kind: 'circle', centre: { longitude: 1, latitude: 2 }, radius: 1 } as const;
  const address = 'https://irsa.example.org/SIA';

  it.each<[string, (tools: ServiceTools) => Promise<unknown>]>([
    ['SIA', (tools) => searchSia(tools, { who: 'IRSA', address }, { place: [place] })],
    ['TAP', (tools) => runQuery({ who: 'IRSA', address, tools }, { query: 'SELECT 1' })],
  ])('may keep quiet for long: %s', async (_, search) => {
    const http = new ScriptedClient(() => says(vot));
    await search({ http });
    expect(http.requests[0]?.quietMs).toBe(QUERY_QUIET_MS);
  });
});

describe('a redirect', () => {
  it.each([
    [302, 'GET'],
    [303, 'GET'],
    [307, 'POST'],
    [308, 'POST'],
  ])('of %i makes a POST a %s', async (status, method) => {
    const { client, answer } = ask(
      (_, index) => (index === 0 ? moved('/elsewhere?x=1', status) : says('there')),
      FORM,
    );
    expect(await answer).toBe('there');
    const request = client.requests[1];
    expect(request).toMatchObject({ method, path: '/elsewhere?x=1' });
    expect(request?.headers['authorization']).toBe('token T');
    expect(request?.body === undefined).toBe(method === 'GET');
    expect(request?.headers['content-type'] === undefined).toBe(method === 'GET');
  });

  it('to another origin takes no token along', async () => {
    const call = { ...FORM, headers: { ...FORM.headers, Cookie: 'a=b', Accept: 'text/xml' } };
    const { client, answer } = ask(
      (_, index) => (index === 0 ? moved('https://other.example.org/', 307) : says('there')),
      call,
    );
    await answer;
    expect(client.requests[1]?.headers).toEqual({
      ...{ accept: 'text/xml', 'accept-encoding': 'gzip' },
      'content-type': 'application/x-www-form-urlencoded',
    });
  });

  it.each([
    ['http://irsa.example.org/', 'the unencrypted http://irsa.example.org/'],
    ['https://169.254.169.254/latest', 'into a local network (169.254.169.254)'],
    ['https://[', 'to an address that makes no sense'],
  ])('to %s is not followed', async (location, where) => {
    const { client, answer } = ask(() => moved(location));
    await expect(answer).rejects.toMatchObject({
      ...{ code: 'bad-address', message: expect.stringContaining(where) as string },
    });
    expect(client.requests).toHaveLength(1);
  });

  it('without end is given up', async () => {
    const { answer } = ask(() => moved('/again'));
    await expect(answer).rejects.toThrow('IRSA redirects more than 5 times.');
  });

  it('within a local network is, where the call is one into it', async () => {
    const { answer } = ask(
      (_, index) => (index === 0 ? moved('http://127.0.0.1:81/') : says('here')),
      { ...CALL, address: 'http://localhost:8080/tap' },
    );
    expect(await answer).toBe('here');
  });
});

describe('a failure is one sentence', () => {
  const page = '<!DOCTYPE html>\n<html><head><title>502 Proxy Error</title></head></html>';
  it.each<[ScriptedAnswer, string, string]>([
    [says(page, 502), 'server', 'IRSA answered with a web page instead of data (502 Proxy Error).'],
    [says('', 503), 'server', 'IRSA is in trouble (503): Service Unavailable.'],
    [says('', 429), 'server', 'IRSA gets too many requests (429).'],
    [says('Bad &lt;', 400), 'server', 'IRSA refuses the query (400): Bad &lt;.'],
    [
      says('{"detail":[{"msg":"no such column\\n foo."}]}', 400),
      'server',
      'IRSA refuses the query (400): no such column foo.',
    ],
    [
      says(
        '<?xml version="1.0"?><VOTABLE><RESOURCE><INFO name="QUERY_STATUS" value="ERROR">a &lt; b &#x27;c&#39;</INFO>',
        400,
      ),
      'server',
      "IRSA refuses the query (400): a < b 'c'.",
    ],
    [says('', 401), 'access-denied', 'IRSA asks for a sign-in (401).'],
    [says(page, 404), 'not-found', 'IRSA has no such thing (404).'],
    [says('', 204), 'server', 'IRSA gave an answer that is no data (204).'],
  ])('%#', async (answer, code, message) => {
    await expect(ask(() => answer).answer).rejects.toMatchObject({ code, message });
  });

  it('where the client fails', async () => {
    const error = new SkybucketError('network', 'The host x was not found.', { hint: 'Look.' });
    const { answer } = ask(() => {
      throw error;
    });
    await expect(answer).rejects.toMatchObject({
      ...{ code: 'network', hint: 'Look.' },
      message: 'IRSA gave no whole answer: The host x was not found.',
    });
  });

  it('where it takes too long, retries and all', async () => {
    vi.useFakeTimers();
    const { client, answer } = ask(
      ({ signal }) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(new Error('aborted')));
        }),
      CALL,
      { timeoutMs: 60_000 },
    );
    const failed = expect(answer).rejects.toMatchObject({
      ...{ code: 'timeout', message: 'IRSA did not answer within 60 s.', retryable: true },
    });
    await vi.advanceTimersByTimeAsync(60_000);
    await failed;
    expect(client.requests[0]).toMatchObject({ quietMs: 60_000 });
  });

  it('of another kind where it is cancelled', async () => {
    const controller = new AbortController();
    const { answer } = ask(
      () => {
        controller.abort();
        return says('late');
      },
      CALL,
      { signal: controller.signal, timeoutMs: 1000 },
    );
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('JSON', () => {
  const json = (answer: ScriptedAnswer): Promise<unknown> =>
    callService(
      { http: new ScriptedClient(() => answer), retry: { ...RETRY, retries: 0 } },
      CALL,
      (got) => readJson(got, 10_000, 'MAST'),
    );

  it.each<[string, unknown]>([
    ['{"a":[1,2.5,"x"]}', { a: [1, 2.5, 'x'] }],
    ['[1234567890123456789,-1234567890123456789]', [1234567890123456789n, -1234567890123456789n]],
    ['{"a": NaN, "b": [-Infinity], "c": "NaN 1234567890123456789"}', NAN_AND_STRING],
    ['[9007199254740991, 0.12345678901234567890]', [9007199254740991, 0.12345678901234568]],
  ])('%s', async (body, value) => {
    expect(await json(says(body))).toEqual(value);
  });

  it.each([
    [' \n', 'MAST gave an empty answer.'],
    ['{"a": [1, 2', 'The answer of MAST ends in the middle.'],
    ['oops, no', 'MAST answered with something that is no data: “oops, no”.'],
    [
      '<html><body><h1>Down for <b>maintenance</b></h1></body></html>',
      'MAST answered with a web page instead of data (Down for maintenance).',
    ],
  ])('that is none: %j', async (body, message) => {
    await expect(json(says(body))).rejects.toMatchObject({ code: 'server', message });
  });

  it('that is too long', async () => {
    await expect(json(says(' '.repeat(10_001)))).rejects.toMatchObject({ code: 'too-large' });
  });

  it('comes in the character set that is named', async () => {
    const chunks = [Uint8Array.of(0x22, 0xe9, 0x22)];
    const headers = { 'content-type': 'text/plain; charset=ISO-8859-1' };
    expect(await json({ status: 200, headers, chunks })).toBe('é');
    expect(await json(says('"é"', 200, { 'content-type': 'a/b;charset=utf8x' }))).toBe('é');
  });
});
