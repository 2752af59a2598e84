import * as vscode from 'vscode';
import { formatCount } from '../../protocol/figures';
import type { FindRun } from '../find/find-run';
import type { UsageRun } from '../find/usage-run';
import { failureText, foundItem } from './found-items';
import {
  foundChildren,
  type FindNode,
  foundLine,
  type FoundLine,
  type FoundNode,
  usageChildren,
  usageFolders,
  type UsageNode,
  usageShares,
} from './found-nodes';

/** The view “Found”: searches for files and disk usages, the newest first, each with what it brought. */
export class FoundTree implements vscode.TreeDataProvider<FoundNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<FoundNode | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private roots: readonly (FindNode | UsageNode)[] = [];
  private tree = true;

  getTreeItem(node: FoundNode): vscode.TreeItem {
    return foundItem(node);
  }

  getParent(node: FoundNode): FoundNode | undefined {
    return 'parent' in node ? node.parent : undefined;
  }

  getChildren(node?: FoundNode): FoundNode[] {
    switch (node?.kind) {
      case undefined:
        return [...this.roots];
      case 'find':
        return [...foundChildren(node, this.tree), ...linesBelow(node)];
      case 'folder':
        return this.tree ? foundChildren(node, true) : [];
      case 'usage':
        return node.run.total.objects === 0
          ? linesBelow(node)
          : [...usageChildren(node), ...linesBelow(node)];
      case 'usage-folder':
        return usageFolders(node, node.folder, node.of);
      case 'endings':
      case 'classes':
        return usageShares(node);
      case 'object':
      case 'ending':
      case 'class':
      case 'own':
      case 'more':
      case 'problem':
      case 'note':
        return [];
    }
  }

  /** All that is shown, the newest first. */
  get nodes(): readonly (FindNode | UsageNode)[] {
    return this.roots;
  }

  /** Whether what was found is shown by folder; else as a list of paths. */
  get asTree(): boolean {
    return this.tree;
  }

  set asTree(tree: boolean) {
    this.tree = tree;
    this.changed.fire(undefined);
  }

  add(run: FindRun | UsageRun): FindNode | UsageNode {
    const node = rootNode(run);
    this.roots = [node, ...this.roots];
    this.changed.fire(undefined);
    return node;
  }

  remove(node: FindNode | UsageNode): void {
    this.roots = this.roots.filter((one) => one !== node);
    node.run.stop();
    this.changed.fire(undefined);
  }

  /** Shows anew what a run has brought. */
  update(run: FindRun | UsageRun): void {
    const node = this.roots.find((one) => one.run === run);
    if (node !== undefined) {
      this.changed.fire(node);
    }
  }

  dispose(): void {
    this.roots.forEach(({ run }) => run.stop());
    this.changed.dispose();
  }
}

function rootNode(run: FindRun | UsageRun): FindNode | UsageNode {
  const { id } = run;
  return run.kind === 'find' ? { kind: 'find', id, run } : { kind: 'usage', id, run };
}

function linesBelow(node: FindNode | UsageNode): FoundLine[] {
  const { l10n } = vscode;
  const { run } = node;
  switch (run.state) {
    case 'paused':
      return [
        foundLine(
          node,
          'more',
          run.kind === 'find'
            ? l10n.t('{0} found so far: go on…', formatCount(run.count))
            : l10n.t('{0} keys so far: go on…', formatCount(run.progress.keys)),
        ),
      ];
    case 'failed':
      return [foundLine(node, 'problem', failureText(run))];
    case 'stopped':
      return [foundLine(node, 'note', l10n.t('Stopped: there may be more'))];
    case 'running':
      return [];
    case 'done':
      return isEmpty(run) ? [foundLine(node, 'note', l10n.t('Nothing found'))] : [];
  }
}

function isEmpty(run: FindRun | UsageRun): boolean {
  return run.kind === 'find' ? run.count === 0 : run.total.objects === 0;
}
