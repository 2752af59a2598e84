import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SkybucketError } from '../../../src/core/errors';
import { noise, RunTools } from './run-tools';

const MIB = 1024 * 1024;
const LARGE = noise(9 * MIB + 5, 21);

let server: Server;
let tools: RunTools;
let requests: IncomingMessage[];
let answer: (request: IncomingMessage, response: ServerResponse, index: number) => void;

beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    answer(request, response, requests.push(request) - 1);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  tools = new RunTools('http://127.0.0.1:1');
  tools.url = `http://127.0.0.1:${port}/a.fits`;
});

afterEach(async () => {
  await tools.close();
  server.closeAllConnections();
  server.close();
});

const isThere = (bytes: Uint8Array): boolean =>
  Buffer.from(tools.disk.files.get('/home/me/a.fits')?.bytes ?? []).equals(bytes);

/** As a web server that knows ranges does it. */
function ranged(
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>> = { etag: '"v1"' },
): typeof answer {
  return (request, response) => {
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    if (first === undefined) {
      response.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes);
      return;
    }
    const part = bytes.subarray(Number(first), Number(last) + 1);
    const end = Number(first) + part.length - 1;
    response.writeHead(206, {
      ...{ ...headers, 'content-length': part.length },
      'content-range': `bytes ${first}-${end}/${bytes.length}`,
    });
    response.end(part);
  };
}

describe('a link', () => {
  it('that is small is one request, known or not', async () => {
    const small = noise(5_000);
    answer = ranged(small);
    expect(await tools.download({})).toMatchObject({
      ...{ kind: 'done', size: 5_000, verified: { by: 'size' } },
    });
    expect(isThere(small)).toBe(true);
    expect(requests.length).toBe(1);
    expect(requests[0]?.headers['x-amz-checksum-mode']).toBeUndefined();
  });

  it('that is large tells its size with its beginning, and comes in parts', async () => {
    answer = ranged(LARGE);
    expect(await tools.download({})).toMatchObject({ kind: 'done', size: LARGE.length });
    expect(isThere(LARGE)).toBe(true);
    expect(requests[0]?.headers.range).toBe('bytes=0-1048575');
    expect(requests.slice(1).every(({ headers }) => headers['if-match'] === '"v1"')).toBe(true);
    expect(requests.slice(1).some(({ headers }) => headers.range?.startsWith('bytes=0-'))).toBe(
      false,
    );
  });

  it('whose server tells no version comes in parts as well', async () => {
    answer = ranged(LARGE, {});
    expect(await tools.download({})).toMatchObject({ kind: 'done', size: LARGE.length });
    expect(isThere(LARGE)).toBe(true);
  });

  it('whose server knows no ranges is one request', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': LARGE.length }).end(LARGE);
    };
    expect(await tools.download({})).toMatchObject({ kind: 'done', size: LARGE.length });
    expect(isThere(LARGE)).toBe(true);
    expect(requests.length).toBe(1);
  });

  it('that breaks off there skips what came before', async () => {
    answer = (_request, response, index) => {
      response.writeHead(200, { 'content-length': LARGE.length, etag: '"v1"' });
      if (index === 0) {
        response.write(LARGE.subarray(0, 3 * MIB), () => response.destroy());
      } else {
        response.end(LARGE);
      }
    };
    expect(await tools.download({})).toMatchObject({ kind: 'done', size: LARGE.length });
    expect(isThere(LARGE)).toBe(true);
  });

  it('of unknown length is begun anew where it breaks off', async () => {
    answer = (_request, response, index) => {
      response.writeHead(200);
      if (index === 0) {
        response.write(LARGE.subarray(MIB, 4 * MIB), () => response.destroy());
      } else {
        response.write(LARGE.subarray(0, 2 * MIB));
        response.end(LARGE.subarray(2 * MIB));
      }
    };
    expect(await tools.download({})).toMatchObject({ kind: 'done', size: LARGE.length });
    expect(isThere(LARGE)).toBe(true);
  });

  it('of unknown length that always breaks off fails, and has no name', async () => {
    answer = (_request, response) => {
      response.writeHead(200);
      response.write(LARGE.subarray(0, MIB), () => response.destroy());
    };
    const error = await tools.download({}).then(
      () => expect.unreachable(),
      (reason: SkybucketError) => reason,
    );
    expect(error.code).toBe('network');
    expect(tools.disk.files.size).toBe(0);
  });

  it('that is empty makes an empty file', async () => {
    answer = (_request, response) => {
      response.writeHead(416, { 'content-range': 'bytes */0' }).end();
    };
    expect(await tools.download({})).toMatchObject({ kind: 'done', size: 0 });
    expect(isThere(new Uint8Array(0))).toBe(true);
  });

  it('of which an archive told a wrong size is as long as the server says', async () => {
    answer = ranged(LARGE);
    expect(await tools.download({ size: 17 })).toMatchObject({ size: LARGE.length });
    expect(isThere(LARGE)).toBe(true);
  });
});
