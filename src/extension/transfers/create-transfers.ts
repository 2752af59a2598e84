import * as vscode from 'vscode';
import { DefaultTransferQueue } from '../../core/transfer/queue-run';
import { LocalTransferRunner } from '../../core/transfer/runner';
import { FileJournalStore } from '../../platform/node/journal-store';
import { FileQueueStore } from '../../platform/node/queue-store';
import type { DownloadFolder } from '../download-folder';
import type { Host } from '../host';
import { localDisk } from '../local-disk';
import { TransfersView } from '../views/transfers-view';
import { LinkKeepingStore } from './keep-links';
import { tellEnds } from './tell-ends';
import { journalFolder, queueFolder } from './place';
import { Transfers } from './transfers';
import { uploadPlace } from './upload-place';

/** Makes the queue of this window and its view, and goes on with what was left. */
export async function createTransfers(
  host: Host,
  downloadFolder: DownloadFolder,
): Promise<Transfers> {
  const disk = localDisk;
  const runner = new LocalTransferRunner({
    disk,
    journals: new FileJournalStore(journalFolder(host.context)),
    open: (address) => host.remoteFile(vscode.Uri.parse(address, true)),
    store: host.store,
    place: (address) => uploadPlace(host, address),
    checksums: host.checksums,
    copies: host.copies,
  });
  const store = new LinkKeepingStore(new FileQueueStore(queueFolder(host.context)), host.links);
  const queue = new DefaultTransferQueue(store, runner, { meter: host.session.child() });
  queue.onNote((note) => host.log.info(`Transfers: ${note}`));
  const view = new TransfersView(queue);
  // What was nearly done may end at once.
  host.context.subscriptions.push(view, tellEnds(host, queue, view));
  await queue.start();
  queue.problems().forEach((problem) => host.log.warn(`Transfers: ${problem}`));
  return new Transfers(host, downloadFolder, {
    queue,
    disk,
    room: (folder) => disk.room(folder),
    view,
  });
}
