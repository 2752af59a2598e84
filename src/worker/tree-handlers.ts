import { aboutFile } from '../core/asdf/about';
import type { AsdfNode, AsdfScalar } from '../core/asdf/node';
import { searchTree } from '../core/asdf/tree-search';
import { yamlText } from '../core/asdf/tree-text';
import type { ReadOptions } from '../core/bytes/source';
import { SkybucketError } from '../core/errors';
import type { RpcHandlers } from '../protocol/rpc-server';
import { MOST_TREE_NODES, type TreeMethods } from '../protocol/tree';
import { boundedWarnings } from './bounded-warnings';
import type { TreeContent } from './content';
import { treeNode } from './tree-nodes';
import { TreePlaces } from './tree-places';

/** Bytes or characters of a text that is copied or shown as a whole. */
const MOST_TEXT = 4 * 2 ** 20;

type TextReply = TreeMethods['treeText'][1];

export type OpenTree = (hdu: number, options: ReadOptions) => Promise<TreeContent>;

/** Answers what is asked about trees of ASDF. */
export function treeHandlers(open: OpenTree): RpcHandlers<TreeMethods> {
  return {
    tree: async ({ hdu }, { signal }) => {
      const tree = await open(hdu, { signal });
      const { file } = tree;
      return {
        root: treeNode(tree, new TreePlaces(file).at([])),
        about: aboutFile(file),
        warnings: boundedWarnings([...file.warnings, ...file.blocks.warnings]),
      };
    },

    treeChildren: async ({ hdu, at, from, to }, { signal }) => {
      const tree = await open(hdu, { signal });
      checkRange(from, to);
      const places = new TreePlaces(tree.file);
      const children = places.childrenOf(places.at(at), from, to);
      return { nodes: children.map((child) => treeNode(tree, child)) };
    },

    treeSearch: async ({ hdu, text }, { signal }) => {
      const tree = await open(hdu, { signal });
      const root = tree.file.tree;
      if (root === undefined || text.trim() === '') {
        return { nodes: [], more: false };
      }
      const { found, more } = searchTree(root, text.trim(), MOST_TREE_NODES);
      const places = new TreePlaces(tree.file);
      return { nodes: found.map((at) => treeNode(tree, places.at(at))), more };
    },

    treeText: async ({ hdu, at }, { signal }) => {
      const { file } = await open(hdu, { signal });
      const { node } = new TreePlaces(file).at(at);
      return node.kind === 'scalar' ? scalarText(node) : wholeText(node);
    },
  };
}

function scalarText({ value, text }: AsdfScalar): TextReply {
  const whole = typeof value === 'string' ? value : text;
  return { text: whole.slice(0, MOST_TEXT), cut: whole.length > MOST_TEXT };
}

function wholeText(node: AsdfNode): TextReply {
  const { text, cut } = yamlText(node, MOST_TEXT);
  return { text, cut };
}

/** @throws SkybucketError `protocol` for more than one request gives. */
function checkRange(from: number, to: number): void {
  const whole = Number.isSafeInteger(from) && Number.isSafeInteger(to);
  if (!whole || from < 0 || to < from || to - from > MOST_TREE_NODES) {
    throw new SkybucketError(
      'protocol',
      `There are no children ${from} to ${to} to be had; ${MOST_TREE_NODES} can be had at once.`,
    );
  }
}
