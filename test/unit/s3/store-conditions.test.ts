import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startFaultProxy, type FaultProxy } from '../../support/proxy/fault-proxy';
import { connectionTo, contentOf, noise, openRig, type StoreRig } from './store-rig';

const at = (key: string): { bucket: string; key: string } => ({ bucket: 'bucket', key });

let rig: StoreRig;
beforeAll(async () => {
  rig = await openRig({ limits: { partBytes: 1 } });
});
beforeEach(() => rig.server.resetRequests());
afterAll(() => rig.close());

describe('a write with a condition', () => {
  it('replaces only the version that was read', async () => {
    const { store, connection, bucket } = rig;
    const first = await store.put(connection, at('edited'), noise(5));
    const ifMatch = first.etag ?? '';
    const second = await store.put(connection, at('edited'), noise(6), { condition: { ifMatch } });
    expect(second.etag).not.toBe(first.etag);
    await expect(
      store.put(connection, at('edited'), noise(7), { condition: { ifMatch } }),
    ).rejects.toMatchObject({
      code: 'changed',
      message: 's3://bucket/edited has been changed by somebody else. Nothing was written.',
    });
    expect(bucket.get('edited')?.body.size).toBe(6);
    await store.remove(connection, at('edited'));
    await expect(
      store.put(connection, at('edited'), noise(7), { condition: { ifMatch } }),
    ).rejects.toMatchObject({
      code: 'changed',
      message: 's3://bucket/edited has been deleted by somebody else. Nothing was written.',
    });
    expect(bucket.get('edited')).toBeUndefined();
  });

  it('makes only what is not there', async () => {
    const { store, connection, bucket } = rig;
    const condition = { ifNoneMatch: '*' } as const;
    await store.put(connection, at('new'), noise(5), { condition });
    await expect(store.put(connection, at('new'), noise(6), { condition })).rejects.toMatchObject({
      code: 'changed',
      message: 'There is an object s3://bucket/new already. Nothing was written.',
    });
    const upload = await store.beginUpload(connection, at('new'));
    const part = await store.putPart(connection, upload, 1, noise(8));
    await expect(
      store.completeUpload(connection, upload, [part], { condition }),
    ).rejects.toMatchObject({ code: 'changed' });
    await expect(store.copy(connection, at('new'), at('new'), { condition })).rejects.toMatchObject(
      { code: 'unsupported' },
    );
    await store.copy(connection, at('new'), at('new 2'), { condition });
    await expect(
      store.copy(connection, at('new'), at('new 2'), { condition }),
    ).rejects.toMatchObject({ code: 'changed' });
    expect(bucket.get('new')?.body.size).toBe(5);
  });

  it('is looked at beforehand where the server knows none', async () => {
    const old = await openRig({ limits: { conditionalWrites: false } });
    const { store, connection, bucket } = old;
    const condition = { ifNoneMatch: '*' } as const;
    const { etag = '' } = await store.put(connection, at('x'), noise(5), { condition });
    await expect(store.put(connection, at('x'), noise(6), { condition })).rejects.toMatchObject({
      code: 'changed',
    });
    await store.put(connection, at('x'), noise(7), { condition: { ifMatch: etag } });
    await expect(
      store.put(connection, at('x'), noise(8), { condition: { ifMatch: etag } }),
    ).rejects.toMatchObject({ code: 'changed' });
    expect(bucket.get('x')?.body.size).toBe(7);
    await old.close();
  });
});

describe('a write whose answer is lost', () => {
  let proxy: FaultProxy;
  beforeAll(async () => {
    proxy = await startFaultProxy({ target: rig.server.endpoint });
  });
  afterAll(() => proxy.close());

  it('was done by the lost one, and not by somebody else', async () => {
    const { store, bucket } = rig;
    const connection = connectionTo(proxy.endpoint);
    proxy.rules = [{ fault: { kind: 'lose-answer' }, method: 'PUT', times: 1 }];
    const body = noise(50);
    const written = await store.put(connection, at('lost'), body, {
      condition: { ifNoneMatch: '*' },
    });
    expect(rig.requests('PutObject').map(({ status }) => status)).toEqual([200, 412]);
    expect(written.etag).toBe(bucket.get('lost')?.etag);

    proxy.rules = [{ fault: { kind: 'lose-answer' }, method: 'PUT', times: 1 }];
    const next = noise(60);
    await store.put(connection, at('lost'), next, { condition: { ifMatch: written.etag ?? '' } });
    expect(await contentOf(bucket, 'lost')).toEqual(next);
  });

  it('is told as a conflict where others have written since', async () => {
    const { store, bucket } = rig;
    const connection = connectionTo(proxy.endpoint);
    const { etag = '' } = await store.put(connection, at('fought'), noise(5));
    proxy.rules = [{ fault: { kind: 'reset', afterBytes: 0 }, method: 'PUT', times: 1 }];
    const writing = store.put(connection, at('fought'), noise(6), { condition: { ifMatch: etag } });
    bucket.put('fought', 'theirs');
    await expect(writing).rejects.toMatchObject({ code: 'changed' });
    expect(await contentOf(bucket, 'fought')).toEqual(new TextEncoder().encode('theirs'));
  });

  it('completes an upload in parts once', async () => {
    const { store, bucket } = rig;
    const connection = connectionTo(proxy.endpoint);
    proxy.rules = [];
    const upload = await store.beginUpload(connection, at('parted'));
    const parts = [
      await store.putPart(connection, upload, 1, noise(50)),
      await store.putPart(connection, upload, 2, noise(20)),
    ];
    proxy.rules = [{ fault: { kind: 'lose-answer' }, method: 'POST', times: 1 }];
    const written = await store.completeUpload(connection, upload, parts, {
      condition: { ifNoneMatch: '*' },
    });
    expect(rig.requests('CompleteMultipartUpload')).toHaveLength(2);
    expect(written).toMatchObject({
      etag: bucket.get('parted')?.etag,
      checksum: { algorithm: 'CRC32', of: 'full' },
    });
  });

  it('is sent again where it broke on the way', async () => {
    const { store, bucket } = rig;
    const connection = connectionTo(proxy.endpoint);
    const body = noise(2 * 1024 * 1024);
    const sent: number[] = [];
    proxy.rules = [
      { fault: { kind: 'reset-upload', afterBytes: 500_000 }, method: 'PUT', times: 1 },
      { fault: { kind: 'refuse' }, method: 'PUT', from: 2, times: 1 },
    ];
    await store.put(connection, at('broken'), body, { onSent: (count) => sent.push(count) });
    expect(bucket.get('broken')?.body.size).toBe(body.length);
    expect(sent.at(-1)).toBe(body.length);
  });

  it('copies once', async () => {
    const { store, bucket } = rig;
    const connection = connectionTo(proxy.endpoint);
    bucket.put('original', 'text');
    proxy.rules = [{ fault: { kind: 'lose-answer' }, method: 'PUT', times: 1 }];
    await store.copy(connection, at('original'), at('copy'), { condition: { ifNoneMatch: '*' } });
    expect(await contentOf(bucket, 'copy')).toEqual(new TextEncoder().encode('text'));
  });
});

describe('a write that is cancelled', () => {
  it('ends at the socket, and writes nothing', async () => {
    const { store, connection, bucket } = rig;
    const stop = new AbortController();
    const size = 64 * 1024 * 1024;
    const writing = store.put(connection, at('cancelled'), noise(size), {
      signal: stop.signal,
      onSent: (count) => count > size / 4 && stop.abort(),
    });
    await expect(writing).rejects.toMatchObject({ code: 'cancelled' });
    await rig.server.settled();
    expect(bucket.get('cancelled')).toBeUndefined();
    expect(rig.server.requests.map(({ received }) => received < size)).toEqual([true]);
  });
});
