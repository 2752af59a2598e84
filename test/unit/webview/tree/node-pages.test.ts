import { describe, expect, test } from 'vitest';
import { MOST_TREE_NODES } from '../../../../src/protocol/tree';
import { RemoteError } from '../../../../src/protocol/rpc';
import type { Host } from '../../../../webview/image/host';
import { Branch } from '../../../../webview/tree/branch';
import { NodePages, PAGE_NODES } from '../../../../webview/tree/node-pages';
import { TreeGrowth, MOST_OPENED } from '../../../../webview/tree/tree-growth';
import { TreeRows } from '../../../../webview/tree/tree-rows';
import { treeNode } from './tree-node';

interface Children {
  readonly at: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** A host whose nodes have `children(at)` children each. */
function makeHost(children: (at: readonly number[]) => number): {
  host: Host;
  asked: Children[];
  fail: { times: number; short: boolean };
} {
  const asked: Children[] = [];
  const fail = { times: 0, short: false };
  const request = async (_: string, params: Children): Promise<unknown> => {
    asked.push(params);
    await Promise.resolve();
    if (fail.times > 0) {
      fail.times--;
      throw new RemoteError({
        code: 'network',
        message: 'No answer.',
        hint: 'Try again.',
        retryable: true,
      });
    }
    const { at, from, to } = params;
    const length = fail.short ? 1 : to - from;
    return {
      nodes: Array.from({ length }, (__, i) =>
        treeNode([...at, from + i], children([...at, from + i])),
      ),
    };
  };
  return { host: { request, on: () => () => undefined } as unknown as Host, asked, fail };
}

const never = new AbortController().signal;

describe('pages of nodes', () => {
  test('are asked for once, in ranges of at most what the protocol allows', async () => {
    const { host, asked } = makeHost(() => 0);
    const branch = new Branch(treeNode([3], 450));
    const pages = new NodePages(host, 7, () => undefined);
    const [last] = await Promise.all([
      pages.load(branch, 449, never),
      pages.load(branch, 448, never),
      pages.load(branch, 0, never),
    ]);
    expect(last.at).toEqual([3, 449]);
    expect(asked).toEqual([
      { hdu: 7, at: [3], from: 400, to: 450 },
      { hdu: 7, at: [3], from: 0, to: 200 },
    ]);
    expect(PAGE_NODES).toBeLessThanOrEqual(MOST_TREE_NODES);
    expect(pages.node(branch, 7)?.at).toEqual([3, 7]);
    expect(pages.node(branch, 300)).toBeUndefined();
    expect(pages.busy).toBe(false);
  });

  test('that cannot be read say why, until they are tried again', async () => {
    const { host, fail, asked } = makeHost(() => 0);
    const branch = new Branch(treeNode([], 10));
    const pages = new NodePages(host, 0, () => undefined);
    fail.times = 1;
    await expect(pages.load(branch, 1, never)).rejects.toThrow('No answer. Try again.');
    pages.want([{ branch, page: 0 }]);
    expect(pages.trouble?.message).toBe('No answer.');
    expect(pages.failed(branch, 1)).toBe(true);
    expect(asked.length).toBe(1);
    pages.retry();
    await expect(pages.load(branch, 1, never)).resolves.toMatchObject({ at: [1] });
    expect(pages.trouble).toBeUndefined();
  });

  test('that are shorter than asked for are a failure, not a gap', async () => {
    const { host, fail } = makeHost(() => 0);
    fail.short = true;
    const pages = new NodePages(host, 0, () => undefined);
    await expect(pages.load(new Branch(treeNode([], 10)), 5, never)).rejects.toThrow(
      'The reader gave 1 of 10 children.',
    );
  });

  test('are given up with their signal', async () => {
    const { host } = makeHost(() => 0);
    const pages = new NodePages(host, 0, () => undefined);
    const stop = new AbortController();
    const loading = pages.load(new Branch(treeNode([], 10)), 5, stop.signal);
    stop.abort();
    await expect(loading).rejects.toThrow('No longer wanted.');
  });
});

describe('a tree that grows', () => {
  const grow = (
    children: (at: readonly number[]) => number,
  ): { rows: TreeRows; growth: TreeGrowth; asked: Children[] } => {
    const { host, asked } = makeHost(children);
    const rows = new TreeRows(treeNode([], children([])));
    return { rows, growth: new TreeGrowth(rows, new NodePages(host, 0, () => undefined)), asked };
  };

  test('begins with its first level open, but no long list', async () => {
    const { rows, growth } = grow((at) => [3, [2, 5000, 4][at[0] ?? 0] ?? 0, 0][at.length] ?? 0);
    await growth.openFirst(never);
    expect([0, 1, 2].map((place) => rows.isOpen([place]))).toEqual([true, false, true]);
    expect(rows.count).toBe(1 + 3 + 2 + 4);
  });

  test('reveals by one request a level, and opens nothing where that fails', async () => {
    const { rows, growth, asked } = grow((at) => (at.length < 3 ? 1000 : 0));
    await growth.reveal([10, 500, 999], never);
    expect(asked.map(({ at, from }) => [at.length, from])).toEqual([
      [0, 0],
      [1, 400],
      [2, 800],
    ]);
    expect(rows.rowOf([10, 500, 999])).toBe(1 + 10 + 1 + 500 + 1 + 999);
    await expect(growth.reveal([20, 1000], never)).rejects.toThrow('no such node');
    expect(rows.isOpen([20])).toBe(false);
  });

  test('opens all below a node in the order of the tree, up to a bound', async () => {
    const small = grow((at) => (at.length < 3 ? 4 : 0));
    expect(await small.growth.openBelow(small.rows.root, never)).toBe(true);
    expect(small.rows.count).toBe(1 + 4 + 16 + 64);
    const large = grow((at) => (at.length < 6 ? 20 : 0));
    expect(await large.growth.openBelow(large.rows.root, never)).toBe(false);
    expect(large.rows.isOpen([0, 0, 0, 0])).toBe(true);
    expect(large.rows.count).toBeLessThanOrEqual(1 + MOST_OPENED + 20);
    const long = grow((at) => (at.length === 0 ? 1_000_000 : 0));
    expect(await long.growth.openBelow(long.rows.root, never)).toBe(false);
    expect(long.asked.length).toBe(3);
  });

  test('takes up what stood open, and leaves out what is no longer there', async () => {
    const { rows, growth } = grow((at) => (at.length < 3 ? 5 : 0));
    await growth.openThese([[4, 1], [], [4], [9], [9, 9], [4, 1, 2, 3]], never);
    expect([...rows.root.opened()].map(({ node }) => node.at)).toEqual([[], [4], [4, 1]]);
  });
});
