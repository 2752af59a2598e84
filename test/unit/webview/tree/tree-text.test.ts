import { describe, expect, test } from 'vitest';
import { parseKeptTree } from '../../../../webview/tree/kept-tree';
import { foundText, kindText, shortTag } from '../../../../webview/tree/tree-words';
import { TypeAhead } from '../../../../webview/tree/type-ahead';
import { visiblePieces, visibleText } from '../../../../webview/tree/visible-text';
import { treeNode } from './tree-node';

describe('text of a file', () => {
  test('stays as it is where it can be seen', () => {
    for (const text of ['', 'plain', 'Ångström', '日本語', '👩‍🚀'.replace('\u200d', ''), 'a  b']) {
      expect(visibleText(text)).toBe(text);
    }
  });

  test('shows controls, direction marks and halves of characters as such', () => {
    expect(visibleText('a\u0000b\u001b[31m')).toBe('a\\u0000b\\u001B[31m');
    expect(visibleText('user\u202egnp.exe')).toBe('user\\u202Egnp.exe');
    expect(visibleText('\u2066x\u2069\u200b\ufeff')).toBe('\\u2066x\\u2069\\u200B\\uFEFF');
    expect(visibleText('half \ud83d')).toBe('half \\uD83D');
    expect(visibleText('a\nb\tc')).toBe('a↵b→c');
  });

  test('keeps line ends where there are lines', () => {
    expect(visiblePieces('a\nb\tc\u0007', true)).toEqual([
      { text: 'a\nb\tc', character: undefined },
      { text: '\\u0007', character: 'The character U+0007' },
    ]);
  });
});

describe('words', () => {
  test('tags are told by their end', () => {
    expect(shortTag('tag:stsci.edu:asdf/core/ndarray-1.1.0')).toBe('ndarray-1.1.0');
    expect(shortTag('asdf://stsci.edu/datamodels/roman/tags/wfi_image-1.4.0')).toBe(
      'wfi_image-1.4.0',
    );
    expect(shortTag('!mine')).toBe('mine');
    expect(shortTag('://')).toBe('://');
  });

  test('counts say where there is more', () => {
    expect(foundText(37, false)).toBe('37 found');
    expect(foundText(500, true)).toBe('500 or more');
  });

  test('arrays say how they are stored', () => {
    const line = {
      ...{ index: 1, name: 'data', version: 1, type: 'ndarray', cards: 0, dimensions: '(2,)' },
      ...{ format: 'float32', picture: 'yes' as const, table: false, line: true },
      ...{ storage: 'lz4', bytes: 8 },
    };
    expect(kindText(treeNode([0], 3, { kind: 'array', line }))).toBe('array, 8 B, lz4');
    expect(kindText(treeNode([0]))).toBe('text');
  });
});

describe('typing ahead', () => {
  const keys = ['meta', 'data', 'dq', 'err', undefined, 'dark'];
  const find = (typed: TypeAhead, text: string, row: number, now: number): number | undefined =>
    [...text].reduce<number | undefined>(
      (at, each) => typed.find(each, { row: at ?? row, rows: keys.length }, (i) => keys[i], now),
      row,
    );

  test('goes to the next key with that beginning, and around', () => {
    expect(find(new TypeAhead(), 'd', 0, 0)).toBe(1);
    expect(find(new TypeAhead(), 'd', 5, 0)).toBe(1);
    expect(find(new TypeAhead(), 'dd', 0, 0)).toBe(2);
    expect(find(new TypeAhead(), 'dar', 0, 0)).toBe(5);
    expect(find(new TypeAhead(), 'Z', 0, 0)).toBeUndefined();
  });

  test('begins anew after a pause', () => {
    const typed = new TypeAhead();
    expect(find(typed, 'd', 0, 0)).toBe(1);
    expect(find(typed, 'e', 1, 5000)).toBe(3);
    typed.reset();
    expect(find(typed, 'm', 3, 5001)).toBe(0);
  });
});

describe('a kept tree', () => {
  test('survives being kept', () => {
    const kept = {
      ...{ expanded: [[], [1], [1, 2]], selected: [1, 2, 3], row: 12.5, search: 'WFI01' },
      about: true,
    };
    expect(parseKeptTree(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  });

  test('leaves out what makes no sense', () => {
    expect(parseKeptTree(null)).toBeUndefined();
    expect(parseKeptTree('tree')).toBeUndefined();
    expect(
      parseKeptTree({
        expanded: [[0], ['x'], [-1], [1.5], 7, [Infinity]],
        ...{ selected: [NaN], row: -3, search: 5, about: 'yes' },
      }),
    ).toEqual({ expanded: [[0]], selected: undefined, row: 0, search: '', about: undefined });
    const many = parseKeptTree({ expanded: Array.from({ length: 9999 }, (_, i) => [i]) });
    expect(many?.expanded?.length).toBe(300);
    expect(parseKeptTree({})?.expanded).toBeUndefined();
  });
});
