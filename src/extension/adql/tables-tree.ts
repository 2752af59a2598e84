import * as vscode from 'vscode';
import { isCancelled, sentence } from '../../core/errors';
import type { TapEntry } from '../searches/archive-services';
import { escapeMarkdown, visibleName } from '../views/display';
import type { LanguageNeeds } from './language';
import { TABLES_VIEW } from './ids';
import { nodeDescription, nodeLabel, type TableNode } from './table-nodes';

const ICONS: Readonly<Record<Exclude<TableNode['kind'], 'line'>, string>> = {
  schema: 'symbol-namespace',
  table: 'table',
  column: 'symbol-field',
};

/** The schemas, tables and columns of the service that is asked. */
export class TablesTree implements vscode.TreeDataProvider<TableNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<TableNode | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private shown: TapEntry | undefined;

  constructor(private readonly needs: LanguageNeeds) {
    this.shown = needs.documents.current;
  }

  /** Whose tables are shown. */
  get service(): TapEntry | undefined {
    return this.shown;
  }

  /** Another document or service is the current one; the same one is not asked again. */
  follow(): void {
    const current = this.needs.documents.current;
    if (current !== undefined && current.service.address !== this.shown?.service.address) {
      this.shown = current;
      this.changed.fire(undefined);
    }
  }

  refresh(): void {
    this.shown = this.needs.documents.current ?? this.shown;
    this.changed.fire(undefined);
  }

  async getChildren(node?: TableNode): Promise<TableNode[]> {
    const { shown } = this;
    if (shown === undefined || node?.kind === 'column' || node?.kind === 'line') {
      return [];
    }
    const { tables } = this.needs.tablesOf(shown);
    try {
      if (node === undefined) {
        const schemas = await this.inView(() => tables.schemas());
        return orLine(schemas.map((schema) => ({ kind: 'schema', schema })));
      }
      if (node.kind === 'schema') {
        const list = await this.inView(() => tables.tables(node.schema.name));
        return orLine(list.map((table) => ({ kind: 'table', table })));
      }
      const { table } = node;
      const columns = await this.inView(() => tables.columns(table.name));
      return orLine(columns.map((column) => ({ kind: 'column', column, table })));
    } catch (error) {
      return isCancelled(error) ? [] : [{ kind: 'line', text: sentence(error), failed: true }];
    }
  }

  getTreeItem(node: TableNode): vscode.TreeItem {
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const isLeaf = node.kind === 'column' || node.kind === 'line';
    const item = new vscode.TreeItem(visibleName(nodeLabel(node)), isLeaf ? None : Collapsed);
    item.description = nodeDescription(node);
    item.contextValue = node.kind;
    if (node.kind === 'line') {
      item.iconPath = new vscode.ThemeIcon(node.failed ? 'warning' : 'info');
      item.tooltip = node.text;
    } else {
      item.iconPath = new vscode.ThemeIcon(ICONS[node.kind]);
      item.tooltip = tooltip(node);
    }
    return item;
  }

  dispose(): void {
    this.changed.dispose();
  }

  /** Shows the progress bar of the view meanwhile. */
  private inView<T>(work: () => Promise<T>): Thenable<T> {
    return vscode.window.withProgress({ location: { viewId: TABLES_VIEW } }, work);
  }
}

function orLine(nodes: TableNode[]): TableNode[] {
  const text = vscode.l10n.t('There is nothing in it.');
  return nodes.length > 0 ? nodes : [{ kind: 'line', text, failed: false }];
}

function tooltip(node: Exclude<TableNode, { kind: 'line' }>): vscode.MarkdownString {
  const described =
    node.kind === 'schema'
      ? node.schema.description
      : node.kind === 'table'
        ? node.table.description
        : node.column.description;
  const lines = [`**${escapeMarkdown(nodeLabel(node))}**`];
  if (node.kind === 'column') {
    const { type, unit, ucd } = node.column;
    lines.push(
      [type, unit, ucd]
        .filter(Boolean)
        .map((part) => escapeMarkdown(part ?? ''))
        .join(' · '),
    );
  }
  if (described !== undefined) {
    lines.push(escapeMarkdown(described));
  }
  return new vscode.MarkdownString(lines.filter((line) => line !== '').join('\n\n'));
}
