import { createHash } from 'node:crypto';
import { afterAll, afterEach, describe, expect, inject, it } from 'vitest';
import { S3Service } from '../../src/core/s3/client';
import type { Connection } from '../../src/core/s3/connection';
import { NO_CREDENTIALS } from '../../src/core/s3/credentials';
import type { ObjectPlace, SentPart } from '../../src/core/s3/object-store';
import { RegionMemory } from '../../src/core/s3/regions';
import { S3ObjectStore } from '../../src/core/s3/store';
import { KeptTags } from '../../src/extension/writes/kept-tags';
import { headersOf } from '../../src/extension/writes/object-headers';
import { S3_LIMITS } from '../../src/core/s3/store-tools';
import { S3Target } from '../../src/core/s3/target';
import { HttpSource } from '../../src/core/bytes/http-source';
import { SmithySigner } from '../../src/platform/node/aws-signer';
import { nodeChecksums } from '../../src/platform/node/checksums';
import { NodeHttpClient } from '../../src/platform/node/http-client';
import { loadS3Sdk } from '../../src/platform/node/load-s3-sdk';
import { generatedBody } from '../support/s3/generated';
import { longestKey, names, openBucket, ownBucket } from './contents';

const MB = 1024 * 1024;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const md5 = (bytes: Uint8Array): string => `"${createHash('md5').update(bytes).digest('hex')}"`;
const bytesOf = async (seed: string, size: number): Promise<Uint8Array> =>
  generatedBody(seed, size).read(0, size);

function never(): never {
  throw new Error('There is nothing.');
}

const cases = inject('writable').flatMap((store) =>
  [true, false].map((signed) => ({ ...store, signed, how: signed ? 'signed' : 'unsigned' })),
);

// Every operation of our store, on a real server as on the embedded one.
describe.each(cases)('$name, $how', ({ endpoint, keys, signed, anonymousMayAll }) => {
  const mayAll = signed || anonymousMayAll;
  const bucket = signed ? ownBucket : openBucket;
  const connection: Connection = {
    id: 'suite',
    label: 'Storage suite',
    kind: 's3',
    endpoint,
    pathStyle: true,
    auth: { kind: signed ? 'keys' : 'unsigned' },
    requesterPays: false,
    readOnly: false,
  };
  const http = new NodeHttpClient();
  afterAll(() => http.dispose());
  const access = {
    credentials: signed ? { ...NO_CREDENTIALS, get: () => Promise.resolve(keys) } : NO_CREDENTIALS,
    signer: new SmithySigner(),
  };
  const tools = { http, regions: new RegionMemory(), loadSdk: loadS3Sdk, access };
  const store = new S3ObjectStore({
    ...tools,
    checksums: nodeChecksums(),
    limits: { ...S3_LIMITS, largestCopy: 11 * MB, copyPart: 6 * MB },
  });
  const service = new S3Service(http, tools.regions, loadS3Sdk, undefined, access);
  const at = (key: string): ObjectPlace => ({ bucket, key });
  const written = new Set<string>();
  const put = async (key: string, body: Uint8Array): ReturnType<typeof store.put> => {
    written.add(key);
    return store.put(connection, at(key), body);
  };
  afterEach(async () => {
    await Promise.all([...written].map((key) => store.remove(connection, at(key))));
    written.clear();
  });

  async function read(key: string): Promise<Uint8Array> {
    const target = new S3Target(connection, at(key), tools.regions, access);
    const source = new HttpSource(http, target);
    try {
      return await source.read(0, await source.size());
    } finally {
      await source.close();
    }
  }

  it.each([...names, longestKey])('writes, copies, reads and removes %j', async (key) => {
    const copy = key === longestKey ? 'copy of the longest' : `copy/${key}`;
    written.add(copy);
    await put(key, Buffer.from(key));
    expect(Buffer.from(await read(key)).toString()).toBe(key);
    if (mayAll) {
      await store.copy(connection, at(key), at(copy));
      expect(Buffer.from(await read(copy)).toString()).toBe(key);
    }
    await store.remove(connection, at(key));
    expect(await store.head(connection, at(key))).toBeUndefined();
  });

  it('keeps what is said of an object, and a copy keeps it too', async () => {
    const body = await bytesOf('said', 1000);
    const said = { contentType: 'application/fits', metadata: { telescope: 'SPHEREx' } };
    for (const key of ['said', 'said again']) {
      written.add(key);
    }
    await store.put(connection, at('said'), body, said);
    if (mayAll) {
      await store.copy(connection, at('said'), at('said again'));
    }
    for (const key of mayAll ? ['said', 'said again'] : ['said']) {
      const facts = await store.head(connection, at(key));
      expect(facts).toMatchObject({ size: 1000, etag: md5(body), ...said });
      expect(facts?.modified?.getTime()).toBeGreaterThan(Date.now() - 3_600_000);
    }
  });

  it('writes only where a condition holds', async () => {
    const first = await put('one', Buffer.from('first'));
    const write = (text: string, condition: { ifMatch: string } | { ifNoneMatch: '*' }) =>
      store.put(connection, at('one'), Buffer.from(text), { condition });
    await expect(write('second', { ifNoneMatch: '*' })).rejects.toMatchObject({
      code: 'changed',
    });
    await expect(write('second', { ifMatch: md5(Buffer.from('?')) })).rejects.toMatchObject({
      code: 'changed',
    });
    expect(Buffer.from(await read('one')).toString()).toBe('first');
    await write('second', { ifMatch: first.etag ?? '' });
    expect(Buffer.from(await read('one')).toString()).toBe('second');
  });

  it.each([
    [0, 0],
    [1, 0],
    [5 * MB - 1, 0],
    [5 * MB, 0],
    [5 * MB + 1, 5 * MB],
    [200 * MB, 16 * MB],
  ])('gives back the %d bytes that were uploaded in parts of %d', async (size, part) => {
    const body = await bytesOf(`size ${size}`, size);
    written.add('back');
    if (part === 0 || !mayAll) {
      await put('back', body);
    } else {
      const upload = await store.beginUpload(connection, at('back'), { contentType: 'a/b' });
      const sent: SentPart[] = [];
      for (let number = 1; (number - 1) * part < size; number++) {
        const bytes = body.subarray((number - 1) * part, number * part);
        sent.push(await store.putPart(connection, upload, number, bytes));
      }
      expect(await store.sentParts(connection, upload)).toMatchObject(
        sent.map(({ number, etag }) => ({ number, etag })),
      );
      await store.completeUpload(connection, upload, sent);
      expect(await store.sentParts(connection, upload)).toBeUndefined();
    }
    expect((await store.head(connection, at('back')))?.size).toBe(size);
    expect(sha256(await read('back'))).toBe(sha256(body));
  });

  it.runIf(mayAll)(
    'forgets an upload that is given up, and refuses one with a part that is not there',
    async () => {
      const upload = await store.beginUpload(connection, at('given up'));
      const part = await store.putPart(connection, upload, 1, Buffer.from('part'));
      const wrong = { ...part, number: 2 };
      await expect(store.completeUpload(connection, upload, [part, wrong])).rejects.toThrow();
      await store.abortUpload(connection, upload);
      await store.abortUpload(connection, upload);
      expect(await store.sentParts(connection, upload)).toBeUndefined();
      expect(await store.head(connection, at('given up'))).toBeUndefined();
    },
  );

  it.runIf(mayAll)('copies in parts what is too large for one request', async () => {
    const body = await bytesOf('large', 13 * MB);
    const { etag } = await put('large', body);
    written.add('large copy');
    const seen: number[] = [];
    await store.copy(connection, at('large'), at('large copy'), {
      etag,
      onCopied: (bytes) => seen.push(bytes),
    });
    expect(seen.at(-1)).toBe(13 * MB);
    expect(sha256(await read('large copy'))).toBe(sha256(body));
    const stale = store.copy(connection, at('large'), at('large copy'), { etag: '"other"' });
    await expect(stale).rejects.toMatchObject({ code: 'changed' });
  });

  it.runIf(mayAll)('refuses to copy what is not there, or onto itself', async () => {
    await put('self', Buffer.from('self'));
    await expect(store.copy(connection, at('self'), at('self'))).rejects.toThrow();
    const none = store.copy(connection, at('none'), at('self'));
    await expect(none).rejects.toMatchObject({ code: 'not-found' });
  });

  it.runIf(mayAll)('removes many at a time', async () => {
    const many = Array.from({ length: 1_003 }, (_, index) => `many/${index}`);
    for (let from = 0; from < many.length; from += 50) {
      await Promise.all(many.slice(from, from + 50).map((key) => put(key, Buffer.from(key))));
    }
    let removed = 0;
    const left = await store.removeMany(connection, bucket, [...many, 'never there'], {
      onRemoved: (count) => {
        removed = count;
      },
    });
    expect(left).toEqual([]);
    expect(removed).toBeGreaterThanOrEqual(many.length);
    const page = await service.listPage(connection, { bucket, prefix: 'many/' });
    expect(page.entries).toEqual([]);
  });

  it.runIf(mayAll)('removes versions, with or without help of the server', async () => {
    const keys = ['version/a', 'version/b', 'version/\u0001'];
    const etags = new Map<string, string>();
    for (const key of keys) {
      const { etag = '' } = await put(key, Buffer.from(key));
      etags.set(key, etag);
    }
    expect(await store.removeMany(connection, bucket, keys, { etags })).toEqual([]);
    const page = await service.listPage(connection, { bucket, prefix: 'version/' });
    expect(page.entries).toEqual([]);
  });

  it.runIf(mayAll)('writes anew what an object says of itself, and its tags', async () => {
    const attributes = {
      ...{ contentType: 'text/x-log', contentDisposition: 'inline; filename="a b.log"' },
      ...{ contentLanguage: 'de', contentEncoding: 'identity', cacheControl: 'max-age=60' },
      ...{ expires: new Date('2031-02-03T04:05:06Z'), metadata: { observer: 'Hubble' } },
    };
    const tags = [{ key: 'project', value: 'deep field' }];
    written.add('all.log');
    await store.put(connection, at('all.log'), Buffer.from('one'), { ...attributes, tags });
    const facts = await store.head(connection, at('all.log'));
    expect(facts).toMatchObject(attributes);
    expect(await store.tags(connection, at('all.log'))).toEqual(tags);
    // As an editor saves it.
    const headers = headersOf(facts ?? never());
    const kept = await new KeptTags({ store, connection: () => connection }).of(
      { connection: 'suite', ...at('all.log') },
      facts?.tagCount,
      {},
    );
    await store.put(connection, at('all.log'), Buffer.from('two'), {
      ...{ ...headers, tags: kept, condition: { ifMatch: facts?.etag ?? '' } },
    });
    expect(await store.head(connection, at('all.log'))).toMatchObject(attributes);
    expect(await store.tags(connection, at('all.log'))).toEqual(tags);
  });

  it('lists the buckets of who signs', async () => {
    const listing = store.listBuckets(connection);
    if (!signed) {
      await expect(listing).rejects.toMatchObject({ code: 'access-denied' });
      return;
    }
    expect((await listing).map(({ name }) => name)).toEqual(
      expect.arrayContaining([openBucket, ownBucket]),
    );
  });

  it('writes nothing through a connection that is read-only', async () => {
    const reading = { ...connection, readOnly: true };
    const refused = store.put(reading, at('no'), Buffer.from('no'));
    await expect(refused).rejects.toMatchObject({ code: 'unsupported' });
    expect(await store.head(connection, at('no'))).toBeUndefined();
  });
});
