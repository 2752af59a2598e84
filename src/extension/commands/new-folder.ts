import * as vscode from 'vscode';
import { nameProblem, childOf, shown } from '../writes/place';
import { folderAt } from '../writes/chosen-nodes';
import type { CommandNodes, WriteContext } from '../writes/context';
import { FileVersions } from '../writes/file-versions';
import { FileWriter } from '../writes/file-writer';
import { checkWritable } from '../writes/tools';
import { visibleName } from '../views/display';

/** Makes the marker of a folder. */
export async function newFolder(
  { host, tools }: WriteContext,
  { node }: CommandNodes,
): Promise<void> {
  const folder = folderAt(node);
  if (folder === undefined) {
    return;
  }
  checkWritable(tools, folder);
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('New Folder in {0}', visibleName(shown(folder))),
    prompt: vscode.l10n.t(
      'S3 has no folders: an object of no bytes, whose name ends with “/”, stands for it.',
    ),
    ignoreFocusOut: true,
    validateInput: (text) => (text === '' ? undefined : nameProblem(text)),
  });
  if (typed) {
    const place = childOf(folder, typed, 'folder');
    await new FileWriter(tools, new FileVersions(), host.changes).createFolder(place);
  }
}
