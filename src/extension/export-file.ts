import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { partialName } from '../core/transfer/safe-name';
import { DiskFile } from '../platform/node/disk-file';
import type { DownloadFolder } from './download-folder';
import { localDisk } from './local-disk';
import { baseName } from './uris';

/** The first folder of the workspace that can be written to, else where downloads go. */
export async function startFolder(downloadFolder: DownloadFolder): Promise<vscode.Uri> {
  const writable = vscode.workspace.workspaceFolders?.find(
    ({ uri }) => vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true,
  );
  return writable?.uri ?? vscode.Uri.file((await downloadFolder.remembered()) ?? homedir());
}

/** The file has its name only once it is whole; the dialog has asked about one that is there. */
export async function writeWhole(file: vscode.Uri, data: Uint8Array): Promise<void> {
  await (file.scheme === 'file' ? writeHere(file.fsPath, data) : writeElsewhere(file, data));
}

async function writeHere(path: string, data: Uint8Array): Promise<void> {
  const whole = await DiskFile.create(localDisk, path, 'overwrite');
  try {
    await whole.write(0, data);
    await whole.commit(data.length);
  } catch (error) {
    await whole.discard();
    throw error;
  }
}

/** By whoever has the file system. */
async function writeElsewhere(file: vscode.Uri, data: Uint8Array): Promise<void> {
  const { fs } = vscode.workspace;
  const token = randomBytes(6).toString('hex');
  const partial = vscode.Uri.joinPath(file, '..', partialName(baseName(file), token));
  try {
    await fs.writeFile(partial, data);
    await fs.rename(partial, file, { overwrite: true });
  } catch (error) {
    // It may not be there; what went wrong first is what counts.
    await Promise.resolve(fs.delete(partial)).catch(() => undefined);
    throw error;
  }
}
