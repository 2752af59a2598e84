import * as vscode from 'vscode';
import { isCancelled, sentence, SkybucketError } from '../../core/errors';
import type { Host } from '../host';
import type { ArchivesTree } from '../views/archives-tree';
import { escapeLinks } from '../views/display';
import type { Node } from '../views/nodes';
import type { Found } from './found';
import { FIND_COMMANDS } from './ids';

/** What finding works with besides the host: the tree whose folders are searched. */
export interface SearchedTree {
  readonly tree: ArchivesTree;
  readonly view: vscode.TreeView<Node>;
}

/** “Find Files…”, “Disk Usage” and the view of what they bring. All of it is loaded with the first command. */
export function registerFind(host: Host, searched: SearchedTree): vscode.Disposable {
  let loaded: Promise<Found> | undefined;
  let made: Found | undefined;
  const load = (): Promise<Found> =>
    (loaded ??= import('./found').then(({ Found }) => (made = new Found(host, searched))));
  return vscode.Disposable.from(
    ...FIND_COMMANDS.map((command) =>
      vscode.commands.registerCommand(command, async (...given: unknown[]) => {
        try {
          return await (await load()).handle(command, given);
        } catch (error) {
          report(host, error);
          return undefined;
        }
      }),
    ),
    { dispose: () => made?.dispose() },
  );
}

function report({ log }: Host, error: unknown): void {
  if (isCancelled(error)) {
    return;
  }
  log.error(error instanceof Error ? error : String(error));
  const text =
    error instanceof SkybucketError
      ? sentence(error)
      : vscode.l10n.t('Skybucket: {0}', sentence(error));
  void vscode.window.showErrorMessage(escapeLinks(text));
}
