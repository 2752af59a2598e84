import * as vscode from 'vscode';
import { formatAddress } from '../../core/s3/address';
import { ARCHIVES_VIEW } from '../ids';
import { addressUri } from '../uris';
import { allChosen, chosenOf, folderAt, isMovable } from '../writes/chosen-nodes';
import type { Place } from '../writes/place';
import type { Chosen } from '../writes/place';
import { filesOf, urisOf } from './drop-content';
import type { Node } from './nodes';

/** What VS Code names what is dragged from this tree. */
export const TREE_MIME = `application/vnd.code.tree.${ARCHIVES_VIEW.toLowerCase()}`;
const URI_LIST = 'text/uri-list';
const FILES = 'files';

/** A file that was dropped by a browser, which does not say where it lies. */
export interface DroppedFile {
  readonly name: string;
  data(): Thenable<Uint8Array>;
}

export interface DropActions {
  /** Asks whether to copy or to move; copies only where something may not be moved. */
  transfer(chosen: readonly Chosen[], folder: Place, movable: boolean): Promise<void>;
  upload(uris: readonly vscode.Uri[], folder: Place): Promise<void>;
  uploadContents(files: readonly DroppedFile[], folder: Place): Promise<void>;
  /** Does it and shows what goes wrong. */
  run(work: () => Promise<void>): Promise<void>;
}

/** Things dropped onto folders of the tree: files of this machine, and objects and folders of the tree itself. */
export class DropController implements vscode.TreeDragAndDropController<Node> {
  readonly dropMimeTypes = [TREE_MIME, URI_LIST, FILES];
  readonly dragMimeTypes = [URI_LIST];
  private dragged: { readonly id: string; readonly nodes: readonly Node[] } | undefined;
  private count = 0;

  constructor(private readonly actions: DropActions) {}

  /** Objects go as addresses, too, so that an editor opens them. */
  handleDrag(nodes: readonly Node[], data: vscode.DataTransfer): void {
    const id = `drag ${++this.count}`;
    this.dragged = { id, nodes };
    data.set(TREE_MIME, new vscode.DataTransferItem(id));
    const uris = nodes.flatMap((node) => {
      const chosen = chosenOf(node);
      return chosen?.kind === 'object' ? [addressUri(formatAddress(chosen.place)).toString()] : [];
    });
    if (uris.length > 0) {
      data.set(URI_LIST, new vscode.DataTransferItem(uris.join('\r\n')));
    }
  }

  async handleDrop(target: Node | undefined, data: vscode.DataTransfer): Promise<void> {
    const folder = folderAt(target);
    if (folder === undefined) {
      return;
    }
    // What was dropped is gone when this returns: its text is taken out before anything is asked.
    const own = await data.get(TREE_MIME)?.asString();
    const { dragged } = this;
    if (own !== undefined && dragged?.id === own) {
      const { nodes } = dragged;
      const chosen = allChosen(nodes);
      void this.actions.run(() => this.actions.transfer(chosen, folder, nodes.every(isMovable)));
      return;
    }
    const list = await data.get(URI_LIST)?.asString();
    const uris = urisOf(list ?? '').map((uri) => vscode.Uri.parse(uri, true));
    const local = uris.filter(({ scheme }) => scheme === 'file');
    if (local.length > 0) {
      void this.actions.run(() => this.actions.upload(local, folder));
      return;
    }
    const files = filesOf(data);
    if (files.length > 0) {
      // Their bytes can be had until this returns, and no longer.
      await this.actions.run(() => this.actions.uploadContents(files, folder));
    }
  }
}
