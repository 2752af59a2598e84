import * as vscode from 'vscode';
import { SkybucketError } from '../core/errors';
import type { DownloadFolder } from './download-folder';
import { startFolder, writeWhole } from './export-file';
import { offerFile } from './offer-file';
import { checkRegionSize, regionName, regionText } from './region-text';
import { baseName } from './uris';
import { escapeLinks, visibleName } from './views/display';

/**
 * Asks for a DS9 region file and reads it.
 *
 * @returns null where the user chose none
 * @throws SkybucketError `format`, `too-large`, or `local-file` where it cannot be read
 */
export async function openRegions(
  downloadFolder: DownloadFolder,
): Promise<{ readonly name: string; readonly text: string } | null> {
  const { l10n } = vscode;
  const [file] =
    (await vscode.window.showOpenDialog({
      title: l10n.t('Open Regions'),
      openLabel: l10n.t('Open'),
      defaultUri: await startFolder(downloadFolder),
      canSelectMany: false,
      filters: { [l10n.t('DS9 Regions')]: ['reg'], [l10n.t('All Files')]: ['*'] },
    })) ?? [];
  if (file === undefined) {
    return null;
  }
  const { fs } = vscode.workspace;
  const bytes = await local('The region file could not be read.', async () => {
    const { size } = await fs.stat(file);
    checkRegionSize(size);
    return fs.readFile(file);
  });
  return { name: visibleName(baseName(file)), text: regionText(bytes) };
}

/**
 * Asks where to write a region file, writes it, and says so.
 *
 * @param proposed the name to start with
 * @returns false where the user chose nowhere
 * @throws SkybucketError `too-large`, or `local-file` where it cannot be written
 */
export async function saveRegions(
  downloadFolder: DownloadFolder,
  proposed: string,
  text: string,
): Promise<boolean> {
  const { l10n } = vscode;
  const bytes = new TextEncoder().encode(text);
  checkRegionSize(bytes.length);
  const folder = await startFolder(downloadFolder);
  const file = await vscode.window.showSaveDialog({
    title: l10n.t('Save Regions'),
    saveLabel: l10n.t('Save'),
    defaultUri: vscode.Uri.joinPath(folder, regionName(proposed)),
    filters: { [l10n.t('DS9 Regions')]: ['reg'] },
  });
  if (file === undefined) {
    return false;
  }
  await local('The region file could not be written.', () => writeWhole(file, bytes));
  void offerFile(file, l10n.t('Saved {0}.', escapeLinks(visibleName(baseName(file)))));
  return true;
}

/** @throws SkybucketError `local-file` with the sentence where it fails for a reason that is not ours */
async function local<T>(sentence: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof SkybucketError) {
      throw cause;
    }
    const hint = cause instanceof Error ? cause.message : String(cause);
    throw new SkybucketError('local-file', sentence, { hint, cause });
  }
}
