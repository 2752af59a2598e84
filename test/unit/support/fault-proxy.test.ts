import { Agent } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startFaultProxy, type FaultProxy } from '../../support/proxy/fault-proxy';
import type { FaultRule } from '../../support/proxy/rules';
import { elements, rawRequest, type RawAnswer } from '../../support/s3/raw-request';
import { startS3Server, type S3TestServer } from '../../support/s3/server';

const content = Buffer.from(Array.from({ length: 100_000 }, (_, i) => i % 251));
let server: S3TestServer;
let proxy: FaultProxy;
let etag = '';

beforeAll(async () => {
  server = await startS3Server();
  etag = server.createBucket('bucket').put('object', content).etag;
  server.createBucket('other').put('object', 'x');
  proxy = await startFaultProxy({ target: server.endpoint });
});
afterEach(() => {
  proxy.rules = [];
  proxy.link = {};
});
afterAll(async () => {
  await proxy.close();
  await server.close();
});

function ask(headers: Record<string, string> = {}, path = '/bucket/object'): Promise<RawAnswer> {
  return rawRequest(proxy.endpoint, { path, headers });
}
function withFault(fault: FaultRule['fault']): void {
  proxy.rules = [{ fault }];
}

describe('a proxy without rules', () => {
  it('changes nothing', async () => {
    const path = '/bucket//a%2F..%2f+b?versionId=null';
    const [direct, passed] = [
      await rawRequest(server.endpoint, {
        path: '/bucket/object',
        headers: { range: 'bytes=5-9' },
      }),
      await ask({ range: 'bytes=5-9' }),
    ];
    expect(passed.status).toBe(206);
    expect(passed.body).toEqual(direct.body);
    for (const name of ['etag', 'content-range', 'content-length', 'last-modified']) {
      expect(passed.headers[name]).toBe(direct.headers[name]);
    }
    await ask({}, path);
    expect(server.requests.at(-1)?.url).toBe(path);
    const head = await rawRequest(proxy.endpoint, { method: 'HEAD', path: '/bucket/object' });
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([
      200,
      '100000',
      0,
    ]);
  });

  it('lets the abort of the client reach the server', async () => {
    server.resetRequests();
    server.bucket('bucket').put('huge', { size: 1e9, read: (_, length) => Buffer.alloc(length) });
    const { abandoned } = proxy.figures();
    const controller = new AbortController();
    const answer = rawRequest(proxy.endpoint, { path: '/bucket/huge', signal: controller.signal });
    await expect
      .poll(() => server.requests[0]?.bytes, { interval: 5, timeout: 10_000 })
      .toBeGreaterThan(0);
    controller.abort();
    await expect(answer).rejects.toThrow();
    await server.settled();
    expect(server.requests[0]?.aborted).toBe(true);
    await expect.poll(() => proxy.figures().abandoned).toBe(abandoned + 1);
  });

  it('counts connections', async () => {
    const before = proxy.figures();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let i = 0; i < 3; i++) {
      await rawRequest(proxy.endpoint, { path: '/other/object', agent });
    }
    const after = proxy.figures();
    expect(after.connections - before.connections).toBe(1);
    expect(after.requests - before.requests).toBe(3);
    expect(after.bytes - before.bytes).toBe(3);
    agent.destroy();
  });
});

describe('rules', () => {
  it('befall the requests they describe', async () => {
    const refuse = { kind: 'refuse' } as const;
    const statuses = async (count: number, path?: string): Promise<number[]> => {
      const answers: number[] = [];
      for (let i = 0; i < count; i++) {
        answers.push((await ask({}, path)).status);
      }
      return answers;
    };
    proxy.rules = [{ fault: refuse, from: 2, times: 2 }];
    expect(await statuses(5)).toEqual([200, 503, 503, 200, 200]);
    proxy.rules = [{ fault: refuse, share: 0.5 }];
    expect(await statuses(4)).toEqual([200, 503, 200, 503]);
    proxy.rules = [{ fault: refuse, path: /^\/other\//g }];
    expect(await statuses(2)).toEqual([200, 200]);
    expect(await statuses(2, '/other/object')).toEqual([503, 503]);
    proxy.rules = [{ fault: refuse, method: 'HEAD' }];
    expect(await statuses(1)).toEqual([200]);
  });
});

describe('faults', () => {
  it('refuse as S3 does when it is busy', async () => {
    proxy.rules = [{ fault: { kind: 'refuse', headers: { 'retry-after': '1' } } }];
    server.resetRequests();
    const answer = await ask();
    expect([answer.status, ...elements(answer.text, 'Code')]).toEqual([503, 'SlowDown']);
    expect(answer.headers['retry-after']).toBe('1');
    expect(server.requests).toEqual([]);
  });

  it.each([0, 5000])('reset after %d bytes', async (afterBytes) => {
    withFault({ kind: 'reset', afterBytes });
    await expect(ask()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it.each([0, 5000])('truncate after %d bytes', async (afterBytes) => {
    const { bytes } = proxy.figures();
    withFault({ kind: 'truncate', afterBytes });
    await expect(ask()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(proxy.figures().bytes - bytes).toBe(afterBytes);
  });

  it.each([0, 5000])('stall after %d bytes, until the client gives up', async (afterBytes) => {
    const { bytes, abandoned } = proxy.figures();
    withFault({ kind: 'stall', afterBytes });
    await expect(
      rawRequest(proxy.endpoint, { path: '/bucket/object', signal: AbortSignal.timeout(150) }),
    ).rejects.toThrow();
    await expect.poll(() => proxy.figures().abandoned).toBe(abandoned + 1);
    expect(proxy.figures().bytes - bytes).toBe(afterBytes);
  });

  it.each([0, 70_000])('cut an upload off after %d bytes', async (afterBytes) => {
    server.bucket('other').options = { writable: true };
    withFault({ kind: 'reset-upload', afterBytes });
    const put = { method: 'PUT', path: '/other/new', body: content };
    await expect(rawRequest(proxy.endpoint, put)).rejects.toMatchObject({
      code: expect.stringMatching(/ECONNRESET|EPIPE/) as string,
    });
    await server.settled();
    expect(server.bucket('other').get('new')).toBeUndefined();
    expect(server.requests.at(-1)?.received).toBeLessThanOrEqual(afterBytes);
  });

  it('lose the answer to what the server has done', async () => {
    server.bucket('other').options = { writable: true };
    withFault({ kind: 'lose-answer' });
    const put = { method: 'PUT', path: '/other/lost', body: content };
    await expect(rawRequest(proxy.endpoint, put)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(server.bucket('other').get('lost')?.body.size).toBe(content.length);
  });

  it('give wrong bytes under a right head', async () => {
    withFault({ kind: 'shift-body', by: 3 });
    const answer = await ask({ range: 'bytes=10-19' });
    expect(answer.headers['content-range']).toBe('bytes 10-19/100000');
    expect(answer.body).toEqual(content.subarray(13, 23));
  });

  it('give right bytes under a wrong head', async () => {
    withFault({ kind: 'shift-content-range', by: 3 });
    const answer = await ask({ range: 'bytes=10-19' });
    expect(answer.headers['content-range']).toBe('bytes 13-22/100000');
    expect(answer.body).toEqual(content.subarray(10, 20));
  });

  it('ignore the range', async () => {
    withFault({ kind: 'ignore-range' });
    const answer = await ask({ range: 'bytes=10-19' });
    expect([answer.status, answer.body.length]).toEqual([200, 100_000]);
    expect(answer.headers['content-range']).toBeUndefined();
  });

  it('make the object another version from the k-th request on', async () => {
    proxy.rules = [{ fault: { kind: 'etag', etag: '"new"' }, from: 2 }];
    expect((await ask({ 'if-match': etag })).headers.etag).toBe(etag);
    expect((await ask({ 'if-match': etag })).status).toBe(412);
    const fresh = await ask({ 'if-match': '"new"' });
    expect([fresh.status, fresh.headers.etag]).toEqual([200, '"new"']);
    expect((await ask({ 'if-none-match': '"new"' })).status).toBe(304);
  });

  it('redirect', async () => {
    withFault({ kind: 'redirect', location: '/other/object', status: 307 });
    const answer = await ask();
    expect([answer.status, answer.headers.location]).toEqual([307, '/other/object']);
  });
});

// Lower bounds only: a busy machine may take longer, but a link is never faster than it says.
describe('the link', () => {
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };

  it('delays each request, and more where a rule says so', async () => {
    proxy.link = { latencyMilliseconds: 60 };
    expect(await timed(() => ask({}, '/other/object'))).toBeGreaterThan(58);
    withFault({ kind: 'delay', milliseconds: 60 });
    expect(await timed(() => ask({}, '/other/object'))).toBeGreaterThan(118);
  });

  it('limits each connection, or all together', async () => {
    proxy.link = { bytesPerSecond: 1_000_000 };
    expect(await timed(() => ask())).toBeGreaterThan(95);
    proxy.link = { sharedBytesPerSecond: 1_000_000 };
    expect(await timed(() => Promise.all([ask(), ask()]))).toBeGreaterThan(195);
  });
});
