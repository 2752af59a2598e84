import * as vscode from 'vscode';
import { cancelled, isCancelled, SkybucketError } from '../core/errors';
import { download, type DownloadProgress } from '../core/transfer/download';
import { safeFileName } from '../core/transfer/safe-name';
import { FileSink, type OnExisting } from '../platform/node/download-sink';
import type { DownloadFolder } from './download-folder';
import type { Host } from './host';
import { offerFile } from './offer-file';
import { openingAnew } from './open-object';
import { OpenedVersion } from './transfers/opened-version';
import { rememberCopy } from './transfers/remember-copy';
import { baseName, documentName, isOurs, readUri } from './uris';
import { formatBytes, formatShare } from '../protocol/figures';
import { visibleName } from './views/display';

/** From here on (bytes) a download is one of the queue: it can be paused, and goes on after the editor died. */
const LARGE = 100_000_000;

/** Downloads one object into the folder of the workspace, and says so. Ends silently on a cancel. */
export async function downloadToWorkspace(
  host: Host,
  downloadFolder: DownloadFolder,
  uri: vscode.Uri,
): Promise<void> {
  const { l10n } = vscode;
  if (uri.scheme === 'file') {
    throw new SkybucketError('unsupported', l10n.t('This file is on this machine already.'));
  }
  const name = nameOf(uri);
  const folder = await downloadFolder.get();
  if (folder === undefined) {
    return;
  }
  const seen: { large?: number } = {};
  try {
    const opened = new OpenedVersion(openingAnew(host, uri));
    const done = await withProgress(name, (signal, onProgress) =>
      download(
        () => opened.open(),
        async (size) => {
          if (size >= LARGE) {
            seen.large = size;
            throw cancelled();
          }
          await opened.note();
          return FileSink.create({ folder, name, onExisting: askOnce(name) });
        },
        { signal, onProgress, meter: host.session.child() },
      ),
    );
    if (isOurs(uri)) {
      await rememberCopy(host.copies, documentName(uri), opened.identity, done.name);
    }
    host.log.info(`Downloaded ${done.size} bytes to ${done.name}`);
    void offer(vscode.Uri.file(done.name), done.size);
  } catch (error) {
    if (!isCancelled(error)) {
      throw error;
    }
    if (seen.large !== undefined) {
      await queue(host, uri, name, seen.large);
    }
  }
}

async function queue(host: Host, uri: vscode.Uri, name: string, size: number): Promise<void> {
  const transfers = await host.transfers();
  const files = [{ address: documentName(uri), path: name, size }];
  await transfers.download({ label: name, files, layouts: ['flat'], bare: true });
}

function nameOf(uri: vscode.Uri): string {
  if (!isOurs(uri)) {
    return safeFileName(uri.path);
  }
  const address = readUri(uri);
  return safeFileName(address.kind === 's3' ? address.key : address.name);
}

function withProgress<T>(
  name: string,
  work: (signal: AbortSignal, onProgress: (progress: DownloadProgress) => void) => Promise<T>,
): Thenable<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Downloading {0}', visibleName(name)),
    cancellable: true,
  };
  return vscode.window.withProgress(options, (progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    let shown = 0;
    return work(stop.signal, ({ received, size, bytesPerSecond }) => {
      const percent = size === 0 ? 100 : (100 * received) / size;
      const rate = bytesPerSecond === undefined ? '' : ` · ${formatBytes(bytesPerSecond)}/s`;
      progress.report({
        message: formatShare(received, size) + rate,
        increment: Math.max(0, percent - shown),
      });
      shown = Math.max(shown, percent);
    });
  });
}

/** A download that starts over after a change does not ask the same again. */
function askOnce(name: string): () => Promise<OnExisting> {
  let answer: Promise<OnExisting> | undefined;
  return () => (answer ??= askExisting(name));
}

async function askExisting(name: string): Promise<OnExisting> {
  const { l10n } = vscode;
  const overwrite = l10n.t('Overwrite');
  const keepBoth = l10n.t('Keep Both');
  const answer = await vscode.window.showWarningMessage(
    l10n.t('“{0}” exists already in the download folder.', visibleName(name)),
    { modal: true },
    overwrite,
    keepBoth,
  );
  return answer === overwrite ? 'overwrite' : answer === keepBoth ? 'keep-both' : 'cancel';
}

function offer(file: vscode.Uri, size: number): Promise<void> {
  const name = visibleName(baseName(file));
  return offerFile(file, vscode.l10n.t('Downloaded {0} ({1}).', name, formatBytes(size)));
}
