import type { HduLine } from '../../src/protocol/methods';
import type { TreeNode } from '../../src/protocol/tree';
import type { imageHandlers } from '../../src/worker/image-handlers';
import type { Random } from './random';

export type Handlers = ReturnType<typeof imageHandlers>;

/** Who asks: may take it back. */
export interface Call {
  readonly signal: AbortSignal;
  readonly progress: () => Promise<void>;
}

/**
 * Asks a question, and gives its answer where it has one.
 *
 * @param share of the cases in which it is asked at all.
 * @param size elements that may be read for it.
 */
export type Ask = <T>(
  question: string,
  answer: () => Promise<T>,
  share?: number,
  size?: number,
) => Promise<T | undefined>;

/** Nodes that are looked into. */
const MOST_OPENED = 12;
const TEXTS = ['a', 'roman', '0', 'shape', 'meta/', '*', 'zz', 'data', 'y3', '.', ' ', '\ud800'];

/**
 * Asks of the tree what its view asks while somebody opens nodes and searches.
 *
 * @returns how the arrays that were seen are shown.
 */
export async function askTree(
  handlers: Handlers,
  call: () => Call,
  ask: Ask,
  hdu: number,
  random: Random,
): Promise<HduLine[]> {
  const reply = await ask('tree', () => handlers.tree({ hdu }, call()));
  const lines: HduLine[] = [];
  const waiting: TreeNode[] = reply ? [reply.root] : [];
  for (let opened = 0; opened < MOST_OPENED && waiting.length > 0; opened += 1) {
    const [{ at, children }] = waiting.splice(random.below(waiting.length), 1) as [TreeNode];
    const from = random.chance(0.8) ? 0 : random.below(children + 2);
    const range = { from, to: from + 500 };
    const inside = await ask('children', () =>
      handlers.treeChildren({ hdu, at, ...range }, call()),
    );
    for (const node of inside?.nodes ?? []) {
      lines.push(...(node.line ? [node.line] : []));
      if (node.children > 0) {
        waiting.push(node);
      } else if (random.chance(0.1)) {
        await ask('text of a value', () => handlers.treeText({ hdu, at: node.at }, call()));
      }
    }
    if (opened === 0 || random.chance(0.2)) {
      await ask('text', () => handlers.treeText({ hdu, at }, call()), 0.7);
    }
  }
  const text = random.of(TEXTS);
  await ask('search', () => handlers.treeSearch({ hdu, text }, call()));
  return lines;
}
