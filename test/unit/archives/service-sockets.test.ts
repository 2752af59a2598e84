import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CloudPlaces } from '../../../src/core/archives/mast/cloud';
import { askMashup, type MashupRequest } from '../../../src/core/archives/mast/mashup';
import { askProducts } from '../../../src/core/archives/mast/products';
import { callService, readJson, type CallOptions } from '../../../src/core/archives/service-call';
import { resolveName } from '../../../src/core/archives/sesame';
import { readVoTableAnswer } from '../../../src/core/archives/votable-answer';
import { DEFAULT_RETRY } from '../../../src/core/bytes/retry';
import { sentence, SkybucketError } from '../../../src/core/errors';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import { SocketServer, writeForEver, type Answering } from './support/socket-server';

const MOST = 1024 * 1024;
const NO_RETRY = { ...DEFAULT_RETRY, retries: 0 };
const SOON = { ...DEFAULT_RETRY, firstPauseMs: 1, longestPauseMs: 2 };
const JSON_TEXT = JSON.stringify({ rows: Array.from({ length: 500 }, (_, i) => `row ${i}`) });
const VOTABLE = `<VOTABLE><RESOURCE type="results"><TABLE><FIELD name="a" datatype="int"/><DATA><TABLEDATA>${'<TR><TD>7</TD></TR>'.repeat(2000)}</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>`;

let server: SocketServer | undefined;
let client: NodeHttpClient;

beforeEach(() => {
  client = new NodeHttpClient();
});

afterEach(async () => {
  client.dispose();
  await server?.close();
  server = undefined;
});

async function serve(answer: Answering): Promise<SocketServer> {
  server = await SocketServer.start(answer);
  return server;
}

/** Asks for JSON of at most a megabyte. */
function ask(options: CallOptions = {}, retry = NO_RETRY, path = '/'): Promise<unknown> {
  return callService(
    { http: client, retry },
    { method: 'GET', address: `${server?.url}${path}`, who: 'IRSA' },
    (answer) => readJson(answer, MOST, 'IRSA'),
    options,
  );
}

async function failureOf(promise: Promise<unknown>): Promise<SkybucketError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SkybucketError);
  return error as SkybucketError;
}

describe('a service that falls silent', () => {
  it.each<[string, Answering, string]>([
    ['before its answer', () => undefined, '127.0.0.1 does not answer.'],
    ['inside its answer', (_, response) => response.write('{"rows": ['), 'stopped sending.'],
  ])('%s is given up, and the connection closed', async (_, answer, message) => {
    client = new NodeHttpClient({ stallTimeoutMs: 100 });
    const { left } = await serve(answer);
    expect(left).toBe(0);
    const error = await failureOf(ask());
    expect(error).toMatchObject({ code: 'timeout', retryable: true });
    expect(sentence(error)).toContain(`IRSA gave no whole answer: `);
    expect(error.message).toContain(message);
    await expect.poll(() => server?.left).toBe(1);
  });

  it('over a query is not asked the same again', async () => {
    client = new NodeHttpClient({ stallTimeoutMs: 20 });
    await serve((_, response, index) => {
      setTimeout(() => (index === 0 ? response.end('[4]') : undefined), 100);
    });
    const patient = { quietMs: 2000 };
    expect(await ask(patient, SOON)).toEqual([4]);
    const error = await failureOf(ask({ quietMs: 200 }, SOON));
    expect(error).toMatchObject({ code: 'timeout', retryable: true });
    expect(server?.asked).toHaveLength(2);
  });

  it('and sends a byte now and then is not waited for longer than allowed', async () => {
    const timers: NodeJS.Timeout[] = [];
    await serve((_, response) => {
      response.write('[');
      timers.push(setInterval(() => response.write(' '), 10));
    });
    const error = await failureOf(ask({ timeoutMs: 400 }));
    expect(sentence(error)).toBe(
      'IRSA did not answer within 0.4 s. Try again later, or ask for less.',
    );
    await expect.poll(() => server?.left).toBe(1);
    timers.forEach((timer) => clearInterval(timer));
  });
});

describe('an answer cut off', () => {
  it('on the way is asked for once more', async () => {
    await serve((_, response, index) => {
      response.writeHead(200, { 'content-length': String(JSON_TEXT.length) });
      if (index === 0) {
        response.write(JSON_TEXT.slice(0, 100), () => response.destroy());
      } else {
        response.end(JSON_TEXT);
      }
    });
    expect(await ask({}, SOON)).toEqual(JSON.parse(JSON_TEXT));
    expect(server?.asked).toHaveLength(2);
  });

  it('by the service itself says so', async () => {
    await serve((_, response) => response.end(JSON_TEXT.slice(0, 100)));
    const error = await failureOf(ask({}, SOON));
    expect(error.message).toBe('The answer of IRSA ends in the middle.');
    expect(server?.asked).toHaveLength(1 + SOON.retries);
  });

  it('before it began is tried again', async () => {
    await serve((_, response, index) => {
      if (index < 2) {
        response.destroy();
      } else {
        response.end('[1]');
      }
    });
    expect(await ask({}, SOON)).toEqual([1]);
    expect(server?.asked).toHaveLength(3);
  });
});

describe('an answer that is something else', () => {
  it('is told of by its title, whatever its type says', async () => {
    await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('<!DOCTYPE html><html><head><title>Scheduled downtime</title></head></html>');
    });
    expect(sentence(await failureOf(ask()))).toBe(
      'IRSA answered with a web page instead of data (Scheduled downtime). The service may be down for a while: try again later.',
    );
  });

  it('is read whatever its type says, where it is data', async () => {
    await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end('{"a": 1}');
    });
    expect(await ask()).toEqual({ a: 1 });
  });

  it('has no control characters in the sentence', async () => {
    await serve((_, response) => response.end(Buffer.from([7, 27, 91, 51, 49, 109, 0, 65])));
    const { message } = await failureOf(ask());
    expect(message).toBe('IRSA answered with something that is no data: “[31m A”.');
  });

  it('of another protocol is one sentence', async () => {
    const other = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const address = `http://127.0.0.1:${port}/`;
    const asking = callService(
      { http: client, retry: NO_RETRY },
      { method: 'GET', address, who: 'IRSA' },
      (answer) => readJson(answer, MOST, 'IRSA'),
    );
    const error = await failureOf(asking);
    expect(error.message).toMatch(/^IRSA gave no whole answer: .+\.$/);
    other.close();
  });

  it('with an absurd head is one sentence', async () => {
    await serve((_, response) => {
      response.writeHead(200, { 'x-much': 'x'.repeat(100_000) });
      response.end('[]');
    });
    const error = await failureOf(ask());
    expect(error.message).toMatch(/^IRSA gave no whole answer: .+\.$/);
  });
});

describe('a service under load', () => {
  it.each([503, 429])('is asked again after the wait it asks for: %i', async (status) => {
    await serve((_, response, index) => {
      response.writeHead(index < 2 ? status : 200, { 'retry-after': '0' });
      response.end('[2]');
    });
    expect(await ask({}, SOON)).toEqual([2]);
    expect(server?.asked).toHaveLength(3);
  });

  it.each<[number, string, string]>([
    [503, '3600', 'IRSA is in trouble (503): Service Unavailable. Try again in 60 minutes.'],
    [429, '45', 'IRSA gets too many requests (429). Try again in 45 seconds.'],
    [429, '86400', 'IRSA gets too many requests (429). Try again in 24 hours.'],
  ])('for long is not waited for: %i, %s', async (status, after, said) => {
    await serve((_, response) => {
      response.writeHead(status, { 'retry-after': after });
      response.end();
    });
    expect(sentence(await failureOf(ask({}, SOON)))).toBe(said);
    expect(server?.asked).toHaveLength(1);
  });
});

describe('redirects', () => {
  it('in a circle end', async () => {
    await serve(({ url }, response) => {
      response.writeHead(302, { location: url === '/a' ? '/b' : '/a' });
      response.end();
    });
    const error = await failureOf(ask({}, SOON, '/a'));
    expect(error.message).toBe('IRSA redirects more than 5 times.');
    expect(server?.asked).toHaveLength(6);
  });

  it('with a body do not have it read', async () => {
    await serve(({ url }, response) => {
      if (url === '/there') {
        response.end('[3]');
        return;
      }
      response.writeHead(302, { location: '/there' });
      writeForEver(response, Buffer.alloc(65_536));
    });
    expect(await ask()).toEqual([3]);
    await expect.poll(() => server?.left).toBe(1);
  });
});

describe('a packed answer', () => {
  const packed = (bytes: Uint8Array, encoding = 'gzip'): Answering => {
    return (request, response) => {
      expect(request.headers['accept-encoding']).toBe('gzip');
      response.writeHead(200, { 'content-encoding': encoding });
      response.end(bytes);
    };
  };

  it.each(['gzip', 'x-gzip', 'GZIP'])('is unpacked: %s', async (encoding) => {
    await serve(packed(gzipSync(JSON_TEXT), encoding));
    const sizes: number[] = [];
    expect(await ask({ onBytes: (count) => sizes.push(count) })).toEqual(JSON.parse(JSON_TEXT));
    const arrived = sizes.reduce((sum, size) => sum + size, 0);
    expect(arrived).toBe(gzipSync(JSON_TEXT).length);
  });

  it('may be a table', async () => {
    await serve(packed(gzipSync(VOTABLE)));
    const document = await callService(
      { http: client },
      { method: 'GET', address: `${server?.url}/`, who: 'IRSA' },
      (answer) => readVoTableAnswer(answer, 'IRSA'),
    );
    expect(document.tables[0]?.rows).toBe(2000);
    expect(document.cut).toBeUndefined();
  });

  it.each<[string, Uint8Array]>([
    ['cut off', gzipSync(JSON_TEXT).subarray(0, -20)],
    ['corrupt', gzipSync(JSON_TEXT).fill(0xff, 200, 220)],
    ['no gzip', Buffer.from(JSON_TEXT)],
  ])('that is %s is asked for again, then said to be broken', async (_, bytes) => {
    await serve(packed(bytes));
    const error = await failureOf(ask({}, SOON));
    expect(error).toMatchObject({ code: 'server', retryable: true });
    expect(error.message).toBe('The packed answer of IRSA is broken, or only half of it.');
    expect(server?.asked).toHaveLength(1 + SOON.retries);
  });

  it('that is cut off on the way is a matter of the network', async () => {
    const bytes = gzipSync(JSON_TEXT);
    await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bytes.length });
      response.write(bytes.subarray(0, 300), () => response.destroy());
    });
    expect(await failureOf(ask())).toMatchObject({ code: 'network', retryable: true });
  });

  it('may be empty', async () => {
    await serve(packed(new Uint8Array()));
    expect((await failureOf(ask())).message).toBe('IRSA gave an empty answer.');
  });

  it('that nobody can unpack is refused', async () => {
    await serve(packed(Buffer.from('x'), 'br'));
    const error = await failureOf(ask());
    expect(error.message).toBe('IRSA sent its answer packed in a way nobody asked for.');
  });

  it('that says why it refuses is unpacked too', async () => {
    await serve((_, response) => {
      response.writeHead(400, { 'content-encoding': 'gzip' });
      response.end(gzipSync('{"message": "No such column."}'));
    });
    expect((await failureOf(ask())).message).toBe('IRSA refuses the query (400): No such column.');
  });

  it('that grows without end is not unpacked further than it is read', async () => {
    // A hundred megabytes of blanks in a hundred kilobytes.
    const bomb = gzipSync(Buffer.alloc(100_000_000, 32));
    await serve(packed(bomb));
    const before = process.memoryUsage().arrayBuffers;
    const error = await failureOf(ask());
    expect(error).toMatchObject({ code: 'too-large', retryable: false });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  });
});

describe('an answer of absurd size', () => {
  it('is read no further than allowed, and the connection closed', async () => {
    const counts: { written: number }[] = [];
    await serve((_, response) => {
      response.write('["');
      counts.push(writeForEver(response, Buffer.alloc(65_536, 'x')));
    });
    const error = await failureOf(ask({}, SOON));
    expect(sentence(error)).toMatch(
      /^The answer of 127\.0\.0\.1:\d+ is larger than 1 MB\. Ask for less at once\.$/,
    );
    await expect.poll(() => server?.left).toBe(1);
    expect(counts).toHaveLength(1);
    // What lies in the buffers of the sockets comes on top.
    expect(counts[0]?.written).toBeLessThan(32 * MOST);
  });

  it('is read no further where it refuses', async () => {
    await serve((_, response) => {
      response.writeHead(400);
      writeForEver(response, Buffer.from('no '.repeat(1000)));
    });
    const error = await failureOf(ask());
    expect(error.message).toMatch(/^IRSA refuses the query \(400\): no no /);
    expect(error.message.length).toBeLessThan(400);
    await expect.poll(() => server?.left).toBe(1);
  });
});

describe('cancelling reaches the socket', () => {
  const HALF: Answering = (_, response) => response.write('{"status": "COM');
  const REQUEST: MashupRequest = {
    ...{ service: 'Mast.Caom.Filtered', params: {}, format: 'json', pagesize: 10, page: 1 },
  };
  type Asking = (signal: AbortSignal, url: string) => Promise<unknown>;
  const mast = (url: string): { http: NodeHttpClient; server: string } => ({
    ...{ http: client, server: url },
  });

  it.each<[string, Answering, Asking, number]>([
    ['before the answer', () => undefined, (signal) => ask({ signal }, SOON), 1],
    ['inside the answer', HALF, (signal) => ask({ signal }, SOON), 1],
    ['inside a packed answer', inPieces, (signal) => ask({ signal }, SOON), 1],
    ['of a search', HALF, (signal, url) => askMashup(mast(url), REQUEST, { signal }), 1],
    [
      'of products asked for in batches',
      HALF,
      (signal, url) => askProducts(mast(url), ['1', '2', '3'], { batch: 1, signal }),
      3,
    ],
    [
      'of look-ups side by side',
      HALF,
      (signal, url) => {
        const wanted = Array.from({ length: 200 }, (_, i) => ({ uri: `mast:${i}`, rights: '' }));
        const exists = (): Promise<boolean> => Promise.resolve(true);
        return new CloudPlaces(mast(url), { exists }).find(wanted, { signal });
      },
      5,
    ],
    [
      'of a name',
      () => undefined,
      (signal, url) => resolveName(client, 'M 31', { signal, addresses: [url] }),
      1,
    ],
  ])('%s', async (_, answer, asking, connections) => {
    const { url } = await serve(answer);
    const stop = new AbortController();
    const failed = failureOf(asking(stop.signal, url));
    await expect.poll(() => server?.asked).toHaveLength(connections);
    stop.abort();
    expect((await failed).code).toBe('cancelled');
    await expect.poll(() => server?.left).toBe(connections);
  });

  /** A packed answer that stays without an end. */
  function inPieces(...[, response]: Parameters<Answering>): void {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.write(gzipSync(JSON_TEXT).subarray(0, 500));
  }

  it('and ends the wait before another try', async () => {
    await serve((_, response) => {
      response.writeHead(503, { 'retry-after': '20' });
      response.end();
    });
    const stop = new AbortController();
    const failed = failureOf(ask({ signal: stop.signal }, SOON));
    await expect.poll(() => server?.asked).toHaveLength(1);
    stop.abort();
    expect((await failed).code).toBe('cancelled');
    expect(server?.asked).toHaveLength(1);
  });
});
