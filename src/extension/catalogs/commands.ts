import * as vscode from 'vscode';
import { SkybucketError } from '../../core/errors';
import { askText } from '../commands/ask';
import { activeUri } from '../commands/open';
import type { Host } from '../host';
import { IMAGE_EDITOR } from '../ids';
import { addressUri } from '../uris';
import { escapeIcons, escapeLinks, visibleName } from '../views/display';
import type { CatalogsNode, ResultNode } from '../views/catalogs-nodes';
import type { CatalogsTree } from '../views/catalogs-tree';
import { addressOf, type Node } from '../views/nodes';
import { datasetLabel } from '../../worker/catalog/dataset-label';
import type { DatasetRef } from '../../core/catalogs/request/request';
import type { CatalogCommand } from './ids';
import { checkTyped, datasetAt, typedDataset } from './typed-dataset';

/** What commands on catalogues work with. */
export interface CatalogCommandContext {
  readonly host: Host;
  readonly tree: CatalogsTree;
}

/** What a menu gives: a node of a tree, or a URI; a text comes from another command. */
type Target = CatalogsNode | Node | vscode.Uri | string | undefined;

type Handler = (context: CatalogCommandContext, target: Target) => Promise<unknown>;

const { l10n } = vscode;

const HANDLERS: Readonly<Record<CatalogCommand, Handler>> = {
  'skybucket.catalog.open': openCatalog,
  'skybucket.catalog.openAs': openCatalogAs,
  'skybucket.catalog.add': addCatalog,
  'skybucket.catalog.remove': removeCatalog,
  'skybucket.catalog.refresh': ({ tree }) => tree.refresh(),
  'skybucket.catalog.openResult': openResult,
  'skybucket.catalog.openRows': openRows,
  'skybucket.catalog.rename': renameResult,
  'skybucket.catalog.delete': deleteResult,
  'skybucket.catalog.deleteAll': deleteAll,
  'skybucket.catalog.copyPython': copyPython,
  'skybucket.catalog.export': exportResult,
  'skybucket.catalog.copyAddress': copyAddress,
};

/** Does a command. @throws SkybucketError what goes wrong */
export async function handleCatalogCommand(
  context: CatalogCommandContext,
  command: CatalogCommand,
  [target]: readonly unknown[],
): Promise<void> {
  await HANDLERS[command](context, target as Target);
}

async function openCatalog({ host }: CatalogCommandContext, target: Target): Promise<void> {
  const dataset = target === undefined ? await askCatalog(host) : await datasetOf(host, target);
  if (dataset !== undefined) {
    (await host.catalogs()).panels.openCatalog(dataset);
  }
}

/** What a menu was opened on, else what the active editor shows. */
async function openCatalogAs(context: CatalogCommandContext, target: Target): Promise<void> {
  await openCatalog(context, target ?? activeUri());
}

async function datasetOf(
  host: Host,
  target: Exclude<Target, undefined>,
): Promise<DatasetRef | undefined> {
  if (typeof target === 'string') {
    return typedDataset(host, target);
  }
  if (target instanceof vscode.Uri) {
    return datasetAt(host, target);
  }
  if (target.kind === 'catalog') {
    return target.catalog.dataset;
  }
  if (target.kind === 'result') {
    return target.result.request.dataset;
  }
  if (target.kind === 'folder') {
    return { uri: folderUri(addressUri(addressOf(target))).toString(), part: '' };
  }
  return target.kind === 'object'
    ? { uri: addressUri(addressOf(target)).toString(), part: '' }
    : undefined;
}

/** Of a folder node, whose prefix may have been typed without its slash. */
function folderUri(uri: vscode.Uri): vscode.Uri {
  return uri.path.endsWith('/') ? uri : uri.with({ path: `${uri.path}/` });
}

/** One of those that are known, or what is typed. */
async function askCatalog(host: Host): Promise<DatasetRef | undefined> {
  const { known } = await host.catalogs();
  const items = known.all().map(({ title, dataset, entry }) => ({
    label: escapeIcons(visibleName(title)),
    description: entry?.archive ?? '',
    detail: escapeIcons(visibleName(datasetLabel(dataset.uri))),
    dataset,
  }));
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { dataset?: DatasetRef }>();
  Object.assign(pick, {
    title: l10n.t('Open Catalogue'),
    placeholder: l10n.t('Choose one, or type an address: s3://bucket/folder/, or a path'),
    items,
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  pick.onDidChangeValue((value) => {
    const typed = value.trim();
    const own = isAddress(typed)
      ? [{ label: l10n.t('Open {0}', escapeIcons(visibleName(typed))), alwaysShow: true }]
      : [];
    pick.items = [...own, ...items];
  });
  try {
    const answer = await new Promise<DatasetRef | string | undefined>((resolve) => {
      pick.onDidAccept(() => {
        const [chosen] = pick.selectedItems;
        if (chosen !== undefined) {
          resolve(chosen.dataset ?? pick.value);
        }
      });
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
    return typeof answer === 'string' ? await typedDataset(host, answer) : answer;
  } finally {
    pick.dispose();
  }
}

function isAddress(text: string): boolean {
  if (text === '') {
    return false;
  }
  try {
    checkTyped(text);
    return true;
  } catch {
    return false;
  }
}

async function addCatalog({ host }: CatalogCommandContext, target: Target): Promise<void> {
  const { known } = await host.catalogs();
  let dataset = target === undefined ? undefined : await datasetOf(host, target);
  if (dataset === undefined) {
    const answer = await askText({
      ...{ title: l10n.t('Add Catalogue'), step: 1, steps: 1, value: '' },
      prompt: l10n.t('A folder or a file of tables: Parquet, HATS, FITS, VOTable, CSV.'),
      placeholder: 's3://bucket/folder/',
      read: async (text) => {
        if (text === '') {
          throw new SkybucketError('bad-address', l10n.t('Type an address or a path.'));
        }
        return typedDataset(host, text);
      },
    });
    dataset = answer === 'back' ? undefined : answer?.value;
  }
  if (dataset === undefined) {
    return;
  }
  await known.add({ title: known.nameOf(dataset), uri: dataset.uri });
  await vscode.commands.executeCommand('skybucket.catalogs.focus');
}

async function removeCatalog({ host }: CatalogCommandContext, target: Target): Promise<void> {
  if (isCatalogsNode(target) && target.kind === 'catalog') {
    await (await host.catalogs()).known.remove(target.catalog.dataset.uri);
  }
}

async function openResult({ host }: CatalogCommandContext, target: Target): Promise<void> {
  const result = await resultOf(host, target);
  if (result !== undefined) {
    await (await host.catalogs()).panels.showResult(result);
  }
}

/** The rows in the viewer of tables. */
async function openRows({ host }: CatalogCommandContext, target: Target): Promise<void> {
  const id = await resultOf(host, target);
  if (id !== undefined) {
    const { uri } = await (await host.catalogs()).results.get(id);
    await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.parse(uri), IMAGE_EDITOR);
  }
}

async function renameResult({ host }: CatalogCommandContext, target: Target): Promise<void> {
  const { results } = await host.catalogs();
  const id = await resultOf(host, target);
  if (id === undefined) {
    return;
  }
  const { result } = await results.get(id);
  const title = await vscode.window.showInputBox({
    title: l10n.t('Rename Result'),
    value: result.title,
    validateInput: (value) => (value.trim() === '' ? l10n.t('Type a name.') : undefined),
  });
  if (title !== undefined) {
    await results.rename(id, title);
  }
}

/** Rows cannot be had back without reading them again, so that it is asked. */
async function deleteResult({ host }: CatalogCommandContext, target: Target): Promise<void> {
  const { results } = await host.catalogs();
  const id = await resultOf(host, target);
  if (id === undefined) {
    return;
  }
  const { result } = await results.get(id).catch(() => ({ result: undefined }));
  const name = visibleName(result?.title ?? id);
  if (await agreed(l10n.t('Delete the result “{0}” and its rows?', name), l10n.t('Delete'))) {
    await results.delete(id);
    host.chosen.forget(id);
  }
}

async function deleteAll({ host }: CatalogCommandContext): Promise<void> {
  const { results } = await host.catalogs();
  const all = await results.list();
  if (all.length === 0) {
    void vscode.window.showInformationMessage(l10n.t('No results are kept.'));
    return;
  }
  const text =
    all.length === 1
      ? l10n.t('Delete the only result and its rows?')
      : l10n.t('Delete all {0} results and their rows?', all.length);
  if (await agreed(text, l10n.t('Delete All'))) {
    for (const { id } of all) {
      await results.delete(id);
      host.chosen.forget(id);
    }
  }
}

async function agreed(text: string, word: string): Promise<boolean> {
  const answer = await vscode.window.showWarningMessage(escapeLinks(text), { modal: true }, word);
  return answer === word;
}

async function copyPython({ host }: CatalogCommandContext, target: Target): Promise<void> {
  const services = await host.catalogs();
  const id = await resultOf(host, target);
  if (id !== undefined) {
    const { result, catalog } = await services.results.get(id);
    const { copyRequestPython } = await import('./copy-python');
    await copyRequestPython(host, result.request, catalog);
    vscode.window.setStatusBarMessage(l10n.t('Copied'), 2000);
  }
}

async function exportResult({ host }: CatalogCommandContext, target: Target): Promise<void> {
  const id = await resultOf(host, target);
  if (id !== undefined) {
    const { exportKeptResult } = await import('./export-result');
    await exportKeptResult(host, id);
  }
}

async function copyAddress({ host }: CatalogCommandContext, target: Target): Promise<void> {
  const dataset = target === undefined ? undefined : await datasetOf(host, target);
  if (dataset !== undefined) {
    await vscode.env.clipboard.writeText(datasetLabel(dataset.uri));
    vscode.window.setStatusBarMessage(l10n.t('Copied'), 2000);
  }
}

/** The id of a result: of a node, as such, or of the one that the user chooses; undefined for none. */
async function resultOf(host: Host, target: Target): Promise<string | undefined> {
  if (typeof target === 'string') {
    return target;
  }
  if (isCatalogsNode(target) && isResult(target)) {
    return target.result.id;
  }
  const all = await (await host.catalogs()).results.list();
  if (all.length === 0) {
    void vscode.window.showInformationMessage(
      l10n.t('No results are kept. Open a catalogue and run a query first.'),
    );
    return undefined;
  }
  const items = all.map(({ id, title, rows, at }) => ({
    label: escapeIcons(visibleName(title)),
    description: l10n.t('{0} rows, {1}', rows, new Date(at).toISOString().slice(0, 16)),
    id,
  }));
  return (await vscode.window.showQuickPick(items, { title: l10n.t('Which result?') }))?.id;
}

function isCatalogsNode(target: Target): target is CatalogsNode {
  return typeof target === 'object' && !(target instanceof vscode.Uri);
}

function isResult(node: CatalogsNode): node is ResultNode {
  return node.kind === 'result';
}
