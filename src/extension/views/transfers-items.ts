import * as vscode from 'vscode';
import type { TransferBatch, TransferProgress } from '../../core/transfer/transfer';
import { formatCount } from '../../protocol/figures';
import { escapeMarkdown, formatDate, shortName, visibleName } from './display';
import {
  type BatchSnapshot,
  batchFlags,
  type FileNode,
  type FileStateKind,
  type MoreNode,
} from './transfers-nodes';
import { placeOfFile } from '../transfers/place-of-file';
import { batchWords, fileWords, verifiedWords } from './transfers-words';

/** How the lines of the view “Transfers” look. Names come from servers: they are data. */

const { l10n, ThemeColor, ThemeIcon } = vscode;

const ICONS: Readonly<Record<FileStateKind, vscode.ThemeIcon>> = {
  active: new ThemeIcon('sync~spin'),
  waiting: new ThemeIcon('circle-outline'),
  paused: new ThemeIcon('debug-pause'),
  done: new ThemeIcon('pass', new ThemeColor('testing.iconPassed')),
  skipped: new ThemeIcon('pass', new ThemeColor('disabledForeground')),
  failed: new ThemeIcon('error', new ThemeColor('testing.iconFailed')),
};

export function batchItem({ node, figures }: BatchSnapshot): vscode.TreeItem {
  const { batch } = node;
  const item = new vscode.TreeItem(
    visibleName(batch.label),
    vscode.TreeItemCollapsibleState.Expanded,
  );
  const flags = batchFlags(figures);
  item.id = node.id;
  item.description = batchWords(figures);
  item.contextValue = `batch ${batch.direction} ${flags}`;
  item.iconPath = batchIcon(batch, flags);
  item.tooltip = batchTooltip(batch, batchWords(figures));
  item.accessibilityInformation = {
    label: `${directionOf(batch)}: ${visibleName(batch.label)}, ${batchWords(figures)}`,
  };
  return item;
}

export function fileItem(node: FileNode, progress: TransferProgress): vscode.TreeItem {
  const { parent } = node;
  const { state } = progress;
  const name = nameOf(node, progress);
  const item = new vscode.TreeItem(shortName(name));
  item.id = node.id;
  item.description = fileWords(progress);
  item.contextValue = `file ${parent.batch.direction} ${state.kind}`;
  item.iconPath = ICONS[state.kind];
  item.tooltip = fileTooltip(node, progress);
  item.accessibilityInformation = { label: `${visibleName(name)}, ${fileWords(progress)}` };
  if (state.kind === 'done' || state.kind === 'skipped') {
    item.command = {
      command: 'skybucket.transfers.open',
      title: l10n.t('Open'),
      arguments: [node],
    };
  }
  return item;
}

/** What a download is called in the end, which may be another name where one was taken. */
function nameOf({ file, parent }: FileNode, progress: TransferProgress): string {
  const place = placeOfFile(progress, parent.batch);
  const path = place?.scheme === 'file' ? place.path : file.path;
  return path.slice(path.lastIndexOf('/') + 1);
}

export function moreItem(node: MoreNode, hidden: number): vscode.TreeItem {
  const item = new vscode.TreeItem(l10n.t('and {0} more', formatCount(hidden)));
  item.id = node.id;
  item.contextValue = 'more';
  return item;
}

function batchIcon({ direction }: TransferBatch, flags: string): vscode.ThemeIcon {
  if (flags.includes('failed')) {
    return new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
  }
  if (flags.includes('over')) {
    return new ThemeIcon('pass-filled', new ThemeColor('testing.iconPassed'));
  }
  return new ThemeIcon(direction === 'download' ? 'cloud-download' : 'cloud-upload');
}

function directionOf({ direction }: TransferBatch): string {
  return direction === 'download' ? l10n.t('Download') : l10n.t('Upload');
}

function batchTooltip(batch: TransferBatch, words: string): vscode.MarkdownString {
  const where = batch.direction === 'download' ? l10n.t('Into') : l10n.t('From');
  return lines(
    `**${escapeMarkdown(batch.label)}**`,
    escapeMarkdown(words),
    `${where}: ${escapeMarkdown(batch.folder)}`,
    `${l10n.t('Begun')}: ${escapeMarkdown(formatDate(new Date(batch.created)))}`,
  );
}

function fileTooltip({ file }: FileNode, progress: TransferProgress): vscode.MarkdownString {
  const { state } = progress;
  return lines(
    `**${escapeMarkdown(file.path)}**`,
    ...(state.kind === 'failed'
      ? [state.failure.message, state.failure.hint ?? ''].map(escapeText)
      : [escapeMarkdown(fileWords(progress))]),
    ...(state.kind === 'done'
      ? [
          `${l10n.t('Checked')}: ${escapeMarkdown(verifiedWords(state.verified))}`,
          escapeText(state.warning ?? ''),
          escapeMarkdown(formatDate(new Date(state.time))),
        ]
      : []),
  );
}

function escapeText(text: string): string {
  return text === '' ? '' : escapeMarkdown(text);
}

function lines(...texts: readonly string[]): vscode.MarkdownString {
  return new vscode.MarkdownString(texts.filter((text) => text !== '').join('\n\n'));
}
