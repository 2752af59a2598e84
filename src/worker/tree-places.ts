import type { AsdfFile } from '../core/asdf/asdf-file';
import { childrenOf, type AsdfNode } from '../core/asdf/node';
import { stepTo, type TreeStep } from '../core/asdf/tree-path';
import { SkybucketError } from '../core/errors';

/** A node and how it was reached. */
export interface PlacedNode {
  readonly node: AsdfNode;
  /** Positions among the children, from the root on. */
  readonly at: readonly number[];
  readonly steps: readonly TreeStep[];
  /** The nodes above it, the root first. */
  readonly above: readonly AsdfNode[];
}

const LONGEST_KEY = 2000;

const NO_TREE: AsdfNode = { kind: 'mapping', tag: undefined, entries: [] };

/** Finds nodes of a tree by their positions, for one request: many of them are children of the same. */
export class TreePlaces {
  private readonly children = new Map<AsdfNode, readonly AsdfNode[]>();

  constructor(private readonly file: AsdfFile) {}

  /** @throws SkybucketError `not-found` where the tree has no such node. */
  at(at: readonly number[]): PlacedNode {
    const root = { node: this.file.tree ?? NO_TREE, at: [], steps: [], above: [] };
    return at.reduce<PlacedNode>((parent, place) => this.child(parent, place), root);
  }

  /** The children `[from, to)`, as far as there are so many. */
  childrenOf(parent: PlacedNode, from: number, to: number): PlacedNode[] {
    const end = Math.min(to, this.childNodes(parent.node).length);
    return Array.from({ length: Math.max(0, end - from) }, (_, i) => this.child(parent, from + i));
  }

  private child({ node, at, steps, above }: PlacedNode, place: number): PlacedNode {
    const child = this.childNodes(node)[place];
    if (child === undefined) {
      throw new SkybucketError('not-found', 'There is no such place in the tree.', {
        hint: 'The file may have changed; open it again.',
      });
    }
    return {
      node: child,
      at: [...at, place],
      steps: [...steps, bounded(stepTo(node, place))],
      above: [...above, node],
    };
  }

  private childNodes(node: AsdfNode): readonly AsdfNode[] {
    const known = this.children.get(node) ?? childrenOf(node);
    this.children.set(node, known);
    return known;
  }
}

/** No key is that long; a file could have one that fills memory once for each of its children. */
function bounded(step: TreeStep): TreeStep {
  return typeof step === 'string' && step.length > LONGEST_KEY
    ? `${step.slice(0, LONGEST_KEY)}…`
    : step;
}
