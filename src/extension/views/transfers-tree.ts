import * as vscode from 'vscode';
import type { TransferQueue } from '../../core/transfer/queue';
import type { TransferProgress } from '../../core/transfer/transfer';
import { throttle } from '../editors/throttle';
import { placeOfFile } from '../transfers/place-of-file';
import { dropTarget, openFiles } from '../transfers/reorder';
import { batchItem, fileItem, moreItem } from './transfers-items';
import {
  type BatchNode,
  type FileNode,
  TransfersModel,
  type TransfersNode,
} from './transfers-nodes';

/** No oftener: with each update VS Code draws the buttons of a row anew, and one that is being pressed is lost. */
const UPDATE_MS = 1000;
const MIME = 'application/vnd.code.tree.skybucket.transfers';
const URIS = 'text/uri-list';

/**
 * The view “Transfers”: what was asked for together, and its files. Those that wait are reordered by dragging; those that
 * are whole are opened by dragging them into an editor.
 */
export class TransfersTree
  implements
    vscode.TreeDataProvider<TransfersNode>,
    vscode.TreeDragAndDropController<TransfersNode>,
    vscode.Disposable
{
  readonly dropMimeTypes = [MIME];
  readonly dragMimeTypes = [MIME, URIS];
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
    const places = nodes.flatMap((node) =>
      node.kind === 'file' ? (placeOfFile(this.progress(node), node.parent.batch) ?? []) : [],
    );
    if (places.length > 0) {
      data.set(URIS, new vscode.DataTransferItem(places.join('\r\n')));
    }
  }

  async handleDrop(target: TransfersNode | undefined, data: vscode.DataTransfer): Promise<void> {
    const ids: unknown = data.get(MIME)?.value;
    if (!Array.isArray(ids)) {
      return;
    }
    const moved = ids.filter((id) => typeof id === 'string');
    const onto = target === undefined ? [] : this.filesOf([target]);
    const place = dropTarget(openFiles(this.queue.files()), new Set(moved), new Set(onto));
    if (place !== undefined) {
      await this.queue.move(moved, place === 'end' ? undefined : place.before);
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
    if (queue.totals().active > 0) {
      // One from which nothing comes tells of no change; that it becomes slower shows nevertheless.
      this.updateSoon();
    }
  }
}
