import { describe, expect, it } from 'vitest';
import { parseTdim } from '../../../../src/core/fits/tables/tdim';
import { parseTform } from '../../../../src/core/fits/tables/tform';

describe('TFORM of a binary table', () => {
  it.each([
    ['J', 1, 'J', 4],
    ['3E', 3, 'E', 12],
    ['0D', 0, 'D', 0],
    ['9X', 9, 'X', 2],
    [' 20A  ', 20, 'A', 20],
    ['2m', 2, 'M', 32],
    ['A7', 7, 'A', 7],
    ['10A:SSTR5/032', 10, 'A', 10],
  ])('%s', (text, repeat, letter, width) => {
    expect(parseTform(text)).toMatchObject({ repeat, letter, width, descriptor: undefined });
  });

  it.each([
    ['PE', 1, 'P', 'E', undefined, 8],
    ['1PJ(7)', 1, 'P', 'J', 7, 8],
    ['QA(12)', 1, 'Q', 'A', 12, 16],
    ['0PB()', 0, 'P', 'B', undefined, 0],
    ['2QD', 2, 'Q', 'D', undefined, 32],
  ])('%s', (text, repeat, descriptor, letter, longest, width) => {
    expect(parseTform(text)).toMatchObject({ repeat, descriptor, letter, longest, width });
  });

  it('gives the length of the strings of rAw', () => {
    expect(parseTform('16A8')?.stringLength).toBe(8);
    expect(parseTform('16A16')?.stringLength).toBeUndefined();
    expect(parseTform('16A99')?.stringLength).toBeUndefined();
  });

  it.each(['', '5', 'Y', '-1J', 'P', 'PP', '99999999999999999999J'])('is not "%s"', (text) => {
    expect(parseTform(text)).toBeUndefined();
  });
});

describe('TDIM', () => {
  it('is written with the fastest axis first', () => {
    expect(parseTdim('(3,2)')).toEqual([2, 3]);
    expect(parseTdim(' ( 5 , 1,2 ) ')).toEqual([2, 1, 5]);
    expect(parseTdim('(7)')).toEqual([7]);
  });

  it.each(['', '3,2', '(3,)', '(-3)', '(a)', '(1)(2)', '(99999999999999999999)'])(
    'is not "%s"',
    (text) => {
      expect(parseTdim(text)).toBeUndefined();
    },
  );
});
