import type * as vscode from 'vscode';
import type { ImageEditors } from '../editors/register';
import type { Host } from '../host';
import type { SearchPanels } from '../searches/search-panels';
import type { ArchivesTree } from '../views/archives-tree';
import type { Node } from '../views/nodes';
import type { SearchesNode } from '../views/searches-nodes';
import type { SearchesTree } from '../views/searches-tree';

/** What commands work with. */
export interface CommandContext {
  readonly host: Host;
  readonly tree: ArchivesTree;
  readonly view: vscode.TreeView<Node>;
  readonly editors: ImageEditors;
  readonly searches: SearchesTree;
  readonly searchesView: vscode.TreeView<SearchesNode>;
  readonly searchPanels: SearchPanels;
}
