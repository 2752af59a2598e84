import * as vscode from 'vscode';
import { sentence, SkybucketError } from '../core/errors';
import { numberedName, safeFileName } from '../core/transfer/safe-name';
import { formatBytes } from '../protocol/figures';
import type { DownloadFolder } from './download-folder';
import { startFolder, writeWhole } from './export-file';
import { IMAGE_EDITOR } from './ids';
import { offerFile } from './offer-file';
import { oldCutouts, type StoredCutout } from './old-cutouts';
import type { Services } from './services';
import { baseName } from './uris';
import { escapeLinks, visibleName } from './views/display';

/** Where cutouts are that were opened and not saved. */
function cutoutFolder({ context }: Pick<Services, 'context'>): vscode.Uri {
  return vscode.Uri.joinPath(context.globalStorageUri, 'cutouts');
}

/**
 * Keeps a cutout among the files of the extension and opens it.
 *
 * @throws SkybucketError `local-file` where it cannot be written
 */
export async function openCutout(
  services: Pick<Services, 'context'>,
  proposed: string,
  data: Uint8Array,
): Promise<void> {
  const folder = cutoutFolder(services);
  await vscode.workspace.fs.createDirectory(folder);
  const file = vscode.Uri.joinPath(folder, await freeName(folder, safeFileName(proposed)));
  await write(file, data);
  await vscode.commands.executeCommand('vscode.openWith', file, IMAGE_EDITOR, { preview: false });
}

/**
 * Asks where to write a cutout, writes it, and says so.
 *
 * @returns false where the user chose nowhere
 * @throws SkybucketError `local-file` where it cannot be written
 */
export async function saveCutout(
  downloadFolder: DownloadFolder,
  proposed: string,
  data: Uint8Array,
): Promise<boolean> {
  const { l10n } = vscode;
  const folder = await startFolder(downloadFolder);
  const file = await vscode.window.showSaveDialog({
    title: l10n.t('Save Cutout'),
    defaultUri: vscode.Uri.joinPath(folder, safeFileName(proposed)),
    filters: { FITS: ['fits', 'fit', 'fts'] },
  });
  if (file === undefined) {
    return false;
  }
  await write(file, data);
  const name = escapeLinks(visibleName(baseName(file)));
  void offerFile(file, l10n.t('Saved {0} ({1}).', name, formatBytes(data.length)));
  return true;
}

/** Removes what is old of the cutouts that were never saved. */
export async function tidyCutouts(services: Pick<Services, 'context'>): Promise<void> {
  const folder = cutoutFolder(services);
  const { fs } = vscode.workspace;
  const stored: StoredCutout[] = [];
  // Mostly there is no such folder.
  const entries = await Promise.resolve(fs.readDirectory(folder)).catch(() => []);
  for (const [name, type] of entries) {
    if (type === vscode.FileType.File) {
      const file = vscode.Uri.joinPath(folder, name);
      // Another window that starts now may have removed it.
      const found = await Promise.resolve(fs.stat(file)).catch(() => undefined);
      stored.push(...(found ? [{ name, size: found.size, modified: found.mtime }] : []));
    }
  }
  const open = openFiles();
  const isOpen = (name: string): boolean => open.has(vscode.Uri.joinPath(folder, name).toString());
  for (const name of oldCutouts(stored, Date.now(), isOpen)) {
    // Another window may have done so.
    const file = vscode.Uri.joinPath(folder, name);
    await Promise.resolve(fs.delete(file)).catch(() => undefined);
  }
}

function openFiles(): Set<string> {
  const open = new Set<string>();
  for (const { input } of vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)) {
    if (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) {
      open.add(input.uri.toString());
    }
  }
  return open;
}

async function freeName(folder: vscode.Uri, name: string): Promise<string> {
  const entries = await vscode.workspace.fs.readDirectory(folder);
  const taken = new Set(entries.map(([each]) => each.toLowerCase()));
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number += 1) {
    free = numberedName(name, number);
  }
  return free;
}

async function write(file: vscode.Uri, data: Uint8Array): Promise<void> {
  try {
    await writeWhole(file, data);
  } catch (cause) {
    const hint = sentence(cause);
    throw new SkybucketError('local-file', 'The cutout could not be written.', { hint, cause });
  }
}
