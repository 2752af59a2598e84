import type { HduLine } from '../../src/protocol/methods';
import type { TreeNode } from '../../src/protocol/tree';
import type { ContextMenu } from '../ui/context-menu';
import type { CopyForm } from './tree-copy';
import { MOST_OPENED } from './tree-growth';
import { treeMenu } from './tree-menu';
import type { TreeView } from './tree-view';
import { pathText, stoppedText } from './tree-words';

export interface TreeCommandActions {
  onOpen(line: HduLine): void;
  onCopy(node: TreeNode, form: CopyForm): void;
  /** Shows a node that was found in the tree. */
  onReveal(node: TreeNode): void;
  /** Says something in the strip below the rows. */
  say(text: string): void;
}

/** What can be done with a node of a tree, in whichever way one asks for it. */
export class NodeCommands {
  readonly #view: TreeView;
  readonly #menu: ContextMenu;
  readonly #actions: TreeCommandActions;

  constructor(view: TreeView, menu: ContextMenu, actions: TreeCommandActions) {
    this.#view = view;
    this.#menu = menu;
    this.#actions = actions;
  }

  /** Shows an array, goes along an alias, opens or closes anything else. */
  activate(node: TreeNode): void {
    if (node.line !== undefined) {
      this.open(node);
    } else if (node.loop !== undefined) {
      this.follow(node);
    } else {
      this.toggle(node);
    }
  }

  open({ line }: TreeNode): void {
    if (line !== undefined) {
      this.#actions.onOpen(line);
    }
  }

  follow(node: TreeNode): void {
    void this.#view.follow(node);
  }

  reveal(node: TreeNode): void {
    this.#actions.onReveal(node);
  }

  copy(node: TreeNode, form: CopyForm): void {
    this.#actions.onCopy(node, form);
  }

  toggle(node: TreeNode): void {
    this.#view.setOpen(node, !this.#view.isOpen(node));
  }

  async expand(node: TreeNode): Promise<void> {
    if (!(await this.#view.openBelow(node))) {
      this.#actions.say(stoppedText(MOST_OPENED));
    }
  }

  openMenu(node: TreeNode, inTree: boolean, x: number, y: number): void {
    const items = treeMenu(
      node,
      { inTree, open: this.#view.isOpen(node) },
      {
        onOpen: (each) => this.open(each),
        onGo: (each) => this.follow(each),
        onCopy: (each, form) => this.copy(each, form),
        onExpand: (each) => void this.expand(each),
        onCollapse: (each) => this.#view.setOpen(each, false),
        onReveal: (each) => this.reveal(each),
      },
    );
    this.#menu.open(pathText(node), items, x, y);
  }
}
