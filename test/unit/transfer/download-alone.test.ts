import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import {
  type AloneFile,
  type AloneOptions,
  type AloneProgress,
  downloadAlone,
} from '../../../src/core/transfer/download-alone';
import { nodeChecksums } from '../../../src/platform/node/checksums';
import { startFaultProxy, type FaultProxy } from '../../support/proxy/fault-proxy';
import { fullChecksum } from '../../support/s3/checksum';
import { bytesBody } from '../../support/s3/objects';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { noise, RunTools } from './run-tools';

const MIB = 1024 * 1024;
const SMALL = noise(70_000, 7);
const LARGE = noise(12 * MIB + 345);

let server: S3TestServer;
let proxy: FaultProxy;
let tools: RunTools;
let progress: AloneProgress[];

beforeEach(async () => {
  server = await startS3Server();
  server.createBucket('bucket');
  proxy = await startFaultProxy({ target: server.endpoint });
  tools = new RunTools(proxy.endpoint);
  progress = [];
});

afterEach(async () => {
  await tools.close();
  await proxy.close();
  await server.close();
});

const files = (): string[] => [...tools.disk.files.keys()].sort();

function run(
  file: Partial<AloneFile> = {},
  options: Partial<AloneOptions> = {},
): ReturnType<typeof downloadAlone> {
  const { disk, copies, store, open } = tools;
  return downloadAlone(
    { disk, copies, store, open, checksums: nodeChecksums() },
    {
      ...{ address: 'skybucket://test/bucket/a.fits', folder: '/home/me', name: 'a.fits' },
      ...{ onExisting: 'keep-both', ...file },
    },
    {
      ...{ signal: new AbortController().signal, meter: tools.meter, below: 100 * MIB },
      onProgress: (step) => void progress.push(step),
      ...options,
    },
  );
}

describe('a file that is downloaded by itself', () => {
  it.each([SMALL, LARGE])('comes as the queue would bring it, verified', async (bytes) => {
    server.bucket('bucket').put('a.fits', bytes);
    expect(await run()).toMatchObject({
      ...{ kind: 'done', at: '/home/me/a.fits', size: bytes.length, verified: { by: 'md5' } },
    });
    expect(Buffer.from(tools.disk.files.get('/home/me/a.fits')?.bytes ?? []).equals(bytes)).toBe(
      true,
    );
    expect(progress.at(-1)).toMatchObject({ received: bytes.length, size: bytes.length });
    const [, ...rest] = server.requests;
    expect(rest.every(({ headers }) => headers['if-match'] !== undefined)).toBe(true);
    // It is known as a copy by those who open the object.
    expect(tools.copies.copies.map(({ path }) => path)).toEqual(['/home/me/a.fits']);
  });

  it('comes again though it is there, beside that or in its place as the user said', async () => {
    server.bucket('bucket').put('a.fits', SMALL);
    await run();
    expect(await run()).toMatchObject({ kind: 'done', at: '/home/me/a (2).fits' });
    expect(await run({ onExisting: 'overwrite' })).toMatchObject({ at: '/home/me/a.fits' });
    expect(files()).toEqual(['/home/me/a (2).fits', '/home/me/a.fits']);
  });

  it('is left to the queue where it is large, before its bytes are asked for', async () => {
    server.bucket('bucket').put('a.fits', LARGE);
    const known = { size: LARGE.length };
    expect(await run({ known }, { below: MIB })).toEqual({ kind: 'too-large', size: known.size });
    expect(server.requests).toEqual([]);
    expect(await run({}, { below: MIB })).toEqual({ kind: 'too-large', size: LARGE.length });
    expect(server.requests.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(0);
    expect([files(), tools.disk.partials.size, progress]).toEqual([[], 0, []]);
  });

  it('leaves nothing where it is cancelled', async () => {
    server.bucket('bucket').put('a.fits', LARGE);
    proxy.link = { bytesPerSecond: 4_000_000 };
    const stop = new AbortController();
    const onProgress = ({ received }: AloneProgress): void => {
      if (received > MIB) {
        stop.abort();
      }
    };
    const failed = run({}, { signal: stop.signal, onProgress });
    await expect(failed).rejects.toMatchObject({ code: 'cancelled' });
    expect([files(), tools.disk.partials.size, tools.copies.copies]).toEqual([[], 0, []]);
  });

  it('leaves nothing where it fails, and says why', async () => {
    const lost = await run().catch((error: unknown) => error);
    expect(lost).toBeInstanceOf(SkybucketError);
    expect((lost as SkybucketError).message).toBe('s3://bucket/a.fits does not exist.');
    const checksums = [await fullChecksum(bytesBody(LARGE), 'CRC32C')];
    server.bucket('bucket').put('a.fits', LARGE, { checksums });
    proxy.rules = [{ method: 'GET', fault: { kind: 'shift-body', by: 7 }, share: 0.5 }];
    await expect(run()).rejects.toMatchObject({ code: 'damaged' });
    expect([files(), tools.disk.partials.size]).toEqual([[], 0]);
  });

  it('is cancelled, and no failure, where its folder is gone by then', async () => {
    server.bucket('bucket').put('a.fits', LARGE);
    proxy.link = { bytesPerSecond: 4_000_000 };
    tools.disk.removePartial = () => Promise.reject(new SkybucketError('local-file', 'Gone.'));
    const stop = new AbortController();
    const onProgress = (): void => stop.abort();
    const failed = run({}, { signal: stop.signal, onProgress });
    await expect(failed).rejects.toMatchObject({ code: 'cancelled' });
  });
});
