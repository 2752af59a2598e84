import * as vscode from 'vscode';
import { SkybucketError } from '../../core/errors';
import type { TransferQueue } from '../../core/transfer/queue';
import type { LocalDisk } from '../../core/transfer/local-disk';
import { agreeToDownload } from '../connections/agree-download';
import type { DownloadFolder } from '../download-folder';
import type { Host } from '../host';
import { addressUri } from '../uris';
import { visibleName } from '../views/display';
import type { TransfersView } from '../views/transfers-view';
import { downloadQuestions } from './ask-download';
import { uploadQuestions } from './ask-upload';
import { existingObjects } from './existing-objects';
import { prepareDownload, type PreparedTransfer } from './prepare-download';
import { prepareUpload } from './prepare-upload';
import { withTransferProgress } from './progress';
import type { DownloadRequest, UploadPlace, UploadSource } from './wanted';
import { makeEmptyFolders } from './upload-empty-folders';
import { walkLocal } from './walk-local';

export interface TransferParts {
  readonly queue: TransferQueue;
  readonly disk: LocalDisk;
  /** Bytes that may be written into a folder. */
  readonly room: (folder: string) => Promise<number | undefined>;
  readonly view: TransfersView;
}

/** Downloads and uploads through the queue, asked about before the first byte. */
export class Transfers {
  readonly queue: TransferQueue;
  readonly view: TransfersView;

  constructor(
    private readonly host: Host,
    private readonly downloadFolder: DownloadFolder,
    private readonly parts: TransferParts,
  ) {
    this.queue = parts.queue;
    this.view = parts.view;
  }

  /**
   * Puts files to download into the queue, after the questions that there are.
   *
   * @returns the batch; undefined where the user left it at that, or nothing was left to do
   * @throws SkybucketError `local-file` where their folder cannot be
   */
  async download(request: DownloadRequest): Promise<string | undefined> {
    const { disk, room } = this.parts;
    const prepared = await prepareDownload(request, {
      ...{ disk, room, questions: downloadQuestions(this.downloadFolder) },
    });
    return prepared !== undefined && (await agreeToDownload(this.host, prepared.files))
      ? this.add(prepared)
      : undefined;
  }

  /**
   * Puts files of this machine, and those in folders, into the queue to be uploaded; their names stay, below the place.
   *
   * @throws SkybucketError `unsupported` where the connection is read-only, `local-file`, `too-large`
   */
  async upload(place: UploadPlace, sources: readonly UploadSource[]): Promise<readonly string[]> {
    const { l10n } = vscode;
    const connection = this.host.connection(place.connection);
    if (connection.readOnly) {
      throw new SkybucketError(
        'unsupported',
        l10n.t('The connection “{0}” is read-only.', visibleName(connection.label)),
        { hint: l10n.t('“Edit Connection…” can allow it to write.') },
      );
    }
    const title = l10n.t('Preparing the upload to {0}', visibleName(place.bucket));
    const prepared = await withTransferProgress(title, async (signal) => {
      const found = [];
      for (const { path } of sources) {
        found.push(await walkLocal(path, signal));
      }
      const leftOut = found.reduce((sum, one) => sum + one.leftOut, 0);
      tellLeftOut(this.host, leftOut);
      if (found.every(({ files, emptyFolders }) => files.length + emptyFolders.length === 0)) {
        throw new SkybucketError('not-found', l10n.t('There are no files to upload.'), {
          hint: l10n.t('Folders are uploaded with the files in them.'),
        });
      }
      const files = await prepareUpload(place, found, {
        questions: uploadQuestions(place, leftOut),
        existing: (keys) =>
          existingObjects(this.host, place, keys, { signal, meter: this.host.session.child() }),
        format: (address) => addressUri(address).toString(),
      });
      // Where there were files and none is to be uploaded, the user has left it at that.
      if (files.length > 0 || found.every((one) => one.files.length === 0)) {
        await makeEmptyFolders(this.host, place, found, signal);
      }
      return files;
    });
    const batches: string[] = [];
    for (const one of prepared) {
      batches.push(await this.add(one));
    }
    return batches;
  }

  /** Resolves when nothing of a batch is under way or waits any more. */
  ended(batch: string): Promise<void> {
    const isOver = (): boolean =>
      !this.queue
        .files(batch)
        .some(({ state }) => state.kind === 'active' || state.kind === 'waiting');
    if (isOver()) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const stop = this.queue.onChange(() => {
        if (isOver()) {
          stop();
          resolve();
        }
      });
    });
  }

  /** Pauses what is under way and keeps it, to go on in the next session. */
  close(): Promise<void> {
    return this.queue.close();
  }

  private async add({ batch, files }: PreparedTransfer): Promise<string> {
    await this.queue.add(batch, files);
    this.host.log.info(`Transfers: ${files.length} files of ${batch.label} are queued.`);
    await this.view.reveal(batch.id);
    return batch.id;
  }
}

/** Said whatever is asked afterwards: nobody is to think that they were uploaded. */
function tellLeftOut(host: Pick<Host, 'log'>, leftOut: number): void {
  if (leftOut > 0) {
    host.log.warn(`Upload: ${leftOut} links and other things are left out.`);
    void vscode.window.showWarningMessage(
      vscode.l10n.t('{0} links and other things are not uploaded.', leftOut),
    );
  }
}
