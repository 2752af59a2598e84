import type { TreeNode } from '../../src/protocol/tree';
import type { Branch } from './branch';
import type { NodePages } from './node-pages';
import { PAGE_NODES } from './node-pages';
import { emptyRow, nodeRow } from './tree-row';
import type { TreeRow, TreeRows } from './tree-rows';
import type { RowPainter } from './virtual-rows';

/** A tree on show: what of it stands open, and the nodes that are here. */
export interface ShownTree {
  readonly rows: TreeRows;
  readonly pages: NodePages;
}

/** The node of a row, once it is here. */
export function nodeOf(
  { pages, rows }: ShownTree,
  { parent, place }: TreeRow,
): TreeNode | undefined {
  return parent === undefined
    ? rows.root.node
    : (parent.child(place)?.node ?? pages.node(parent, place));
}

/** Makes the rows of a tree, and asks for the nodes of those that come into sight. */
export class TreePainter implements RowPainter {
  readonly #id: string;
  readonly #tree: () => ShownTree | undefined;
  readonly #onSight: () => void;

  /** @param id tells its elements from those of other trees in the page. */
  constructor(id: string, tree: () => ShownTree | undefined, onSight: () => void) {
    this.#id = id;
    this.#tree = tree;
    this.#onSight = onSight;
  }

  traits(index: number): readonly unknown[] {
    const tree = this.#tree();
    const row = tree?.rows.rowAt(index);
    if (tree === undefined || row === undefined) {
      return [];
    }
    const { at, parent, place } = row;
    const node = nodeOf(tree, row);
    // A row that is still to come is known by its place, one that is here by what is in it.
    return node === undefined
      ? [at.join('.'), parent !== undefined && tree.pages.failed(parent, place)]
      : [node, tree.rows.isOpen(at)];
  }

  make(index: number): HTMLElement {
    const tree = this.#tree() as ShownTree;
    const row = tree.rows.rowAt(index);
    const { at, parent, place, depth } = row;
    const node = nodeOf(tree, row);
    const look = {
      id: `${this.#id}-${at.join('.') || 'root'}`,
      depth,
      place,
      siblings: parent?.node.children ?? 1,
      open: tree.rows.isOpen(at),
    };
    return node === undefined
      ? emptyRow(look, parent !== undefined && tree.pages.failed(parent, place))
      : nodeRow(node, look);
  }

  /** Asks for the nodes of rows `[from, to)`, those in the middle first. */
  onSight(from: number, to: number): void {
    const tree = this.#tree();
    if (tree === undefined) {
      return;
    }
    const wanted = new Map<string, { branch: Branch; page: number }>();
    const middle = (from + to) / 2;
    const nearest = Array.from({ length: to - from }, (_, i) => from + i).sort(
      (a, b) => Math.abs(a - middle) - Math.abs(b - middle),
    );
    for (const index of nearest) {
      const { parent, place } = tree.rows.rowAt(index);
      if (parent !== undefined) {
        const page = Math.floor(place / PAGE_NODES);
        wanted.set(`${parent.key}/${page}`, { branch: parent, page });
      }
    }
    tree.pages.want([...wanted.values()]);
    this.#onSight();
  }
}
