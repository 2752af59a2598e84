import { describe, expect, test } from 'vitest';
import { compileFilter } from '../../../../src/core/table/expression/filter';
import {
  completions,
  conditionOf,
  examples,
  narrowed,
  wordAt,
  writtenName,
} from '../../../../webview/table/filter-words';
import { line, lines } from './lines';

const TEXT = { type: 'text', numeric: false };
const COLUMNS = [
  line(0, 'ra'),
  line(1, 'Raw Flux', { type: 'float32', unit: 'mJy' }),
  line(2, 'name', { ...TEXT, description: 'Radio name' }),
  line(3, 'and', TEXT),
  line(4, 'tick`s'),
  line(5, 'same'),
  line(6, 'same', { type: 'int32' }),
  line(7, 'stamp', { shape: [3, 4], scalar: false }),
  line(8, 'good', { type: 'bool' }),
  line(9, 'broken', { problem: 'It is broken.' }),
  line(10, 'times', { variable: true, scalar: false }),
];
const KINDS = { text: 'text', bool: 'logical', int32: 'integer' } as const;
const compiled = (filter: string): unknown =>
  compileFilter(
    filter,
    COLUMNS.map(({ name, type, shape, variable, problem }) => ({
      ...{ name, shape, variable, problem },
      type: KINDS[type as keyof typeof KINDS] ?? 'float',
    })),
  );

describe('names', () => {
  test('are written so that the language reads them', () => {
    expect(COLUMNS.map((column) => writtenName(column, COLUMNS)).slice(0, 7)).toEqual([
      ...['ra', '`Raw Flux`', 'name', '`and`', '`tick``s`', '$6', '$7'],
    ]);
    for (const column of COLUMNS.filter(({ problem, scalar }) => !problem && scalar)) {
      expect(() => compiled(`${writtenName(column, COLUMNS)} is null`)).not.toThrow();
    }
  });

  test.each([
    ['fl', 2, [0, 'fl']],
    ['ra > 1 and fl', 13, [11, 'fl']],
    ['ra > 1 and fl < 3', 13, [11, 'fl']],
    ['ra > ', 5, [5, '']],
    ['`Raw Fl', 7, [0, 'Raw Fl']],
    ['`a` > ra', 8, [6, 'ra']],
    ['gaia.ra', 7, [0, 'gaia.ra']],
    ['$1', 2, [0, '$1']],
  ] as const)('being typed in %j at %d are %j', (text, caret, [from, typed]) => {
    expect(wordAt(text, caret)).toEqual({ from, to: caret, typed });
  });

  test.each(["name = 'ra", 'name = "ra', "name = 'it''s ra"])('are none within %j', (text) => {
    expect(wordAt(text, text.length)).toBeUndefined();
  });
});

describe('completions', () => {
  const shown = (typed: string): string[] => completions(COLUMNS, typed).map((each) => each.shown);

  test('begin with the columns that begin so; what cannot be read is left out', () => {
    expect(shown('ra')).toEqual(['ra', 'Raw Flux', 'rad', 'name']);
    expect(shown('b')).toEqual(['between']);
    expect(shown('')).toHaveLength(10);
    expect(shown('zzz')).toEqual([]);
  });

  test('write what the language needs', () => {
    const written = (typed: string): string | undefined => completions(COLUMNS, typed)[0]?.written;
    expect(['Raw', 'stamp', 'times', 'sqr', 'betw'].map(written)).toEqual([
      ...['`Raw Flux`', 'stamp[0, 0]', 'times[0]', 'sqrt(', 'between '],
    ]);
  });

  test('of a thousand columns are a list one can look at', () => {
    const many = lines(...Array.from({ length: 999 }, (_, i) => `flux_${i}`));
    expect(completions(many, 'flux')).toHaveLength(40);
  });
});

describe('conditions', () => {
  const column = (index: number): (typeof COLUMNS)[number] => COLUMNS[index] as never;

  test.each([
    [0, '=', '12.5', 12.5, 'ra = 12.5'],
    [1, '>=', '0.1', Math.fround(0.1), '`Raw Flux` >= 0.10000000149011612'],
    [1, '=', 'NaN', Number.NaN, '`Raw Flux` is nan'],
    [0, '=', null, undefined, 'ra is null'],
    [6, '<=', '9007199254740993', 9007199254740992, '$7 <= 9007199254740993'],
    [2, '=', "it's", Number.NaN, "name = 'it''s'"],
    [8, '=', 'T', 1, 'good = true'],
    [8, '=', 'F', 0, 'good = false'],
  ] as const)('of column %d %s %j', (index, how, text, value, condition) => {
    expect(conditionOf(column(index), COLUMNS, how, text, value)).toBe(condition);
    expect(() => compiled(condition)).not.toThrow();
  });

  test('narrow what is filtered already', () => {
    expect(narrowed(' ', 'b > 1')).toBe('b > 1');
    expect(narrowed('a > 1', 'b > 1')).toBe('a > 1 and b > 1');
    expect(narrowed('a > 1 OR c', 'b > 1')).toBe('(a > 1 OR c) and b > 1');
  });

  test('are shown by examples that hold for the table', () => {
    const shown = examples(COLUMNS);
    expect(shown.length).toBeGreaterThan(8);
    for (const { filter } of shown) {
      expect(() => compiled(filter), filter).not.toThrow();
    }
    expect(examples([]).map(({ filter }) => filter)).toEqual(['row < 1000']);
  });
});
