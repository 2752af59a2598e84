import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import { NASTY_KEYS, randomKeys } from './keys';
import { connectionTo, contentOf, noise, openRig, type StoreRig } from './store-rig';

const MB = 1024 * 1024;
const at = (key: string): { bucket: string; key: string } => ({ bucket: 'bucket', key });
const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

let rig: StoreRig;
beforeAll(async () => {
  rig = await openRig({ limits: { partBytes: 1 } });
});
beforeEach(() => rig.server.resetRequests());
afterAll(() => rig.close());

describe('an object that is written in one request', () => {
  it('has its bytes, its type and its metadata, and a checksum that the server has verified', async () => {
    const body = noise(3 * MB + 1);
    const sent: number[] = [];
    const written = await rig.store.put(rig.connection, at('a b/c+d.fits'), body, {
      contentType: 'application/fits',
      metadata: { observer: 'Böhm', Field: 'M 31' },
      onSent: (count) => sent.push(count),
    });
    expect(written).toMatchObject({
      etag: `"${md5(body)}"`,
      checksum: { algorithm: 'CRC32', of: 'full' },
    });
    expect(md5((await contentOf(rig.bucket, 'a b/c+d.fits')) ?? noise(1))).toBe(md5(body));
    const facts = await rig.store.head(rig.connection, at('a b/c+d.fits'));
    expect(facts).toMatchObject({
      size: body.length,
      etag: written.etag,
      contentType: 'application/fits',
      checksums: [written.checksum],
      encrypted: false,
      metadata: { observer: '=?UTF-8?Q?B=C3=B6hm?=', field: 'M 31' },
    });
    expect(sent.at(-1)).toBe(body.length);
    expect(sent).toEqual([...sent].sort((a, b) => a - b));
    expect(rig.requests('PutObject')[0]?.headers).toMatchObject({
      'content-length': String(body.length),
    });
  });

  it('may be empty', async () => {
    await rig.store.put(rig.connection, at('empty/'), new Uint8Array());
    expect((await rig.store.head(rig.connection, at('empty/')))?.size).toBe(0);
  });

  it.each([...NASTY_KEYS, ...randomKeys(60)])('is where its key says: %j', async (key) => {
    const body = new TextEncoder().encode(`content of ${key}`);
    await rig.store.put(rig.connection, at(key), body);
    expect(await contentOf(rig.bucket, key)).toEqual(body);
    expect((await rig.store.head(rig.connection, at(key)))?.size).toBe(body.length);
    const copy = `copied/${key}`;
    if (Buffer.byteLength(copy) <= 1024) {
      await rig.store.copy(rig.connection, at(key), at(copy));
      expect(await contentOf(rig.bucket, copy)).toEqual(body);
      await rig.store.remove(rig.connection, at(copy));
      expect(rig.bucket.get(copy)).toBeUndefined();
    }
    expect(await rig.store.removeMany(rig.connection, 'bucket', [key])).toEqual([]);
    expect(rig.bucket.get(key)).toBeUndefined();
    await rig.server.settled();
    expect(
      rig.server.requests.map(({ status }) => status).filter((status) => status >= 400),
    ).toEqual([]);
  });
});

describe('an object that is not there', () => {
  it('is undefined to HEAD, and nothing to remove', async () => {
    expect(await rig.store.head(rig.connection, at('none'))).toBeUndefined();
    await rig.store.remove(rig.connection, at('none'));
    await expect(rig.store.copy(rig.connection, at('none'), at('other'))).rejects.toMatchObject({
      code: 'not-found',
      message: 's3://bucket/none does not exist.',
    });
  });
});

describe('what is asked of a store', () => {
  it('is nothing where the connection is read-only', async () => {
    const readOnly = { ...rig.connection, readOnly: true };
    const body = new Uint8Array(1);
    const upload = { place: at('x'), uploadId: 'u', algorithm: undefined };
    for (const write of [
      () => rig.store.put(readOnly, at('x'), body),
      () => rig.store.beginUpload(readOnly, at('x')),
      () => rig.store.putPart(readOnly, upload, 1, body),
      () => rig.store.completeUpload(readOnly, upload, []),
      () => rig.store.abortUpload(readOnly, upload),
      () => rig.store.copy(readOnly, at('x'), at('y')),
      () => rig.store.remove(readOnly, at('x')),
      () => rig.store.removeMany(readOnly, 'bucket', ['x']),
    ]) {
      await expect(write()).rejects.toMatchObject({
        code: 'unsupported',
        message: 'The connection “My store” is read-only.',
      });
    }
    expect(rig.server.requests).toEqual([]);
  });

  it('has an address', async () => {
    const body = new Uint8Array(1);
    for (const place of [at(''), { bucket: 'a', key: 'x' }, at('\ud800'), at('x'.repeat(1025))]) {
      await expect(rig.store.put(rig.connection, place, body)).rejects.toMatchObject({
        code: 'bad-address',
      });
    }
    expect(rig.server.requests).toEqual([]);
  });

  it('lists the buckets of the account', async () => {
    expect((await rig.store.listBuckets(rig.connection)).map(({ name }) => name)).toEqual([
      'bucket',
    ]);
    const anonymous = rig.storeWith({ access: undefined });
    await expect(
      anonymous.listBuckets(connectionTo(rig.server.endpoint, { auth: { kind: 'unsigned' } })),
    ).rejects.toMatchObject({
      code: 'access-denied',
      message: 'Whose buckets to list is not known without credentials.',
    });
  });
});

describe('without credentials', () => {
  it('a bucket that anybody may write to is written to', async () => {
    rig.server.createBucket('open-bucket', { writable: true });
    const store = rig.storeWith({ access: undefined });
    const connection = connectionTo(rig.server.endpoint, { auth: { kind: 'unsigned' } });
    const place = { bucket: 'open-bucket', key: 'x' };
    await store.put(connection, place, noise(10));
    expect((await store.head(connection, place))?.size).toBe(10);
    await expect(store.put(connection, at('x'), noise(1))).rejects.toMatchObject({
      code: 'access-denied',
      message: 's3://bucket/x cannot be written without credentials.',
    });
    expect(rig.server.requests.filter(({ headers }) => 'authorization' in headers)).toEqual([]);
  });

  it('nothing is written to the public archives', async () => {
    await expect(rig.store.put(PUBLIC_CONNECTION, at('x'), noise(1))).rejects.toMatchObject({
      code: 'unsupported',
    });
  });
});
