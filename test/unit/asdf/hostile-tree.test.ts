import { describe, expect, it } from 'vitest';
import { childOf, childrenOf, type AsdfNode } from '../../../src/core/asdf/node';
import { searchTree } from '../../../src/core/asdf/tree-search';
import { yamlText } from '../../../src/core/asdf/tree-text';
import { openAsdf } from '../../../src/core/asdf/open-asdf';
import { MOST_NODES, parseTree } from '../../../src/core/asdf/yaml/parse-tree';
import { readerOf, tree } from './support/make-asdf';

function parse(text: string): AsdfNode {
  return parseTree({ text, label: 'test.asdf', firstLine: 1 }).tree;
}

/** Nine levels of nine aliases each: 387 million strings for whoever follows them. */
const LAUGHS = `a0: &a0 lol\n${Array.from(
  { length: 9 },
  (_, i) => `a${i + 1}: &a${i + 1} [${Array.from({ length: 9 }, () => `*a${i}`).join(', ')}]\n`,
).join('')}`;

describe('trees made to do harm', () => {
  it('share nodes however often they are named', () => {
    const root = parse(LAUGHS);
    const top = childOf(root, 'a9') as AsdfNode;
    expect(new Set(childrenOf(top)).size).toBe(1);
    expect(searchTree(root, 'lol', 100)).toEqual({ found: [[0]], more: false });
    expect(searchTree(root, 'a9', 100).found).toEqual([[9]]);
    const { text, cut } = yamlText(root, 1e6);
    expect([text.length < 2000, cut]).toEqual([true, false]);
    expect(yamlText(parse(text), 1e6).text).toBe(text);
  });

  it('may contain themselves', () => {
    const root = parse('&r\na: &a [1, *a, {up: *r}]\nb: *a\n');
    expect(childOf(root, 'b')).toBe(childOf(root, 'a'));
    const list = childrenOf(childOf(root, 'a') as AsdfNode);
    expect(list[1]).toBe(childOf(root, 'a'));
    expect(searchTree(root, 'up', 100)).toEqual({ found: [[0, 2, 0]], more: false });
    expect(searchTree(root, '1', 100).found).toEqual([
      [0, 0],
      [0, 1],
    ]);
    const { text } = yamlText(root, 1e6);
    expect(text).toContain('*id001');
    expect(yamlText(parse(text), 1e6).text).toBe(text);
  });

  const deep = 100_000;
  it.each([
    ['['.repeat(deep), /nested more than 500 levels/],
    [`a: ${'['.repeat(deep)}${']'.repeat(deep)}`, /nested more than 500 levels/],
    [`a: ${'{b: '.repeat(deep)}1${'}'.repeat(deep)}`, /nested more than 500 levels/],
    ['- '.repeat(deep), /nested more than 500 levels/],
    ['? '.repeat(deep), /nested more than 500 levels/],
    [
      Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
      /more than 500 levels/,
    ],
    [`&a0 a: 1\n${chain(600)}`, /in line \d+: it is nested more than 500 levels/],
  ])('are refused where they are too deep: %.12s', (yaml, message) => {
    expect(() => parse(yaml)).toThrow(message);
  });

  it('are read down to the deepest level', () => {
    const levels = 490;
    let node: AsdfNode | undefined = parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`);
    for (let level = 0; level < levels; level++) {
      node = node && childrenOf(node)[0];
    }
    expect(node).toMatchObject({ value: 1n });
  });

  it('are refused where they have too many nodes', () => {
    const text = `[${'1,'.repeat(MOST_NODES)}1]`;
    expect(() => parse(text)).toThrow('more than 2,000,000 nodes');
    const laughs = Array.from(
      { length: 40 },
      (_, i) => `m${i + 1}: &m${i + 1}\n  k${i}: 1\n  <<: [*m${i}, *m${i}, *m${i}]\n`,
    );
    expect(childrenOf(parse(`m0: &m0 {a: 1}\n${laughs.join('')}`))).toHaveLength(41);
    const wide = `m: &m {${Array.from({ length: 3000 }, (_, i) => `k${i}: 1`).join(', ')}}\n`;
    const many = Array.from({ length: 1000 }, (_, i) => `n${i}: {<<: *m}\n`).join('');
    expect(() => parse(wide + many)).toThrow('merge keys (<<) of the tree bring in more than');
  });

  it.each([
    ['a: *nothing\n', 'in line 1: the alias *nothing names nothing'],
    ['a: 1\n[1, 2]: 2\n', 'in line 2: a sequence is used as a key'],
    ['a: 1\n\n{b: 1}: 2\n', 'in line 3: a mapping is used as a key'],
    ['a: [1, 2\nb: 3\n', 'not valid YAML in line'],
    ['a: "x\n', 'not valid YAML in line'],
    ['a: 1\n b: 2\n', 'not valid YAML in line 2'],
    ['a: !x!y 1\n', 'undeclared tag handle'],
    ['a: \u0001\n', 'non-printable'],
    ['\ta: 1\n', 'not valid YAML'],
    [`a: !${'"'.repeat(1e6)} 1\n`, 'tag name cannot contain such characters'],
  ])('are refused in one sentence: %.20s', (yaml, message) => {
    try {
      expect(parse(yaml)).toBe('an error');
    } catch (error) {
      expect(error).toMatchObject({ code: 'format' });
      expect((error as Error).cause).toBeUndefined();
      const text = (error as Error).message;
      expect(text).toContain(message);
      expect(text.length).toBeLessThan(400);
      expect(text).not.toContain('\n');
    }
  });

  it('are told by the line of the file', async () => {
    const opened = openAsdf(readerOf(tree('a: 1\n b: 2\n')));
    await expect(opened).rejects.toThrow('The tree of test.asdf is not valid YAML in line 7: ');
  });

  it('have integers as long as Python converts', () => {
    const [kept, text] = childrenOf(parse(`[${'9'.repeat(4300)}, ${'9'.repeat(1e6)}]`));
    expect(kept).toMatchObject({ value: BigInt('9'.repeat(4300)) });
    expect(text).toMatchObject({ value: '9'.repeat(1e6) });
  });

  it('may end early, or go on after their end', () => {
    expect(parse('')).toMatchObject({ value: null });
    const two = parseTree({ text: '---\na: 1\n---\nb: 2\n', label: 'x', firstLine: 1 });
    expect(childOf(two.tree, 'a')).toMatchObject({ value: 1n });
    expect(two.warnings).toEqual([expect.stringContaining('further YAML documents')]);
  });

  it('are shown where they are no UTF-8', async () => {
    const content = tree('a: éx\n');
    content[content.indexOf(0xc3) + 1] = 0x41;
    const file = await openAsdf(readerOf(content));
    expect(childOf(file.tree, 'a')).toMatchObject({ value: '\ufffdAx' });
    expect(file.warnings).toEqual([expect.stringContaining('not all UTF-8')]);
  });
});

/** Aliases of aliases: as deep as nested ones for whoever follows them, where equal keys hide the others. */
function chain(length: number): string {
  const link = (i: number): string => `b: &a${i + 1} [*a${i}]\n`;
  return Array.from({ length }, (_, i) => link(i)).join('');
}
