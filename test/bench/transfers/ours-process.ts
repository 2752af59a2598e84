/** Queue, store and disk as the product wires them, without an editor: `ours-process.js TASK.json` prints what it cost. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LinkEstimate } from '../../../src/core/bytes/link';
import { Meter } from '../../../src/core/bytes/meter';
import { formatAddress } from '../../../src/core/s3/address';
import type { Connection } from '../../../src/core/s3/connection';
import type { ObjectPlace } from '../../../src/core/s3/object-store';
import { RegionMemory } from '../../../src/core/s3/regions';
import { S3ObjectStore } from '../../../src/core/s3/store';
import { DefaultTransferQueue } from '../../../src/core/transfer/queue-run';
import { addressOf, remoteS3File } from '../../../src/core/transfer/remote-s3';
import { LocalTransferRunner } from '../../../src/core/transfer/runner';
import type { TransferBatch } from '../../../src/core/transfer/transfer';
import { nodeChecksums } from '../../../src/platform/node/checksums';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import { FileJournalStore } from '../../../src/platform/node/journal-store';
import { loadS3Sdk } from '../../../src/platform/node/load-s3-sdk';
import { FileLocalCopies } from '../../../src/platform/node/local-copies';
import { NodeLocalDisk } from '../../../src/platform/node/local-disk';
import { FileQueueStore } from '../../../src/platform/node/queue-store';
import { BUCKET, type Cost, type DownloadTask } from './plan';

function openQueue({ endpoint, state }: DownloadTask): DefaultTransferQueue {
  const http = new NodeHttpClient();
  const regions = new RegionMemory();
  const checksums = nodeChecksums();
  const link = new LinkEstimate();
  const connection: Connection = {
    ...{ id: 'bench', label: 'Bench', kind: 's3', endpoint, pathStyle: true },
    ...{ auth: { kind: 'unsigned' }, requesterPays: false, readOnly: true },
  };
  const placeOf = (text: string): ObjectPlace => {
    const address = addressOf(text);
    if (address.kind !== 's3') {
      throw new Error(`${text} is not on S3.`);
    }
    return { bucket: address.bucket, key: address.key };
  };
  const runner = new LocalTransferRunner({
    disk: new NodeLocalDisk(),
    journals: new FileJournalStore(join(state, 'journals')),
    copies: new FileLocalCopies(join(state, 'copies')),
    checksums,
    store: new S3ObjectStore({ http, regions, checksums, loadSdk: loadS3Sdk }),
    place: (address) => ({ connection, place: placeOf(address) }),
    open: (address) =>
      Promise.resolve(remoteS3File({ http, regions }, connection, placeOf(address), link)),
  });
  return new DefaultTransferQueue(new FileQueueStore(join(state, 'queue')), runner, {
    meter: new Meter(),
  });
}

function addressText(key: string): string {
  const { scheme, authority, path } = formatAddress({ connection: 'bench', bucket: BUCKET, key });
  return `${scheme}://${authority}${path.split('/').map(encodeURIComponent).join('/')}`;
}

async function run(task: DownloadTask): Promise<Cost> {
  const queue = openQueue(task);
  await queue.start();
  await download(queue, 'before', task.warmUp);
  const cpu = process.cpuUsage();
  const start = performance.now();
  await download(queue, 'bench', task);
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  await queue.close();
  return { milliseconds, cpuMilliseconds: (user + system) / 1000 };
}

async function download(
  queue: DefaultTransferQueue,
  id: string,
  { folder, files }: Pick<DownloadTask, 'folder' | 'files'>,
): Promise<void> {
  const batch: TransferBatch = {
    ...{ id, direction: 'download', label: id, folder },
    ...{ onExisting: 'keep-both', created: 0 },
  };
  const ended = new Promise<void>((resolve) =>
    queue.onBatchEnd((which) => {
      if (which.id === id) resolve();
    }),
  );
  await queue.add(
    batch,
    files.map(({ key, known, path }, index) => ({
      ...{ id: `${id}-${String(index).padStart(5, '0')}`, batch: id },
      ...{ address: addressText(key), path, known, size: known.size },
    })),
  );
  await ended;
  for (const { state, file } of queue.files(id)) {
    if (state.kind !== 'done') {
      throw new Error(`${file.path} is ${state.kind}: ${JSON.stringify(state)}`);
    }
  }
}

const task = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as DownloadTask;
run(task).then(
  (cost) => {
    process.stdout.write(JSON.stringify(cost));
    process.exit(0);
  },
  (error: unknown) => {
    process.stderr.write(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
