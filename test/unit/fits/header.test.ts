import { describe, expect, it } from 'vitest';
import { parseHeader, type Header } from '../../../src/core/fits/header';
import { card, latin1, record } from './support/made';

const headerOf = (records: readonly string[]): Header =>
  parseHeader(latin1(records.map(record).join('')));
const header = (...records: string[]): Header => headerOf(records);

describe('Header', () => {
  it('lets the first of two cards count and keeps both', () => {
    const duplicated = header(card('DUP', 1), card('DUP', 2));
    expect(duplicated.integer('DUP')).toBe(1);
    expect(duplicated.cards).toHaveLength(2);
  });

  it('finds keywords in any case, HIERARCH too', () => {
    const eso = header('HIERARCH ESO DET Name = 5');
    expect(eso.integer('eso det name')).toBe(5);
    expect(eso.has('ESO')).toBe(false);
  });

  it('joins long strings and their comments', () => {
    const long = header(
      "LONG    = 'one &' / first",
      "CONTINUE  'two''s &'",
      "CONTINUE  '' / second",
      card('NEXT', 1),
    );
    const [first, second] = long.cards;
    expect(first?.value).toBe("one two's");
    expect(first?.comment).toBe('first second');
    expect(first?.raw).toHaveLength(240);
    expect(second?.keyword).toBe('NEXT');
    expect(long.warnings()).toEqual([]);
  });

  it('joins a long HIERARCH string', () => {
    const long = header("HIERARCH ESO LONG = 'one &'", "CONTINUE  'two'");
    expect(long.text('ESO LONG')).toBe('one two');
  });

  it('joins a string without "&" as astropy does, with a warning', () => {
    const sloppy = header("LONG    = 'one'", "CONTINUE  'two'");
    expect(sloppy.text('LONG')).toBe('onetwo');
    expect(sloppy.warnings()).toEqual([
      'LONG is continued although its string does not end in "&".',
    ]);
  });

  it('shows a stray CONTINUE as commentary with a warning', () => {
    const stray = header(card('NUMBER', 1), "CONTINUE  'two'");
    expect(stray.cards.map(({ keyword }) => keyword)).toEqual(['NUMBER', 'CONTINUE']);
    expect(stray.warnings()).toHaveLength(1);
  });

  it('says what is wrong with a value of the wrong kind', () => {
    const wrong = header(card('NAXIS', 'two'), 'HUGE    = 99999999999999999999', 'HALF    = 0.5');
    expect(() => wrong.integer('NAXIS')).toThrow('NAXIS is "two" where an integer is needed.');
    expect(() => wrong.integer('HALF')).toThrow('HALF is "0.5" where an integer is needed.');
    expect(() => wrong.integer('HUGE')).toThrow('where an integer is needed');
    expect(wrong.number('HUGE')).toBe(1e20);
    expect(() => wrong.number('NAXIS')).toThrow('where a number is needed');
    expect(() => wrong.requiredInteger('BITPIX')).toThrow('The header has no BITPIX.');
    expect(wrong.integer('BITPIX')).toBeUndefined();
  });

  it('reads tens of thousands of cards of every kind in linear time', () => {
    const history = Array.from({ length: 30_000 }, (_, i) => record(`HISTORY step ${i}`));
    const strings = ["LONG    = '&'", ...Array.from({ length: 30_000 }, () => "CONTINUE  'x&'")];
    const strays = ['N       = 1', ...Array.from({ length: 30_000 }, () => 'CONTINUE x')];
    const big = headerOf([history, strings, strays].flat());
    expect(big.cards).toHaveLength(30_000 + 1 + 30_001);
    expect(big.text('LONG')).toHaveLength(30_000);
  });
});
