import { parentPort, workerData } from 'node:worker_threads';
import { nodeChecksums } from './checksums';
import { callDirectly } from './fs-calls';
import { NodeLocalDisk } from './local-disk';
import type { Request } from './small-files-messages';
import { smallFilesWork } from './small-files-work';
import { SyncGroups } from './sync-groups';

if (!parentPort || !(workerData instanceof SharedArrayBuffer)) {
  throw new Error('This is to run as a worker.');
}
const port = parentPort;
callDirectly((fdatasync) => new SyncGroups(fdatasync).sync);
const work = smallFilesWork(
  { disk: new NodeLocalDisk(), checksums: nodeChecksums(), memory: workerData },
  (answers) => port.postMessage(answers),
);
port.on('message', (requests: readonly Request[]) => work(requests));
