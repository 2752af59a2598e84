import * as vscode from 'vscode';
import type { SavedSearch } from '../../core/searches/saved-search';
import { formatBytes, formatCount } from '../../protocol/figures';
import type { Command } from '../ids';
import type { SearchProduct } from '../searches/product';
import { productS3Uri, reasonOf } from '../searches/product-address';
import type { SearchProgress } from '../searches/searches';
import { escapeMarkdown, formatDate, shortName, visibleName } from './display';
import { fileKind, isViewed, KIND_ICONS } from './file-kind';
import {
  type AuxiliaryNode,
  type ProductNode,
  type RowNode,
  rowsText,
  type SearchesNode,
  type SearchLine,
  type SearchNode,
} from './searches-nodes';

const { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } = vscode;
const SEPARATOR = ' · ';

/** What VS Code shows of a search. What services say is shown as plain text. */
export function searchItem(
  node: SearchNode,
  search: SavedSearch,
  progress: SearchProgress | undefined,
): vscode.TreeItem {
  const { ran, service, title, kind } = search;
  const item = new TreeItem(visibleName(title), TreeItemCollapsibleState.Collapsed);
  const rows = progress === undefined ? ranText(search) : progressText(progress);
  item.id = node.id;
  const who = visibleName(service.label);
  item.description = [rows, who].filter(Boolean).join(SEPARATOR);
  item.iconPath = new ThemeIcon(
    progress !== undefined ? 'sync~spin' : ran?.complete === false ? 'warning' : 'search',
  );
  item.contextValue = [
    'search',
    ...(progress === undefined ? ['idle'] : ['running']),
    ...(ran?.kept === true ? ['rows'] : []),
    kind,
  ].join(' ');
  item.tooltip = markdown(
    `**${escapeMarkdown(title)}**`,
    ...fact(l10n.t('Service'), `${service.label} (${service.address})`),
    ...(search.kind === 'tap' ? [escapeMarkdown(search.criteria.query)] : []),
    ...fact(l10n.t('Made'), dateText(search.created)),
    ...fact(l10n.t('Last run'), ran && dateText(ran.at)),
    ...fact(l10n.t('Rows'), rowsText(search)),
    ...(ran?.reason === undefined ? [] : [escapeMarkdown(ran.reason)]),
  );
  item.accessibilityInformation = {
    label: [l10n.t('Search {0}', visibleName(title)), who, rows].join(', '),
  };
  return item;
}

function ranText(search: SavedSearch): string {
  const { ran } = search;
  if (ran === undefined) {
    return l10n.t('not run yet');
  }
  const rows = rowsText(search);
  return ran.complete ? rows : l10n.t('{0}, partial', rows);
}

function progressText({ stage, rows, total, bytes }: SearchProgress): string {
  if (stage === 'writing') {
    return l10n.t('keeping {0} rows…', formatCount(rows));
  }
  if (rows > 0) {
    return total === undefined
      ? l10n.t('{0} rows…', formatCount(rows))
      : l10n.t('{0} of {1}…', formatCount(rows), formatCount(total));
  }
  return bytes > 0 ? l10n.t('{0}…', formatBytes(bytes)) : l10n.t('asking…');
}

/**
 * What VS Code shows of all below a search.
 *
 * @param filtered true where not all files of its rows are shown
 */
export function searchesItem(
  node: Exclude<SearchesNode, SearchNode>,
  filtered: boolean,
): vscode.TreeItem {
  const item = bareItem(node, filtered);
  item.id = node.id;
  return item;
}

function bareItem(node: Exclude<SearchesNode, SearchNode>, filtered: boolean): vscode.TreeItem {
  switch (node.kind) {
    case 'row':
      return rowItem(node, filtered);
    case 'auxiliary':
      return auxiliaryItem(node);
    case 'product':
      return productItem(node);
    case 'more':
    case 'run':
    case 'problem':
    case 'partial':
    case 'filter':
    case 'note':
      return lineItem(node);
  }
}

function rowItem(node: RowNode, filtered: boolean): vscode.TreeItem {
  const { label, detail, restricted, facts, files } = node.label;
  const shown = visibleName(label);
  const many = files === 'many';
  const item = new TreeItem(
    shortName(label),
    many ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
  );
  item.description = visibleDetail(detail);
  item.iconPath = new ThemeIcon(restricted ? 'lock' : files === 'none' ? 'list-flat' : 'telescope');
  item.contextValue = [
    ...['row', files],
    ...(files === 'none' ? [] : ['files']),
    ...(many && filtered ? ['filtered'] : []),
  ].join(' ');
  if (files === 'one') {
    item.command = command('skybucket.openProduct', l10n.t('Open'), node);
  }
  item.tooltip = markdown(
    `**${escapeMarkdown(shown)}**`,
    facts.map(([name, value]) => `${escapeMarkdown(name)}: ${escapeMarkdown(value)}`).join('  \n'),
    ...(restricted ? [l10n.t('Its files are not public yet.')] : []),
  );
  item.accessibilityInformation = {
    label: [shown, visibleDetail(detail), ...(restricted ? [l10n.t('not public')] : [])]
      .filter(Boolean)
      .join(', '),
  };
  return item;
}

function auxiliaryItem({ products }: AuxiliaryNode): vscode.TreeItem {
  const label = l10n.t('+{0} auxiliary', formatCount(products.length));
  const item = new TreeItem(label, TreeItemCollapsibleState.Collapsed);
  item.iconPath = new ThemeIcon('files');
  item.contextValue = 'auxiliary';
  item.tooltip = l10n.t('Previews, logs, calibration files and the like');
  return item;
}

function productItem(node: ProductNode): vscode.TreeItem {
  const { product } = node;
  const { name, size, type, subgroup, description, rights, place, web, calibration } = product;
  const label = visibleName(name);
  const item = new TreeItem(shortName(name), TreeItemCollapsibleState.None);
  const where = whereText(product);
  const kind = fileKind(name);
  const bytes = size === undefined ? '' : formatBytes(size);
  item.description = [subgroup, bytes, where].filter(Boolean).map(visibleDetail).join(SEPARATOR);
  item.iconPath = new ThemeIcon(
    place?.kind === 'failed' ? 'warning' : place?.kind === 'none' ? 'lock' : KIND_ICONS[kind],
  );
  item.contextValue = [
    'product',
    ...(place === undefined ? [] : [place.kind]),
    ...(web === undefined && place?.kind !== 'cloud' ? [] : ['readable']),
    ...(product.dataUri === undefined ? [] : ['data']),
    ...(isViewed(name) ? ['viewed'] : []),
  ].join(' ');
  if (place?.kind !== 'none') {
    item.command = command('skybucket.openProduct', l10n.t('Open'), node);
  }
  item.tooltip = markdown(
    `**${escapeMarkdown(label)}**`,
    escapeMarkdown(description || type),
    ...fact(l10n.t('Type'), [type, subgroup].filter(Boolean).join(', ')),
    ...fact(
      l10n.t('Size'),
      size === undefined ? '' : l10n.t('{0} ({1} bytes)', bytes, formatCount(size)),
    ),
    ...fact(l10n.t('Calibration level'), calibration === undefined ? '' : String(calibration)),
    ...fact(l10n.t('Rights'), rights),
    ...fact(l10n.t('Address'), productS3Uri(product) ?? product.dataUri),
    ...(place?.kind === 'cloud' && place.derived
      ? [l10n.t('Its address was derived by a rule; the bucket has it.')]
      : []),
    ...(place?.kind === 'failed' ? [escapeMarkdown(place.problem)] : []),
    ...(place?.kind === 'web' ? [l10n.t('Read from the archive’s own server.')] : []),
  );
  item.accessibilityInformation = {
    label: [label, type, subgroup, bytes, where].filter(Boolean).map(visibleDetail).join(', '),
  };
  return item;
}

/** Why it is in no bucket; “derived” where a rule of ours says where it is. */
function whereText(product: SearchProduct): string {
  const { place } = product;
  if (place === undefined) {
    return l10n.t('looking it up…');
  }
  return place.kind === 'cloud' ? (place.derived ? l10n.t('derived') : '') : reasonOf(product);
}

const LINE_ICONS: Readonly<Record<SearchLine['kind'], string>> = {
  more: 'ellipsis',
  run: 'play',
  problem: 'warning',
  partial: 'info',
  filter: 'filter-filled',
  note: 'info',
};

function lineItem(node: SearchLine): vscode.TreeItem {
  // It may have words of a service in it.
  const text = visibleName(node.text);
  const item = new TreeItem(text);
  item.iconPath = new ThemeIcon(LINE_ICONS[node.kind]);
  item.contextValue = node.kind;
  item.tooltip = text;
  switch (node.kind) {
    case 'more':
      item.command = command('skybucket.loadMoreRows', l10n.t('Load more…'), node);
      break;
    case 'problem':
      item.description = l10n.t('Click to retry');
      item.command = command('skybucket.retrySearch', l10n.t('Retry'), node);
      item.accessibilityInformation = {
        label: l10n.t('Error: {0} Activate to retry.', text),
      };
      break;
    case 'filter':
      item.command = command('skybucket.filterProducts', l10n.t('Filter Products…'), node);
      break;
    case 'run':
    case 'partial':
      item.command = command('skybucket.runSearch', l10n.t('Run'), node);
      break;
    case 'note':
      break;
  }
  return item;
}

function visibleDetail(text: string): string {
  return text === '' ? '' : visibleName(text);
}

function dateText(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? '' : formatDate(date);
}

function command(name: Command, title: string, ...args: SearchesNode[]): vscode.Command {
  return { command: name, title, arguments: args };
}

function fact(name: string, value: string | undefined): string[] {
  return value ? [`${name}: ${escapeMarkdown(value)}`] : [];
}

/** Neither trusted (no command links) nor with HTML; every value in it has been escaped. */
function markdown(...paragraphs: string[]): vscode.MarkdownString {
  return new vscode.MarkdownString(paragraphs.filter((text) => text !== '').join('\n\n'));
}
