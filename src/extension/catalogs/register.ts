import * as vscode from 'vscode';
import { isCancelled, sentence, SkybucketError } from '../../core/errors';
import { ResultOverlays } from '../catalogs-sky/result-overlays';
import type { Host } from '../host';
import { onSettings } from '../settings';
import { escapeLinks } from '../views/display';
import { CatalogsTree } from '../views/catalogs-tree';
import { CATALOG_COMMANDS, CATALOG_PANEL, CATALOGS_VIEW } from './ids';

/** What of catalogues is there from the start. */
export interface Catalogs extends vscode.Disposable {
  readonly tree: CatalogsTree;
}

/**
 * Catalogues: the view, the panels, and the commands. All but the view is loaded with the first look at it, the
 * first command, or a panel that is brought back.
 */
export function registerCatalogs(host: Host): Catalogs {
  const tree = new CatalogsTree(host);
  const overlays = new ResultOverlays(host, (id, row) => {
    void run(host, async () => (await host.catalogs()).panels.showResult(id, row));
  });
  const registered = vscode.Disposable.from(
    tree,
    overlays,
    vscode.window.createTreeView(CATALOGS_VIEW, { treeDataProvider: tree, showCollapseAll: true }),
    vscode.window.registerWebviewPanelSerializer(CATALOG_PANEL, {
      deserializeWebviewPanel: async (panel, state) =>
        (await host.catalogs()).panels.bringBack(panel, state),
    }),
    onSettings(['showArchives'], () => void run(host, () => tree.refresh())),
    ...CATALOG_COMMANDS.map((command) =>
      vscode.commands.registerCommand(command, (...given: never[]) =>
        run(host, async () => {
          const { handleCatalogCommand } = await import('./commands');
          await handleCatalogCommand({ host, tree }, command, given);
        }),
      ),
    ),
  );
  host.documents.onFirstAsked(() => void run(host, () => listResults(host, overlays)));
  return { tree, dispose: () => registered.dispose() };
}

/** Lists the results that are kept among the tables that an image can show, from now on. */
async function listResults(host: Host, overlays: ResultOverlays): Promise<void> {
  const { results } = await host.catalogs();
  let newest = 0;
  const update = async (): Promise<void> => {
    const own = ++newest;
    const all = await results.list();
    if (own === newest) {
      overlays.update(
        all.map(({ id, title, rows, path }) => ({ id, title, rows, uri: vscode.Uri.file(path) })),
      );
    }
  };
  host.context.subscriptions.push(results.onDidChange(() => void run(host, update)));
  await update();
}

/** Does something; what goes wrong is shown as its sentence. */
async function run(host: Host, work: () => Promise<unknown>): Promise<void> {
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
