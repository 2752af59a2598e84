import { lstat, mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { sentence, SkybucketError } from '../core/errors';
import {
  downloadSeveral,
  type SeveralDownloaded,
  type SeveralFile,
  type SeveralOptions,
} from '../core/transfer/download-several';
import { numberedName, safeFileName } from '../core/transfer/safe-name';
import { FileSink } from '../platform/node/download-sink';
import { countOf, formatBytes, formatShare } from '../protocol/figures';
import type { DownloadFolder } from './download-folder';
import type { Host } from './host';
import { offerFile } from './offer-file';
import { openingAnew } from './open-object';
import { escapeLinks, visibleName } from './views/display';

/** A file to download with others. */
export interface WantedFile {
  readonly uri: vscode.Uri;
  /** As its archive calls it; may be anything. */
  readonly name: string;
  /** Bytes, as its archive says. */
  readonly size: number | undefined;
}

interface NamedFile extends SeveralFile {
  /** One path segment. */
  readonly name: string;
}

const { l10n } = vscode;

/**
 * Downloads several files into a folder of their own in the download folder, and says how that went; what failed
 * can be tried again. Ends silently where the user leaves a question at that.
 *
 * @param into a name for the folder, from anywhere: a safe one is made of it.
 * @throws SkybucketError `local-file` where that folder cannot be.
 */
export async function downloadSeveralToWorkspace(
  host: Host,
  downloadFolder: DownloadFolder,
  into: string,
  wanted: readonly WantedFile[],
): Promise<void> {
  const parent = await downloadFolder.get();
  if (parent === undefined) {
    return;
  }
  const folder = await folderIn(parent, safeFileName(into));
  const taken = new Set<string>();
  const all = wanted.map((file) => ({ ...file, name: freeName(safeFileName(file.name), taken) }));
  const there = await Promise.all(all.map(({ name }) => isThere(join(folder, name))));
  const count = there.filter(Boolean).length;
  const answer = count === 0 ? 'download' : await askExisting(count, all.length, folder);
  if (answer === undefined) {
    return;
  }
  const left = all.filter((_, index) => answer === 'overwrite' || there[index] !== true);
  const files = left.map(({ uri, name, size }): NamedFile => ({
    ...{ name, size, open: openingAnew(host, uri) },
    createSink: () =>
      FileSink.create({
        ...{ folder, name },
        // What came since the question is somebody else's.
        onExisting: () => Promise.resolve(answer === 'overwrite' ? 'overwrite' : 'keep-both'),
      }),
  }));
  await downloadAll(host, folder, files);
}

async function downloadAll(host: Host, folder: string, files: readonly NamedFile[]): Promise<void> {
  const outcome = await withProgress(visibleName(folder), files.length, (options) =>
    downloadSeveral(files, { ...options, meter: host.session.child() }),
  );
  for (const { name, size } of outcome.done) {
    host.log.info(`Downloaded ${size} bytes to ${name}`);
  }
  for (const { file, error } of outcome.failed) {
    host.log.error(`${file.name}: ${sentence(error)}`);
  }
  void report(host, folder, files.length, outcome).catch((error: unknown) =>
    host.log.error(sentence(error)),
  );
}

function withProgress<T>(
  folder: string,
  of: number,
  work: (options: SeveralOptions) => Promise<T>,
): Thenable<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: l10n.t('Downloading {0} into {1}', countOf(of, 'file'), folder),
    cancellable: true,
  };
  return vscode.window.withProgress(options, (progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    let shown = 0;
    return work({
      signal: stop.signal,
      onProgress: ({ ended, received, size, bytesPerSecond }) => {
        // Sizes that the archive does not say become known on the way.
        const percent = size === 0 ? 0 : (100 * received) / size;
        const rate = bytesPerSecond === undefined ? '' : ` · ${formatBytes(bytesPerSecond)}/s`;
        progress.report({
          message: `${l10n.t('{0} of {1}', ended, of)} · ${formatShare(received, size)}${rate}`,
          increment: Math.max(0, percent - shown),
        });
        shown = Math.max(shown, percent);
      },
    });
  });
}

async function report(
  host: Host,
  folder: string,
  of: number,
  { done, failed, cancelled }: SeveralDownloaded<NamedFile>,
): Promise<void> {
  const bytes = formatBytes(done.reduce((sum, { size }) => sum + size, 0));
  const [first] = failed;
  if (first === undefined) {
    const [file] = done;
    if (file === undefined) {
      return;
    }
    const text = cancelled
      ? l10n.t('Cancelled: {0} of {1} files were downloaded ({2}).', done.length, of, bytes)
      : l10n.t('Downloaded {0} ({1}).', countOf(done.length, 'file'), bytes);
    await offerFile(vscode.Uri.file(file.name), text);
    return;
  }
  const retry = l10n.t('Retry');
  const text = l10n.t(
    '{0} of {1} files could not be downloaded. {2}: {3}',
    ...[failed.length, of, visibleName(first.file.name), sentence(first.error)],
  );
  if ((await vscode.window.showWarningMessage(escapeLinks(text), retry)) === retry) {
    await downloadAll(
      host,
      folder,
      failed.map(({ file }) => file),
    );
  }
}

/** A folder of that name, made where it is not there; never one that a link leads elsewhere. */
async function folderIn(parent: string, name: string): Promise<string> {
  const path = join(parent, name);
  try {
    await mkdir(path, { recursive: true });
    if ((await realpath(path)) === join(await realpath(parent), name)) {
      return path;
    }
  } catch (cause) {
    const hint = cause instanceof Error ? cause.message : String(cause);
    throw new SkybucketError('local-file', `The folder “${visibleName(name)}” cannot be made.`, {
      ...{ hint, cause },
    });
  }
  throw new SkybucketError(
    'local-file',
    `“${visibleName(name)}” leads out of the download folder.`,
    {
      hint: 'Rename it, or choose another download folder.',
    },
  );
}

/** Files of one observation may have the same name; on some disks, also in another case. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number++) {
    free = numberedName(name, number);
  }
  taken.add(free.toLowerCase());
  return free;
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

async function askExisting(
  count: number,
  of: number,
  folder: string,
): Promise<'skip' | 'overwrite' | undefined> {
  const skip = l10n.t('Skip Them');
  const overwrite = l10n.t('Overwrite');
  const answer = await vscode.window.showWarningMessage(
    l10n.t('{0} of {1} files are there already, in {2}.', count, of, visibleName(folder)),
    { modal: true },
    ...(count < of ? [skip, overwrite] : [overwrite]),
  );
  return answer === skip ? 'skip' : answer === overwrite ? 'overwrite' : undefined;
}
