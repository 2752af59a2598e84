import { expect, test } from 'vitest';
import { EMBEDDED_ARRAYS, type HduLine } from '../../../src/protocol/methods';
import { containerOf, shortNames } from '../../../webview/image/hdu';

const line = (name: string, type = 'ndarray', version = 1): HduLine => ({
  ...{ index: 0, name, version, type, cards: 0, dimensions: '', format: '' },
  ...{ picture: 'yes', table: false, line: false },
});

test('of a path the last key is the name, where it tells', () => {
  const lines = [
    line('Tree', 'tree'),
    line('roman/data'),
    line('roman/meta/a/coefficients'),
    line('roman/meta/b/coefficients'),
    line('weights'),
  ];
  expect(shortNames(lines)).toEqual([
    'Tree',
    'data',
    'roman/meta/a/coefficients',
    'roman/meta/b/coefficients',
    'weights',
  ]);
});

test('names of HDUs are whole, also with a slash', () => {
  const lines = [line('A/B', 'ImageHDU'), line('', 'PrimaryHDU'), line('SCI', 'ImageHDU', 2)];
  expect(shortNames(lines)).toEqual(['A/B', 'PrimaryHDU', 'SCI,2']);
});

test('an array inside of an HDU belongs to the line of that', () => {
  expect([0, 7, EMBEDDED_ARRAYS - 1].map(containerOf)).toEqual([0, 7, EMBEDDED_ARRAYS - 1]);
  expect([1, 5].map((n) => containerOf(n * EMBEDDED_ARRAYS + 3))).toEqual([0, 4]);
});
