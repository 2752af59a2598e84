import { describe, expect, it } from 'vitest';
import { aboutFile } from '../../../src/core/asdf/about';
import type { AsdfNode } from '../../../src/core/asdf/node';
import { openAsdf } from '../../../src/core/asdf/open-asdf';
import { nodeAt, pathText, pythonPath } from '../../../src/core/asdf/tree-path';
import { searchTree } from '../../../src/core/asdf/tree-search';
import { yamlText } from '../../../src/core/asdf/tree-text';
import { parseTree } from '../../../src/core/asdf/yaml/parse-tree';
import { readerOf, tree } from './support/make-asdf';

function parse(text: string): AsdfNode {
  return parseTree({ text, label: 'test.asdf', firstLine: 1 }).tree;
}

const ROMAN = parse(`
roman: !<asdf://stsci.edu/datamodels/roman/tags/wfi_image-2.1.0>
  meta:
    exposure: {type: WFI_IMAGE, start_time: 2026-01-01}
    instrument: {name: WFI, detector: WFI07}
    wcs: &wcs {steps: [{frame: detector}, {frame: Sky}]}
  again: *wcs
`);

describe('paths of nodes', () => {
  it('are keys joined by strokes', () => {
    const found = nodeAt(ROMAN, [0, 0, 2, 0, 1, 0]);
    expect(found?.node).toMatchObject({ value: 'Sky' });
    expect(pathText(found?.steps ?? [])).toBe('roman/meta/wcs/steps/1/frame');
    expect(pythonPath(found?.steps ?? [])).toBe("['roman']['meta']['wcs']['steps'][1]['frame']");
  });

  it('are empty for the root, and none where there is no node', () => {
    expect(nodeAt(ROMAN, [])).toEqual({ node: ROMAN, steps: [] });
    expect([pathText([]), pythonPath([])]).toEqual(['', '']);
    for (const at of [[1], [-1], [0.5], [0, 0, 0, 0, 0]]) {
      expect(nodeAt(ROMAN, at)).toBeUndefined();
    }
  });

  // Each is what Python's repr gives, or reads as the same value: checked with ast.literal_eval.
  it.each([
    ['"a\'b\\\\c\\n"', "['a\\'b\\\\c\\n']"],
    ['"\\x07\\u202e\\U000e0001é"', "['\\x07\\u202e\\U000e0001é']"],
    ['12345678901234567890', '[12345678901234567890]'],
    ['"1"', "['1']"],
    ['1.0', '[1.0]'],
    ['2.5', '[2.5]'],
    ['1.0e+22', '[1e+22]'],
    ['-.inf', "[float('-inf')]"],
    ['.nan', "[float('nan')]"],
    ['yes', '[True]'],
    ['null', '[None]'],
  ])('say %s in Python', (key, python) => {
    const found = nodeAt(parse(`? ${key}\n: x\n`), [0]);
    expect(pythonPath(found?.steps ?? [])).toBe(python);
  });
});

describe('searching a tree', () => {
  const paths = (text: string, most = 100): string[] =>
    searchTree(ROMAN, text, most).found.map((at) => pathText(nodeAt(ROMAN, at)?.steps ?? []));

  it('finds keys, paths and values, upper and lower case alike', () => {
    expect(paths('exposure')).toEqual(['roman/meta/exposure']);
    expect(paths('Exposure/TY')).toEqual(['roman/meta/exposure/type']);
    expect(paths('wfi')).toEqual([
      'roman/meta/exposure/type',
      'roman/meta/instrument/name',
      'roman/meta/instrument/detector',
    ]);
    expect(paths('roman/meta/wcs/steps/0')).toEqual(['roman/meta/wcs/steps/0']);
    expect(paths('steps/')).toEqual(['roman/meta/wcs/steps/0', 'roman/meta/wcs/steps/1']);
    expect(paths('2026-01')).toEqual(['roman/meta/exposure/start_time']);
    expect(paths('nothing like it')).toEqual([]);
  });

  it('finds what has several names once, by any of them', () => {
    expect(paths('sky')).toEqual(['roman/meta/wcs/steps/1/frame']);
    expect(paths('again')).toEqual(['roman/again']);
    expect(paths('wcs')).toEqual(['roman/meta/wcs']);
  });

  it('stops where there is enough', () => {
    expect(searchTree(ROMAN, 'm', 2)).toEqual({
      found: [[0], [0, 0]],
      more: true,
    });
    expect(searchTree(ROMAN, '', 2)).toEqual({ found: [], more: false });
    expect(searchTree(parse('word'), 'OR', 2)).toEqual({ found: [[]], more: false });
  });
});

describe('a node as YAML', () => {
  it('is written to be pasted', () => {
    const text = yamlText(
      parse(
        'a: !core/x {b: [1, 2.50, x, "3"], c: [], d: {}}\ne:\n- f: 1\n  g: &s [{h: 1}]\n- *s\n- - {}\n',
      ),
      1e6,
    ).text;
    expect(text).toBe(
      [
        'a: !core/x',
        '  b: [1, 2.50, x, "3"]',
        '  c: []',
        '  d: {}',
        'e:',
        '  - f: 1',
        '    g: &id001',
        '      - h: 1',
        '  - *id001',
        '  -',
        '    - {}',
        '',
      ]
        .join('\n')
        .replace('  -\n    - {}', '  - - {}'),
    );
  });

  it('has quotes where text could be anything else', () => {
    const values = [
      'yes',
      '1.0',
      '',
      ' x',
      'a: b',
      '- a',
      '2020-01-01',
      'é\n\u0085\u202e',
      '#',
      '%',
      '=',
      '~',
    ];
    const source = `[${values.map((value) => JSON.stringify(value)).join(', ')}]`;
    const { text } = yamlText(parse(source), 1e6);
    const again = parse(text);
    expect(
      again.kind === 'sequence' && again.items.map((item) => 'value' in item && item.value),
    ).toEqual(values);
    expect(text).not.toMatch(/[\u0085\u202e]/);
  });

  it('is cut at whole characters', () => {
    const node = parse('[éé, éé]\n');
    expect(yamlText(node, 100)).toMatchObject({ text: '[éé, éé]\n', cut: false });
    expect(yamlText(node, 4)).toMatchObject({ text: '[é', cut: true });
    expect(yamlText(node, 13)).toMatchObject({ cut: false });
    expect(yamlText(node, 12)).toMatchObject({ text: '[éé, éé]', cut: true });
    const long = yamlText(parse(`a: "${'x'.repeat(5e6)}"\n`), 1e6);
    expect([long.text.length, long.cut]).toEqual([1e6, true]);
  });
});

describe('what a file says of itself', () => {
  it('names standard, library, extensions and history', async () => {
    const file = await openAsdf(
      readerOf(
        tree(
          [
            'asdf_library: !core/software-1.0.0 {author: The Authors, name: asdf, version: 4.1.0}',
            'history:',
            '  extensions:',
            '  - {extension_uri: "asdf://x/core-1.6.0", software: {name: asdf, version: 4.1.0},',
            '     manifest_software: {name: asdf_standard, version: 1.1.1}}',
            '  - {extension_class: asdf.extension.BuiltinExtension}',
            '  entries:',
            '  - {description: made a flat, time: 2026-01-02 03:04:05, software: [{name: s, version: 1}, {name: t}]}',
            '  - {description: looked at it}',
            '',
          ].join('\n'),
        ),
      ),
    );
    expect(aboutFile(file).map(({ label, text }) => `${label}: ${text}`)).toEqual([
      'ASDF standard: 1.6.0',
      'File format: 1.0.0',
      'Written by: asdf 4.1.0',
      'Author of the library: The Authors',
      'Extension: asdf://x/core-1.6.0 (asdf 4.1.0, asdf_standard 1.1.1)',
      'Extension: asdf.extension.BuiltinExtension',
      'History: 2026-01-02 03:04:05: made a flat (s 1, t)',
      'History: looked at it',
    ]);
  });

  it('is bounded, and takes the old list of entries', async () => {
    const entries = `- {description: ${'x'.repeat(5000)}}\n`.repeat(600);
    const about = aboutFile(await openAsdf(readerOf(tree(`history:\n${entries}`))));
    expect(about).toHaveLength(503);
    expect(about.at(-1)).toEqual({ label: 'History', text: '… and 100 more' });
    expect(about.at(-2)?.text).toHaveLength(2000);
  });

  it.each(['[1, 2]', 'a: 1', 'history: 5', 'history: {extensions: 1, entries: {a: 1}}'])(
    'may be nothing: %s',
    async (yaml) => {
      const about = aboutFile(await openAsdf(readerOf(tree(`${yaml}\n`))));
      expect(about.map(({ label }) => label)).toEqual(['ASDF standard', 'File format']);
    },
  );
});
