import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AsdfNode } from '../../../src/core/asdf/node';
import { yamlText } from '../../../src/core/asdf/tree-text';
import { parseTree } from '../../../src/core/asdf/yaml/parse-tree';

/** What `make_asdf_layout.py` writes of a value. */
interface Told {
  readonly fails?: string;
  readonly tag?: string;
  readonly mapping?: readonly (readonly [Told, Told])[];
  readonly sequence?: readonly Told[];
  readonly value?: boolean | null;
  readonly int?: string;
  readonly float?: string;
  readonly text?: string;
  readonly date?: true;
  readonly loop?: number;
}

const TRUTH = JSON.parse(
  readFileSync(new URL('../../fixtures/asdf-layout.json', import.meta.url), 'utf8'),
) as {
  readonly scalars: Readonly<Record<string, Told>>;
  readonly trees: Readonly<Record<string, { readonly yaml: string; readonly truth: Told }>>;
};

/** What Python cannot load at all and we show as text; and what it loads as something we do not. */
const KEPT_AS_TEXT = ['0x_', '0b', '0x'];

function parse(yaml: string): AsdfNode {
  return parseTree({ text: yaml, label: 'test.asdf', firstLine: 1 }).tree;
}

function told(node: AsdfNode, above: readonly AsdfNode[] = []): Told {
  const loop = above.indexOf(node);
  if (loop >= 0) {
    return { loop };
  }
  const below = [...above, node];
  const tag = node.tag?.startsWith('tag:yaml.org,2002:') ? undefined : node.tag;
  const tagged = tag === undefined ? {} : { tag };
  switch (node.kind) {
    case 'mapping':
      return {
        mapping: node.entries.map(([key, value]) => [told(key), told(value, below)] as const),
        ...tagged,
      };
    case 'sequence':
      return { sequence: node.items.map((item) => told(item, below)), ...tagged };
    case 'scalar':
      return { ...toldScalar(node.value), ...tagged };
  }
}

function toldScalar(value: null | boolean | number | bigint | string): Told {
  if (typeof value === 'bigint') return { int: String(value) };
  if (typeof value === 'number') return { float: String(value) };
  return typeof value === 'string' ? { text: value } : { value };
}

/** Floats as JavaScript writes them, dates as text. */
function comparable({ tag, ...told }: Told, text: string): Told {
  // `=` and `<<` as values get a tag of YAML from Python, which the file does not have.
  const truth: Told = tag === undefined || tag.startsWith('tag:yaml.org') ? told : { ...told, tag };
  if (truth.date) {
    return { text };
  }
  const words = { inf: 'Infinity', '-inf': '-Infinity', nan: 'NaN' } as Record<string, string>;
  if (truth.float !== undefined) {
    return { ...truth, float: words[truth.float] ?? String(Number(truth.float)) };
  }
  return {
    ...truth,
    ...(truth.mapping && {
      mapping: truth.mapping.map(([key, value]) => [comparable(key, ''), comparable(value, '')]),
    }),
    ...(truth.sequence && { sequence: truth.sequence.map((item) => comparable(item, '')) }),
  };
}

describe('scalars as the asdf library resolves them', () => {
  it.each(Object.entries(TRUTH.scalars))('%s', (text, truth) => {
    const parsed = (): Told => told(parse(`---\na: ${text}\n...\n`));
    if (truth.fails !== undefined && !KEPT_AS_TEXT.includes(text)) {
      expect(parsed).toThrow(/not valid YAML in line 2/);
      return;
    }
    const expected = truth.fails === undefined ? truth.mapping?.[0]?.[1] : { text };
    expect(parsed().mapping?.[0]?.[1]).toEqual(comparable(expected as Told, text));
  });

  it('keeps the spelling of the file', () => {
    const node = parse('[1_000, 1.50, ~, Yes, 0x1F]');
    const texts = node.kind === 'sequence' && node.items.map((item) => 'text' in item && item.text);
    expect(texts).toEqual(['1_000', '1.50', '~', 'Yes', '0x1F']);
  });
});

describe('trees as the asdf library reads them', () => {
  it.each(Object.entries(TRUTH.trees))('%s', (_, { yaml, truth }) => {
    expect(told(parse(yaml))).toEqual(comparable(truth, ''));
  });

  it.each(Object.entries(TRUTH.trees))('%s, with CR LF', (_, { yaml, truth }) => {
    expect(told(parse(yaml.replace(/\n/g, '\r\n')))).toEqual(comparable(truth, ''));
  });

  it.each(Object.entries(TRUTH.trees))('%s, written as YAML and read again', (_, { yaml }) => {
    const tree = parse(yaml);
    const { text, cut } = yamlText(tree, 1e6);
    expect(cut).toBe(false);
    expect(told(parse(text))).toEqual(told(tree));
  });

  it('has one node for an anchor and its aliases', () => {
    const tree = parse('a: &x {b: 1}\nc: *x\n');
    const [a, c] = tree.kind === 'mapping' ? tree.entries.map(([, value]) => value) : [];
    expect(a).toBe(c);
  });
});
