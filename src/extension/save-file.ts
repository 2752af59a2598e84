import * as vscode from 'vscode';
import { sentence, SkybucketError } from '../core/errors';
import { safeFileName } from '../core/transfer/safe-name';
import { formatBytes } from '../protocol/figures';
import type { DownloadFolder } from './download-folder';
import { startFolder, writeWhole } from './export-file';
import { offerFile } from './offer-file';
import { baseName } from './uris';
import { escapeLinks, visibleName } from './views/display';

/** What is written at most: pictures of a plot. */
const MOST_BYTES = 256e6;

/**
 * Asks where to write a file, writes it, and says so.
 *
 * @param proposed the name to start with; its ending says what it is
 * @returns false where the user chose nowhere
 * @throws SkybucketError `too-large`, or `local-file` where it cannot be written
 */
export async function saveFile(
  downloadFolder: DownloadFolder,
  proposed: string,
  data: Uint8Array,
): Promise<boolean> {
  const { l10n } = vscode;
  if (data.length > MOST_BYTES) {
    throw new SkybucketError('too-large', 'The file is too large to be written.');
  }
  const name = safeFileName(proposed);
  const [, ending] = /\.([a-z0-9]{1,8})$/i.exec(name) ?? [];
  const file = await vscode.window.showSaveDialog({
    title: l10n.t('Save'),
    saveLabel: l10n.t('Save'),
    defaultUri: vscode.Uri.joinPath(await startFolder(downloadFolder), name),
    ...(ending !== undefined && { filters: { [ending.toUpperCase()]: [ending] } }),
  });
  if (file === undefined) {
    return false;
  }
  try {
    await writeWhole(file, data);
  } catch (cause) {
    const hint = sentence(cause);
    throw new SkybucketError('local-file', 'The file could not be written.', { hint, cause });
  }
  const shown = escapeLinks(visibleName(baseName(file)));
  void offerFile(file, l10n.t('Saved {0} ({1}).', shown, formatBytes(data.length)));
  return true;
}
