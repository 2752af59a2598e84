import * as vscode from 'vscode';
import { visibleName } from '../views/display';
import { pickPrefix } from '../views/go-to-prefix';
import type { FolderNode, Node } from '../views/nodes';
import type { CommandContext } from './context';

/** Commands on folders of the tree. */

/** One more page below the line “Load more…”, or the failed one again; the selection goes on from there. */
export async function loadMore({ tree, view }: CommandContext, node: Node): Promise<void> {
  if (node.kind === 'problem' && node.parent.kind === 'account') {
    tree.refresh(node.parent);
    return;
  }
  if ((node.kind !== 'more' && node.kind !== 'problem') || node.parent.kind !== 'folder') {
    return;
  }
  const first = await tree.loadMore(node.parent);
  if (first !== undefined && view.visible) {
    await view.reveal(first, { select: true, focus: true });
  }
}

export async function goToPrefix(context: CommandContext, node: Node | undefined): Promise<void> {
  const folder = folderOf(node ?? context.view.selection[0]);
  if (folder === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Select a dataset or a folder in the Archives view first.'),
    );
    return;
  }
  const prefix = await pickPrefix(context.host, folder.place);
  if (prefix !== undefined) {
    await revealPrefix(context, folder, prefix);
  }
}

/** Shows what begins with `prefix` below the folder, opened and selected. */
export async function revealPrefix(
  { tree, view }: CommandContext,
  folder: FolderNode,
  prefix: string,
): Promise<void> {
  const target = prefix === folder.place.prefix ? folder : tree.jump(folder, prefix);
  await view.reveal(target, { select: true, focus: true, expand: true });
}

/** Shows only the loaded entries whose names contain what the user types; nothing shows all. */
export async function filterFolder({ tree }: CommandContext, node: Node): Promise<void> {
  const folder = folderOf(node);
  if (folder === undefined) {
    return;
  }
  const { listing } = folder;
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Filter {0}', visibleName(folder.name)),
    prompt: listing.more
      ? vscode.l10n.t('Part of a name. Looks among the entries loaded so far.')
      : vscode.l10n.t('Part of a name'),
    value: listing.filter,
  });
  if (text !== undefined) {
    setFilter(tree, folder, text);
  }
}

export function clearFilter({ tree }: CommandContext, node: Node): void {
  const folder = folderOf(node);
  if (folder !== undefined) {
    setFilter(tree, folder, '');
  }
}

function setFilter(tree: CommandContext['tree'], folder: FolderNode, text: string): void {
  folder.listing.setFilter(text);
  tree.update(folder);
}

/** The folder a node is or is in. */
export function folderOf(node: Node | undefined): FolderNode | undefined {
  if (node === undefined || !('parent' in node)) {
    return undefined;
  }
  const folder = node.kind === 'folder' ? node : node.parent;
  return folder.kind === 'folder' ? folder : undefined;
}
