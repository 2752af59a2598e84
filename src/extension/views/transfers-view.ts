import * as vscode from 'vscode';
import type { TransferQueue } from '../../core/transfer/queue';
import { TRANSFERS_CONTEXT, TRANSFERS_CONTEXTS, TRANSFERS_VIEW } from '../transfers/ids';
import type { TransfersNode } from './transfers-nodes';
import { TransfersTree } from './transfers-tree';
import { totalWords } from './transfers-words';

const REVEALS = 3;
const REVEAL_AGAIN_MS = 300;

/** The view “Transfers” in the sidebar: there as long as it holds something. */
export class TransfersView implements vscode.Disposable {
  readonly tree: TransfersTree;
  private readonly view: vscode.TreeView<TransfersNode>;
  private readonly contexts = new Map<string, boolean>();

  constructor(private readonly queue: TransferQueue) {
    this.tree = new TransfersTree(queue, () => this.update());
    this.view = vscode.window.createTreeView(TRANSFERS_VIEW, {
      ...{ treeDataProvider: this.tree, dragAndDropController: this.tree },
      ...{ canSelectMany: true, showCollapseAll: true },
    });
    this.update();
  }

  get selection(): readonly TransfersNode[] {
    return this.view.selection;
  }

  /** Brings a batch into sight, without taking the focus from what the user is at. Never fails. */
  async reveal(batch: string): Promise<void> {
    await this.setContext(TRANSFERS_CONTEXT, true);
    for (let attempt = 0; attempt < REVEALS; attempt++) {
      const node = this.tree.batchNode(batch);
      if (node === undefined) {
        return;
      }
      try {
        await this.view.reveal(node, { select: false, focus: false, expand: true });
        return;
      } catch {
        // VS Code has not yet asked for what has just come into the tree.
        await new Promise((resolve) => setTimeout(resolve, REVEAL_AGAIN_MS));
      }
    }
  }

  dispose(): void {
    [...this.contexts.keys()].forEach((name) => void this.setContext(name, false));
    this.view.dispose();
    this.tree.dispose();
  }

  private update(): void {
    const totals = this.queue.totals();
    const { l10n } = vscode;
    const words = totalWords(totals);
    // Undefined would leave the place of the message open in the view.
    this.view.message = words ?? '';
    const left = totals.active + totals.waiting;
    this.view.badge =
      left === 0
        ? undefined
        : { value: left, tooltip: l10n.t('{0} transfers are under way or waiting', left) };
    void this.setContext(TRANSFERS_CONTEXT, this.queue.batches().length > 0);
    void this.setContext(TRANSFERS_CONTEXTS.running, left > 0);
    void this.setContext(TRANSFERS_CONTEXTS.paused, totals.paused > 0);
    void this.setContext(TRANSFERS_CONTEXTS.over, totals.done + totals.failed > 0);
  }

  /** What menus and views go by. */
  private async setContext(name: string, value: boolean): Promise<void> {
    if (value !== (this.contexts.get(name) ?? false)) {
      this.contexts.set(name, value);
      await vscode.commands.executeCommand('setContext', name, value);
    }
  }
}
