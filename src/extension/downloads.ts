import { join } from 'node:path';
import * as vscode from 'vscode';
import { isCancelled, SkybucketError, throwIfAborted } from '../core/errors';
import { type AloneFile, type AloneOptions, downloadAlone } from '../core/transfer/download-alone';
import { safeFileName } from '../core/transfer/safe-name';
import { DiskFile } from '../platform/node/disk-file';
import type { DownloadFolder } from './download-folder';
import type { Host } from './host';
import { localDisk } from './local-disk';
import { offerFile } from './offer-file';
import { sizeOf } from './size-of';
import { baseName, documentName, isOurs, readUri } from './uris';
import { formatBytes, formatShare } from '../protocol/figures';
import { escapeLinks, visibleName } from './views/display';

/** From here on (bytes) a download is one of the queue: it can be paused, and goes on after the editor died. */
const LARGE = 100_000_000;

type Place = Pick<AloneFile, 'folder' | 'name' | 'onExisting'>;
type Shown = Pick<AloneOptions, 'signal' | 'onProgress'>;
type Done =
  | { readonly path: string; readonly size: number; readonly warning?: string | undefined }
  | { readonly tooLarge: number };

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
  try {
    const done = await downloadTo(host, uri, folder, name);
    if (done === undefined) {
      return;
    }
    if ('tooLarge' in done) {
      await queue(host, uri, name, done.tooLarge);
      return;
    }
    host.log.info(`Downloaded ${done.size} bytes to ${done.path}`);
    if (done.warning !== undefined) {
      host.log.warn(`${done.path}: ${done.warning}`);
    }
    void offer(vscode.Uri.file(done.path), done.size);
  } catch (error) {
    if (!isCancelled(error)) {
      throw error;
    }
  }
}

/** Undefined where the user leaves the question at that. */
async function downloadTo(
  host: Host,
  uri: vscode.Uri,
  folder: string,
  name: string,
): Promise<Done | undefined> {
  const isThere = (await localDisk.look({ folder, path: name })) !== undefined;
  if (isThere && isOurs(uri)) {
    // The queue has a question of its own.
    const open = (): ReturnType<Host['openSource']> => host.openSource(uri, { probeLength: 1 });
    const size = await sizeOf(open, host.session.child());
    if (size !== undefined && size >= LARGE) {
      return { tooLarge: size };
    }
  }
  // What comes while it is under way is somebody else's, and stays.
  const onExisting = isThere ? await askExisting(name) : 'keep-both';
  const place = onExisting && { folder, name, onExisting };
  return (
    place &&
    withProgress(name, (shown) =>
      isOurs(uri) ? downloadOurs(host, uri, place, shown) : copy(host, uri, place, shown),
    )
  );
}

async function downloadOurs(
  host: Host,
  uri: vscode.Uri,
  place: Place,
  shown: Shown,
): Promise<Done> {
  const { copies, checksums, store, session } = host;
  const address = documentName(uri);
  const done = await downloadAlone(
    { disk: localDisk, copies, checksums, store, open: () => host.remoteFile(uri) },
    { ...place, address, known: host.known.get(address) },
    { ...shown, meter: session.child(), below: LARGE },
  );
  switch (done.kind) {
    case 'too-large':
      return { tooLarge: done.size };
    case 'done':
      return { path: done.at, size: done.size, warning: done.warning };
    case 'skipped':
      throw new SkybucketError('local-file', `${done.at} is there already.`);
  }
}

/** What another extension reads for us, which is never much. */
async function copy(
  host: Host,
  uri: vscode.Uri,
  { folder, name, onExisting }: Place,
  { signal, onProgress }: Shown,
): Promise<Done> {
  const source = await host.openSource(uri);
  try {
    const size = await source.size({ signal });
    const bytes = await source.read(0, size, { signal });
    const file = await DiskFile.create(localDisk, join(folder, name), onExisting);
    try {
      await file.write(0, bytes);
      throwIfAborted(signal);
      onProgress({ received: size, size, bytesPerSecond: undefined });
      return { path: await file.commit(size), size };
    } catch (error) {
      await file.discard();
      throw error;
    }
  } finally {
    await source.close();
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

function withProgress<T>(name: string, work: (shown: Shown) => Promise<T>): Thenable<T> {
  const shown = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Downloading {0}', escapeLinks(visibleName(name))),
    cancellable: true,
  };
  return vscode.window.withProgress(shown, async (progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    let before = 0;
    const onProgress: Shown['onProgress'] = ({ received, size, bytesPerSecond }) => {
      const percent = size === undefined ? 0 : size === 0 ? 100 : (100 * received) / size;
      const rate = bytesPerSecond === undefined ? '' : ` · ${formatBytes(bytesPerSecond)}/s`;
      const share = size === undefined ? formatBytes(received) : formatShare(received, size);
      progress.report({ message: share + rate, increment: Math.max(0, percent - before) });
      before = Math.max(before, percent);
    };
    return work({ signal: stop.signal, onProgress });
  });
}

async function askExisting(name: string): Promise<Place['onExisting'] | undefined> {
  const { l10n } = vscode;
  const overwrite = l10n.t('Overwrite');
  const keepBoth = l10n.t('Keep Both');
  const answer = await vscode.window.showWarningMessage(
    l10n.t('“{0}” exists already in the download folder.', visibleName(name)),
    { modal: true },
    overwrite,
    keepBoth,
  );
  return answer === overwrite ? 'overwrite' : answer === keepBoth ? 'keep-both' : undefined;
}

function offer(file: vscode.Uri, size: number): Promise<void> {
  const name = escapeLinks(visibleName(baseName(file)));
  return offerFile(file, vscode.l10n.t('Downloaded {0} ({1}).', name, formatBytes(size)));
}
