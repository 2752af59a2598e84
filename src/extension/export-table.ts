import * as vscode from 'vscode';
import { isCancelled, sentence, SkybucketError } from '../core/errors';
import { DiskFile } from '../platform/node/disk-file';
import { formatBytes } from '../protocol/figures';
import type { TableFormat } from '../protocol/table';
import type { DownloadFolder } from './download-folder';
import { startFolder, writeWhole } from './export-file';
import { localDisk } from './local-disk';
import { offerFile } from './offer-file';
import { baseName } from './uris';
import { escapeLinks, visibleName } from './views/display';
import {
  ENDINGS,
  type ExportOptions,
  tableFileName,
  type TablePieces,
  type TableSink,
  WholeFileSink,
  writeTable,
} from './write-table';

/** What people call the formats. */
export const TABLE_FORMATS: Readonly<Record<TableFormat, string>> = {
  csv: 'CSV',
  votable: 'VOTable',
  ecsv: 'ECSV',
  fits: 'FITS',
  parquet: 'Parquet',
};

/**
 * Asks where to write a table, writes it with progress and a way out, and says so. Nothing has the
 * name that was chosen before all of it is written.
 *
 * @param proposed the name to start with
 * @param format what the pieces are of
 * @returns false where the user chose nowhere, or cancelled
 * @throws SkybucketError `local-file` where it cannot be written, `too-large` for what another file system
 *   cannot take, or what reading throws
 */
export async function exportTable(
  downloadFolder: DownloadFolder,
  proposed: string,
  format: TableFormat,
  pieces: TablePieces,
  options: ExportOptions,
): Promise<boolean> {
  const { l10n } = vscode;
  const folder = await startFolder(downloadFolder);
  const file = await vscode.window.showSaveDialog({
    title: l10n.t('Export Table'),
    saveLabel: l10n.t('Export'),
    defaultUri: vscode.Uri.joinPath(folder, tableFileName(proposed, format)),
    filters: { [TABLE_FORMATS[format]]: [...ENDINGS[format]] },
  });
  if (file === undefined) {
    return false;
  }
  const name = visibleName(baseName(file));
  try {
    const size = await withProgress(name, options, async (given) =>
      writeTable(await sinkFor(file), pieces, given),
    );
    const message = l10n.t('Exported {0} ({1}).', escapeLinks(name), formatBytes(size));
    void offerFile(file, message);
    return true;
  } catch (error) {
    if (isCancelled(error)) {
      return false;
    }
    throw error;
  }
}

/** The dialog has asked about a file that is there. */
function sinkFor(file: vscode.Uri): Promise<TableSink> | TableSink {
  if (file.scheme === 'file') {
    return DiskFile.create(localDisk, file.fsPath, 'overwrite');
  }
  return new WholeFileSink(async (data) => {
    try {
      await writeWhole(file, data);
    } catch (cause) {
      const hint = sentence(cause);
      throw new SkybucketError('local-file', 'The table could not be written.', { hint, cause });
    }
  });
}

/** Stops where the notification is cancelled, or what asked for the export is. */
function withProgress<T>(
  name: string,
  { signal, onProgress }: ExportOptions,
  work: (options: ExportOptions) => Promise<T>,
): Thenable<T> {
  const shown = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Exporting {0}', escapeLinks(name)),
    cancellable: true,
  };
  return vscode.window.withProgress(shown, async (progress, token) => {
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) {
      abort();
    }
    token.onCancellationRequested(abort);
    let percent = 0;
    try {
      return await work({
        signal: stop.signal,
        onProgress: (done) => {
          onProgress(done);
          const now = Math.floor(100 * done);
          if (now > percent) {
            progress.report({ message: `${now} %`, increment: now - percent });
            percent = now;
          }
        },
      });
    } finally {
      signal.removeEventListener('abort', abort);
    }
  });
}
