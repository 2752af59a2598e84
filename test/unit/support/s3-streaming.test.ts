import { Agent, get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRequest } from '../../support/s3/raw-request';
import { startS3Server, type S3TestServer } from '../../support/s3/server';

const size = 419_430_400;
const reads: { offset: number; length: number }[] = [];
let server: S3TestServer;

beforeAll(async () => {
  server = await startS3Server();
  server.createBucket('bucket').put('huge', {
    size,
    read(offset, length) {
      reads.push({ offset, length });
      return Buffer.alloc(length, offset % 256);
    },
  });
});
afterAll(() => server.close());

describe('generated objects', () => {
  it('are read only where a range asks for them', async () => {
    reads.length = 0;
    const answer = await rawRequest(server.endpoint, {
      path: '/bucket/huge',
      headers: { range: 'bytes=400000001-400000010' },
    });
    expect(answer.body).toEqual(Buffer.alloc(10, 400000001 % 256));
    expect(answer.headers['content-range']).toBe(`bytes 400000001-400000010/${size}`);
    expect(reads).toEqual([{ offset: 400000001, length: 10 }]);
    expect(answer.headers.etag).toMatch(/^"[0-9a-f]{32}-50"$/);
  });

  it('stop being read when the client goes away', async () => {
    server.resetRequests();
    reads.length = 0;
    await new Promise<void>((resolve, reject) => {
      const request = get(`${server.endpoint}/bucket/huge`, (response) => {
        response.once('data', () => {
          response.pause();
          response.once('close', resolve);
          response.destroy();
        });
      });
      request.on('error', reject);
    });
    await server.settled();
    const [record] = server.requests;
    expect(record?.aborted).toBe(true);
    expect(record?.bytes).toBeLessThan(32 * 1024 * 1024);
    const read = reads.reduce((sum, one) => sum + one.length, 0);
    // No more than the one chunk that was under way was read in vain.
    expect(read - (record?.bytes ?? 0)).toBeLessThanOrEqual(64 * 1024);
  });

  it('do not come faster than the client takes them', async () => {
    reads.length = 0;
    await new Promise<void>((resolve) => {
      const request = get(`${server.endpoint}/bucket/huge`, (response) => {
        response.pause();
        setTimeout(() => {
          request.destroy();
          resolve();
        }, 200);
      });
      request.on('error', () => undefined);
    });
    await server.settled();
    expect(reads.reduce((sum, one) => sum + one.length, 0)).toBeLessThan(32 * 1024 * 1024);
  });
});

describe('connections', () => {
  it('are kept alive', async () => {
    server.resetRequests();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<unknown>();
    agent.on('free', (socket: { localPort: number }) => ports.add(socket.localPort));
    for (let i = 0; i < 3; i++) {
      const path = '/bucket/huge';
      await rawRequest(server.endpoint, { path, headers: { range: 'bytes=0-9' }, agent });
    }
    agent.destroy();
    await server.settled();
    expect(ports.size).toBe(1);
    expect(server.requests.map(({ status, bytes, aborted }) => [status, bytes, aborted])).toEqual(
      Array.from({ length: 3 }, () => [206, 10, false]),
    );
  });
});
