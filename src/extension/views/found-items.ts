import * as vscode from 'vscode';
import { sentence } from '../../core/errors';
import { formatS3Uri } from '../../core/s3/uri';
import { OTHER_ENDINGS } from '../../core/s3/usage';
import { countOf, formatBytes, formatCount } from '../../protocol/figures';
import type { FindCommand } from '../find/ids';
import type { Run } from '../find/run';
import { escapeMarkdown, formatDate, visibleName } from './display';
import { fileKind, KIND_ICONS } from './file-kind';
import type {
  FindNode,
  FoundFolderNode,
  FoundLine,
  FoundNode,
  FoundObjectNode,
  UsageFolderNode,
  UsageNode,
  UsageShareNode,
} from './found-nodes';

const { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } = vscode;
const SEPARATOR = ' · ';

/** What VS Code shows of a node of the view “Found”. What servers say is shown as plain text. */
export function foundItem(node: FoundNode): vscode.TreeItem {
  const item = bareItem(node);
  item.id = node.id;
  return item;
}

function bareItem(node: FoundNode): vscode.TreeItem {
  switch (node.kind) {
    case 'find':
      return findItem(node);
    case 'usage':
      return usageItem(node);
    case 'folder':
      return folderItem(node);
    case 'object':
      return objectItem(node);
    case 'usage-folder':
      return usageFolderItem(node);
    case 'endings':
    case 'classes': {
      const endings = node.kind === 'endings';
      const item = new TreeItem(
        endings ? l10n.t('By ending of the name') : l10n.t('By storage class'),
        TreeItemCollapsibleState.Collapsed,
      );
      item.iconPath = new ThemeIcon(endings ? 'symbol-file' : 'archive');
      item.contextValue = 'group';
      return item;
    }
    case 'ending':
    case 'class':
    case 'own':
      return shareItem(node);
    case 'more':
    case 'problem':
    case 'note':
      return lineItem(node);
  }
}

function findItem({ run }: FindNode): vscode.TreeItem {
  const label = visibleName(run.glob.text);
  const item = new TreeItem(label, TreeItemCollapsibleState.Expanded);
  const { objects, bytes } = run.total;
  const folders = run.count - objects;
  const found = [
    ...(objects > 0 || folders === 0 ? [countOf(objects, 'file')] : []),
    ...(folders > 0 ? [countOf(folders, 'folder')] : []),
    ...(bytes > 0 ? [formatBytes(bytes)] : []),
  ].join(SEPARATOR);
  item.description = [found, progressText(run)].join(SEPARATOR);
  item.iconPath = new ThemeIcon(stateIcon(run, 'search'));
  item.contextValue = ['find', ...stateWords(run), ...(objects > 0 ? ['files'] : [])].join(' ');
  item.tooltip = runTooltip(run, label, found);
  item.accessibilityInformation = {
    label: [l10n.t('Search for {0}', label), stateText(run), found].join(', '),
  };
  return item;
}

function usageItem({ run }: UsageNode): vscode.TreeItem {
  const label = visibleName(formatS3Uri(run.place.bucket, run.place.prefix));
  const item = new TreeItem(label, TreeItemCollapsibleState.Expanded);
  const { objects, bytes } = run.total;
  const sum = `${formatBytes(bytes)}${SEPARATOR}${countOf(objects, 'object')}`;
  item.description = run.state === 'done' ? sum : [sum, progressText(run)].join(SEPARATOR);
  item.iconPath = new ThemeIcon(stateIcon(run, 'pie-chart'));
  item.contextValue = ['usage', ...stateWords(run)].join(' ');
  const { markers, oldest, newest, levels, complete } = run.usage;
  item.tooltip = runTooltip(
    run,
    label,
    sum,
    ...(markers > 0 ? [l10n.t('{0} of them mark a folder', formatCount(markers))] : []),
    ...(oldest && newest
      ? [l10n.t('Modified from {0} to {1}', formatDate(oldest), formatDate(newest))]
      : []),
    l10n.t('Folders are told apart {0} levels deep', String(levels)),
    ...(complete ? [] : [l10n.t('There are too many folders to tell all of them apart')]),
  );
  item.accessibilityInformation = {
    label: [l10n.t('Disk usage of {0}', label), stateText(run), sum].join(', '),
  };
  return item;
}

function stateWords({ state }: Run): string[] {
  switch (state) {
    case 'running':
      return ['running'];
    case 'paused':
      return ['running', 'paused'];
    case 'done':
    case 'stopped':
    case 'failed':
      return ['idle', state];
  }
}

function stateIcon({ state }: Run, usual: string): string {
  switch (state) {
    case 'running':
      return 'loading~spin';
    case 'paused':
      return 'debug-pause';
    case 'failed':
      return 'warning';
    case 'stopped':
      return 'circle-slash';
    case 'done':
      return usual;
  }
}

function stateText({ state }: Run): string {
  switch (state) {
    case 'running':
      return l10n.t('running');
    case 'paused':
      return l10n.t('paused');
    case 'failed':
      return l10n.t('failed');
    case 'stopped':
      return l10n.t('stopped');
    case 'done':
      return l10n.t('done');
  }
}

/** `12,345 keys in 13 requests`, and what is unusual about it. */
function progressText(run: Run): string {
  const { keys, requests } = run.progress;
  const cost = l10n.t('{0} in {1}', countOf(keys, 'key'), countOf(requests, 'request'));
  return run.state === 'running' || run.state === 'done'
    ? cost
    : `${stateText(run)}${SEPARATOR}${cost}`;
}

function runTooltip(run: Run, title: string, ...facts: string[]): vscode.MarkdownString {
  const { connection, bucket, prefix } = run.place;
  return markdown(
    `**${escapeMarkdown(title)}**`,
    escapeMarkdown(l10n.t('In {0}', formatS3Uri(bucket, prefix))),
    escapeMarkdown(l10n.t('Connection: {0}', connection)),
    ...facts.map(escapeMarkdown),
    escapeMarkdown(progressText(run)),
  );
}

function folderItem(node: FoundFolderNode): vscode.TreeItem {
  const inside = node.entries.length;
  const label = visibleName(node.label);
  const item = new TreeItem(
    label,
    inside > 0 ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
  );
  item.iconPath = new ThemeIcon('folder');
  item.description = inside > 0 ? formatCount(inside) : '';
  item.contextValue = inside > 0 ? 'folder files' : 'folder';
  item.tooltip = uriTooltip(node.run, node.path);
  item.accessibilityInformation = { label: [l10n.t('Folder'), label].join(', ') };
  return item;
}

function objectItem(node: FoundObjectNode): vscode.TreeItem {
  const { object, run } = node;
  const label = visibleName(node.label);
  const size = formatBytes(object.size);
  const item = new TreeItem(label, TreeItemCollapsibleState.None);
  item.iconPath = new ThemeIcon(KIND_ICONS[fileKind(object.key)]);
  item.description = size;
  item.contextValue = 'object';
  item.command = command('skybucket.found.open', l10n.t('Open'), node);
  item.tooltip = uriTooltip(
    run,
    object.name,
    l10n.t('Size: {0} ({1} bytes)', size, formatCount(object.size)),
    ...(object.modified === undefined
      ? []
      : [l10n.t('Modified: {0}', formatDate(object.modified))]),
    ...(object.storageClass === undefined
      ? []
      : [l10n.t('Storage class: {0}', object.storageClass)]),
  );
  item.accessibilityInformation = { label: [l10n.t('File'), label, size].join(', ') };
  return item;
}

function usageFolderItem(node: UsageFolderNode): vscode.TreeItem {
  const { folder, of } = node;
  const label = visibleName(folder.prefix.slice(0, -1).split('/').at(-1) ?? '');
  const item = new TreeItem(
    label,
    folder.folders.length > 0 ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
  );
  item.iconPath = new ThemeIcon('folder');
  item.description = figures(folder, of);
  item.contextValue = 'usageFolder';
  item.tooltip = markdown(
    `**${escapeMarkdown(formatS3Uri(node.run.place.bucket, folder.prefix))}**`,
    escapeMarkdown(figures(folder, of)),
  );
  item.accessibilityInformation = {
    label: [l10n.t('Folder'), label, figures(folder, of)].join(', '),
  };
  return item;
}

function shareItem(node: UsageShareNode): vscode.TreeItem {
  const label = shareLabel(node);
  const item = new TreeItem(label, TreeItemCollapsibleState.None);
  item.iconPath = new ThemeIcon(node.kind === 'own' ? 'files' : 'symbol-file');
  item.description = figures(node.share, node.of);
  item.contextValue = 'share';
  item.accessibilityInformation = { label: [label, figures(node.share, node.of)].join(', ') };
  return item;
}

function shareLabel({ kind, share }: UsageShareNode): string {
  if (kind === 'own') {
    return share.name === ''
      ? l10n.t('files directly in it')
      : l10n.t('{0} more folders, and files', share.name);
  }
  if (kind === 'ending' && share.name === '') {
    return l10n.t('without an ending');
  }
  return share.name === OTHER_ENDINGS ? l10n.t('others') : visibleName(share.name);
}

/** `5.6 GB · 34 % · 1,234 objects` */
function figures(
  { bytes, objects }: { readonly bytes: number; readonly objects: number },
  of: number,
): string {
  const percent = of === 0 ? 0 : (100 * bytes) / of;
  const share = `${percent.toFixed(percent > 0 && percent < 9.95 ? 1 : 0)} %`;
  return [formatBytes(bytes), share, countOf(objects, 'object')].join(SEPARATOR);
}

function lineItem(node: FoundLine): vscode.TreeItem {
  const item = new TreeItem(node.text);
  item.contextValue = node.kind;
  item.tooltip = node.text;
  switch (node.kind) {
    case 'more':
      item.iconPath = new ThemeIcon('ellipsis');
      item.command = command('skybucket.found.goOn', l10n.t('Go On'), node.parent);
      break;
    case 'problem':
      item.iconPath = new ThemeIcon('warning');
      item.description = l10n.t('Click to retry');
      item.command = command('skybucket.found.again', l10n.t('Retry'), node.parent);
      item.accessibilityInformation = {
        label: l10n.t('Error: {0} Activate to retry.', node.text),
      };
      break;
    case 'note':
      item.iconPath = new ThemeIcon('info');
  }
  return item;
}

/** Why a run failed, as a line. */
export function failureText(run: Run): string {
  return sentence(run.failure);
}

function uriTooltip({ place }: Run, path: string, ...facts: string[]): vscode.MarkdownString {
  return markdown(
    `**${escapeMarkdown(formatS3Uri(place.bucket, place.prefix + path))}**`,
    ...facts.map(escapeMarkdown),
  );
}

function command(name: FindCommand, title: string, node: FoundNode): vscode.Command {
  return { command: name, title, arguments: [node] };
}

/** Neither trusted (no command links) nor with HTML; every value in it has been escaped. */
function markdown(...paragraphs: string[]): vscode.MarkdownString {
  return new vscode.MarkdownString(paragraphs.join('\n\n'));
}
