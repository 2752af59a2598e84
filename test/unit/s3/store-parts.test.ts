import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import type { PartedUpload, SentPart } from '../../../src/core/s3/object-store';
import { AmazonHttp, contentOf, makeStore, noise, openRig, type StoreRig } from './store-rig';

const MB = 1024 * 1024;
const place = { bucket: 'bucket', key: 'folder/large+1.fits' };
const sha = (bytes: Uint8Array | undefined): string =>
  createHash('sha256')
    .update(bytes ?? '')
    .digest('hex');

let rig: StoreRig;
beforeAll(async () => {
  rig = await openRig();
});
beforeEach(() => rig.server.resetRequests());
afterAll(() => rig.close());

/** Sends parts of 5 MB, in the order that is given. */
async function sendParts(
  { store, connection }: Pick<StoreRig, 'store' | 'connection'>,
  upload: PartedUpload,
  body: Uint8Array,
  order: readonly number[],
): Promise<SentPart[]> {
  const parts: SentPart[] = [];
  for (const number of order) {
    const bytes = body.subarray((number - 1) * 5 * MB, number * 5 * MB);
    parts.push(await store.putPart(connection, upload, number, bytes));
  }
  return parts;
}

describe('an upload in parts', () => {
  it('becomes one object with a checksum of all bytes, in whatever order the parts came', async () => {
    const { store, connection } = rig;
    const body = noise(11 * MB);
    const upload = await store.beginUpload(connection, place, {
      contentType: 'application/fits',
      metadata: { a: 'b' },
    });
    expect(upload).toMatchObject({ algorithm: 'CRC32', checksumType: 'full' });
    const parts = await sendParts(rig, upload, body, [3, 1, 2]);
    expect(await store.sentParts(connection, upload)).toEqual(
      [...parts].sort((a, b) => a.number - b.number),
    );
    const written = await store.completeUpload(connection, upload, parts);
    expect(written.checksum).toMatchObject({ algorithm: 'CRC32', of: 'full' });
    expect(sha(await contentOf(rig.bucket, place.key))).toBe(sha(body));
    const facts = await store.head(connection, place);
    expect(facts).toMatchObject({
      size: body.length,
      etag: written.etag,
      contentType: 'application/fits',
      metadata: { a: 'b' },
      checksums: [written.checksum],
    });
    expect(await store.sentParts(connection, upload)).toBeUndefined();
    expect(await store.parts(connection, place, 3)).toEqual(
      [5 * MB, 5 * MB, MB].map((size, index) => ({
        number: index + 1,
        size,
        checksum: parts.find(({ number }) => number === index + 1)?.checksum,
      })),
    );
  });

  it('goes on with the parts that were sent', async () => {
    const { store, connection } = rig;
    const body = noise(12 * MB);
    const upload = await store.beginUpload(connection, place);
    await sendParts(rig, upload, body, [1, 3]);
    const before = (await store.sentParts(connection, upload)) ?? [];
    expect(before.map(({ number, size }) => [number, size])).toEqual([
      [1, 5 * MB],
      [3, 2 * MB],
    ]);
    const again = await sendParts(rig, upload, body, [2]);
    await store.completeUpload(connection, upload, [...before, ...again]);
    expect(sha(await contentOf(rig.bucket, place.key))).toBe(sha(body));
  });

  it('lists more parts than one page holds', async () => {
    const small = await openRig({ limits: { partBytes: 1 } });
    const upload = await small.store.beginUpload(small.connection, place);
    const part = noise(3);
    await Promise.all(
      Array.from({ length: 1002 }, (_, index) =>
        small.store.putPart(small.connection, upload, index + 1, part),
      ),
    );
    const parts = (await small.store.sentParts(small.connection, upload)) ?? [];
    expect(parts.map(({ number }) => number)).toEqual(
      Array.from({ length: 1002 }, (_, index) => index + 1),
    );
    await small.store.completeUpload(small.connection, upload, parts);
    expect(await small.store.parts(small.connection, place, 1002)).toHaveLength(1002);
    await small.close();
  }, 120_000);

  it('that is given up leaves nothing, and may be given up twice', async () => {
    const { store, connection } = rig;
    const upload = await store.beginUpload(connection, { ...place, key: 'given up' });
    await store.putPart(connection, upload, 1, noise(10));
    await store.abortUpload(connection, upload);
    await store.abortUpload(connection, upload);
    expect(await store.sentParts(connection, upload)).toBeUndefined();
    expect(rig.bucket.uploads.size).toBe(0);
    await expect(store.putPart(connection, upload, 1, noise(10))).rejects.toMatchObject({
      code: 'not-found',
      message: 'The server knows nothing any more of the upload of s3://bucket/given up.',
    });
  });

  it('with parts that the server does not have is refused', async () => {
    const { store, connection } = rig;
    const upload = await store.beginUpload(connection, { ...place, key: 'refused' });
    const part = await store.putPart(connection, upload, 1, noise(10));
    for (const parts of [
      [{ ...part, etag: '"0123456789abcdef0123456789abcdef"' }],
      [part, { ...part, number: 2 }],
    ]) {
      await expect(store.completeUpload(connection, upload, parts)).rejects.toMatchObject({
        code: 'server',
        message:
          'The server lacks a part of the upload of s3://bucket/refused. Nothing was written.',
      });
    }
    expect(rig.bucket.get('refused')).toBeUndefined();
    await store.abortUpload(connection, upload);
  });

  it('that fails inside an answer of 200 is completed by another try', async () => {
    const { store, connection, bucket } = rig;
    const body = noise(100);
    const upload = await store.beginUpload(connection, place);
    const part = await store.putPart(connection, upload, 1, body);
    let failures = 1;
    bucket.options = { completeError: () => (failures-- > 0 ? 'InternalError' : undefined) };
    await store.completeUpload(connection, upload, [part]);
    bucket.options = {};
    expect(rig.requests('CompleteMultipartUpload')).toHaveLength(2);
    expect(await contentOf(bucket, place.key)).toEqual(body);
  });
});

describe('a server that knows less of checksums', () => {
  it('gets the MD5 of each part, and is asked for the size at the end', async () => {
    const plain = await openRig({ limits: { checksums: [] } });
    const body = noise(6 * MB);
    const upload = await plain.store.beginUpload(plain.connection, place);
    expect(upload.algorithm).toBeUndefined();
    const parts = await sendParts(plain, upload, body, [1, 2]);
    expect(plain.requests('UploadPart')[0]?.headers['content-md5']).toBe(
      createHash('md5')
        .update(body.subarray(0, 5 * MB))
        .digest('base64'),
    );
    const written = await plain.store.completeUpload(plain.connection, upload, parts);
    expect(written.checksum).toBeUndefined();
    expect(written.etag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect(sha(await contentOf(plain.bucket, place.key))).toBe(sha(body));

    // The next one is asked for in that way at once.
    plain.server.resetRequests();
    await plain.store.beginUpload(plain.connection, place);
    expect(plain.asked()).toEqual(['CreateMultipartUpload']);
    await plain.close();
  });

  it('gets the MD5 of a whole object, once it has refused another one', async () => {
    const plain = await openRig({ limits: { checksums: [] } });
    await plain.store.put(plain.connection, place, noise(10));
    await plain.store.put(plain.connection, place, noise(20));
    expect(plain.requests('PutObject').map(({ status }) => status)).toEqual([501, 200, 200]);
    await plain.close();
  });
});

describe('the parts of an object', () => {
  it('are known to those who may only read, where all but the last are as long as each other', async () => {
    const reader = await openRig({ limits: { without: ['GetObjectAttributes'], partBytes: 1 } });
    const { store, connection } = reader;
    for (const [key, lengths] of [
      ['even', [10, 10, 3]],
      ['odd', [10, 4, 10]],
    ] as const) {
      const upload = await store.beginUpload(connection, { bucket: 'bucket', key });
      const parts = [];
      for (const [index, length] of lengths.entries()) {
        parts.push(await store.putPart(connection, upload, index + 1, noise(length)));
      }
      await store.completeUpload(connection, upload, parts);
    }
    expect(await store.parts(connection, { bucket: 'bucket', key: 'even' }, 3)).toEqual([
      { number: 1, size: 10 },
      { number: 2, size: 10 },
      { number: 3, size: 3 },
    ]);
    expect(await store.parts(connection, { bucket: 'bucket', key: 'odd' }, 3)).toBeUndefined();
    expect(await store.parts(connection, { bucket: 'bucket', key: 'even' }, 4)).toBeUndefined();
    expect(await store.parts(connection, { bucket: 'bucket', key: 'none' }, 4)).toBeUndefined();
    await reader.close();
  });
});

describe('a bucket in another region', () => {
  it('is written to where it is, and its server asked before a large body is sent', async () => {
    const far = await openRig({ bucket: { region: 'eu-west-1', writable: true } });
    const http = new AmazonHttp(far.http, far.server.port);
    const store = makeStore(http, { access: undefined });
    const connection = { ...PUBLIC_CONNECTION, id: 'amazon', readOnly: false };
    const body = noise(MB);
    await store.put(connection, place, body);
    await store.put(connection, place, body);
    expect(http.hosts).toEqual([
      'bucket.s3.us-east-1.amazonaws.com',
      'bucket.s3.eu-west-1.amazonaws.com',
      'bucket.s3.eu-west-1.amazonaws.com',
    ]);
    expect(far.server.requests.map(({ status, received }) => [status, received])).toEqual([
      [301, 0],
      [200, MB],
      [200, MB],
    ]);
    expect(far.server.requests.map(({ headers }) => headers.expect)).toEqual([
      '100-continue',
      '100-continue',
      undefined,
    ]);
    await far.close();
  });
});
