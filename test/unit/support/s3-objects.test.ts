import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { elements, rawRequest, type RawAnswer } from '../../support/s3/raw-request';
import { startS3Server, type S3TestServer } from '../../support/s3/server';

const content = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251));
const etag = `"${createHash('md5').update(content).digest('hex')}"`;
const modified = 'Wed, 01 May 2024 10:20:30 GMT';
let server: S3TestServer;

function ask(headers: Record<string, string>, method = 'GET', key = 'object'): Promise<RawAnswer> {
  return rawRequest(server.endpoint, { method, path: `/bucket/${key}`, headers });
}

beforeAll(async () => {
  server = await startS3Server();
  const bucket = server.createBucket('bucket');
  bucket.put('object', content, { contentType: 'application/fits', metadata: { origin: 'test' } });
  bucket.put('empty', '');
  bucket.put('cold', 'x', { storageClass: 'GLACIER' });
  bucket.put('versioned', 'old', { versionId: 'v1' });
  bucket.put('versioned', 'new', { versionId: 'v2' });
});
afterAll(() => server.close());

describe('GetObject', () => {
  it('gives the object and its headers', async () => {
    const answer = await ask({});
    expect(answer.status).toBe(200);
    expect(answer.body.equals(content)).toBe(true);
    expect(answer.headers).toMatchObject({
      etag,
      'last-modified': modified,
      'accept-ranges': 'bytes',
      'content-type': 'application/fits',
      'content-length': '1000',
      'x-amz-meta-origin': 'test',
    });
    expect(answer.headers['x-amz-storage-class']).toBeUndefined();
  });

  it.each([
    ['bytes=0-0', 0, 1],
    ['bytes=10-19', 10, 20],
    ['bytes=990-', 990, 1000],
    ['bytes=-10', 990, 1000],
    ['bytes=-5000', 0, 1000],
    ['bytes=995-5000', 995, 1000],
  ])('answers %s with 206', async (range, from, to) => {
    const answer = await ask({ range });
    expect(answer.status).toBe(206);
    expect(answer.headers['content-range']).toBe(`bytes ${from}-${to - 1}/1000`);
    expect(answer.headers['content-length']).toBe(String(to - from));
    expect(answer.body.equals(content.subarray(from, to))).toBe(true);
  });

  it.each(['bytes=1000-', 'bytes=1000-2000', 'bytes=-0'])('answers %s with 416', async (range) => {
    const answer = await ask({ range });
    expect(answer.status).toBe(416);
    expect(answer.headers['content-range']).toBe('bytes */1000');
    expect(elements(answer.text, 'Code')).toEqual(['InvalidRange']);
    expect(elements(answer.text, 'ActualObjectSize')).toEqual(['1000']);
  });

  it('has nothing to give from an empty object', async () => {
    expect((await ask({ range: 'bytes=0-' }, 'GET', 'empty')).status).toBe(416);
    expect((await ask({}, 'GET', 'empty')).status).toBe(200);
  });

  it.each(['bytes=0-1,5-6', 'bytes=9-2', 'lines=1-2', 'bytes=-', 'bytes=a-b'])(
    'ignores %s',
    async (range) => {
      const answer = await ask({ range });
      expect([answer.status, answer.body.length]).toEqual([200, 1000]);
    },
  );

  const earlier = 'Tue, 30 Apr 2024 00:00:00 GMT';
  const later = 'Thu, 02 May 2024 00:00:00 GMT';
  it.each<[Record<string, string>, number]>([
    [{ 'if-match': etag }, 200],
    [{ 'if-match': etag.replaceAll('"', '') }, 200],
    [{ 'if-match': '*' }, 200],
    [{ 'if-match': `"other", ${etag}` }, 200],
    [{ 'if-match': '"other"' }, 412],
    [{ 'if-none-match': etag }, 304],
    [{ 'if-none-match': '"other"' }, 200],
    [{ 'if-modified-since': modified }, 304],
    [{ 'if-modified-since': earlier }, 200],
    [{ 'if-modified-since': 'no date' }, 200],
    [{ 'if-unmodified-since': modified }, 200],
    [{ 'if-unmodified-since': earlier }, 412],
    [{ 'if-match': etag, 'if-unmodified-since': earlier }, 200],
    [{ 'if-match': '"other"', 'if-none-match': etag }, 412],
    [{ 'if-none-match': etag, 'if-modified-since': earlier }, 304],
    [{ 'if-none-match': '"other"', 'if-modified-since': later }, 200],
    [{ 'if-match': '"other"', range: 'bytes=5000-' }, 412],
    [{ 'if-match': etag, range: 'bytes=0-1' }, 206],
  ])('weighs %j to %d', async (headers, status) => {
    const answer = await ask(headers);
    expect(answer.status).toBe(status);
    if (status === 304) {
      expect(answer.headers.etag).toBe(etag);
      expect(answer.body.length).toBe(0);
    }
    expect((await ask(headers, 'HEAD')).status).toBe(status);
  });

  it('keeps versions, and refuses archived objects', async () => {
    expect((await ask({}, 'GET', 'versioned')).text).toBe('new');
    const old = await ask({}, 'GET', 'versioned?versionId=v1');
    expect([old.text, old.headers['x-amz-version-id']]).toEqual(['old', 'v1']);
    const none = await ask({}, 'GET', 'versioned?versionId=v9');
    expect([none.status, ...elements(none.text, 'Code')]).toEqual([404, 'NoSuchVersion']);
    const cold = await ask({}, 'GET', 'cold');
    expect([cold.status, ...elements(cold.text, 'Code')]).toEqual([403, 'InvalidObjectState']);
    expect((await ask({}, 'HEAD', 'cold')).headers['x-amz-storage-class']).toBe('GLACIER');
  });
});

describe('HeadObject', () => {
  it('has the headers of GET and no body, for errors too', async () => {
    const head = await ask({ range: 'bytes=1-2' }, 'HEAD');
    expect([head.status, head.headers['content-range'], head.body.length]).toEqual([
      206,
      'bytes 1-2/1000',
      0,
    ]);
    const none = await ask({}, 'HEAD', 'none');
    expect([none.status, none.body.length]).toEqual([404, 0]);
  });
});
