/**
 * The tree of an ASDF file as YAML 1.1 has it, tags kept. Anchors and aliases make one node a child of
 * several, of itself too: whoever walks the tree keeps count of the nodes it has seen.
 */
export type AsdfNode = AsdfMapping | AsdfSequence | AsdfScalar;

export interface AsdfMapping {
  readonly kind: 'mapping';
  /** In full: `tag:stsci.edu:asdf/core/ndarray-1.0.0`, `asdf://stsci.edu/…`; undefined where there is none. */
  readonly tag: string | undefined;
  /** In the order of the file. Of equal keys only the last is there, as in Python. */
  readonly entries: readonly (readonly [key: AsdfScalar, value: AsdfNode])[];
}

export interface AsdfSequence {
  readonly kind: 'sequence';
  readonly tag: string | undefined;
  readonly items: readonly AsdfNode[];
}

export interface AsdfScalar {
  readonly kind: 'scalar';
  readonly tag: string | undefined;
  /** Integers are bigint, floats are number. */
  readonly value: null | boolean | number | bigint | string;
  /** As it is shown: of a number as the file spells it. */
  readonly text: string;
}

/** A step from a node to one of its children: position among them, 0-based. */
export type NodePath = readonly number[];

/** The value of a key, or undefined. */
export function childOf(node: AsdfNode | undefined, key: string): AsdfNode | undefined {
  return node?.kind === 'mapping'
    ? node.entries.find(([{ value }]) => value === key)?.[1]
    : undefined;
}

/** The children in their order. */
export function childrenOf(node: AsdfNode): readonly AsdfNode[] {
  switch (node.kind) {
    case 'mapping':
      return node.entries.map(([, value]) => value);
    case 'sequence':
      return node.items;
    case 'scalar':
      return [];
  }
}
