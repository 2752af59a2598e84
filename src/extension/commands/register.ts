import * as vscode from 'vscode';
import { isCancelled, sentence, SkybucketError } from '../../core/errors';
import type { DownloadFolder } from '../download-folder';
import type { Command } from '../ids';
import { escapeLinks } from '../views/display';
import type { Node } from '../views/nodes';
import { addTypedBucket, removeUserBucket } from './buckets';
import { clearCache } from './cache';
import type { CommandContext } from './context';
import { cutOut } from './cutout';
import { copyConnectionInfo, copyHttpsUrl, copyS3Uri } from './copy';
import { activeUri, openInViewer, openNode, openTyped, targetUri } from './open';
import {
  cancelSearch,
  copySearchPython,
  deleteSearch,
  duplicateSearch,
  editSearch,
  loadMoreRows,
  openSearchRows,
  showSearch,
  removeMastToken,
  renameSearch,
  retrySearch,
  runNode,
  searchImages,
  searchIrsa,
  searchMast,
  setMastToken,
} from './search';
import {
  copyProductDataUri,
  copyProductPython,
  copyProductS3Uri,
  copyProductUrl,
  downloadProduct,
  openProduct,
} from './search-products';
import { clearFilter, filterFolder, goToPrefix, loadMore } from './tree';

type Handler = (context: CommandContext, argument: never, selected: never) => unknown;

/**
 * What each command does. The argument is what its menu gives: a node of the tree, or a URI; where several nodes are
 * selected, they come second.
 */
function handlers(downloadFolder: DownloadFolder): Readonly<Record<Command, Handler>> {
  return {
    'skybucket.openUri': openTyped,
    'skybucket.addBucket': addTypedBucket,
    'skybucket.removeBucket': removeUserBucket,
    'skybucket.addConnection': async (context) =>
      (await import('./connections')).addConnection(context),
    'skybucket.editConnection': async (context, node: never) =>
      (await import('./connections')).editConnection(context, node),
    'skybucket.removeConnection': async (context, node: never) =>
      (await import('./connections')).removeConnectionOf(context, node),
    'skybucket.testConnection': async (context, node: never) =>
      (await import('./connections')).testConnection(context, node),
    'skybucket.refresh': refresh,
    'skybucket.loadMore': loadMore,
    'skybucket.goToPrefix': goToPrefix,
    'skybucket.closeJump': closeJump,
    'skybucket.filter': filterFolder,
    'skybucket.clearFilter': clearFilter,
    'skybucket.open': openNode,
    'skybucket.openImage': openInViewer,
    'skybucket.download': download,
    'skybucket.cutout': cutOut,
    'skybucket.exportPng': ({ editors }) => editors.exportPng(),
    'skybucket.changeDownloadFolder': () => downloadFolder.choose(),
    'skybucket.copyS3Uri': copyS3Uri,
    'skybucket.copyHttpsUrl': copyHttpsUrl,
    'skybucket.copyConnectionInfo': copyConnectionInfo,
    'skybucket.showLog': ({ host }) => host.log.show(),
    'skybucket.clearCache': clearCache,
    'skybucket.searchMast': searchMast,
    'skybucket.searchMastByName': async (context) =>
      (await import('./search-by-name')).searchMastByName(context),
    'skybucket.searchIrsa': searchIrsa,
    'skybucket.searchIrsaByName': async (context) =>
      (await import('./search-by-name')).searchIrsaByName(context),
    'skybucket.searchImages': searchImages,
    'skybucket.searchImagesByName': async (context) =>
      (await import('./search-by-name')).searchImagesByName(context),
    'skybucket.setMastToken': setMastToken,
    'skybucket.removeMastToken': removeMastToken,
    'skybucket.refreshSearches': ({ searches }) => searches.update(),
    'skybucket.runSearch': runNode,
    'skybucket.cancelSearch': cancelSearch,
    'skybucket.retrySearch': retrySearch,
    'skybucket.editSearch': editSearch,
    'skybucket.openSearchRows': openSearchRows,
    'skybucket.showSearch': showSearch,
    'skybucket.duplicateSearch': duplicateSearch,
    'skybucket.renameSearch': renameSearch,
    'skybucket.deleteSearch': deleteSearch,
    'skybucket.copySearchPython': copySearchPython,
    'skybucket.loadMoreRows': loadMoreRows,
    'skybucket.openProduct': openProduct,
    'skybucket.downloadProduct': downloadProduct,
    'skybucket.downloadProducts': async (context, node: never) =>
      (await import('./download-products')).downloadProducts(context, node),
    'skybucket.downloadProductsMast': async (context, node: never) =>
      (await import('./download-products')).downloadProductsMast(context, node),
    'skybucket.filterProducts': async (context, node: never) =>
      (await import('./product-filter')).filterProducts(context, node),
    'skybucket.clearProductFilter': async (context, node: never) =>
      (await import('./product-filter')).clearProductFilter(context, node),
    'skybucket.copyProductS3Uri': copyProductS3Uri,
    'skybucket.copyProductUrl': copyProductUrl,
    'skybucket.copyProductDataUri': copyProductDataUri,
    'skybucket.copyProductPython': copyProductPython,
  };
}

/** Registers every command; a failure is shown as its sentence. */
export function registerCommands(
  context: CommandContext,
  downloadFolder: DownloadFolder,
): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(handlers(downloadFolder)).map(([name, handler]) =>
      vscode.commands.registerCommand(name, async (argument: never, selected: never) => {
        try {
          await handler(context, argument, selected);
        } catch (error) {
          report(context, error);
        }
      }),
    ),
  );
}

function refresh({ tree }: CommandContext, node: Node | undefined): void {
  if (node?.kind === 'folder' || node?.kind === 'account') {
    tree.refresh(node);
  } else {
    tree.refreshAll();
  }
}

function closeJump({ tree }: CommandContext, node: Node): void {
  if (node.kind === 'folder' && node.role.kind === 'jump') {
    tree.closeJump(node);
  }
}

async function download(
  { host }: CommandContext,
  target: Node | vscode.Uri | undefined,
): Promise<void> {
  const uri = targetUri(target) ?? activeUri();
  if (uri !== undefined) {
    await host.download(uri);
  }
}

function report({ host }: CommandContext, error: unknown): void {
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
