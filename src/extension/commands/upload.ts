import * as vscode from 'vscode';
import { folderAt } from '../writes/chosen-nodes';
import type { CommandNodes, WriteContext } from '../writes/context';
import { type Place, shown } from '../writes/place';
import { checkWritable } from '../writes/tools';
import { visibleName } from '../views/display';

/** Commands that put files and folders of this machine into the queue of transfers, to be uploaded. */

export function uploadFiles(context: WriteContext, nodes: CommandNodes): Promise<void> {
  return chooseAndUpload(context, nodes, 'files');
}

export function uploadFolder(context: WriteContext, nodes: CommandNodes): Promise<void> {
  return chooseAndUpload(context, nodes, 'folder');
}

async function chooseAndUpload(
  context: WriteContext,
  { node }: CommandNodes,
  what: 'files' | 'folder',
): Promise<void> {
  const folder = folderAt(node);
  if (folder === undefined) {
    return;
  }
  checkWritable(context.tools, folder);
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Upload to {0}', visibleName(shown(folder))),
    openLabel: vscode.l10n.t('Upload'),
    canSelectFiles: what === 'files',
    canSelectFolders: what === 'folder',
    canSelectMany: true,
  });
  await uploadTo(context, folder, chosen ?? []);
}

/** Uploads files and folders of this machine; other addresses are left out. */
export async function uploadTo(
  { host }: WriteContext,
  { connection, bucket, key }: Place,
  uris: readonly vscode.Uri[],
): Promise<void> {
  const sources = uris.flatMap(({ scheme, fsPath }) =>
    scheme === 'file' ? [{ path: fsPath }] : [],
  );
  if (sources.length > 0) {
    await (await host.transfers()).upload({ connection, bucket, prefix: key }, sources);
  }
}
