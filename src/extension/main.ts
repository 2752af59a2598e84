import * as vscode from 'vscode';
import { sentence } from '../core/errors';
import { registerAdql } from './adql/register';
import { type Catalogs, registerCatalogs } from './catalogs/register';
import { registerCommands } from './commands/register';
import { connectionProblems } from './connections';
import { createServices } from './create-services';
import { DownloadFolder } from './download-folder';
import { registerImageEditor } from './editors/register';
import { registerSearchPanel } from './editors/search-panel';
import { registerEngines } from './engines/register';
import { registerFind } from './find/register';
import type { Host } from './host';
import { ARCHIVES_VIEW, SEARCHES_VIEW } from './ids';
import type { Services } from './services';
import { archiveServices } from './searches/archive-services';
import { archiveSettings, bucketProblems, onSettings } from './settings';
import { registerTransfers } from './transfers/register';
import { ArchivesTree } from './views/archives-tree';
import { SearchesTree } from './views/searches-tree';
import { registerWrites } from './writes/register';

/** What `activate` returns. For the project's own tests; other extensions should not rely on it. */
export interface TestApi {
  readonly services: Host;
  readonly tree: ArchivesTree;
  readonly searches: SearchesTree;
  readonly catalogs: Catalogs;
}

let closeHost: (() => Promise<void>) | undefined;

/** Registers; whatever takes time waits for its first use. */
export function activate(context: vscode.ExtensionContext): TestApi {
  const downloadFolder = new DownloadFolder(context.workspaceState);
  const host = createServices(context, downloadFolder);
  closeHost = () => host.close();
  const tree = new ArchivesTree(host);
  const writes = registerWrites(host, tree);
  const view = vscode.window.createTreeView(ARCHIVES_VIEW, {
    treeDataProvider: tree,
    showCollapseAll: true,
    canSelectMany: true,
    dragAndDropController: writes.dragAndDrop,
  });
  writes.view = view;
  const editors = registerImageEditor(host);
  const searches = new SearchesTree(host);
  const searchesView = vscode.window.createTreeView(SEARCHES_VIEW, {
    treeDataProvider: searches,
    showCollapseAll: true,
  });
  const searchPanels = registerSearchPanel(host);
  const catalogs = registerCatalogs(host);
  context.subscriptions.push(
    view,
    searchesView,
    searchPanels,
    catalogs,
    registerAdql(host),
    registerEngines(host),
    registerTransfers(host),
    registerFind(host, { tree, view }),
    writes,
    editors,
    registerCommands(
      { host, tree, view, editors, searches, searchesView, searchPanels },
      downloadFolder,
    ),
    onSettings(['buckets', 'showArchives'], () => tree.update()),
    onSettings(['connections'], () => tree.refreshAll()),
    onSettings(['buckets', 'connections', 'archives'], () => reportProblems(host)),
  );
  reportProblems(host);
  void tidyCutouts(host);
  return { services: host, tree, searches, catalogs };
}

/** VS Code waits for this; what need not be waited for is closed by the subscriptions of the context. */
export function deactivate(): Promise<void> | undefined {
  return closeHost?.();
}

/** Of no use to anybody who waits; what goes wrong is tried again next time. */
async function tidyCutouts(services: Services): Promise<void> {
  try {
    const { tidyCutouts: tidy } = await import('./cutouts');
    await tidy(services);
  } catch (error) {
    services.log.warn(`Old cutouts could not be removed: ${sentence(error)}`);
  }
}

function reportProblems({ log }: Services): void {
  const { problems } = archiveServices(archiveSettings());
  for (const problem of [...connectionProblems(), ...bucketProblems(), ...problems]) {
    log.warn(`Settings: ${problem}`);
  }
}
