import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HttpClient } from '../../../src/core/bytes/http';
import type { ObjectAttributes } from '../../../src/core/s3/object-store';
import { contentOf, makeStore, noise, openRig, type StoreRig } from './store-rig';

const at = (key: string, bucket = 'bucket'): { bucket: string; key: string } => ({ bucket, key });

/** Everything that an object can say of itself. */
const ALL: ObjectAttributes = {
  contentType: 'text/x-log',
  contentEncoding: 'identity',
  contentDisposition: 'attachment; filename="night 7.log"',
  contentLanguage: 'de',
  cacheControl: 'max-age=60',
  expires: new Date('2031-02-03T04:05:06Z'),
  redirect: '/elsewhere',
  metadata: { observer: 'Hubble', field: 'M 31' },
  storageClass: 'STANDARD_IA',
  encryption: { kind: 'aws:kms', keyId: 'arn:aws:kms:us-east-1:1:key/k', bucketKey: true },
};
const TAGS = [
  { key: 'project', value: 'deep field & more' },
  { key: 'äöü=', value: '' },
];

let rig: StoreRig;
beforeAll(async () => {
  rig = await openRig({ limits: { partBytes: 1, copyBytes: 1000 } });
});
beforeEach(() => rig.server.resetRequests());
afterAll(() => rig.close());

describe('what an object says of itself', () => {
  it('is written with it, and told by HEAD and the tags', async () => {
    const { store, connection } = rig;
    await store.put(connection, at('all.log'), noise(10), { ...ALL, tags: TAGS });
    expect(await store.head(connection, at('all.log'))).toMatchObject({ ...ALL, tagCount: 2 });
    expect(await store.tags(connection, at('all.log'))).toEqual(TAGS);
    expect(rig.requests('PutObject')[0]?.headers).toMatchObject({
      'x-amz-storage-class': 'STANDARD_IA',
      'x-amz-server-side-encryption': 'aws:kms',
    });
  });

  it('is the same after a copy in one request, but for how its new place encrypts', async () => {
    const { store, connection } = rig;
    await store.put(connection, at('small.log'), noise(10), { ...ALL, tags: TAGS });
    await store.copy(connection, at('small.log'), at('small copy'));
    expect(rig.requests('CopyObject').length).toBe(1);
    expect(await store.head(connection, at('small copy'))).toMatchObject({
      ...{ ...ALL, tagCount: 2, encryption: undefined },
    });
    expect(await store.tags(connection, at('small copy'))).toEqual(TAGS);
  });

  it('is the same after a copy in parts, but for how its new place encrypts', async () => {
    const store = rig.storeWith({ limits: { largestCopy: 1000, copyPart: 300 } });
    await rig.store.put(rig.connection, at('large.log'), noise(2000), { ...ALL, tags: TAGS });
    await store.copy(rig.connection, at('large.log'), at('large copy'));
    expect(rig.requests('UploadPartCopy').length).toBe(7);
    expect(await store.head(rig.connection, at('large copy'))).toMatchObject({
      ...{ ...ALL, tagCount: 2, encryption: undefined },
    });
    expect(await store.tags(rig.connection, at('large copy'))).toEqual(TAGS);
  });

  it('is not lost by a copy in parts where its tags may not be read', async () => {
    const secret = rig.server.createBucket('secret-tags', { denyTags: true });
    secret.put('large', noise(2000), { tagging: 'a=b' });
    const store = rig.storeWith({ limits: { largestCopy: 1000, copyPart: 300 } });
    await expect(
      store.copy(rig.connection, at('large', 'secret-tags'), at('never')),
    ).rejects.toMatchObject({ code: 'access-denied' });
    expect(rig.bucket.get('never')).toBeUndefined();
    expect(rig.bucket.uploads.size).toBe(0);
  });

  it('goes along with a copy in parts from a server that does not count tags', async () => {
    const http: HttpClient = {
      send: async (request) => {
        const answer = await rig.http.send(request);
        const headers = Object.entries(answer.headers);
        const rest = headers.filter(([name]) => name !== 'x-amz-tagging-count');
        return { ...answer, headers: Object.fromEntries(rest) };
      },
    };
    const store = makeStore(http, { limits: { largestCopy: 1000, copyPart: 700 } });
    rig.bucket.put('uncounted', noise(2000), { tagging: 'a=b' });
    await store.copy(rig.connection, at('uncounted'), at('uncounted copy'));
    expect(rig.bucket.get('uncounted copy')?.tagging).toBe('a=b');
    // What nobody may know of does not stand in the way.
    const secret = rig.server.createBucket('secret-count', { denyTags: true });
    secret.put('large', noise(2000), { tagging: 'a=b' });
    await store.copy(rig.connection, at('large', 'secret-count'), at('large of others'));
    expect(rig.bucket.get('large of others')?.body.size).toBe(2000);
  });

  it('has a type by its name unless told', async () => {
    const { store, connection, bucket } = rig;
    const types: Record<string, string | undefined> = {};
    const upload = await store.beginUpload(connection, at('parted.parquet'));
    const part = await store.putPart(connection, upload, 1, noise(5));
    await store.completeUpload(connection, upload, [part]);
    await store.put(connection, at('told.fits'), noise(1), { contentType: 'image/fits' });
    for (const key of ['a.fits', 'b.asdf', 'c.txt', 'd.strange']) {
      await store.put(connection, at(key), noise(1));
    }
    for (const key of ['parted.parquet', 'told.fits', 'a.fits', 'b.asdf', 'c.txt', 'd.strange']) {
      types[key] = bucket.get(key)?.contentType;
    }
    expect(types).toEqual({
      'parted.parquet': 'application/vnd.apache.parquet',
      'told.fits': 'image/fits',
      'a.fits': 'application/fits',
      'b.asdf': 'application/octet-stream',
      'c.txt': 'text/plain',
      'd.strange': 'application/octet-stream',
    });
  });
});

describe('the removal of versions', () => {
  const odd = 'odd\u0001';

  it.each(['together', 'one by one'])('leaves what was changed meanwhile, %s', async (way) => {
    const own = await openRig(way === 'together' ? {} : { limits: { without: ['DeleteObjects'] } });
    const { store, connection, bucket } = own;
    const keys = ['same', 'changed', 'gone', odd];
    const etags = new Map(keys.map((key) => [key, bucket.put(key, key).etag]));
    bucket.put('changed', 'by somebody');
    bucket.delete('gone');
    const left = await store.removeMany(connection, 'bucket', keys, { etags });
    expect(left).toEqual([
      { key: 'changed', reason: 's3://bucket/changed was changed meanwhile, and is not deleted.' },
    ]);
    expect(keys.filter((key) => bucket.get(key) !== undefined)).toEqual(['changed']);
    expect(await contentOf(bucket, 'changed')).toEqual(new TextEncoder().encode('by somebody'));
    // That was for the server to see: only what it refused was looked at.
    expect(own.requests('HeadObject').map(({ url }) => url)).toEqual(['/bucket/changed']);
    await own.close();
  });

  it('goes on without a condition where the server knows of none', async () => {
    const old = await openRig({
      limits: { without: ['DeleteObjects'], conditionalWrites: false },
    });
    const { store, connection, bucket } = old;
    const etags = new Map(['a', 'b'].map((key) => [key, bucket.put(key, key).etag]));
    expect(await store.removeMany(connection, 'bucket', ['a', 'b'], { etags })).toEqual([]);
    expect(['a', 'b'].filter((key) => bucket.get(key) !== undefined)).toEqual([]);
    await old.close();
  });
});

describe('keys that a server is too busy for', () => {
  it('are asked for again after pauses that grow', async () => {
    const busy = new Map([
      ['a', 2],
      ['b', 99],
    ]);
    const own = await openRig({
      bucket: {
        busy: (key) => {
          const times = busy.get(key) ?? 0;
          busy.set(key, times - 1);
          return times > 0 ? 'SlowDown' : undefined;
        },
      },
    });
    ['a', 'b', 'c'].forEach((key) => own.bucket.put(key, ''));
    const store = own.storeWith({
      retry: {
        ...{ retries: 4, firstPauseMs: 40, longestPauseMs: 1000, longestRetryAfterMs: 0 },
        random: () => 1,
      },
    });
    const start = performance.now();
    const left = await store.removeMany(own.connection, 'bucket', ['a', 'b', 'c']);
    expect(performance.now() - start).toBeGreaterThan(40 + 80 + 160 - 5);
    expect(left.map(({ key }) => key)).toEqual(['b']);
    expect(own.requests('DeleteObjects').length).toBe(4);
    await own.close();
  });
});
