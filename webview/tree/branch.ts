import type { TreeNode } from '../../src/protocol/tree';

/** A child that has children of its own and was opened, and what the rows of those before it add. */
interface OpenChild {
  readonly branch: Branch;
  readonly before: number;
}

/** A row among those below a branch. */
export interface BranchRow {
  readonly parent: Branch;
  /** Of the child among the children of its parent, 0-based. */
  readonly place: number;
}

/**
 * A node whose children can be shown. It knows how many they are and which of them are open, never the
 * children themselves: a million of them take no room.
 */
export class Branch {
  readonly node: TreeNode;
  readonly parent: Branch | undefined;
  readonly depth: number;
  /** Among the children of its parent, 0-based. */
  readonly place: number;
  readonly #children = new Map<number, Branch>();
  #open = false;
  /** By place; made anew after a change. */
  #index: readonly OpenChild[] | undefined;
  #rows: number | undefined;

  constructor(node: TreeNode, parent?: Branch) {
    this.node = node;
    this.parent = parent;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    this.place = node.at.at(-1) ?? 0;
  }

  /** Tells it from the other branches of its tree. */
  get key(): string {
    return this.node.at.join('.');
  }

  get open(): boolean {
    return this.#open;
  }

  set open(open: boolean) {
    if (open !== this.#open) {
      this.#open = open;
      this.#changed();
    }
  }

  /** Rows that its children take, and theirs; none while it is closed. */
  get rows(): number {
    this.#rows ??= this.#openChildren.reduce((sum, { branch }) => sum + branch.rows, 0);
    return this.#open ? this.node.children + this.#rows : 0;
  }

  /** The child at a place, where it has been opened before. */
  child(place: number): Branch | undefined {
    return this.#children.get(place);
  }

  /** The branch of a child. */
  grow(node: TreeNode): Branch {
    const place = node.at.at(-1) ?? 0;
    const branch = this.#children.get(place) ?? new Branch(node, this);
    this.#children.set(place, branch);
    return branch;
  }

  /** The child in a row; row 0 is the first child. */
  rowAt(row: number): BranchRow {
    const last = this.#last(({ branch, before }) => branch.place + before <= row);
    if (last === undefined) {
      return { parent: this, place: row };
    }
    const { branch, before } = last;
    const within = row - (branch.place + before);
    return within === 0
      ? { parent: this, place: branch.place }
      : within <= branch.rows
        ? branch.rowAt(within - 1)
        : { parent: this, place: row - before - branch.rows };
  }

  /** The row of a child, where row 0 is the first child. */
  rowOf(place: number): number {
    const last = this.#last(({ branch }) => branch.place < place);
    return last === undefined ? place : place + last.before + last.branch.rows;
  }

  /** It and the open branches below it, in the order of the tree. */
  *opened(): IterableIterator<Branch> {
    if (this.#open) {
      yield this;
      for (const { branch } of this.#openChildren) {
        yield* branch.opened();
      }
    }
  }

  get #openChildren(): readonly OpenChild[] {
    if (this.#index === undefined) {
      let before = 0;
      this.#index = [...this.#children]
        .filter(([, branch]) => branch.open)
        .sort(([a], [b]) => a - b)
        .map(([, branch]) => {
          const child = { branch, before };
          before += branch.rows;
          return child;
        });
    }
    return this.#index;
  }

  /** The last open child of those, from the first on, that something is true of. */
  #last(isTrue: (child: OpenChild) => boolean): OpenChild | undefined {
    const children = this.#openChildren;
    let [low, high] = [0, children.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isTrue(children[middle] as OpenChild)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return children[low - 1];
  }

  #changed(): void {
    this.#index = undefined;
    this.#rows = undefined;
    if (this.parent !== undefined) {
      this.parent.#changed();
    }
  }
}
