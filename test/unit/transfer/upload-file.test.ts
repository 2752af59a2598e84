import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import type { TransferOutcome } from '../../../src/core/transfer/queue';
import { addressOf } from '../../../src/core/transfer/remote-s3';
import { startFaultProxy, type FaultProxy } from '../../support/proxy/fault-proxy';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { noise, RunTools } from './run-tools';

const MIB = 1024 * 1024;
const LARGE = noise(20 * MIB + 77, 3);
const SMALL = noise(90_000, 5);

let server: S3TestServer;
let proxy: FaultProxy;
let tools: RunTools;

beforeEach(async () => {
  server = await startS3Server();
  server.createBucket('bucket', { writable: true });
  proxy = await startFaultProxy({ target: server.endpoint });
  tools = new RunTools(proxy.endpoint);
});

afterEach(async () => {
  await tools.close();
  await proxy.close();
  await server.close();
});

async function remote(key = 'a.fits'): Promise<Buffer | undefined> {
  const answer = await fetch(`${server.endpoint}/bucket/${encodeURI(key)}`);
  return answer.ok ? Buffer.from(await answer.arrayBuffer()) : undefined;
}

/** The key that it has beside others of its name. */
async function keyOf(upload: Promise<TransferOutcome>): Promise<string> {
  const address = addressOf((await upload).at);
  return address.kind === 's3' ? `${address.connection} ${address.bucket} ${address.key}` : '';
}

async function failure(run: Promise<unknown>): Promise<SkybucketError> {
  return run.then(
    () => expect.unreachable(),
    (error: SkybucketError) => error,
  );
}

describe('an upload', () => {
  it('of a small file is one request with a checksum', async () => {
    tools.disk.put('/home/me/a.fits', SMALL);
    expect(await tools.upload({})).toEqual({
      ...{ kind: 'done', at: 'skybucket://test/bucket/a.fits', size: SMALL.length },
      verified: { by: 'checksum', algorithm: 'CRC32' },
    });
    expect((await remote())?.equals(SMALL)).toBe(true);
    expect(server.requests.filter(({ method }) => method === 'PUT').length).toBe(1);
  });

  it('of no byte makes an empty object', async () => {
    tools.disk.put('/home/me/a.fits', new Uint8Array(0));
    expect(await tools.upload({})).toMatchObject({ kind: 'done', size: 0 });
    expect((await remote())?.length).toBe(0);
  });

  it('of a large file goes in parts, each with its checksum', async () => {
    tools.disk.put('/home/me/a.fits', LARGE);
    expect(await tools.upload({})).toMatchObject({
      ...{ kind: 'done', size: LARGE.length },
      verified: { by: 'checksum', algorithm: 'CRC32' },
    });
    expect((await remote())?.equals(LARGE)).toBe(true);
    const parts = server.requests.filter(({ operation }) => operation === 'UploadPart');
    expect(parts.length).toBe(3);
    expect(tools.journals.journals.size).toBe(0);
    expect(tools.progress.at(-1)).toMatchObject({ done: LARGE.length, phase: 'checking' });
  });

  it('survives refusals and broken connections', async () => {
    tools.disk.put('/home/me/a.fits', LARGE);
    proxy.rules = [
      { method: 'PUT', fault: { kind: 'refuse' }, times: 2 },
      { method: 'PUT', fault: { kind: 'reset-upload', afterBytes: 2_000_000 }, from: 3, times: 2 },
      { method: 'PUT', fault: { kind: 'lose-answer' }, from: 6, times: 1 },
    ];
    expect(await tools.upload({})).toMatchObject({ kind: 'done' });
    expect((await remote())?.equals(LARGE)).toBe(true);
  });

  it('that is stopped goes on with the parts that the server has not', async () => {
    tools.disk.put('/home/me/a.fits', LARGE);
    const stop = new AbortController();
    const run = tools.upload(
      {},
      {},
      {
        signal: stop.signal,
        onProgress: () => {
          if ((tools.journals.journals.get('f1')?.done.size ?? 0) >= 1) {
            stop.abort();
          }
        },
      },
    );
    expect((await failure(run)).code).toBe('cancelled');
    await server.settled();
    server.resetRequests();
    expect(await tools.upload({})).toMatchObject({ kind: 'done' });
    const parts = server.requests.filter(({ operation }) => operation === 'UploadPart');
    expect(parts.length).toBeLessThan(3);
    expect((await remote())?.equals(LARGE)).toBe(true);
  });

  it('is begun anew where the file changes on the way', async () => {
    tools.disk.put('/home/me/a.fits', LARGE);
    const other = noise(LARGE.length + 5, 11);
    let changed = false;
    const outcome = await tools.upload(
      {},
      {},
      {
        onProgress: (done) => {
          if (done > 10 * MIB && !changed) {
            changed = true;
            tools.disk.put('/home/me/a.fits', other);
          }
        },
      },
    );
    expect(outcome).toMatchObject({ kind: 'done', size: other.length });
    expect((await remote())?.equals(other)).toBe(true);
    expect(server.bucket('bucket').uploads.size).toBe(0);
  });

  it('fails where the file does not stay the same', async () => {
    tools.disk.put('/home/me/a.fits', LARGE);
    let armed = false;
    const onProgress = (done: number): void => {
      if (done > 0 && armed) {
        tools.disk.put('/home/me/a.fits', LARGE);
      }
      armed = done === 0;
    };
    expect((await failure(tools.upload({}, {}, { onProgress }))).code).toBe('changed');
    expect(await remote()).toBeUndefined();
    expect(server.bucket('bucket').uploads.size).toBe(0);
  });

  it('leaves what is there, goes beside it or replaces it, as the user said', async () => {
    server.bucket('bucket').put('a.fits', noise(9));
    tools.disk.put('/home/me/a.fits', SMALL);
    expect(await tools.upload({}, { onExisting: 'skip' })).toMatchObject({ kind: 'skipped' });
    expect((await remote())?.length).toBe(9);
    expect(await keyOf(tools.upload({}, { onExisting: 'keep-both' }))).toBe(
      'test bucket a (2).fits',
    );
    expect((await remote('a (2).fits'))?.equals(SMALL)).toBe(true);
    await tools.upload({}, { onExisting: 'overwrite' });
    expect((await remote())?.equals(SMALL)).toBe(true);
  });

  it('of a large file asks before the first byte whether something is there', async () => {
    server.bucket('bucket').put('a.fits', noise(9));
    tools.disk.put('/home/me/a.fits', LARGE);
    expect(await tools.upload({}, { onExisting: 'skip' })).toMatchObject({ kind: 'skipped' });
    expect(server.requests.reduce((sum, { received }) => sum + received, 0)).toBe(0);
  });

  it('that had come to its end when the process died is done', async () => {
    tools.disk.put('/home/me/a.fits', LARGE);
    const remove = tools.journals.remove.bind(tools.journals);
    tools.journals.remove = () => Promise.reject(new Error('killed'));
    await failure(tools.upload({}));
    tools.journals.remove = remove;
    server.resetRequests();
    expect(await tools.upload({})).toMatchObject({ kind: 'done', size: LARGE.length });
    expect(server.requests.reduce((sum, { received }) => sum + received, 0)).toBe(0);
    expect((await remote())?.equals(LARGE)).toBe(true);
  });

  it('of a small file that had come to its end when the process died does not go beside itself', async () => {
    tools.disk.put('/home/me/a.fits', SMALL);
    server.bucket('bucket').put('a.fits', noise(SMALL.length, 8));
    const again = { onExisting: 'keep-both' } as const;
    expect(await keyOf(tools.upload({}, again))).toBe('test bucket a (2).fits');
    const outcome = tools.upload({}, again);
    expect(await keyOf(outcome)).toBe('test bucket a (2).fits');
    expect((await outcome).kind).toBe('skipped');
    expect(await remote('a (3).fits')).toBeUndefined();
    // Another object of the same length is another one, and where nothing can be compared, too.
    tools.disk.put('/home/me/a.fits', noise(SMALL.length, 9));
    expect(await keyOf(tools.upload({}, again))).toBe('test bucket a (3).fits');
    server.bucket('bucket').put('a (3).fits', noise(SMALL.length, 9), { etag: 'opaque-1' });
    expect(await keyOf(tools.upload({}, again))).toBe('test bucket a (4).fits');
  });

  it('is not taken for done by the object that was there before', async () => {
    tools.disk.put('/home/me/a.fits', LARGE);
    await tools.upload({});
    const other = noise(LARGE.length, 12);
    tools.disk.put('/home/me/a.fits', other);
    const complete = tools.store.completeUpload.bind(tools.store);
    tools.store.completeUpload = () => Promise.reject(new Error('killed'));
    await failure(tools.upload({}, { onExisting: 'overwrite' }));
    tools.store.completeUpload = complete;
    // The server tidies up what was not completed.
    server.bucket('bucket').uploads.clear();
    expect(await tools.upload({}, { onExisting: 'overwrite' })).toMatchObject({ kind: 'done' });
    expect((await remote())?.equals(other)).toBe(true);
  });

  it.each([SMALL, LARGE])(
    'that another one writes to meanwhile has failed, and is not taken for one that was there',
    async (bytes) => {
      tools.disk.put('/home/me/a.fits', bytes);
      const conflict = new SkybucketError('conflict', 'Somebody else is writing it.', {
        retryable: true,
      });
      tools.store.put = () => Promise.reject(conflict);
      tools.store.completeUpload = () => Promise.reject(conflict);
      for (const onExisting of ['skip', 'keep-both', 'overwrite'] as const) {
        expect(await failure(tools.upload({}, { onExisting }))).toBe(conflict);
      }
      expect(tools.journals.journals.size).toBe(0);
      expect(server.bucket('bucket').uploads.size).toBe(0);
    },
  );

  it.each([SMALL, LARGE])('that is not what was uploaded has failed for good', async (bytes) => {
    tools.disk.put('/home/me/a.fits', bytes);
    const head = tools.store.head.bind(tools.store);
    tools.store.head = async (...asked) => {
      const facts = await head(...asked);
      return facts && { ...facts, size: facts.size - 1 };
    };
    const error = await failure(tools.upload({}, { onExisting: 'skip' }));
    expect(error).toMatchObject({ code: 'conflict', retryable: false });
    expect(error.message).toBe(
      `The server has ${bytes.length - 1} bytes of a.fits, which has ${bytes.length}.`,
    );
  });

  it('whose parts the server has tidied up at the end begins anew by itself', async () => {
    tools.disk.put('/home/me/a.fits', LARGE);
    const complete = tools.store.completeUpload.bind(tools.store);
    let first = true;
    tools.store.completeUpload = (...asked) => {
      if (first) {
        first = false;
        server.bucket('bucket').uploads.clear();
      }
      return complete(...asked);
    };
    expect(await tools.upload({}, { onExisting: 'skip' })).toMatchObject({ kind: 'done' });
    expect((await remote())?.equals(LARGE)).toBe(true);
  });

  it('of a large file goes where one may write and not ask', async () => {
    tools.disk.put('/home/me/a.fits', LARGE);
    const head = tools.store.head.bind(tools.store);
    tools.store.head = () => Promise.reject(new SkybucketError('access-denied', 'No.'));
    expect(await tools.upload({})).toMatchObject({ kind: 'done', size: LARGE.length });
    tools.store.head = head;
    expect((await remote())?.equals(LARGE)).toBe(true);
  });

  it('goes on where one may neither list the parts of an earlier one nor end it', async () => {
    const denied = (): Promise<never> =>
      Promise.reject(new SkybucketError('access-denied', 'That is not allowed.'));
    const { completeUpload } = tools.store;
    tools.disk.put('/home/me/a.fits', LARGE);
    tools.store.completeUpload = () => Promise.reject(new Error('killed'));
    await failure(tools.upload({}));
    tools.store.completeUpload = completeUpload;
    tools.store.sentParts = denied;
    tools.store.abortUpload = denied;
    tools.disk.put('/home/me/a.fits', noise(LARGE.length, 17));
    const { beginUpload } = tools.store;
    tools.store.beginUpload = denied;
    expect((await failure(tools.upload({}))).code).toBe('access-denied');
    expect(tools.journals.journals.size).toBe(1);
    tools.store.beginUpload = beginUpload;
    expect(await tools.upload({})).toMatchObject({ kind: 'done', size: LARGE.length });
    expect((await remote())?.equals(noise(LARGE.length, 17))).toBe(true);
    expect(tools.journals.journals.size).toBe(0);
  });

  it('that is abandoned without a network is known until it can be ended at the server', async () => {
    tools.disk.put('/home/me/a.fits', LARGE);
    tools.store.completeUpload = () => Promise.reject(new Error('killed'));
    await failure(tools.upload({}));
    proxy.rules = [{ fault: { kind: 'refuse' } }];
    expect(await failure(tools.abandonUpload())).toMatchObject({ retryable: true });
    expect([tools.journals.journals.size, server.bucket('bucket').uploads.size]).toEqual([1, 1]);
    proxy.rules = [];
    await tools.abandonUpload();
    expect([tools.journals.journals.size, server.bucket('bucket').uploads.size]).toEqual([0, 0]);
  });

  it('that may not be ended in this session is known in the next one', async () => {
    const { uploads } = server.bucket('bucket');
    tools.disk.put('/home/me/a.fits', LARGE);
    tools.store.completeUpload = () => Promise.reject(new Error('killed'));
    await failure(tools.upload({}));
    const abortUpload = tools.store.abortUpload.bind(tools.store);
    tools.store.abortUpload = () =>
      Promise.reject(new SkybucketError('access-denied', 'The workspace is not trusted.'));
    expect(await failure(tools.abandonUpload())).toMatchObject({ code: 'access-denied' });
    expect([uploads.size, tools.journals.journals.size]).toEqual([1, 1]);
    tools.store.abortUpload = abortUpload;
    await tools.abandonUpload();
    expect([uploads.size, tools.journals.journals.size]).toEqual([0, 0]);
  });

  it('that is abandoned leaves nothing at the server', async () => {
    tools.disk.put('/home/me/a.fits', LARGE);
    const stop = new AbortController();
    const onProgress = (done: number): void => {
      if (done > 9 * MIB) {
        stop.abort();
      }
    };
    await failure(tools.upload({}, {}, { signal: stop.signal, onProgress }));
    expect(server.bucket('bucket').uploads.size).toBe(1);
    await tools.abandonUpload();
    expect(server.bucket('bucket').uploads.size).toBe(0);
    expect(tools.journals.journals.size).toBe(0);
  });
});
