import { describe, expect, it } from 'vitest';
import { statementsOf } from '../../../../src/core/adql/statements';
import { type FewRows, moreRowsWords, nextLimit } from '../../../../src/extension/adql/more-rows';
import { queryText } from '../../../../src/extension/adql/query-text';
import {
  namingRowLimit,
  rowLimitLines,
  rowLimitOf,
} from '../../../../src/extension/adql/row-limit';
import { serviceLine } from '../../../../src/extension/adql/service-of';

const limits = (text: string): (number | undefined)[] =>
  statementsOf(text).map(({ to }) => rowLimitOf(text, to));

describe('the limit of rows of a query', () => {
  it.each([
    ['-- maxrec: 100000\nSELECT 1', [100_000]],
    ['-- service: irsa\n--MAXREC :  100,000 \nSELECT 1', [100_000]],
    ['-- maxrec: 1_000_000\nSELECT 1', [1_000_000]],
    ['SELECT 1', [undefined]],
    ["SELECT '-- maxrec: 5'", [undefined]],
    // Each holds until the next one.
    ['-- maxrec: 5\nSELECT 1;\nSELECT 2;\n-- maxrec: 7\nSELECT 3', [5, 5, 7]],
    ['SELECT 1 -- maxrec: 5\nFROM t; SELECT 2', [5, 5]],
  ])('of %j is %j', (text, expected) => {
    expect(limits(text)).toEqual(expected);
  });

  it.each(['', 'many', '0', '-5', '1.5', '1e6', '12,34', '1234567890123'])('is not %j', (words) => {
    const text = `-- maxrec: ${words}\nSELECT 1`;
    expect(() => limits(text)).toThrow(/number of rows/);
    const [line] = rowLimitLines(text);
    expect(text.slice(line?.from, line?.to)).toBe(words);
  });

  it('is written so that it is read again', () => {
    const text = queryText('irsa', 'SELECT 1', 5000);
    expect([serviceLine(text)?.words, ...limits(text)]).toEqual(['irsa', 5000]);
    expect(queryText('irsa', 'SELECT 1')).toBe('-- service: irsa\nSELECT 1');
  });

  it.each([
    ['SELECT 1', '-- maxrec: 50\nSELECT 1'],
    ['-- service: irsa\n-- maxrec: 5\nSELECT 1', '-- service: irsa\n-- maxrec: 50\nSELECT 1'],
    ['-- maxrec: 5\nSELECT 0; SELECT 1', '-- maxrec: 5\nSELECT 0; -- maxrec: 50\nSELECT 1'],
  ])('of the last query of %j is written', (text, expected) => {
    const [statement = { from: 0, to: 0 }] = statementsOf(text).slice(-1);
    const { from, to, insert } = namingRowLimit(text, statement, 50);
    const written = text.slice(0, from) + insert + text.slice(to);
    expect(written).toBe(expected);
    expect(limits(written).at(-1)).toBe(50);
  });
});

describe('rows that are missing', () => {
  const few: FewRows = {
    ...{ who: 'X', reason: 'X has more than these 20,000 rows.', rows: 20_000, asked: undefined },
    limits: { default: 20_000, hard: 100_000, unit: 'row' },
  };

  it('are asked for with the comment, as far as the service gives more', () => {
    expect(moreRowsWords(few)).toBe(
      'X has more than these 20,000 rows. Ask for more rows (MAXREC): X gives 20,000 rows by itself ' +
        'and 100,000 at most, or narrow the query. “-- maxrec: 100000” above the query asks for so many.',
    );
    expect(moreRowsWords({ ...few, rows: 100_000 })).toBe(
      'X has more than these 20,000 rows. X gives 100,000 rows at most: narrow the query, or divide it.',
    );
  });

  it.each([
    [{}, 100_000],
    [{ limits: undefined }, 200_000],
    [{ limits: undefined, rows: 50, asked: 50 }, 500],
    [{ rows: 50_000, asked: 50_000 }, 100_000],
    [{ rows: 100_000, asked: 100_000 }, undefined],
    [{ rows: 100_000 }, undefined],
  ])('next to %j: %s', (given, next) => {
    expect(nextLimit({ ...few, ...given })).toBe(next);
  });
});
