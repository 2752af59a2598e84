import type { TreeNode } from '../../src/protocol/tree';
import { Branch } from './branch';

/** One row of the tree as it stands open. */
export interface TreeRow {
  readonly at: readonly number[];
  /** Undefined of the root. */
  readonly parent: Branch | undefined;
  readonly place: number;
  /** Of the root 0. */
  readonly depth: number;
}

/** Which nodes have a row: the root in row 0, and below each open branch its children. */
export class TreeRows {
  readonly root: Branch;

  constructor(root: TreeNode) {
    this.root = new Branch(root);
  }

  get count(): number {
    return 1 + this.root.rows;
  }

  rowAt(index: number): TreeRow {
    if (index <= 0) {
      return { at: [], parent: undefined, place: 0, depth: 0 };
    }
    const { parent, place } = this.root.rowAt(index - 1);
    return { at: [...parent.node.at, place], parent, place, depth: parent.depth + 1 };
  }

  /** The row of a node, or undefined where a branch above it is closed or it is not of this tree. */
  rowOf(at: readonly number[]): number | undefined {
    let row = 0;
    let branch: Branch | undefined = this.root;
    for (const place of at) {
      if (branch === undefined || !branch.open || place >= branch.node.children) {
        return undefined;
      }
      row += 1 + branch.rowOf(place);
      branch = branch.child(place);
    }
    return row;
  }

  /** The branch of a node that was opened before. */
  branchOf(at: readonly number[]): Branch | undefined {
    return at.reduce<Branch | undefined>((branch, place) => branch?.child(place), this.root);
  }

  isOpen(at: readonly number[]): boolean {
    return this.branchOf(at)?.open === true;
  }
}

/** Whether a node can be opened. */
export function hasChildren({ children, loop }: TreeNode): boolean {
  return children > 0 && loop === undefined;
}
