import * as vscode from 'vscode';
import { isCancelled, sentence, SkybucketError } from '../../core/errors';
import type { SavedSearch } from '../../core/searches/saved-search';
import { IMAGE_EDITOR } from '../ids';
import { showQuery } from '../searches/query-document';
import type { SiaEntry } from '../searches/archive-services';
import { escapeIcons, escapeLinks, visibleName } from '../views/display';
import { rowOf, type SearchesNode, type SearchLine, searchOf } from '../views/searches-nodes';
import type { CommandContext } from './context';

/** Commands on searches: of the palette, and of the view “Searches”. */

const { l10n } = vscode;

export async function searchMast({ searchPanels }: CommandContext): Promise<void> {
  await searchPanels.openForm('mast');
}

export async function searchIrsa({ searchPanels }: CommandContext): Promise<void> {
  await searchPanels.openForm('irsa');
}

/** The form of any other image search there is. */
export async function searchImages(context: CommandContext): Promise<void> {
  const entry = await askImageSearch(context, l10n.t('Search Images of Another Archive'));
  if (entry !== undefined) {
    await context.searchPanels.openForm(entry.service.id);
  }
}

/** Which of the image searches there are is meant; undefined for none. */
export async function askImageSearch(
  { host }: CommandContext,
  title: string,
): Promise<SiaEntry | undefined> {
  const { archives } = await host.searching();
  const { sia, problems } = archives();
  const items = sia.map((entry) => ({
    label: escapeIcons(visibleName(entry.service.label)),
    description: entry.service.address,
    detail: entry.notes[0] ?? '',
    entry,
  }));
  const [
    problem = l10n.t('More archives can be added in the setting skybucket.archives.services.'),
  ] = problems;
  const chosen = await vscode.window.showQuickPick(items, {
    ...{ title, placeHolder: problem, matchOnDescription: true },
  });
  return chosen?.entry;
}

/** Runs the search a node belongs to; where the service needs more to go on, the user decides. */
export async function runNode(context: CommandContext, node: SearchesNode): Promise<void> {
  const { searches } = context;
  const id = searchOf(node);
  try {
    await searches.run(id);
  } catch (error) {
    if (!(error instanceof SkybucketError && error.code === 'costly')) {
      throw error;
    }
    const anyway = l10n.t('Search Anyway');
    const answer = await vscode.window.showWarningMessage(
      escapeLinks(sentence(error)),
      { modal: true },
      anyway,
    );
    if (answer === anyway) {
      await searches.run(id, { evenIfCostly: true });
    }
  }
}

export async function cancelSearch({ host }: CommandContext, node: SearchesNode): Promise<void> {
  (await host.searching()).searches.cancel(searchOf(node));
}

/** What could not be had: where a product is, the products of a row, the rows of a search. */
export async function retrySearch(context: CommandContext, node: SearchesNode): Promise<void> {
  if (node.kind === 'row' || node.kind === 'auxiliary' || node.kind === 'product') {
    await context.searches.locateAgain(rowOf(node));
  } else if (node.kind !== 'search' && node.parent.kind === 'row') {
    await context.searches.listAgain(node.parent);
  } else {
    await runNode(context, node);
  }
}

/** A query is a document; any other search has a form. */
export async function editSearch(
  { host, searchPanels }: CommandContext,
  node: SearchesNode,
): Promise<void> {
  const { searches } = await host.searching();
  const search = searches.get(searchOf(node));
  if (search === undefined) {
    return;
  }
  if (search.kind !== 'tap') {
    await searchPanels.show(search.id);
    return;
  }
  await showQuery(search);
}

/** A search with its footprints and products; of a row that row. */
export async function showSearch(
  { searchPanels }: CommandContext,
  node: SearchesNode,
): Promise<void> {
  await searchPanels.show(searchOf(node), node.kind === 'row' ? node.label.row : undefined);
}

/** The rows as a table in the viewer. */
export async function openSearchRows({ host }: CommandContext, node: SearchesNode): Promise<void> {
  const { searches } = await host.searching();
  const uri = searches.rowsUri(searchOf(node));
  if (uri === undefined) {
    throw new SkybucketError('not-found', 'The rows of this search are kept no more.', {
      hint: 'Run it again.',
    });
  }
  await vscode.commands.executeCommand('vscode.openWith', uri, IMAGE_EDITOR);
}

export async function duplicateSearch(
  { host, searches, searchesView }: CommandContext,
  node: SearchesNode,
): Promise<void> {
  const services = await host.searching();
  const copy = await services.searches.duplicate(searchOf(node));
  await searchesView.reveal(searches.nodeOf(copy.id), { select: true, focus: true });
}

export async function renameSearch({ host }: CommandContext, node: SearchesNode): Promise<void> {
  const { searches } = await host.searching();
  const search = searches.get(searchOf(node));
  if (search === undefined) {
    return;
  }
  const title = await vscode.window.showInputBox({
    title: l10n.t('Rename Search'),
    prompt: l10n.t('Left empty, it is named after what it asks.'),
    value: search.title,
  });
  if (title !== undefined) {
    await searches.rename(search.id, title);
  }
}

/** At once; what it asked can be had back. */
export async function deleteSearch({ host }: CommandContext, node: SearchesNode): Promise<void> {
  const { searches } = await host.searching();
  const search = searches.get(searchOf(node));
  if (search === undefined) {
    return;
  }
  await searches.delete(search.id);
  void offerUndo(search, async () => {
    const again = await searches.create(search, { title: search.title });
    if (search.named) {
      await searches.rename(again.id, search.title);
    }
  }).catch((error: unknown) => host.log.error(sentence(error)));
}

async function offerUndo({ title }: SavedSearch, undo: () => Promise<void>): Promise<void> {
  const word = l10n.t('Undo');
  const text = l10n.t('Deleted the search “{0}”.', visibleName(title));
  if ((await vscode.window.showInformationMessage(escapeLinks(text), word)) === word) {
    await undo();
  }
}

export async function copySearchPython(
  { host }: CommandContext,
  node: SearchesNode,
): Promise<void> {
  const { searches } = await host.searching();
  await copyText(await searches.asPython(searchOf(node)));
}

/** Below the line “Load more…”; the selection goes on from there. */
export async function loadMoreRows(
  { searches, searchesView }: CommandContext,
  node: SearchLine,
): Promise<void> {
  if (node.parent.kind !== 'search') {
    return;
  }
  const first = await searches.showMore(node.parent);
  if (first !== undefined && searchesView.visible) {
    await searchesView.reveal(first, { select: true, focus: true });
  }
}

/** Tells MAST who asks, for data that are not public yet. */
export async function setMastToken({ host }: CommandContext): Promise<void> {
  const { token, mast, products } = await host.searching();
  const text = await vscode.window.showInputBox({
    title: l10n.t('MAST Token'),
    prompt: l10n.t(
      'For data that are not public yet: a token from auth.mast.stsci.edu/tokens. It is kept in the secret storage and sent to STScI alone.',
    ),
    password: true,
    ignoreFocusOut: true,
  });
  if (text === undefined || text.trim() === '') {
    return;
  }
  await token.set(text);
  // What could not be had may be had now.
  products.forget();
  await checkToken(mast);
}

async function checkToken(
  mast: Awaited<ReturnType<CommandContext['host']['searching']>>['mast'],
): Promise<void> {
  const { askSession } = await import('../../core/archives/mast/session');
  try {
    const { anonymous, name } = await askSession(await mast.tools());
    if (anonymous) {
      void vscode.window.showWarningMessage(
        l10n.t(
          'MAST does not know this token: it may have expired. Make a new one and set it again.',
        ),
      );
    } else {
      const who = visibleName(name ?? l10n.t('yourself'));
      void vscode.window.showInformationMessage(escapeLinks(l10n.t('MAST knows you as {0}.', who)));
    }
  } catch (error) {
    if (isCancelled(error) || !(error instanceof SkybucketError)) {
      throw error;
    }
    const text = l10n.t('The token is kept, but could not be tried: {0}', sentence(error));
    void vscode.window.showWarningMessage(escapeLinks(text));
  }
}

export async function removeMastToken({ host }: CommandContext): Promise<void> {
  const { token, products } = await host.searching();
  await token.remove();
  products.forget();
  void vscode.window.showInformationMessage(l10n.t('The token of MAST has been removed.'));
}

export async function copyText(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(l10n.t('Copied'), 2000);
}
