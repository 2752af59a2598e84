import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import { startFaultProxy, type FaultProxy } from '../../support/proxy/fault-proxy';
import type { FaultRule } from '../../support/proxy/rules';
import {
  type ChecksumAlgorithm,
  compositeChecksum,
  digestOf,
  fullChecksum,
} from '../../support/s3/checksum';
import { bytesBody, type StoredObject } from '../../support/s3/objects';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { noise, RunTools } from './run-tools';

const MIB = 1024 * 1024;
const LARGE = noise(12 * MIB + 345);
/** So that not all has come before anything can happen. */
const SLOW = { bytesPerSecond: 4_000_000 };
/** In more runs than are under way at a time, so that some are asked for after others have come. */
const LONG = noise(24 * MIB, 5);
const OTHER = noise(24 * MIB, 99);
const SMALL = noise(70_000, 7);

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

const at = (path = '/home/me/a.fits'): Uint8Array | undefined => tools.disk.files.get(path)?.bytes;
const same = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a !== undefined && Buffer.from(a).equals(b);

/** Puts the object with checksums of all of its bytes. */
async function put(
  bytes: Uint8Array,
  ...algorithms: readonly ChecksumAlgorithm[]
): Promise<StoredObject> {
  const checksums = algorithms.map((algorithm) => fullChecksum(bytesBody(bytes), algorithm));
  return server.bucket('bucket').put('a.fits', bytes, { checksums: await Promise.all(checksums) });
}

async function failure(run: Promise<unknown>): Promise<SkybucketError> {
  return run.then(
    () => expect.unreachable(),
    (error: SkybucketError) => error,
  );
}

describe('a small object', () => {
  it('comes in one request where a listing has told its size, and is verified by its checksum', async () => {
    const { etag } = await put(SMALL, 'CRC64NVME');
    const known = { size: SMALL.length, etag };
    const outcome = await tools.download({ known });
    expect(outcome).toEqual({
      ...{ kind: 'done', at: '/home/me/a.fits', size: SMALL.length },
      verified: { by: 'checksum', algorithm: 'CRC64NVME' },
    });
    expect(same(at(), SMALL)).toBe(true);
    expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
    expect(server.requests[0]?.headers).toMatchObject({
      'if-match': etag,
      'x-amz-checksum-mode': 'ENABLED',
    });
    expect(tools.disk.partials.size).toBe(0);
  });

  it('is compared with its ETag where that is an MD5', async () => {
    server.bucket('bucket').put('a.fits', SMALL);
    expect(await tools.download({})).toMatchObject({ kind: 'done', verified: { by: 'md5' } });
    expect(same(at(), SMALL)).toBe(true);
  });

  it('may have no byte', async () => {
    server.bucket('bucket').put('a.fits', new Uint8Array(0));
    expect(await tools.download({})).toMatchObject({ kind: 'done', size: 0 });
    expect(at()?.length).toBe(0);
  });

  it('goes on where the connection broke', async () => {
    await put(SMALL, 'SHA256');
    proxy.rules = [{ method: 'GET', fault: { kind: 'reset', afterBytes: 20_000 }, times: 2 }];
    const outcome = await tools.download({});
    expect(outcome).toMatchObject({ verified: { by: 'checksum', algorithm: 'SHA256' } });
    expect(same(at(), SMALL)).toBe(true);
  });

  it('is not read back from the disk to be hashed', async () => {
    const bytes = noise(7 * MIB + 99, 4);
    const { etag } = server.bucket('bucket').put('a.fits', bytes);
    const outcome = await tools.download({ known: { size: bytes.length, etag } });
    expect(outcome).toMatchObject({ verified: { by: 'md5' } });
    expect(tools.disk.readBack).toBe(0);
  });

  it('comes though its hidden file could not be opened at the first try', async () => {
    const { etag } = await put(SMALL, 'CRC32');
    const open = tools.disk.openPartial.bind(tools.disk);
    let tries = 0;
    tools.disk.openPartial = (...args) =>
      ++tries === 1
        ? Promise.reject(new SkybucketError('local-file', 'busy', { retryable: true }))
        : open(...args);
    const known = { size: SMALL.length, etag };
    expect(await tools.download({ known })).toMatchObject({ kind: 'done' });
    expect(same(at(), SMALL)).toBe(true);
  });

  it('that is another one than was listed comes as it is now', async () => {
    server.bucket('bucket').put('a.fits', SMALL);
    const outcome = await tools.download({ known: { size: 10, etag: '"old"' } });
    expect(outcome).toMatchObject({ kind: 'done', size: SMALL.length });
    expect(outcome).not.toHaveProperty('warning');
  });
});

describe('a large object', () => {
  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'comes in parts side by side and is verified by its %s',
    async (algorithm) => {
      await put(LARGE, algorithm);
      expect(await tools.download({})).toMatchObject({
        ...{ kind: 'done', size: LARGE.length },
        verified: { by: 'checksum', algorithm },
      });
      expect(same(at(), LARGE)).toBe(true);
      const gets = server.requests.filter(({ method }) => method === 'GET');
      expect(gets.length).toBeGreaterThan(3);
      expect(gets.every(({ headers }) => headers['if-match'] !== undefined)).toBe(true);
      expect(tools.disk.partials.size + tools.journals.journals.size).toBe(0);
    },
  );

  it('is verified by a checksum of those of its parts', async () => {
    const lengths = [5 * MIB + 7, 5 * MIB, LARGE.length - 10 * MIB - 7];
    let start = 0;
    const parts = lengths.map((size, index) => {
      const digest = digestOf('SHA1');
      digest.update(LARGE.subarray(start, (start += size)));
      const value = digest.digest().toString('base64');
      return {
        number: index + 1,
        size,
        checksum: { algorithm: 'SHA1', value, type: 'FULL_OBJECT' } as const,
      };
    });
    const whole = compositeChecksum(
      'SHA1',
      parts.map(({ checksum }) => checksum.value),
    );
    server.bucket('bucket').put('a.fits', LARGE, { parts, checksums: [whole] });
    const outcome = await tools.download({});
    expect(outcome).toMatchObject({ kind: 'done', verified: { by: 'checksum' } });
    expect(same(at(), LARGE)).toBe(true);
  });

  it('survives resets, refusals, short bodies, stalls and ranges that are not what was asked for', async () => {
    await put(LARGE, 'CRC32');
    proxy.rules = [
      { method: 'GET', fault: { kind: 'reset', afterBytes: 300_000 }, times: 2 },
      { method: 'GET', fault: { kind: 'refuse' }, from: 3, times: 2 },
      { method: 'GET', fault: { kind: 'truncate', afterBytes: 500_000 }, from: 6, times: 1 },
      { method: 'GET', fault: { kind: 'stall', afterBytes: 90_000 }, from: 8, times: 1 },
      { method: 'GET', fault: { kind: 'shift-content-range', by: 100 }, from: 10, times: 1 },
    ];
    expect(await tools.download({})).toMatchObject({ verified: { by: 'checksum' } });
    expect(same(at(), LARGE)).toBe(true);
  });

  it('is begun anew once where its bytes are not those of its checksum', async () => {
    await put(LARGE, 'CRC32C');
    proxy.rules = [{ method: 'GET', fault: { kind: 'shift-body', by: 7 }, from: 2, times: 1 }];
    expect(await tools.download({})).toMatchObject({ verified: { by: 'checksum' } });
    expect(same(at(), LARGE)).toBe(true);
  });

  it('fails where they are wrong every time, and leaves nothing under its name', async () => {
    await put(LARGE, 'CRC32C');
    proxy.rules = [{ method: 'GET', fault: { kind: 'shift-body', by: 7 }, share: 0.5 }];
    const error = await failure(tools.download({}));
    expect(error).toMatchObject({ code: 'damaged', retryable: false });
    const kept = (await tools.store.head(tools.connection, { bucket: 'bucket', key: 'a.fits' }))
      ?.checksums[0]?.value;
    expect(error.message).toMatch(/ have the CRC32C [A-Za-z0-9+/]{6}==, the server keeps /);
    expect(error.message.endsWith(`${kept}.`)).toBe(true);
    expect(at()).toBeUndefined();
    expect(tools.disk.partials.size + tools.journals.journals.size).toBe(0);
  });

  it('comes whole twice at most where its bytes are wrong, though what is between is lost', async () => {
    await put(LARGE, 'CRC32C');
    const wrong: FaultRule = { method: 'GET', fault: { kind: 'shift-body', by: 7 }, share: 0.5 };
    proxy.rules = [wrong];
    const onProgress = (_done: number, _size: number | undefined, phase: string): void => {
      if (phase === 'checking') {
        proxy.rules = [{ fault: { kind: 'reset', afterBytes: 0 } }];
      }
    };
    const lost = await failure(tools.download({}, {}, { onProgress }));
    expect(lost).toMatchObject({ code: 'network', retryable: true });
    proxy.rules = [wrong];
    server.resetRequests();
    expect((await failure(tools.download({}))).code).toBe('damaged');
    await server.settled();
    const bytes = server.requests.reduce((sum, request) => sum + request.bytes, 0);
    expect(bytes).toBeLessThan(1.5 * LARGE.length);
    // Asked for by the user, it is tried as often as the first time.
    proxy.rules = [{ method: 'GET', fault: { kind: 'shift-body', by: 7 }, from: 2, times: 1 }];
    expect(await tools.download({})).toMatchObject({ kind: 'done' });
  });

  it('that changes on the way comes as the new version, and says so', async () => {
    server.bucket('bucket').put('a.fits', LONG, { etag: 'one' });
    proxy.link = SLOW;
    let writes = 0;
    tools.disk.beforeWrite = () => {
      if (++writes === 2) {
        server.bucket('bucket').put('a.fits', OTHER, { etag: 'two' });
      }
    };
    const outcome = await tools.download({});
    expect(outcome).toMatchObject({ kind: 'done', warning: expect.stringContaining('changed') });
    expect(same(at(), OTHER)).toBe(true);
  });

  it('that never stays the same fails', async () => {
    server.bucket('bucket').put('a.fits', LONG, { etag: 'v0' });
    proxy.link = SLOW;
    let writes = 0;
    tools.disk.beforeWrite = () => {
      server.bucket('bucket').put('a.fits', OTHER, { etag: `v${++writes}` });
    };
    expect((await failure(tools.download({}))).code).toBe('changed');
    expect(at()).toBeUndefined();
  });

  it('comes in one stream where the server knows no ranges', async () => {
    await put(LARGE, 'CRC32');
    proxy.rules = [{ method: 'GET', fault: { kind: 'ignore-range' } }];
    expect(await tools.download({})).toMatchObject({ verified: { by: 'checksum' } });
    expect(same(at(), LARGE)).toBe(true);
  });

  it('warns of an ETag that is no MD5 of its bytes, and is done', async () => {
    server.bucket('bucket').put('a.fits', LARGE, { etag: '0'.repeat(32) });
    expect(await tools.download({})).toMatchObject({
      ...{ kind: 'done', verified: { by: 'size' } },
      warning: expect.stringContaining('MD5'),
    });
  });
});

describe('a download that is stopped', () => {
  it('goes on where it was, and reads back from the disk only what came before', async () => {
    await put(LARGE, 'CRC32');
    const stop = new AbortController();
    proxy.link = SLOW;
    let writes = 0;
    tools.disk.beforeWrite = () => {
      if (++writes === 6) {
        stop.abort();
      }
    };
    const error = await failure(tools.download({}, {}, { signal: stop.signal }));
    expect(error.code).toBe('cancelled');
    const parts = [...(tools.journals.journals.get('f1')?.done ?? [])];
    expect(parts.length).toBeGreaterThan(2);
    const lengths = parts.map((part) => Math.min(MIB, LARGE.length - part * MIB));
    const kept = lengths.reduce((sum, length) => sum + length, 0);
    await server.settled();
    server.resetRequests();
    tools.progress.length = 0;
    expect(await tools.download({})).toMatchObject({ verified: { by: 'checksum' } });
    expect(same(at(), LARGE)).toBe(true);
    expect(tools.progress[0]).toMatchObject({ done: kept, size: LARGE.length });
    const asked = server.requests.flatMap(({ headers }) => {
      const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
      return first === undefined ? [] : [[Number(first), Number(last)] as const];
    });
    for (const part of parts) {
      const start = part * MIB;
      expect(asked.filter(([first, last]) => first <= start && start <= last)).toEqual([]);
    }
    expect(tools.disk.readBack).toBe(kept);
  });

  it('believes a journal only of what survived the crash of the machine', async () => {
    await put(LARGE, 'SHA1');
    let writes = 0;
    tools.disk.beforeWrite = () => {
      if (++writes === 9) {
        tools.disk.crash();
      }
    };
    expect((await failure(tools.download({}))).code).toBe('local-file');
    expect(await tools.download({})).toMatchObject({ verified: { by: 'checksum' } });
    expect(same(at(), LARGE)).toBe(true);
  });

  it('begins anew where its hidden file is gone', async () => {
    await put(LARGE, 'CRC32');
    const stop = new AbortController();
    tools.disk.beforeWrite = (position) => {
      if (position > 6 * MIB) {
        stop.abort();
      }
    };
    await failure(tools.download({}, {}, { signal: stop.signal }));
    tools.disk.partials.clear();
    expect(await tools.download({})).toMatchObject({ verified: { by: 'checksum' } });
    expect(same(at(), LARGE)).toBe(true);
  });

  it('does not believe the journal of a hidden file that is gone, though the next run ends at its start', async () => {
    server.bucket('bucket').put('a.fits', LARGE, { etag: 'no checksum' });
    const stop = new AbortController();
    tools.disk.beforeWrite = (position) => {
      if (position > 6 * MIB) {
        stop.abort();
      }
    };
    await failure(tools.download({}, {}, { signal: stop.signal }));
    expect(tools.journals.journals.get('f1')?.done.size).toBeGreaterThan(0);
    tools.disk.partials.clear();
    tools.disk.beforeWrite = () => undefined;
    const { begin } = tools.journals;
    tools.journals.begin = () => Promise.reject(new SkybucketError('local-file', 'killed'));
    expect((await failure(tools.download({}))).message).toBe('killed');
    tools.journals.begin = begin;
    expect(await tools.download({})).toMatchObject({ kind: 'done', verified: { by: 'size' } });
    expect(same(at(), LARGE)).toBe(true);
  });

  it('by a write that failed has each byte in its place when it goes on', async () => {
    server.bucket('bucket').put('a.fits', LARGE, { etag: 'no checksum' });
    let writes = 0;
    tools.disk.beforeWrite = () => {
      if (++writes === 3) {
        throw new SkybucketError('local-file', 'busy', { retryable: true });
      }
    };
    expect((await failure(tools.download({}))).message).toBe('busy');
    expect(await tools.download({})).toMatchObject({ kind: 'done', verified: { by: 'size' } });
    expect(same(at(), LARGE)).toBe(true);
  });

  it('leaves nothing where it is abandoned', async () => {
    server.bucket('bucket').put('a.fits', LARGE);
    const stop = new AbortController();
    tools.disk.beforeWrite = () => stop.abort();
    await failure(tools.download({}, {}, { signal: stop.signal }));
    await tools.runner.abandon(
      {
        id: 'b1',
        direction: 'download',
        label: '',
        folder: '/home/me',
        onExisting: 'skip',
        created: 0,
      },
      { id: 'f1', batch: 'b1', address: '', path: 'a.fits' },
    );
    expect(tools.disk.partials.size + tools.journals.journals.size).toBe(0);
  });
});

describe('what is there already', () => {
  it('was named and remembered when the process died, and loses its hidden name', async () => {
    const { etag } = await put(SMALL);
    const known = { size: SMALL.length, etag };
    await tools.download({ known });
    tools.disk.partials.set('f1', { bytes: SMALL, synced: SMALL });
    expect(await tools.download({ known })).toMatchObject({ kind: 'skipped' });
    expect([[...tools.disk.files.keys()], tools.disk.partials.size]).toEqual([
      ['/home/me/a.fits'],
      0,
    ]);
  });

  it('is not downloaded again where it is the same version', async () => {
    server.bucket('bucket').put('a.fits', LARGE);
    await tools.download({});
    await server.settled();
    server.resetRequests();
    expect(await tools.download({ id: 'f2' })).toEqual({ kind: 'skipped', at: '/home/me/a.fits' });
    expect(server.requests.map(({ method }) => method)).toEqual(['HEAD']);
  });

  it('is skipped, kept beside the new one or replaced, as the user said', async () => {
    server.bucket('bucket').put('a.fits', SMALL);
    tools.disk.put('/home/me/a.fits', noise(10));
    expect(await tools.download({}, { onExisting: 'skip' })).toMatchObject({ kind: 'skipped' });
    expect(at()?.length).toBe(10);
    const both = await tools.download({ id: 'f2' }, { onExisting: 'keep-both' });
    expect(both).toMatchObject({ at: '/home/me/a (2).fits' });
    tools.copies.copies.length = 0;
    await tools.download({ id: 'f3' }, { onExisting: 'overwrite' });
    expect(same(at(), SMALL)).toBe(true);
  });
});

describe('a disk that is full', () => {
  it('is known before the first byte', async () => {
    server.bucket('bucket').put('a.fits', LARGE);
    tools.disk.room = MIB;
    expect((await failure(tools.download({}))).code).toBe('local-file');
    expect(server.requests.map(({ method }) => method)).toEqual(['HEAD']);
  });
});
