import * as vscode from 'vscode';
import type { TransferQueue } from '../../core/transfer/queue';
import { TRANSFERS_CONTEXT, TRANSFERS_VIEW } from '../transfers/ids';
import type { TransfersNode } from './transfers-nodes';
import { TransfersTree } from './transfers-tree';
import { totalWords } from './transfers-words';

const REVEALS = 3;
const REVEAL_AGAIN_MS = 300;

/** The view “Transfers” in the sidebar: there as long as it holds something. */
export class TransfersView implements vscode.Disposable {
  readonly tree: TransfersTree;
  private readonly view: vscode.TreeView<TransfersNode>;
  private isShown = false;

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
    await this.setShown(true);
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
    void this.setShown(false);
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
    void this.setShown(this.queue.batches().length > 0);
  }

  private async setShown(shown: boolean): Promise<void> {
    if (shown !== this.isShown) {
      this.isShown = shown;
      await vscode.commands.executeCommand('setContext', TRANSFERS_CONTEXT, shown);
    }
  }
}
