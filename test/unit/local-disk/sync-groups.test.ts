import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { calls, callDirectly, type FsCalls } from '../../../src/platform/node/fs-calls';
import { nodeChecksums } from '../../../src/platform/node/checksums';
import { NodeLocalDisk } from '../../../src/platform/node/local-disk';
import type { Answer, Request } from '../../../src/platform/node/small-files-messages';
import { SLOT } from '../../../src/platform/node/small-files-memory';
import { smallFilesWork } from '../../../src/platform/node/small-files-work';
import { SyncGroups } from '../../../src/platform/node/sync-groups';

let folder = '';
let undo = (): void => undefined;
/** What was called, in order. */
let called: string[] = [];
/** Syncs that were begun, to be ended. */
let syncing: { end(error?: Error): void }[] = [];

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'skybucket-groups-')));
  called = [];
  syncing = [];
  const sync = (): Promise<void> => {
    called.push('sync');
    return new Promise((resolve, reject) => {
      syncing.push({ end: (error) => (error === undefined ? resolve() : reject(error)) });
    });
  };
  undo = callDirectly(() => new SyncGroups(sync).sync);
  for (const name of ['write', 'link', 'unlink'] as const) {
    const call = calls[name] as (...args: unknown[]) => Promise<unknown>;
    const told = (...args: unknown[]): Promise<unknown> => {
      called.push(name);
      return call(...args);
    };
    Object.assign(calls, { [name]: told } as Partial<FsCalls>);
  }
});
afterEach(async () => {
  undo();
  await rm(folder, { recursive: true, force: true });
});

const until = async (met: () => boolean): Promise<void> => {
  while (!met()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
};

it('files that come together are written first, then synced, and named when each of them is safe', async () => {
  const answers: Answer[] = [];
  const take: (requests: readonly Request[]) => void = smallFilesWork(
    {
      disk: new NodeLocalDisk(),
      checksums: nodeChecksums(),
      memory: new SharedArrayBuffer(4 * SLOT),
    },
    (some) => {
      answers.push(...some);
      take(some.flatMap((answer) => ('named' in answer ? [{ id: answer.id, noted: true }] : [])));
    },
  );
  const request = (id: number): Request => ({
    id,
    place: { target: { folder, path: `f${id}` }, transfer: `t${id}`, onExisting: 'skip' },
    held: { slot: id, length: 10 },
  });
  take([request(0), request(1), request(2)]);
  await until(() => syncing.length === 3);
  expect(called).toEqual(['write', 'write', 'write', 'sync', 'sync', 'sync']);

  // One that comes while they are synced is written at once, and waits for them.
  take([request(3)]);
  await until(() => called.length === 7);
  expect(called.slice(6)).toEqual(['write']);
  expect((await readdir(folder)).every((name) => name.startsWith('.'))).toBe(true);

  called = [];
  syncing[1]?.end(Object.assign(new Error('EIO'), { code: 'EIO' }));
  syncing[0]?.end();
  await until(() => called.length === 2);
  expect(called).toEqual(['link', 'unlink']);
  expect(syncing).toHaveLength(3);
  syncing[2]?.end();
  await until(() => syncing.length === 4);
  syncing[3]?.end();
  await until(() => answers.length === 7);
  expect((await readdir(folder)).sort()).toEqual(['.f1.skybucket-part-t1', 'f0', 'f2', 'f3']);
  const failed = answers.filter((answer) => 'error' in answer);
  expect(failed).toMatchObject([{ id: 1, error: { isTrouble: true, errno: 'EIO' } }]);
});
