import * as vscode from 'vscode';
import { isCancelled, sentence, SkybucketError } from '../../core/errors';
import { SCHEME } from '../../core/s3/address';
import { SkybucketFileSystem } from '../filesystem';
import { EditableFiles } from '../filesystem-editable';
import type { Host } from '../host';
import { escapeLinks } from '../views/display';
import { DropController } from '../views/drop-controller';
import type { FolderNode, Node } from '../views/nodes';
import { allConnections } from '../connections';
import { onSettings } from '../settings';
import { nodesOf } from './chosen-nodes';
import { ConflictTeller } from './conflict';
import type { WriteContext } from './context';
import { PASTE_CONTEXT, WRITE_COMMANDS, WRITE_CONTEXT } from './ids';
import { keepBases } from './kept-bases';
import { ObjectClipboard } from './object-clipboard';
import { foldersToRefresh } from './shown-folders';
import { writeTools } from './write-tools';

/** What of writing is there from the start. */
export interface Writes extends vscode.Disposable {
  /** For the view of the tree. */
  readonly dragAndDrop: vscode.TreeDragAndDropController<Node>;
  /** Given when it is made, since commands by key are for what is selected in it. */
  view: Pick<vscode.TreeView<Node>, 'selection'> | undefined;
}

/** What the tree has to be able to. */
export interface RefreshedTree {
  shownFolders(): Iterable<FolderNode>;
  refresh(node: FolderNode): void;
}

/** The file system of our scheme, and the commands that change objects; these are loaded with the first use. */
export function registerWrites(host: Host, tree: RefreshedTree): Writes {
  const files = new EditableFiles(host);
  const clipboard = new ObjectClipboard((full) => {
    void vscode.commands.executeCommand('setContext', PASTE_CONTEXT, full);
  });
  const context: WriteContext = { host, tools: writeTools(host), clipboard };
  const dragAndDrop = new DropController({
    transfer: async (...drop) => (await import('./dropped')).transferDropped(context, ...drop),
    upload: async (uris, folder) =>
      (await import('../commands/upload')).uploadTo(context, folder, uris),
    uploadContents: async (...drop) =>
      (await import('./dropped-files')).uploadContents(context, ...drop),
    run: (work) => run(host, work),
  });
  const conflicts = new ConflictTeller(files);
  const stopListening = host.changes.on((changes) => {
    foldersToRefresh(tree.shownFolders(), changes).forEach((folder) => tree.refresh(folder));
  });
  const registered = vscode.Disposable.from(
    files,
    { dispose: stopListening },
    keepBases(files, host.context.workspaceState),
    onSettings(['connections'], tellWritable),
    files.onConflict((conflict) => {
      void run(host, () => conflicts.tell(conflict));
    }),
    // Keys differ in case alone, so addresses do.
    vscode.workspace.registerFileSystemProvider(SCHEME, new SkybucketFileSystem(host, files), {
      isCaseSensitive: true,
    }),
    ...WRITE_COMMANDS.map((command) =>
      vscode.commands.registerCommand(command, (node?: Node, selected?: readonly Node[]) =>
        run(host, async () => {
          const nodes = nodesOf(node, selected ?? writes.view?.selection);
          const { handleWriteCommand } = await import('./commands');
          await handleWriteCommand(context, command, { node: node ?? nodes[0], nodes });
        }),
      ),
    ),
  );
  const writes: Writes = { dragAndDrop, view: undefined, dispose: () => registered.dispose() };
  tellWritable();
  return writes;
}

/** The menus speak of writing only to those who have a connection to write by. */
function tellWritable(): void {
  const writable = allConnections().some(({ readOnly }) => !readOnly);
  void vscode.commands.executeCommand('setContext', WRITE_CONTEXT, writable);
}

/** Does something; what goes wrong is shown as its sentence. */
async function run(host: Pick<Host, 'log'>, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isCancelled(error)) {
      return;
    }
    host.log.error(error instanceof Error ? error : String(error));
    const text =
      error instanceof SkybucketError
        ? sentence(error)
        : vscode.l10n.t('Skybucket: {0}', sentence(error));
    void vscode.window.showErrorMessage(escapeLinks(text));
  }
}
