import type { TreeNode } from '../../src/protocol/tree';
import { foundRow } from './tree-row';
import { VirtualRows } from './virtual-rows';

/** What a search found, as a flat list with the path of each. */
export class TreeResults {
  readonly list: VirtualRows;
  readonly #id: string;
  readonly #onSelect: (node: TreeNode | undefined) => void;
  #nodes: readonly TreeNode[] = [];
  #query = '';
  #row = -1;

  constructor(id: string, onSelect: (node: TreeNode | undefined) => void) {
    this.#id = id;
    this.#onSelect = onSelect;
    this.list = new VirtualRows(
      { role: 'listbox', class: 'tree-found-list', label: 'Found' },
      {
        traits: (index) => [this.#nodes[index], this.#query],
        make: (index) => this.#make(index),
        onSight: () => undefined,
      },
    );
  }

  /** The chosen one. */
  get node(): TreeNode | undefined {
    return this.#nodes[this.#row];
  }

  /** The row of the chosen one, −1 for none. */
  get row(): number {
    return this.#row;
  }

  get rows(): number {
    return this.#nodes.length;
  }

  nodeAt(row: number): TreeNode | undefined {
    return this.#nodes[row];
  }

  show(nodes: readonly TreeNode[], query: string): void {
    this.#nodes = nodes;
    this.#query = query.toLowerCase();
    this.#row = -1;
    this.list.choose(undefined);
    this.list.show(nodes.length);
    this.list.scrollTo(0);
  }

  /** Chooses the one in a row, and brings it in sight. */
  moveTo(row: number): void {
    this.#row = Math.min(Math.max(row, 0), this.#nodes.length - 1);
    this.list.choose(this.#row);
    this.list.reveal(this.#row);
    this.#onSelect(this.node);
  }

  /** Moves on by so many. */
  step(by: 1 | -1): void {
    this.moveTo(this.#row + by);
  }

  #make(index: number): HTMLElement {
    const node = this.#nodes[index] as TreeNode;
    const look = { id: `${this.#id}-found-${index}`, place: index, siblings: this.#nodes.length };
    return foundRow(node, this.#query, look);
  }
}
