import * as vscode from 'vscode';
import { datasetLabel } from '../../worker/catalog/dataset-label';
import { formatBytes, formatCount } from '../../protocol/figures';
import type { KeptResult } from '../catalogs/result-store';
import type { CatalogCommand } from '../catalogs/ids';
import { escapeMarkdown, formatDate, visibleName } from './display';
import type { CatalogNode, CatalogsNode, ColumnNode, ResultNode } from './catalogs-nodes';

const { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } = vscode;
const SEPARATOR = ' · ';

/** What VS Code shows of a node of the view “Catalogs”. What files say is shown as plain text. */
export function catalogsItem(node: CatalogsNode): vscode.TreeItem {
  const item = bareItem(node);
  item.id = node.id;
  return item;
}

function bareItem(node: CatalogsNode): vscode.TreeItem {
  switch (node.kind) {
    case 'archive': {
      const { name, catalogs } = node.archive;
      const item = new TreeItem(name, TreeItemCollapsibleState.Collapsed);
      return Object.assign(item, {
        iconPath: new ThemeIcon('library'),
        contextValue: 'archive',
        description: l10n.t('{0} catalogues', formatCount(catalogs.length)),
      });
    }
    case 'own': {
      const item = new TreeItem(l10n.t('My catalogues'), TreeItemCollapsibleState.Expanded);
      return Object.assign(item, {
        iconPath: new ThemeIcon('star-full'),
        contextValue: 'own',
        tooltip: l10n.t('Catalogues you added, and those you have results of'),
      });
    }
    case 'catalog':
      return catalogItem(node);
    case 'result':
      return resultItem(node);
    case 'columns': {
      const item = new TreeItem(l10n.t('Columns'), TreeItemCollapsibleState.Collapsed);
      return Object.assign(item, {
        iconPath: new ThemeIcon('list-tree'),
        contextValue: 'columns',
        tooltip: l10n.t('Read from the schema of the catalogue when you open this'),
      });
    }
    case 'column':
      return columnItem(node);
    case 'problem':
    case 'note': {
      const item = new TreeItem(visibleName(node.text));
      item.iconPath = new ThemeIcon(node.kind === 'problem' ? 'warning' : 'info');
      item.contextValue = node.kind;
      item.tooltip = visibleName(node.text);
      return item;
    }
  }
}

function catalogItem(node: CatalogNode): vscode.TreeItem {
  const { catalog, added, apart, results } = node;
  const { entry, dataset } = catalog;
  const title = visibleName(catalog.title);
  const item = new TreeItem(
    title,
    results.length > 0 ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
  );
  const where = datasetLabel(dataset.uri);
  const own = apart === '' ? '' : visibleName(apart);
  const kept = results.length === 0 ? '' : countOfResults(results.length);
  item.iconPath = new ThemeIcon('table');
  // A narrow sidebar shows the beginning.
  item.description = [own, kept, entry === undefined ? visibleName(where) : '']
    .filter((text) => text !== '')
    .join(SEPARATOR);
  item.contextValue = [
    'catalog',
    ...(added ? ['added'] : []),
    ...(kept === '' ? [] : ['kept']),
  ].join(' ');
  item.command = command('skybucket.catalog.open', l10n.t('Open Catalogue'), node);
  item.tooltip = markdown(
    `**${escapeMarkdown(title)}**`,
    ...(entry === undefined ? [] : [escapeMarkdown(entry.description)]),
    ...fact(l10n.t('Address'), where),
    ...fact(l10n.t('Citation'), entry?.citation),
  );
  item.accessibilityInformation = {
    label: [l10n.t('Catalogue {0}', title), apart === '' ? '' : visibleName(apart), kept]
      .filter(Boolean)
      .join(', '),
  };
  return item;
}

function resultItem(node: ResultNode): vscode.TreeItem {
  const { result } = node;
  const { title, complete, engine, warnings, at, size, request } = result;
  const label = visibleName(ownTitle(result));
  const item = new TreeItem(label, TreeItemCollapsibleState.None);
  const rows = rowsText(result);
  const facts = [rows, formatBytes(size), formatDate(new Date(at))];
  item.iconPath = new ThemeIcon(complete ? 'output' : 'warning');
  item.description = facts.join(SEPARATOR);
  item.contextValue = `result ${complete ? 'complete' : 'incomplete'}`;
  item.command = command('skybucket.catalog.openResult', l10n.t('Open Result'), node);
  item.tooltip = markdown(
    `**${escapeMarkdown(title)}**`,
    ...fact(l10n.t('Rows'), rows),
    ...fact(l10n.t('Filter'), request.filter),
    ...fact(l10n.t('Columns'), String(request.columns.length)),
    ...fact(
      l10n.t('Read'),
      l10n.t('{0} in {1} requests', formatBytes(result.bytes), formatCount(result.requests)),
    ),
    ...fact(l10n.t('By'), engine),
    ...fact(l10n.t('Run'), formatDate(new Date(at))),
    ...warnings.slice(0, 3).map(escapeMarkdown),
  );
  item.accessibilityInformation = { label: [l10n.t('Result {0}', label), ...facts].join(', ') };
  return item;
}

/** It stands below its catalogue, whose name need not be said again. */
function ownTitle({ title }: KeptResult): string {
  const [, ...rest] = title.split(SEPARATOR);
  return rest.length === 0 || title.includes(' × ') ? title : rest.join(SEPARATOR);
}

function rowsText({ rows, complete }: KeptResult): string {
  const count = rows === 1 ? l10n.t('1 row') : l10n.t('{0} rows', formatCount(rows));
  return complete ? count : l10n.t('{0}, incomplete', count);
}

function countOfResults(count: number): string {
  return count === 1 ? l10n.t('1 result') : l10n.t('{0} results', formatCount(count));
}

function columnItem({ column }: ColumnNode): vscode.TreeItem {
  const { name, type, unit, description, list, inFolders } = column;
  const shown = visibleName(name);
  const item = new TreeItem(shown, TreeItemCollapsibleState.None);
  const what = list ? l10n.t('list of {0}', type) : type;
  item.description = [what, unit, description]
    .filter((text) => text !== '')
    .map(visibleName)
    .join(SEPARATOR);
  item.iconPath = new ThemeIcon(inFolders ? 'symbol-folder' : 'symbol-field');
  item.contextValue = 'column';
  item.tooltip = markdown(
    `**${escapeMarkdown(shown)}**`,
    ...fact(l10n.t('Type'), what),
    ...fact(l10n.t('Unit'), unit),
    ...(description === '' ? [] : [escapeMarkdown(description)]),
    ...(inFolders ? [l10n.t('Its values are in the names of folders.')] : []),
  );
  return item;
}

function command(name: CatalogCommand, title: string, node: CatalogsNode): vscode.Command {
  return { command: name, title, arguments: [node] };
}

function fact(name: string, value: string | undefined): string[] {
  return value ? [`${name}: ${escapeMarkdown(value)}`] : [];
}

/** Neither trusted (no command links) nor with HTML; every value in it has been escaped. */
function markdown(...paragraphs: string[]): vscode.MarkdownString {
  return new vscode.MarkdownString(paragraphs.filter((text) => text !== '').join('\n\n'));
}
