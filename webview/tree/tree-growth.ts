import type { TreeNode } from '../../src/protocol/tree';
import type { Branch } from './branch';
import type { NodePages } from './node-pages';
import { PAGE_NODES } from './node-pages';
import type { TreeRows } from './tree-rows';
import { hasChildren } from './tree-rows';

/** Nodes that one command opens or reads, at most. */
export const MOST_OPENED = 2000;
/** Of one branch. */
const MOST_SIBLINGS = 500;
/** What has more children than this is not opened unasked: it would bury what comes after it. */
const FEW = 100;
/** A chain of only children is followed so far. */
const MOST_ALONE = 16;
/** What every ASDF file has beside its contents, and is told of the file as a whole. */
const BOOKKEEPING = new Set(['asdf_library', 'history']);

/** Opens branches whose nodes have to be read first. Each of these fails as reading does. */
export class TreeGrowth {
  readonly #rows: TreeRows;
  readonly #pages: NodePages;

  constructor(rows: TreeRows, pages: NodePages) {
    this.#rows = rows;
    this.#pages = pages;
  }

  /** What stands open at first: two levels, and more where a level has one child only. */
  async openFirst(signal: AbortSignal): Promise<void> {
    const { root } = this.#rows;
    root.open = hasChildren(root.node);
    const nodes = await this.#children(root, PAGE_NODES, signal);
    const contents = nodes.filter(({ key }) => !BOOKKEEPING.has(key));
    for (const node of contents.length > 0 ? contents : nodes) {
      if (isFew(node)) {
        await this.#openAlong(root.grow(node), signal);
      }
    }
  }

  /** Opens what stood open before, as far as it is still there. */
  async openThese(paths: readonly (readonly number[])[], signal: AbortSignal): Promise<void> {
    const levels = new Map<number, (readonly number[])[]>();
    for (const at of paths) {
      levels.set(at.length, [...(levels.get(at.length) ?? []), at]);
    }
    for (const [, level] of [...levels].sort(([a], [b]) => a - b)) {
      await Promise.all(level.map((at) => this.#openThis(at, signal)));
    }
  }

  /** Opens all above a node, and gives it. */
  async reveal(at: readonly number[], signal: AbortSignal): Promise<TreeNode> {
    let branch = this.#rows.root;
    let node = branch.node;
    const above: Branch[] = [];
    for (const place of at) {
      branch = above.length === 0 ? branch : branch.grow(node);
      if (place >= branch.node.children) {
        throw new Error('There is no such node in the tree.');
      }
      above.push(branch);
      node = await this.#pages.load(branch, place, signal);
    }
    above.forEach((each) => {
      each.open = true;
    });
    return node;
  }

  /**
   * Opens a branch and all below it but arrays, whose shape and type are seen as it is; false where
   * {@link MOST_OPENED} nodes, or {@link MOST_SIBLINGS} of one branch, were not all.
   */
  async openBelow(branch: Branch, signal: AbortSignal): Promise<boolean> {
    const stack = [branch];
    let left = MOST_OPENED;
    let whole = true;
    // In the order of the tree: where it stops, all before is open.
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (left === 0) {
        return false;
      }
      const at = next;
      at.open = true;
      const nodes = await this.#children(at, Math.min(left, MOST_SIBLINGS), signal);
      left -= nodes.length;
      whole &&= nodes.length === at.node.children;
      stack.push(
        ...nodes
          .filter(isInner)
          .map((node) => at.grow(node))
          .reverse(),
      );
    }
    return whole;
  }

  /** Opens the children of a branch, as many as {@link MOST_OPENED} of them. */
  async openChildren(branch: Branch, signal: AbortSignal): Promise<void> {
    for (const node of await this.#children(branch, MOST_OPENED, signal)) {
      if (isInner(node)) {
        branch.grow(node).open = true;
      }
    }
  }

  async #openAlong(start: Branch, signal: AbortSignal): Promise<void> {
    let branch = start;
    branch.open = true;
    for (let i = 0; i < MOST_ALONE && branch.node.children === 1; i++) {
      const only = await this.#pages.load(branch, 0, signal);
      if (!isFew(only)) {
        return;
      }
      branch = branch.grow(only);
      branch.open = true;
    }
  }

  async #openThis(at: readonly number[], signal: AbortSignal): Promise<void> {
    const place = at.at(-1);
    if (place === undefined) {
      this.#rows.root.open = hasChildren(this.#rows.root.node);
      return;
    }
    const parent = this.#rows.branchOf(at.slice(0, -1));
    if (parent !== undefined && place < parent.node.children) {
      const node = await this.#pages.load(parent, place, signal);
      parent.grow(node).open = hasChildren(node);
    }
  }

  /** The first children of a branch. */
  async #children(branch: Branch, most: number, signal: AbortSignal): Promise<TreeNode[]> {
    const nodes: TreeNode[] = [];
    for (let place = 0; place < Math.min(branch.node.children, most); place++) {
      nodes.push(await this.#pages.load(branch, place, signal));
    }
    return nodes;
  }
}

function isInner(node: TreeNode): boolean {
  return hasChildren(node) && node.kind !== 'array';
}

function isFew(node: TreeNode): boolean {
  return isInner(node) && node.children <= FEW;
}
