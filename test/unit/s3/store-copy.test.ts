import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readAtMost } from '../../../src/core/bytes/body';
import type { HttpClient } from '../../../src/core/bytes/http';
import { response } from './fakes';
import { contentOf, makeStore, noise, openRig, type StoreRig } from './store-rig';

const at = (key: string): { bucket: string; key: string } => ({ bucket: 'bucket', key });
const sha = (bytes: Uint8Array | undefined): string =>
  createHash('sha256')
    .update(bytes ?? '')
    .digest('hex');

/** Of MinIO, 2026, to a part copied into an upload with a CRC32. */
const MINIO_REFUSAL =
  '<Error><Code>InvalidArgument</Code>' +
  '<Message>Invalid arguments provided (checksum missing, want "CRC32", got "").</Message></Error>';

let rig: StoreRig;
beforeAll(async () => {
  rig = await openRig({ limits: { partBytes: 1, copyBytes: 1000 } });
});
beforeEach(() => rig.server.resetRequests());
afterAll(() => rig.close());

describe('a copy', () => {
  it('keeps type, metadata and checksum, and goes to another bucket', async () => {
    const { store, connection, server } = rig;
    const other = server.createBucket('other-bucket');
    const body = noise(500);
    await store.put(connection, at('from'), body, {
      contentType: 'application/fits',
      metadata: { a: 'b' },
    });
    const copied: number[] = [];
    const to = { bucket: 'other-bucket', key: 'to+here' };
    await store.copy(connection, at('from'), to, { onCopied: (bytes) => copied.push(bytes) });
    expect(await contentOf(other, 'to+here')).toEqual(body);
    expect(await store.head(connection, to)).toMatchObject({
      contentType: 'application/fits',
      metadata: { a: 'b' },
      checksums: [{ algorithm: 'CRC32', of: 'full' }],
    });
    expect(copied).toEqual([500]);
  });

  it('of an object larger than one request takes goes in parts', async () => {
    const { server, bucket, connection } = rig;
    const store = rig.storeWith({ limits: { largestCopy: 1000, copyPart: 300 } });
    const body = noise(2000);
    await store.put(connection, at('large'), body, {
      contentType: 'application/fits',
      contentEncoding: 'x-own',
      metadata: { a: 'b' },
    });
    server.resetRequests();
    const copied: number[] = [];
    const written = await store.copy(connection, at('large'), at('large copy'), {
      onCopied: (bytes, size) => copied.push(bytes / size),
    });
    expect(sha(await contentOf(bucket, 'large copy'))).toBe(sha(body));
    expect(
      rig
        .requests('UploadPartCopy')
        .map(({ headers }) => headers['x-amz-copy-source-range'])
        .sort(),
    ).toEqual([
      'bytes=0-299',
      'bytes=1200-1499',
      'bytes=1500-1799',
      'bytes=1800-1999',
      'bytes=300-599',
      'bytes=600-899',
      'bytes=900-1199',
    ]);
    expect(written.checksum).toMatchObject({ algorithm: 'CRC32', of: 'full' });
    expect(await store.head(connection, at('large copy'))).toMatchObject({
      contentType: 'application/fits',
      metadata: { a: 'b' },
      checksums: (await store.head(connection, at('large')))?.checksums,
    });
    expect(copied).toEqual([...copied].sort((a, b) => a - b));
    expect(copied.at(-1)).toBe(1);
  });

  it('in parts is made without checksums where the server makes up those of parts', async () => {
    const { server, bucket, connection } = rig;
    const body = noise(2000);
    const { checksum } = await rig.store.put(connection, at('original'), body);
    const http: HttpClient = {
      send: async (request) => {
        const answer = await rig.http.send(request);
        if (!('x-amz-copy-source-range' in request.headers)) {
          return answer;
        }
        const text = new TextDecoder().decode(await readAtMost(answer.body, 1e6));
        const lie = `<ChecksumCRC32>${checksum?.value ?? ''}</ChecksumCRC32>`;
        const told = text.replace(/<ChecksumCRC32>.*<\/ChecksumCRC32>/, lie);
        return { ...response({ body: told }), headers: answer.headers };
      },
    };
    const store = makeStore(http, { limits: { largestCopy: 1000, copyPart: 700 } });
    server.resetRequests();
    await store.copy(connection, at('original'), at('made up'));
    expect(sha(await contentOf(bucket, 'made up'))).toBe(sha(body));
    expect(bucket.uploads.size).toBe(0);
    expect(
      rig
        .requests('CreateMultipartUpload')
        .map(({ headers }) => headers['x-amz-checksum-algorithm']),
    ).toEqual(['CRC32', undefined]);
  });

  it('in parts is made without checksums where no part is copied into an upload with some', async () => {
    const { bucket, connection } = rig;
    const body = noise(2000);
    await rig.store.put(connection, at('original'), body);
    const http: HttpClient = {
      send: async (request) => {
        const [upload] = [...bucket.uploads.values()];
        return 'x-amz-copy-source-range' in request.headers && upload?.algorithm !== undefined
          ? response({ status: 400, body: MINIO_REFUSAL })
          : rig.http.send(request);
      },
    };
    const store = makeStore(http, { limits: { largestCopy: 1000, copyPart: 700 } });
    await store.copy(connection, at('original'), at('plain'));
    expect(sha(await contentOf(bucket, 'plain'))).toBe(sha(body));
    expect(bucket.uploads.size).toBe(0);
    // The next one is not begun in vain.
    await store.copy(connection, at('original'), at('plain again'));
    expect(
      rig
        .requests('CreateMultipartUpload')
        .map(({ headers }) => headers['x-amz-checksum-algorithm']),
    ).toEqual(['CRC32', undefined, undefined]);
  });

  it('of the marker of a folder is a marker', async () => {
    const { store, connection, bucket } = rig;
    await store.put(connection, at('folder/'), new Uint8Array(), { metadata: { a: 'b' } });
    await store.copy(connection, at('folder/'), at('other folder/'), {
      condition: { ifNoneMatch: '*' },
    });
    expect(bucket.get('other folder/')).toMatchObject({ metadata: { a: 'b' } });
  });

  it('that fails in parts leaves none behind', async () => {
    const { bucket, connection } = rig;
    const store = rig.storeWith({ limits: { largestCopy: 1000, copyPart: 1500 } });
    bucket.put('too large', noise(2000));
    // The server copies 1,000 bytes at most.
    await expect(store.copy(connection, at('too large'), at('nowhere'))).rejects.toMatchObject({
      code: 'server',
    });
    expect(bucket.uploads.size).toBe(0);
    expect(bucket.get('nowhere')).toBeUndefined();
  });

  it('is refused of what is another object by now', async () => {
    const { store, connection, bucket } = rig;
    const { etag = '' } = await store.put(connection, at('old'), noise(10));
    await store.put(connection, at('old'), noise(11));
    await expect(store.copy(connection, at('old'), at('new'), { etag })).rejects.toMatchObject({
      code: 'changed',
    });
    expect(bucket.get('new')).toBeUndefined();
  });

  it('is made of what a listing names without the quotes of its ETag', async () => {
    const { store, connection, bucket } = rig;
    const written = await store.put(connection, at('listed'), noise(10));
    const etag = (written.etag ?? '').replaceAll('"', '');
    await store.copy(connection, at('listed'), at('listed copy'), { etag });
    expect(bucket.get('listed copy')?.body.size).toBe(10);
  });

  it('onto itself is refused, but for an older version', async () => {
    const versions = await openRig({ bucket: { versioned: true } });
    const { store, connection, bucket } = versions;
    const { versionId } = await store.put(connection, at('x'), noise(10));
    await store.put(connection, at('x'), noise(11));
    await expect(store.copy(connection, at('x'), at('x'))).rejects.toMatchObject({
      code: 'unsupported',
      message: 's3://bucket/x cannot be copied onto itself.',
    });
    await store.copy(connection, { ...at('x'), versionId }, at('x'));
    expect(bucket.get('x')?.body.size).toBe(10);
    await versions.close();
  });
});

describe('the removal of many objects', () => {
  it('takes 1,000 keys a request, and tells how many are gone', async () => {
    const { store, connection, bucket } = rig;
    const keys = Array.from({ length: 2500 }, (_, index) => `many/${index}`);
    keys.forEach((key) => bucket.put(key, ''));
    const removed: number[] = [];
    const left = await store.removeMany(connection, 'bucket', keys, {
      onRemoved: (count) => removed.push(count),
    });
    expect(left).toEqual([]);
    expect(removed).toEqual([1000, 2000, 2500]);
    expect(rig.asked()).toEqual(Array.from({ length: 3 }, () => 'DeleteObjects'));
    expect(keys.filter((key) => bucket.get(key) !== undefined)).toEqual([]);
    expect(rig.server.requests[0]?.headers).toMatchObject({
      'content-md5': expect.any(String) as string,
    });
  });

  it('says which are left, and why', async () => {
    const { store, connection, server } = rig;
    const locked = server.createBucket('locked-bucket', { locked: (key) => key === 'b' });
    ['a', 'b', 'c'].forEach((key) => locked.put(key, ''));
    expect(await store.removeMany(connection, 'locked-bucket', ['a', 'b', 'c', 'none'])).toEqual([
      {
        key: 'b',
        reason:
          'The connection “My store” may not write s3://locked-bucket/b. ' +
          'Ask the owner of the bucket for this right, or use another connection.',
      },
    ]);
    expect(locked.get('a')).toBeUndefined();
    expect(locked.get('b')).toBeDefined();
  });

  it('goes key by key where the server cannot do it together', async () => {
    const old = await openRig({ limits: { without: ['DeleteObjects'] } });
    const keys = ['a', 'b', 'c'];
    keys.forEach((key) => old.bucket.put(key, ''));
    const removed: number[] = [];
    await old.store.removeMany(old.connection, 'bucket', keys, {
      onRemoved: (count) => removed.push(count),
    });
    expect(old.asked().slice(1)).toEqual(['DeleteObject', 'DeleteObject', 'DeleteObject']);
    expect(removed.at(-1)).toBe(3);
    await old.close();
  });

  it('stops with the sentence of a whole request that is refused', async () => {
    const reader = await openRig({
      users: [
        {
          accessKeyId: 'AKIDWRITER',
          secretAccessKey: 'a secret of the writer',
          rights: { bucket: ['read', 'list'] },
        },
      ],
    });
    reader.bucket.put('a', '');
    await expect(reader.store.put(reader.connection, at('b'), noise(1))).rejects.toMatchObject({
      code: 'access-denied',
      message: 'The connection “My store” may not write s3://bucket/b.',
    });
    expect(reader.bucket.get('a')).toBeDefined();
    await reader.close();
  });
});
