import type { TreeNode } from '../../src/protocol/tree';
import type { NodeCommands } from './tree-commands';
import type { TreeCommands } from './tree-keys';
import { runTreeKey } from './tree-keys';
import type { TreeResults } from './tree-results';
import { LOOP, OPEN, TWISTY } from './tree-row';
import { hasChildren } from './tree-rows';
import type { TreeView } from './tree-view';
import { TypeAhead } from './type-ahead';
import type { VirtualRows } from './virtual-rows';

/** What the keys and the pointer need of a list, be it the tree or what a search found. */
interface NodeList {
  readonly list: VirtualRows;
  readonly row: number;
  readonly rows: number;
  nodeAt(row: number): TreeNode | undefined;
  moveTo(row: number): void;
}

export interface TreeInputActions {
  /** Puts the focus into the search field. */
  search(): void;
  /** Back from what was found to the tree. */
  leave(): void;
}

/** Keys and pointer over the tree and over what a search found. */
export class TreeInput {
  readonly #view: TreeView;
  readonly #commands: NodeCommands;
  readonly #actions: TreeInputActions;
  readonly #typeAhead = new TypeAhead();

  constructor(
    view: TreeView,
    results: TreeResults,
    commands: NodeCommands,
    actions: TreeInputActions,
  ) {
    this.#view = view;
    this.#commands = commands;
    this.#actions = actions;
    this.#listen(view, true, (node) => commands.activate(node));
    this.#listen(results, false, (node) => commands.reveal(node));
    view.list.element.addEventListener('click', (event) => this.#onTreeClick(event));
    view.list.element.addEventListener('dblclick', (event) => {
      const node = this.#nodeOf(view, event);
      if (node?.line !== undefined && !isPart(event, TWISTY, OPEN)) {
        commands.open(node);
      }
    });
    results.list.element.addEventListener('click', (event) => {
      const node = this.#nodeOf(results, event);
      if (node !== undefined) {
        commands.reveal(node);
      }
    });
  }

  #listen(of: NodeList, inTree: boolean, activate: (node: TreeNode) => void): void {
    const { element } = of.list;
    const commands = this.#keyCommands(of, inTree, activate);
    element.addEventListener('keydown', (event) => {
      const context = { row: of.row, rows: of.rows, screen: of.list.screen };
      if (isCopy(event) && (document.getSelection()?.toString() ?? '') !== '') {
        // What the user marked is what they mean.
        return;
      }
      if (event.key === 'Escape' && !inTree) {
        this.#actions.leave();
      } else if (!runTreeKey(event, context, commands)) {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    });
    element.addEventListener('contextmenu', (event) => {
      event.preventDefault();
      const row = of.list.rowOf(event.target);
      // The menu key is one of ours: it brings its own place.
      if (row !== undefined) {
        of.moveTo(row);
        this.#openMenu(of, inTree, event.clientX, event.clientY);
      }
    });
  }

  #keyCommands(of: NodeList, inTree: boolean, activate: (node: TreeNode) => void): TreeCommands {
    const chosen = (run: (node: TreeNode) => void) => () => {
      const node = of.nodeAt(of.row);
      if (node !== undefined) {
        run(node);
      }
    };
    const ofTree = (run: (node: TreeNode) => void): (() => void) =>
      inTree ? chosen(run) : () => undefined;
    return {
      moveTo: (row) => {
        this.#typeAhead.reset();
        of.moveTo(row);
      },
      right: ofTree((node) => this.#right(node)),
      left: () => inTree && this.#left(),
      activate: chosen(activate),
      toggle: inTree ? chosen((node) => this.#commands.toggle(node)) : chosen(activate),
      openSiblings: () => inTree && void this.#view.openSiblings(),
      copy: chosen((node) => this.#commands.copy(node, 'value')),
      menu: () => {
        const { left, bottom } = (
          of.list.elementOf(of.row) ?? of.list.element
        ).getBoundingClientRect();
        this.#openMenu(of, inTree, left + 24, bottom);
      },
      search: () => this.#actions.search(),
      type: (character) => inTree && this.#type(of, character),
    };
  }

  #right(node: TreeNode): void {
    if (this.#view.isOpen(node)) {
      this.#view.moveTo(this.#view.row + 1);
    } else {
      this.#view.setOpen(node, true);
    }
  }

  #left(): void {
    const { node, selected } = this.#view;
    if (node !== undefined && this.#view.isOpen(node)) {
      this.#view.setOpen(node, false);
    } else if (selected !== undefined && selected.length > 0) {
      const above = this.#view.rowOf(selected.slice(0, -1));
      this.#view.moveTo(above ?? 0);
    }
  }

  #type(of: NodeList, character: string): void {
    const to = this.#typeAhead.find(character, of, (row) => of.nodeAt(row)?.key);
    if (to !== undefined) {
      of.moveTo(to);
    }
  }

  #onTreeClick(event: MouseEvent): void {
    const row = this.#view.list.rowOf(event.target);
    const node = this.#nodeOf(this.#view, event);
    if (row === undefined) {
      return;
    }
    // A button in a row has no focus of its own.
    this.#view.list.element.focus({ preventScroll: true });
    this.#view.moveTo(row);
    if (node === undefined) {
      return;
    }
    if (isPart(event, OPEN)) {
      this.#commands.open(node);
    } else if (isPart(event, LOOP)) {
      this.#commands.follow(node);
    } else if (isPart(event, TWISTY) || (hasChildren(node) && node.line === undefined)) {
      this.#commands.toggle(node);
    }
  }

  #nodeOf(of: NodeList, { target }: Event): TreeNode | undefined {
    const row = of.list.rowOf(target);
    return row === undefined ? undefined : of.nodeAt(row);
  }

  #openMenu(of: NodeList, inTree: boolean, x: number, y: number): void {
    const node = of.nodeAt(of.row);
    if (node !== undefined) {
      this.#commands.openMenu(node, inTree, x, y);
    }
  }
}

function isPart({ target }: Event, ...names: readonly string[]): boolean {
  return target instanceof Element && names.some((name) => target.closest(`.${name}`) !== null);
}

function isCopy({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && key.toLowerCase() === 'c';
}
