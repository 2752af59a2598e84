import * as vscode from 'vscode';
import type { Dataset } from '../../core/archives/dataset';
import { PUBLIC_CONNECTION } from '../../core/s3/connection';
import { formatS3Uri } from '../../core/s3/uri';
import { sentence } from '../../core/errors';
import type { Command } from '../ids';
import { formatBytes, formatCount } from '../../protocol/figures';
import { escapeMarkdown, formatDate, visibleName } from './display';
import { fileKind, isTable, isViewed, KIND_ICONS, type FileKind } from './file-kind';
import {
  type AccountNode,
  type FolderNode,
  type LineNode,
  type Node,
  type ObjectNode,
  pathOf,
  placeOf,
} from './nodes';

const { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } = vscode;

/**
 * What VS Code shows of a node. Everything that comes from a server is shown as plain text.
 *
 * @param writable whether a connection, named by its id, may be written through
 */
export function treeItem(
  node: Node,
  writable: (connection: string) => boolean = () => false,
): vscode.TreeItem {
  const item = bareItem(node);
  item.id = node.id;
  if ((node.kind === 'folder' || node.kind === 'object') && writable(placeOf(node).connection)) {
    item.contextValue = `${item.contextValue ?? ''} writable`;
  }
  return item;
}

function bareItem(node: Node): vscode.TreeItem {
  switch (node.kind) {
    case 'archive': {
      const { name, datasets } = node.archive;
      const item = new TreeItem(name, TreeItemCollapsibleState.Collapsed);
      const count =
        datasets.length === 1
          ? l10n.t('1 dataset')
          : l10n.t('{0} datasets', formatCount(datasets.length));
      return Object.assign(item, {
        description: count,
        iconPath: new ThemeIcon('library'),
        contextValue: 'archive',
        tooltip: `${name}: ${count}`,
        accessibilityInformation: { label: l10n.t('Archive {0}, {1}', name, count) },
      });
    }
    case 'buckets': {
      const item = new TreeItem(l10n.t('My buckets'), TreeItemCollapsibleState.Expanded);
      return Object.assign(item, {
        iconPath: new ThemeIcon('star-full'),
        contextValue: 'buckets',
        tooltip: l10n.t('Buckets and folders you added'),
      });
    }
    case 'account': {
      const label = visibleName(node.label);
      const item = new TreeItem(label, TreeItemCollapsibleState.Collapsed);
      return Object.assign(item, {
        description: l10n.t('my account'),
        iconPath: new ThemeIcon('account'),
        contextValue: 'account',
        tooltip: l10n.t('The buckets of the account of the connection “{0}”', label),
        accessibilityInformation: { label: l10n.t('Account of the connection {0}', label) },
      });
    }
    case 'folder':
      return folderItem(node);
    case 'object':
      return objectItem(node);
    case 'more':
    case 'problem':
    case 'empty':
    case 'no-match':
    case 'no-buckets':
      return lineItem(node);
  }
}

const ROLE_ICONS = {
  dataset: { mission: 'telescope', images: 'file-media', catalog: 'table' },
  bucket: 'database',
  'account-bucket': 'database',
  jump: 'arrow-right',
  plain: 'folder',
} as const;

function folderItem(node: FolderNode): vscode.TreeItem {
  const { role, place, listing } = node;
  const label = visibleName(node.name);
  const item = new TreeItem(label, TreeItemCollapsibleState.Collapsed);
  const icon =
    role.kind === 'dataset' ? ROLE_ICONS.dataset[role.dataset.kind] : ROLE_ICONS[role.kind];
  const filter =
    listing.filter === ''
      ? undefined
      : l10n.t(
          'filter “{0}”: {1} of {2}',
          visibleName(listing.filter),
          formatCount(listing.shown().length),
          formatCount(listing.entries.length),
        );
  item.iconPath = new ThemeIcon(listing.filter === '' ? icon : 'filter-filled');
  item.description = filter ?? folderDescription(node);
  item.contextValue = [
    'folder',
    ...(role.kind === 'bucket' ? ['removable'] : []),
    ...(role.kind === 'jump' ? ['jump'] : []),
    ...(role.kind === 'plain' ? [] : ['root']),
    ...(listing.filter === '' ? [] : ['filtered']),
  ].join(' ');
  item.tooltip = role.kind === 'dataset' ? datasetTooltip(role.dataset) : folderTooltip(node);
  item.accessibilityInformation = {
    label: [roleName(node), label, ...(filter === undefined ? [] : [filter])].join(', '),
  };
  if (place.connection !== PUBLIC_CONNECTION.id && role.kind === 'bucket') {
    item.description = [item.description, place.connection].filter(Boolean).join(' · ');
  }
  return item;
}

function roleName({ role }: FolderNode): string {
  switch (role.kind) {
    case 'dataset':
      return l10n.t('Dataset');
    case 'bucket':
    case 'account-bucket':
      return l10n.t('Bucket');
    case 'jump':
      return l10n.t('Prefix');
    case 'plain':
      return l10n.t('Folder');
  }
}

function folderDescription({ role, place, name }: FolderNode): string {
  switch (role.kind) {
    case 'dataset':
      return visibleName(`${place.bucket}/${place.prefix}`);
    case 'bucket': {
      const uri = formatS3Uri(place.bucket, place.prefix);
      return uri === name ? '' : visibleName(uri);
    }
    case 'jump':
      return place.prefix.endsWith('/') ? '' : l10n.t('names that begin so');
    case 'account-bucket':
    case 'plain':
      return '';
  }
}

function objectItem(node: ObjectNode): vscode.TreeItem {
  const { object } = node;
  const label = visibleName(object.name);
  const kind = fileKind(object.name);
  const size = formatBytes(object.size);
  const item = new TreeItem(label, TreeItemCollapsibleState.None);
  item.iconPath = new ThemeIcon(KIND_ICONS[kind]);
  item.description = size;
  item.contextValue = isViewed(object.name) || isTable(object.name) ? `object ${kind}` : 'object';
  item.command = command('skybucket.open', l10n.t('Open'), node);
  item.tooltip = markdown(
    `**${escapeMarkdown(label)}**`,
    ...fact(l10n.t('Size'), l10n.t('{0} ({1} bytes)', size, formatCount(object.size))),
    ...fact(l10n.t('Modified'), object.modified && formatDate(object.modified)),
    ...fact(l10n.t('Storage class'), object.storageClass),
    ...fact(l10n.t('ETag'), object.etag?.replace(/"/g, '')),
    ...fact(l10n.t('Address'), formatS3Uri(placeOf(node).bucket, pathOf(node))),
  );
  const parts = [
    kindName(kind),
    label,
    size,
    ...(object.modified ? [l10n.t('modified {0}', formatDate(object.modified))] : []),
  ];
  item.accessibilityInformation = { label: parts.join(', ') };
  return item;
}

function kindName(kind: FileKind): string {
  if (kind === 'fits') {
    return l10n.t('FITS file');
  }
  if (kind === 'parquet') {
    return l10n.t('Parquet file');
  }
  return kind === 'asdf' ? l10n.t('ASDF file') : l10n.t('File');
}

function lineItem(node: LineNode): vscode.TreeItem {
  const { parent } = node;
  if (parent.kind === 'account') {
    return accountLine(node, parent);
  }
  if (parent.kind === 'buckets') {
    const item = new TreeItem(l10n.t('Add a bucket…'));
    item.iconPath = new ThemeIcon('add');
    item.command = command('skybucket.addBucket', l10n.t('Add Bucket…'));
    item.tooltip = l10n.t('Put any bucket or folder on S3 here: s3://bucket/folder/');
    return item;
  }
  const { listing } = parent;
  switch (node.kind) {
    case 'more': {
      const item = new TreeItem(l10n.t('Load more…'));
      item.description = l10n.t('{0} loaded', formatCount(listing.entries.length));
      item.iconPath = new ThemeIcon('ellipsis');
      item.command = command('skybucket.loadMore', l10n.t('Load more…'), node);
      item.contextValue = 'more';
      item.tooltip = l10n.t('The folder goes on. “Go to Prefix…” finds what is further down.');
      return item;
    }
    case 'problem':
      return problemItem(node, sentence(listing.failure));
    case 'no-match': {
      const item = new TreeItem(
        listing.more
          ? l10n.t('No name among those loaded contains “{0}”', visibleName(listing.filter))
          : l10n.t('No name contains “{0}”', visibleName(listing.filter)),
      );
      item.iconPath = new ThemeIcon('info');
      item.contextValue = 'note';
      return item;
    }
    case 'empty':
    case 'no-buckets': {
      const item = new TreeItem(l10n.t('Nothing here'));
      item.iconPath = new ThemeIcon('info');
      item.contextValue = 'note';
      return item;
    }
  }
}

function accountLine(node: LineNode, { buckets }: AccountNode): vscode.TreeItem {
  if (node.kind === 'problem') {
    return problemItem(node, sentence(buckets.failure));
  }
  const item = new TreeItem(l10n.t('The account has no buckets'));
  item.iconPath = new ThemeIcon('info');
  item.contextValue = 'note';
  return item;
}

function problemItem(node: LineNode, text: string): vscode.TreeItem {
  const item = new TreeItem(text);
  item.iconPath = new ThemeIcon('warning');
  item.description = l10n.t('Click to retry');
  item.command = command('skybucket.loadMore', l10n.t('Retry'), node);
  item.contextValue = 'problem';
  item.tooltip = text;
  item.accessibilityInformation = { label: l10n.t('Error: {0} Activate to retry.', text) };
  return item;
}

function command(name: Command, title: string, ...args: Node[]): vscode.Command {
  return { command: name, title, arguments: args };
}

function folderTooltip(node: FolderNode): vscode.MarkdownString {
  const uri = formatS3Uri(node.place.bucket, node.place.prefix);
  const { connection } = node.place;
  return markdown(
    `**${escapeMarkdown(uri)}**`,
    ...fact(l10n.t('Connection'), connection === PUBLIC_CONNECTION.id ? undefined : connection),
  );
}

function datasetTooltip(dataset: Dataset): vscode.MarkdownString {
  const tooltip = markdown(
    `**${escapeMarkdown(dataset.title)}**`,
    escapeMarkdown(dataset.description),
    ...fact(l10n.t('Address'), formatS3Uri(dataset.bucket, dataset.prefix)),
    ...fact(l10n.t('Region'), dataset.region),
    ...fact(l10n.t('Layout'), dataset.layout),
    ...fact(l10n.t('Citation'), dataset.citation),
    ...(dataset.requesterPays ? [l10n.t('Requester pays: needs credentials.')] : []),
    ...(dataset.listing === 'allowed'
      ? []
      : [l10n.t('Not verified whether anonymous readers may list this bucket.')]),
    ...(/^https:\/\/[^\s()<>]+$/.test(dataset.docs)
      ? [`[${l10n.t('Documentation')}](${dataset.docs})`]
      : []),
  );
  return tooltip;
}

function fact(name: string, value: string | undefined): string[] {
  return value ? [`${name}: ${escapeMarkdown(value)}`] : [];
}

/** Neither trusted (no command links) nor with HTML; every value in it has been escaped. */
function markdown(...paragraphs: string[]): vscode.MarkdownString {
  return new vscode.MarkdownString(paragraphs.filter((text) => text !== '').join('\n\n'));
}
