import { describe, expect, it } from 'vitest';
import { parseCard, shownValue } from '../../../src/core/fits/card';
import type { CardValue } from '../../../src/core/fits/card-value';
import { recordValue } from '../../../src/core/fits/record-valued';
import { record } from './support/made';

type Row = readonly [raw: string, keyword: string, value: CardValue, comment: string];

/** Read by astropy 8.0.2 (`Card.fromstring`, after `verify('silentfix')` where it refuses). */
const STANDARD: readonly Row[] = [
  ["KEY     = 'it''s'  / c", 'KEY', "it's", 'c'],
  ["KEY     = '   lead  '", 'KEY', '   lead', ''],
  ["KEY     = ''", 'KEY', '', ''],
  ["KEY     = '    '", 'KEY', '', ''],
  ["KEY     = 'a / b' / c", 'KEY', 'a / b', 'c'],
  ["DATE    = '2020-01-01T00:00:00' /", 'DATE', '2020-01-01T00:00:00', ''],
  ['KEY     =                    T / yes', 'KEY', true, 'yes'],
  ['KEY     =                    F', 'KEY', false, ''],
  ['KEY     =                  -42', 'KEY', -42, ''],
  ['KEY     = +007', 'KEY', 7, ''],
  ['KEY     = 9007199254740991', 'KEY', 9007199254740991, ''],
  ['KEY     = 9007199254740993', 'KEY', 9007199254740993n, ''],
  ['KEY     = -9223372036854775808', 'KEY', -9223372036854775808n, ''],
  ['KEY     = 1.25D-5 / d', 'KEY', 1.25e-5, 'd'],
  ['KEY     = 1.e+3', 'KEY', 1000, ''],
  ['KEY     = .5', 'KEY', 0.5, ''],
  ['KEY     = -1.5E2', 'KEY', -150, ''],
  ['KEY     = (1.5, -2.5) / cx', 'KEY', { re: 1.5, im: -2.5 }, 'cx'],
  ['KEY     = (3, 4)', 'KEY', { re: 3, im: 4 }, ''],
  ['KEY     =                      / undefined', 'KEY', undefined, 'undefined'],
  ['KEY     =', 'KEY', undefined, ''],
  ['COMMENT   lead  text', 'COMMENT', '  lead  text', ''],
  ['HISTORY x = 5', 'HISTORY', 'x = 5', ''],
  ['        blank text', '', 'blank text', ''],
  ['', '', '', ''],
  ["HIERARCH ESO DET CHIP1 NAME = 'CCD-44' / n", 'ESO DET CHIP1 NAME', 'CCD-44', 'n'],
  ['HIERARCH  abc=5', 'abc', 5, ''],
  ["KEYWORD 'no indicator'", 'KEYWORD', "'no indicator'", ''],
];

const REPAIRED: readonly Row[] = [
  ['key     = 5', 'KEY', 5, ''],
  ['AB= 5 / early', 'AB', 5, 'early'],
  ['KEY     = - 5', 'KEY', -5, ''],
  ['KEY     = 1.0 2.0 / bad', 'KEY', '1.0 2.0', 'bad'],
  ["KEY     = 'O'Neil' / c", 'KEY', "O'Neil", 'c'],
  ["KEY     = 'abc", 'KEY', "'abc", ''],
  ["KEY     = 'x' trailing", 'KEY', "'x' trailing", ''],
  ['KEY     = TRUE', 'KEY', 'TRUE', ''],
  ['KEY     = NaN', 'KEY', 'NaN', ''],
  ['KEY     =5', 'KEY', '=5', ''],
];

describe('parseCard', () => {
  it.each(STANDARD)('reads %j as astropy does', (raw, keyword, value, comment) => {
    const card = parseCard(record(raw));
    expect([card.keyword, card.value, card.comment]).toEqual([keyword, value, comment]);
    expect(card.warning).toBeUndefined();
    expect(card.raw).toBe(record(raw));
  });

  it.each(REPAIRED)('reads %j with a warning', (raw, keyword, value, comment) => {
    const card = parseCard(record(raw));
    expect([card.keyword, card.value, card.comment]).toEqual([keyword, value, comment]);
    expect(card.warning).toMatch(/\.$/);
  });

  it('keeps bytes outside ASCII as latin-1', () => {
    const card = parseCard(record("OBSERVER= 'Andr\xe9' / \xc5ngstr\xf6m"));
    expect([card.value, card.comment]).toEqual(['Andr\xe9', '\xc5ngstr\xf6m']);
  });

  it('shows values as they are copied', () => {
    const shown = (raw: string): string => shownValue(parseCard(record(raw)));
    expect(shown("KEY     = 'it''s'")).toBe("it's");
    expect(shown('KEY     =                    T')).toBe('T');
    expect(shown('KEY     =              1.0D+03 / x')).toBe('1.0D+03');
    expect(shown('KEY     = 9223372036854775807')).toBe('9223372036854775807');
    expect(shown('KEY     = (1.5, -2.5) / c')).toBe('(1.5, -2.5)');
    expect(shown('KEY     =  / c')).toBe('');
  });
});

describe('recordValue', () => {
  it('splits record-valued cards as astropy does', () => {
    const read = (raw: string): unknown => recordValue(parseCard(record(raw)));
    expect(read("DP1     = 'AXIS.1: 2' / axis")).toEqual({ keyword: 'DP1.AXIS.1', value: 2 });
    expect(read("D2IM1   = 'NAXES: 2.5E1'")).toEqual({ keyword: 'D2IM1.NAXES', value: 25 });
    expect(read("DP1     = 'TPD.FWD.1: 1.5e-3'")).toEqual({
      keyword: 'DP1.TPD.FWD.1',
      value: 1.5e-3,
    });
    expect(read("KEY     = 'Text: 5x'")).toBeUndefined();
    expect(read('KEY     = 5')).toBeUndefined();
  });
});
