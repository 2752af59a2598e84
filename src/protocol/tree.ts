import type { HduLine } from './methods';

/**
 * The tree of an ASDF file, or of the ASDF file inside an HDU (`hdu`), as the viewer asks for it: some
 * children at a time. Keys, values, tags and units come from the file: the webview shows them as text only.
 */

/** Children that one request gives, at most; and what a search finds. */
export const MOST_TREE_NODES = 500;

/** Characters of a value that a node carries, at most; `treeText` gives all of it. */
export const MOST_VALUE_TEXT = 300;

/** `array`: an ndarray (also where a Quantity wraps it, or it is written inline). */
export type TreeKind =
  'mapping' | 'sequence' | 'array' | 'text' | 'number' | 'logical' | 'null' | 'time';

export interface TreeNode {
  /** Where it is: positions among the children, from the root on, 0-based; empty for the root. */
  readonly at: readonly number[];
  /** Its key in the mapping above it, or its 0-based place in the sequence as `[3]`; of the root `tree`. */
  readonly key: string;
  /** Its keys from the root on, joined by `/`: `roman/meta/exposure/type`; empty for the root. */
  readonly path: string;
  /** How Python reaches it: `af['roman']['meta']['exposure']['type']`; `af.tree` for the root. */
  readonly python: string;
  readonly kind: TreeKind;
  /** The tag in full (`tag:stsci.edu:asdf/core/ndarray-1.0.0`), or undefined. */
  readonly tag: string | undefined;
  /**
   * One line: of a scalar its value as the file spells it (integers exact), of a mapping or a sequence how
   * many children it has, of an array its shape and datatype. Cut at {@link MOST_VALUE_TEXT} characters,
   * and line ends are blanks; `cut` where it is not the whole of it for either reason.
   */
  readonly value: string;
  readonly cut: boolean;
  /** Of a Quantity. */
  readonly unit: string | undefined;
  readonly children: number;
  /** What an array is shown as; undefined for what is no array. Its index need not be in the HDU list. */
  readonly line: HduLine | undefined;
  /** The path of the ancestor it is an alias of, so that it has no end; its children are not counted. */
  readonly loop: string | undefined;
}

export interface TreeReply {
  readonly root: TreeNode;
  /**
   * What is said of the file as a whole, in the order shown: `ASDF standard: 1.6.0`, `Written by: asdf 4.1.0`,
   * extensions, each entry of the history.
   */
  readonly about: readonly { readonly label: string; readonly text: string }[];
  readonly warnings: readonly string[];
}

/** webview → host: `[params, result, progress]`. */
export interface TreeMethods {
  tree: [params: { hdu: number }, result: TreeReply, progress: never];
  /** The children `[from, to)` of a node; at most {@link MOST_TREE_NODES}. */
  treeChildren: [
    params: { hdu: number; at: readonly number[]; from: number; to: number },
    result: { readonly nodes: readonly TreeNode[] },
    progress: never,
  ];
  /**
   * Nodes whose value contains the text, or whose path does up to its last key (`exposure/type`, `exposure/`), upper
   * and lower case alike, in the order of the tree; what
   * is reached in several ways is found once. `more` where there are more than {@link MOST_TREE_NODES}.
   */
  treeSearch: [
    params: { hdu: number; text: string },
    result: { readonly nodes: readonly TreeNode[]; readonly more: boolean },
    progress: never,
  ];
  /** All of a scalar as text, or a mapping or sequence as YAML, up to some MB (`cut` then). */
  treeText: [
    params: { hdu: number; at: readonly number[] },
    result: { readonly text: string; readonly cut: boolean },
    progress: never,
  ];
}
