import type { TreeNode, TreeReply } from '../../src/protocol/tree';
import type { Host, Trouble } from '../image/host';
import { troubleOf } from '../image/host';
import type { Branch } from './branch';
import type { KeptTree } from './kept-tree';
import { MOST_EXPANDED } from './kept-tree';
import { NodePages } from './node-pages';
import { TreeGrowth } from './tree-growth';
import type { ShownTree } from './tree-painter';
import { TreePainter, nodeOf } from './tree-painter';
import { TreeRows, hasChildren } from './tree-rows';
import { VirtualRows } from './virtual-rows';

export interface TreeViewListener {
  /** Another node is the chosen one; undefined for none, and while it is being read. */
  onSelect(node: TreeNode | undefined): void;
  /** Nodes came or failed to, rows were opened or closed, or what is in sight moved. */
  onChange(): void;
}

interface GrowingTree extends ShownTree {
  readonly growth: TreeGrowth;
}

type Growth = (tree: GrowingTree, signal: AbortSignal) => Promise<void>;

/** The rows of a tree, which of them are open, and the chosen one. */
export class TreeView {
  readonly list: VirtualRows;
  readonly #host: Host;
  readonly #listener: TreeViewListener;
  #tree: GrowingTree | undefined;
  #selected: readonly number[] | undefined;
  #told: TreeNode | undefined;
  /** Whether anything was opened or closed by the user. */
  #changed = false;
  #restoring = false;
  #growing: AbortController | undefined;
  /** What could not be done because nodes could not be read. */
  #failed: { readonly task: Growth; readonly trouble: Trouble } | undefined;

  /** @param id tells its elements from those of other trees in the page. */
  constructor(host: Host, id: string, listener: TreeViewListener) {
    this.#host = host;
    this.#listener = listener;
    this.list = new VirtualRows(
      { role: 'tree', class: 'tree-nodes', label: 'Tree' },
      new TreePainter(
        id,
        () => this.#tree,
        () => listener.onChange(),
      ),
    );
  }

  get busy(): boolean {
    return this.#tree?.pages.busy === true || this.#growing !== undefined;
  }

  /** Whether what stood open is still being opened. */
  get restoring(): boolean {
    return this.#restoring && this.#growing !== undefined;
  }

  /** Why something of the tree could not be read. */
  get trouble(): Trouble | undefined {
    return this.#failed?.trouble ?? this.#tree?.pages.trouble;
  }

  get rows(): number {
    return this.#tree?.rows.count ?? 0;
  }

  /** The row of the chosen node, −1 for none. */
  get row(): number {
    return (this.#selected && this.#tree?.rows.rowOf(this.#selected)) ?? -1;
  }

  get selected(): readonly number[] | undefined {
    return this.#selected;
  }

  /** The chosen node, once it is here. */
  get node(): TreeNode | undefined {
    return this.#selected && this.nodeAt(this.row);
  }

  /** What stands open, for {@link KeptTree}. */
  get expanded(): KeptTree['expanded'] {
    const open = this.#tree?.rows.root.opened() ?? [];
    return this.#changed ? [...open].slice(0, MOST_EXPANDED).map(({ node }) => node.at) : undefined;
  }

  show(hdu: number, reply: TreeReply, kept: KeptTree | undefined): void {
    this.clear();
    const rows = new TreeRows(reply.root);
    const pages = new NodePages(this.#host, hdu, () => this.refresh());
    const tree = { rows, pages, growth: new TreeGrowth(rows, pages) };
    this.#tree = tree;
    this.#changed = kept?.expanded !== undefined;
    this.#restoring = true;
    void this.grow(async ({ growth }, signal) => {
      await (kept?.expanded === undefined
        ? growth.openFirst(signal)
        : growth.openThese(kept.expanded, signal));
      if (!signal.aborted && kept !== undefined) {
        this.#selected = kept.selected;
        this.list.show(this.rows);
        this.list.scrollTo(kept.row);
      }
      this.#restoring = this.#restoring && signal.aborted;
    });
  }

  clear(): void {
    this.#growing?.abort();
    this.#growing = undefined;
    this.#tree?.pages.end();
    this.#tree = undefined;
    this.#selected = undefined;
    this.#failed = undefined;
    this.refresh();
  }

  /** The node in a row, once it is here. */
  nodeAt(index: number): TreeNode | undefined {
    const tree = this.#tree;
    return tree && index >= 0 && index < tree.rows.count
      ? nodeOf(tree, tree.rows.rowAt(index))
      : undefined;
  }

  /** The row of a node, or undefined where it has none now. */
  rowOf(at: readonly number[]): number | undefined {
    return this.#tree?.rows.rowOf(at);
  }

  isOpen(node: TreeNode): boolean {
    return this.#tree?.rows.isOpen(node.at) === true;
  }

  /** Chooses a row, and brings it in sight. */
  moveTo(index: number): void {
    this.#selected = this.#tree?.rows.rowAt(index).at;
    this.#showSelected();
    this.list.reveal(index);
  }

  /** Opens or closes a node. What was chosen in a node that closes gives way to it. */
  setOpen(node: TreeNode, open: boolean): void {
    const tree = this.#tree;
    if (tree === undefined || !hasChildren(node)) {
      return;
    }
    this.#branchOf(tree, node).open = open;
    this.#changed = true;
    const { at } = node;
    const within = at.every((place, level) => this.#selected?.[level] === place);
    if (!open && within && this.#selected !== undefined) {
      this.#selected = at;
    }
    this.refresh();
  }

  /** Closes all but the first level. */
  closeAll(): void {
    const root = this.#tree?.rows.root;
    for (const branch of [...(root?.opened() ?? [])]) {
      branch.open = branch === root;
    }
    this.#changed = true;
    this.#selected = this.#selected?.slice(0, 1);
    this.refresh();
  }

  /** Opens all above a node, chooses it, and brings it in sight. */
  reveal(at: readonly number[]): Promise<void> {
    return this.grow(async ({ growth, rows }, signal) => {
      await growth.reveal(at, signal);
      if (!signal.aborted) {
        this.#changed ||= at.length > 0;
        this.#selected = at;
        this.refresh();
        this.list.reveal(rows.rowOf(at) ?? 0);
      }
    });
  }

  /** Chooses the node that an alias is the same as, which is one above it. */
  async follow(node: TreeNode): Promise<void> {
    let branch = this.#tree?.rows.branchOf(node.at.slice(0, -1));
    while (branch !== undefined && branch.node.path !== node.loop) {
      branch = branch.parent;
    }
    if (branch !== undefined) {
      await this.reveal(branch.node.at);
    }
  }

  /** Opens all below a node; false where that were too many. */
  async openBelow(node: TreeNode): Promise<boolean> {
    let whole = true;
    await this.grow(async (tree, signal) => {
      this.#changed = true;
      whole = await tree.growth.openBelow(this.#branchOf(tree, node), signal);
    });
    return whole;
  }

  /** Opens the chosen node and its siblings. */
  openSiblings(): Promise<void> {
    return this.grow(async ({ growth, rows }, signal) => {
      const parent = this.#selected && rows.branchOf(this.#selected.slice(0, -1));
      if (parent !== undefined) {
        this.#changed = true;
        await growth.openChildren(parent, signal);
      }
    });
  }

  /** Does something that reads nodes; what of this kind is under way is given up. */
  async grow(task: Growth): Promise<void> {
    const tree = this.#tree;
    if (tree === undefined) {
      return;
    }
    this.#growing?.abort();
    const stop = new AbortController();
    this.#growing = stop;
    this.#failed = undefined;
    this.refresh();
    try {
      await task(tree, stop.signal);
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !stop.signal.aborted) {
        this.#failed = { task, trouble };
      }
    }
    if (this.#growing === stop) {
      this.#growing = undefined;
      this.refresh();
    }
  }

  retry(): void {
    const task = this.#failed?.task;
    this.#failed = undefined;
    this.#tree?.pages.retry();
    if (task === undefined) {
      this.refresh();
    } else {
      void this.grow(task);
    }
  }

  /** Draws what is in sight. */
  refresh(): void {
    this.list.show(this.rows);
    this.#showSelected();
    this.#listener.onChange();
  }

  #showSelected(): void {
    const { node, row } = this;
    this.list.choose(row < 0 ? undefined : row);
    if (node !== this.#told) {
      this.#told = node;
      this.#listener.onSelect(node);
    }
  }

  #branchOf({ rows }: ShownTree, node: TreeNode): Branch {
    const parent = rows.branchOf(node.at.slice(0, -1));
    return node.at.length === 0 || parent === undefined ? rows.root : parent.grow(node);
  }
}
