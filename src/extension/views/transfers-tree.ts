import * as vscode from 'vscode';
import type { TransferQueue } from '../../core/transfer/queue';
import type { TransferProgress } from '../../core/transfer/transfer';
import { throttle } from '../editors/throttle';
import { batchItem, fileItem, moreItem } from './transfers-items';
import {
  type BatchNode,
  type FileNode,
  TransfersModel,
  type TransfersNode,
} from './transfers-nodes';

const UPDATE_MS = 400;
const MIME = 'application/vnd.code.tree.skybucket.transfers';

/** The view “Transfers”: what was asked for together, and its files; they are reordered by dragging. */
export class TransfersTree
  implements
    vscode.TreeDataProvider<TransfersNode>,
    vscode.TreeDragAndDropController<TransfersNode>,
    vscode.Disposable
{
  readonly dropMimeTypes = [MIME];
  readonly dragMimeTypes = [MIME];
  private readonly changed = new vscode.EventEmitter<TransfersNode | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly model = new TransfersModel();
  private readonly updateSoon = throttle(() => this.update(), UPDATE_MS);
  private readonly stop: () => void;

  /** @param onUpdate called whenever something is to be seen anew. */
  constructor(
    private readonly queue: TransferQueue,
    private readonly onUpdate: () => void,
  ) {
    this.model.update(queue.batches(), (batch) => queue.files(batch));
    this.stop = queue.onChange(() => this.updateSoon());
  }

  getTreeItem(node: TransfersNode): vscode.TreeItem {
    switch (node.kind) {
      case 'batch': {
        const shown = this.model.batch(node.id);
        return shown === undefined ? new vscode.TreeItem('') : batchItem(shown);
      }
      case 'file': {
        const progress = this.model.progress(node);
        return progress === undefined ? new vscode.TreeItem('') : fileItem(node, progress);
      }
      case 'more':
        return moreItem(node, this.model.batch(node.parent.id)?.hidden ?? 0);
    }
  }

  getParent(node: TransfersNode): TransfersNode | undefined {
    return node.kind === 'batch' ? undefined : node.parent;
  }

  getChildren(node?: TransfersNode): TransfersNode[] {
    if (node === undefined) {
      return this.model.batches().map((batch) => batch.node);
    }
    const shown = node.kind === 'batch' ? this.model.batch(node.id) : undefined;
    if (shown === undefined) {
      return [];
    }
    const files: TransfersNode[] = shown.files.map((file) => file.node);
    return shown.hidden === 0
      ? files
      : [...files, { kind: 'more', id: `${shown.node.id}/more`, parent: shown.node }];
  }

  handleDrag(nodes: readonly TransfersNode[], data: vscode.DataTransfer): void {
    const ids = this.filesOf(nodes);
    if (ids.length > 0) {
      data.set(MIME, new vscode.DataTransferItem(ids));
    }
  }

  async handleDrop(target: TransfersNode | undefined, data: vscode.DataTransfer): Promise<void> {
    const ids: unknown = data.get(MIME)?.value;
    if (!Array.isArray(ids)) {
      return;
    }
    const moved = ids.filter((id) => typeof id === 'string');
    const before = target === undefined ? undefined : this.filesOf([target])[0];
    if (before === undefined || !moved.includes(before)) {
      await this.queue.move(moved, before);
    }
  }

  /** Ids of the files that nodes stand for, those of a batch in the order of the queue, each of them once. */
  filesOf(nodes: readonly TransfersNode[]): readonly string[] {
    const ids = new Set(
      nodes.flatMap((node) =>
        node.kind === 'file'
          ? [node.id]
          : node.kind === 'batch'
            ? this.queue.files(node.id).map(({ file }) => file.id)
            : [],
      ),
    );
    return [...ids];
  }

  progress(node: FileNode): TransferProgress | undefined {
    return this.model.progress(node);
  }

  /** The node of a batch, to be revealed; what came just now is shown at once. */
  batchNode(id: string): BatchNode | undefined {
    this.update();
    return this.model.batch(id)?.node;
  }

  dispose(): void {
    this.stop();
    this.updateSoon.cancel();
    this.changed.dispose();
  }

  private update(): void {
    const { queue } = this;
    const changed = this.model.update(queue.batches(), (batch) => queue.files(batch));
    if (changed === 'all') {
      this.changed.fire(undefined);
    } else {
      changed.forEach((node) => this.changed.fire(node));
    }
    this.onUpdate();
  }
}
