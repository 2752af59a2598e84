import { describe, expect, it } from 'vitest';
import { MOST_TREE_NODES, MOST_VALUE_TEXT, type TreeNode } from '../../../src/protocol/tree';
import { call, goldenHandlers, goldenTruth, handlersOf, localReader } from './support/asked';

const CAL = 'roman/r0000101001001001001_0001_wfi01_f158_cal.asdf';

const children = async (
  path: string,
  at: readonly number[] = [],
  [from, to] = [0, MOST_TREE_NODES],
): Promise<readonly TreeNode[]> =>
  (await goldenHandlers(path).treeChildren({ hdu: 0, at, from: from ?? 0, to: to ?? 0 }, call()))
    .nodes;

const made = (yaml: string) =>
  handlersOf(localReader(new TextEncoder().encode(`#ASDF 1.0.0\n%YAML 1.1\n---\n${yaml}\n...\n`)));

describe('the tree', () => {
  it('begins with its root, and with what is said of the file', async () => {
    const { root, about } = await goldenHandlers(CAL).tree({ hdu: 0 }, call());
    expect(root).toMatchObject({
      ...{ at: [], key: 'tree', path: '', python: 'af.tree', kind: 'mapping', value: '3 keys' },
      ...{ children: 3, line: undefined, loop: undefined, cut: false },
    });
    expect(about[0]).toEqual({ label: 'ASDF standard', text: '1.6.0' });
  });

  it('of numbers has them exact, and kinds of all scalars', async () => {
    const nodes = await children('asdf/numbers.asdf');
    const shown = (key: string): unknown => {
      const node = nodes.find((each) => each.key === key);
      return [node?.kind, node?.value];
    };
    expect(shown('large')).toEqual(['number', '9007199254740993']);
    expect(shown('negative_large')).toEqual(['number', '-9223372036854775809']);
    expect(shown('affirmed')).toEqual(['logical', 'yes']);
    expect(nodes.find(({ key }) => key === 'empty')?.kind).toBe('null');
    expect(shown('flags')).toEqual(['sequence', '7 items']);
    expect(nodes.find(({ key }) => key === '1')?.python).toBe('af[1]');
  });

  it('shows arrays, quantities and times as what they are', async () => {
    const path = 'roman/older_with_quantities_cal.asdf';
    const roman = await children(path, [2]);
    expect(roman.find(({ key }) => key === 'data')).toMatchObject({
      ...{ path: 'roman/data', python: "af['roman']['data']", kind: 'array', unit: 'DN / s' },
      value: '(20, 24) float32',
      line: { name: 'roman/data', picture: 'yes' },
    });
    const meta = roman.findIndex(({ key }) => key === 'meta');
    const exposure = await children(path, [2, meta, 0]);
    expect(exposure[0]).toMatchObject({ kind: 'time', value: '2027-03-21T04:05:06.789' });
    const handlers = goldenHandlers(path);
    const { nodes } = await handlers.treeSearch({ hdu: 0, text: 'megajanskys' }, call());
    expect(nodes[0]).toMatchObject({ kind: 'number', value: '0.3324', unit: 'MJy.sr**-1' });
  });

  it('ends at loops', async () => {
    const [a, b] = await children('asdf/cyclic.asdf');
    expect([a?.children, b?.children]).toEqual([3, 3]);
    const inside = await children('asdf/cyclic.asdf', [0]);
    expect(inside[1]).toMatchObject({ key: 'self', loop: 'a', children: 0, path: 'a/self' });
    const list = await children('asdf/cyclic.asdf', [0, 2]);
    expect(list.map(({ key, loop }) => [key, loop])).toEqual([
      ['[0]', undefined],
      ['[1]', 'a'],
      ['[2]', 'a/list'],
    ]);
  });

  it('is found through, and copied', async () => {
    const handlers = goldenHandlers(CAL);
    const { nodes, more } = await handlers.treeSearch(
      { hdu: 0, text: ' Optical_Element ' },
      call(),
    );
    expect([nodes[0]?.path, nodes[0]?.value, more]).toEqual([
      ...['roman/meta/instrument/optical_element', 'F158', false],
    ]);
    const text = await handlers.treeText({ hdu: 0, at: nodes[0]?.at ?? [] }, call());
    expect(text).toEqual({ text: 'F158', cut: false });
    expect((await handlers.treeSearch({ hdu: 0, text: ' ' }, call())).nodes).toEqual([]);
    expect((await handlers.treeSearch({ hdu: 0, text: 'o' }, call())).nodes.length).toBeGreaterThan(
      5,
    );
  });

  it('gives children in ranges', async () => {
    const handlers = made(`all: [${[...Array(1200).keys()].join(', ')}]`);
    const part = await handlers.treeChildren({ hdu: 0, at: [0], from: 1000, to: 1500 }, call());
    expect(part.nodes).toHaveLength(200);
    expect(part.nodes[5]).toMatchObject({
      key: '[1005]',
      python: "af['all'][1005]",
      value: '1005',
    });
    for (const [from, to] of [
      [0, 501],
      [-1, 5],
      [5, 4],
      [0.5, 2],
    ] as const) {
      await expect(
        handlers.treeChildren({ hdu: 0, at: [0], from, to }, call()),
      ).rejects.toMatchObject({ code: 'protocol' });
    }
    await expect(handlers.treeText({ hdu: 0, at: [0, 5000] }, call())).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('shows values on one line, cut where they are long', async () => {
    const handlers = made(`a: "one\\ntwo\\u2028three"\nb: "${'x'.repeat(1000)}"`);
    const { nodes } = await handlers.treeChildren({ hdu: 0, at: [], from: 0, to: 2 }, call());
    expect(nodes[0]).toMatchObject({ value: 'one two three', cut: true });
    expect(nodes[1]).toMatchObject({ value: 'x'.repeat(MOST_VALUE_TEXT), cut: true });
    expect((await handlers.treeText({ hdu: 0, at: [1] }, call())).text).toHaveLength(1000);
  });

  it('has keys of any length, which are cut', async () => {
    const handlers = made(`? "${'k'.repeat(100_000)}"\n: [1, 2]`);
    const { nodes } = await handlers.treeChildren({ hdu: 0, at: [0], from: 0, to: 2 }, call());
    expect(nodes.map(({ path }) => path.length < 3000)).toEqual([true, true]);
  });

  it('may be missing', async () => {
    const handlers = goldenHandlers('asdf/no-tree.asdf');
    expect((await handlers.tree({ hdu: 0 }, call())).root).toMatchObject({ children: 0 });
    expect((await handlers.treeSearch({ hdu: 0, text: 'a' }, call())).nodes).toEqual([]);
    expect(goldenTruth<{ arrays: unknown[] }>('asdf/no-tree.asdf').arrays).toEqual([]);
  });
});
