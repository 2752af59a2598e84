import * as vscode from 'vscode';
import { sentence, SkybucketError } from '../core/errors';
import { formatBytes } from '../protocol/figures';
import type { DownloadFolder } from './download-folder';
import { startFolder, writeWhole } from './export-file';
import { offerFile } from './offer-file';
import { checkPng, pngName } from './png';
import { baseName } from './uris';
import { escapeLinks, visibleName } from './views/display';

/**
 * Asks where to write a picture, writes it, and says so.
 *
 * @param proposed the name to start with
 * @returns false where the user chose nowhere
 * @throws SkybucketError `format`, `too-large`, or `local-file` where it cannot be written
 */
export async function exportPng(
  downloadFolder: DownloadFolder,
  proposed: string,
  data: Uint8Array,
): Promise<boolean> {
  const { l10n } = vscode;
  checkPng(data);
  const folder = await startFolder(downloadFolder);
  const file = await vscode.window.showSaveDialog({
    title: l10n.t('Export PNG'),
    saveLabel: l10n.t('Export'),
    defaultUri: vscode.Uri.joinPath(folder, pngName(proposed)),
    filters: { PNG: ['png'] },
  });
  if (file === undefined) {
    return false;
  }
  try {
    await writeWhole(file, data);
  } catch (cause) {
    const hint = sentence(cause);
    throw new SkybucketError('local-file', 'The picture could not be written.', { hint, cause });
  }
  const name = escapeLinks(visibleName(baseName(file)));
  void offerFile(file, l10n.t('Exported {0} ({1}).', name, formatBytes(data.length)));
  return true;
}
