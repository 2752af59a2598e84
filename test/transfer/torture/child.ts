/** The process that is killed: queue, store and disk without an editor. `child.js TASK.json` */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LinkEstimate } from '../../../src/core/bytes/link';
import { Meter } from '../../../src/core/bytes/meter';
import type { Connection } from '../../../src/core/s3/connection';
import { RegionMemory } from '../../../src/core/s3/regions';
import { S3ObjectStore } from '../../../src/core/s3/store';
import { DefaultTransferQueue } from '../../../src/core/transfer/queue-run';
import { addressOf, remoteS3File } from '../../../src/core/transfer/remote-s3';
import { LocalTransferRunner } from '../../../src/core/transfer/runner';
import type { TransferBatch, TransferFile } from '../../../src/core/transfer/transfer';
import { nodeChecksums } from '../../../src/platform/node/checksums';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import { FileJournalStore } from '../../../src/platform/node/journal-store';
import { loadS3Sdk } from '../../../src/platform/node/load-s3-sdk';
import { FileLocalCopies } from '../../../src/platform/node/local-copies';
import { NodeLocalDisk } from '../../../src/platform/node/local-disk';
import { FileQueueStore } from '../../../src/platform/node/queue-store';
import type { TortureResult, TortureTask } from './plan';

function openQueue(task: TortureTask): DefaultTransferQueue {
  const http = new NodeHttpClient({ stallTimeoutMs: 2_000 });
  const regions = new RegionMemory();
  const checksums = nodeChecksums();
  const link = new LinkEstimate();
  const connection: Connection = {
    id: 'torture',
    label: 'Torture',
    kind: 's3',
    endpoint: task.endpoint,
    pathStyle: true,
    auth: { kind: 'unsigned' },
    requesterPays: false,
    readOnly: false,
  };
  const place = (
    address: string,
  ): { readonly connection: Connection; readonly place: { bucket: string; key: string } } => {
    const at = addressOf(address);
    if (at.kind !== 's3') {
      throw new Error(`${address} is not on S3.`);
    }
    return { connection, place: { bucket: at.bucket, key: at.key } };
  };
  const runner = new LocalTransferRunner({
    disk: new NodeLocalDisk(),
    journals: new FileJournalStore(join(task.state, 'journals')),
    copies: new FileLocalCopies(join(task.state, 'copies')),
    checksums,
    store: new S3ObjectStore({ http, regions, checksums, loadSdk: loadS3Sdk }),
    place,
    open: (address) => {
      const at = place(address);
      return Promise.resolve(remoteS3File({ http, regions }, at.connection, at.place, link));
    },
  });
  return new DefaultTransferQueue(new FileQueueStore(join(task.state, 'queue')), runner, {
    meter: new Meter(),
  });
}

async function fill(
  queue: DefaultTransferQueue,
  task: TortureTask,
  direction: TransferBatch['direction'],
  files: readonly TransferFile[],
): Promise<void> {
  const [first] = files;
  if (first === undefined || queue.files(first.batch).length > 0) {
    return;
  }
  await queue.add(
    {
      id: first.batch,
      direction,
      label: direction,
      folder: join(task.folder, direction),
      onExisting: 'overwrite',
      created: 0,
    },
    files,
  );
}

async function run(path: string): Promise<void> {
  const task = JSON.parse(readFileSync(path, 'utf8')) as TortureTask;
  const queue = openQueue(task);
  await queue.start();
  await fill(queue, task, 'download', task.downloads);
  await fill(queue, task, 'upload', task.uploads);
  // What failed at an earlier start is tried again, as somebody would who sees it.
  await queue.retry();
  await queue.resume();
  const busy = (): boolean => {
    const { active, waiting } = queue.totals();
    return active + waiting > 0;
  };
  while (busy()) {
    await sleep(50);
  }
  const result: TortureResult = {
    files: queue.files().map(({ file, state }) => ({
      id: file.id,
      state: state.kind,
      reason:
        state.kind === 'failed' || state.kind === 'paused' ? state.failure?.message : undefined,
      warning: state.kind === 'done' ? state.warning : undefined,
    })),
  };
  await queue.close();
  writeFileSync(task.result, JSON.stringify(result));
}

run(process.argv[2] ?? '').then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
    process.exit(1);
  },
);
