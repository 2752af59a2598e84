import { afterEach, beforeEach, expect, it } from 'vitest';
import { Meter } from '../../../src/core/bytes/meter';
import { cancelled } from '../../../src/core/errors';
import { DefaultTransferQueue } from '../../../src/core/transfer/queue-run';
import { startFaultProxy, type FaultProxy } from '../../support/proxy/fault-proxy';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { MemoryQueueStore } from '../../support/transfer/memory-queue-store';
import { BATCH, FILE, noise, RunTools } from './run-tools';

const PATIENT = { timeout: 20_000 };
const LARGE = noise(20 * 1024 * 1024);

let server: S3TestServer;
let proxy: FaultProxy;
let tools: RunTools;

beforeEach(async () => {
  server = await startS3Server();
  server.createBucket('bucket', { writable: true });
  proxy = await startFaultProxy({ target: server.endpoint });
  tools = new RunTools(proxy.endpoint);
  tools.disk.put('/home/me/a.fits', LARGE);
});

afterEach(async () => {
  await tools.close();
  await proxy.close();
  await server.close();
});

it('an upload that is cancelled while there is no network leaves nothing at the server once there is', async () => {
  const store = new MemoryQueueStore();
  const { uploads } = server.bucket('bucket');
  const notes: string[] = [];
  const open = async (): Promise<DefaultTransferQueue> => {
    const queue = new DefaultTransferQueue(store, tools.runner, { meter: new Meter() });
    queue.onNote((note) => notes.push(note));
    await queue.start();
    return queue;
  };
  const putPart = tools.store.putPart.bind(tools.store);
  tools.store.putPart = (connection, upload, number, body, options) =>
    number === 1
      ? putPart(connection, upload, number, body, options)
      : new Promise((_, reject) => {
          options?.signal?.addEventListener('abort', () => reject(cancelled()));
        });
  const first = await open();
  await first.add({ ...BATCH, direction: 'upload' }, [FILE]);
  await expect.poll(() => tools.journals.journals.get('f1')?.done.size, PATIENT).toBe(1);

  proxy.rules = [{ fault: { kind: 'refuse' } }];
  await first.remove(['f1']);
  expect([first.files(), notes.length]).toEqual([[], 1]);
  expect(notes[0]).toMatch(/^What the cancelled transfer of a\.fits has left is removed later\. /);
  await first.close();
  expect([uploads.size, tools.journals.journals.size]).toEqual([1, 1]);

  proxy.rules = [];
  const second = await open();
  await expect.poll(() => uploads.size + tools.journals.journals.size, PATIENT).toBe(0);
  await expect
    .poll(() => notes.slice(1), PATIENT)
    .toEqual(['What a cancelled transfer had left is removed.']);
  expect(store.log.isEmpty).toBe(true);
  await second.close();
});
