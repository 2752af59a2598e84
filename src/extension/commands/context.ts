import type * as vscode from 'vscode';
import type { ImageEditors } from '../editors/register';
import type { Host } from '../host';
import type { ArchivesTree } from '../views/archives-tree';
import type { Node } from '../views/nodes';

/** What commands work with. */
export interface CommandContext {
  readonly host: Host;
  readonly tree: ArchivesTree;
  readonly view: vscode.TreeView<Node>;
  readonly editors: ImageEditors;
}
