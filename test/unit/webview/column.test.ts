import { describe, expect, test } from 'vitest';
import type { ColumnLine, ColumnStatisticsReply } from '../../../src/protocol/table';
import { binCount, binsOver, edgesOf, wholeNumbers } from '../../../webview/inspector/column/bins';
import {
  beyondText,
  columnBinText,
  columnFacts,
  finiteRange,
  statisticsCopy,
  statisticsFacts,
  typeText,
} from '../../../webview/inspector/column/column-text';
import { costText } from '../../../webview/inspector/demand-line';

const column: ColumnLine = {
  index: 2,
  name: 'FLUX',
  type: 'float32',
  shape: [],
  variable: false,
  unit: 'Jy',
  description: undefined,
  format: 'E',
  nullRule: undefined,
  problem: undefined,
  numeric: true,
  scalar: true,
  width: 10,
};
const reply: ColumnStatisticsReply = {
  rows: 1200,
  rowsInView: 1200,
  count: 1100,
  missing: 90,
  nan: 10,
  infinite: 0,
  min: '-1.25',
  max: '26.924678802490234',
  sum: 12.5,
  mean: 1 / 3,
  deviation: 2,
  median: 0.25,
  medianExact: true,
  distinct: undefined,
  frequent: [{ text: 'a\tb', count: 3 }],
};
const facts = (changes: Partial<ColumnStatisticsReply>, of = column): Record<string, string> =>
  Object.fromEntries(
    statisticsFacts({ ...reply, ...changes }, of).map(({ name, text }) => [name, text]),
  );

describe('bins', () => {
  test('are as many as the values fill, and the plot has room for', () => {
    expect(binCount(1000, 800)).toBe(20);
    expect(binCount(1_000_000, 800)).toBe(200);
    expect(binCount(10_000_000, 240)).toBe(120);
    expect(binCount(3, 800)).toBe(10);
  });

  test('of integers end between two, and hold equally many each', () => {
    expect(binsOver({ low: 0, high: 8 }, 30, 'int16')).toEqual({ low: -0.5, high: 8.5, bins: 9 });
    expect(binsOver({ low: 0, high: 999 }, 30, 'uint32')).toEqual({
      low: -0.5,
      high: 1019.5,
      bins: 30,
    });
    expect(binsOver({ low: 5, high: 5 }, 30, 'int16')).toEqual({ low: 4.5, high: 5.5, bins: 1 });
    const far = { low: 2 ** 60, high: 2 ** 60 + 4096 };
    expect(binsOver(far, 30, 'int64')).toEqual({ ...far, bins: 30 });
    expect(binsOver({ low: 0, high: 8 }, 30, 'float32')).toEqual({ low: 0, high: 8, bins: 30 });
  });

  test('are named by their values', () => {
    const few = binsOver({ low: 0, high: 8 }, 30, 'int16');
    expect(columnBinText(few, 3, 1234, 'int16')).toBe('3: 1,234');
    const many = binsOver({ low: 0, high: 999 }, 100, 'int16');
    expect(columnBinText(many, 1, 2, 'int16')).toBe('10 to 19: 2');
    const real = { low: 0, high: 1, bins: 10 };
    expect(edgesOf(real, 3).high).toBeCloseTo(0.4, 12);
    expect(columnBinText(real, 2, 7, 'float32')).toBe('0.2 to 0.3: 7');
    expect(wholeNumbers({ low: -0.5, high: 8.5 }, 'int16')).toEqual({ low: 0, high: 8 });
    expect(wholeNumbers({ low: -0.5, high: 8.5 }, 'float32')).toEqual({ low: -0.5, high: 8.5 });
  });

  test('have values beyond', () => {
    expect(beyondText(0, 0)).toBe('');
    expect(beyondText(12, 3210)).toBe('12 below · 3,210 above');
  });
});

describe('a column', () => {
  test('is described as far as the file does', () => {
    expect(columnFacts(column).map(({ name }) => name)).toEqual(['Type', 'Unit', 'Format']);
    expect(typeText({ ...column, shape: [3, 2] })).toBe('float32, 3 × 2 a cell');
    expect(typeText({ ...column, variable: true })).toBe('float32, arrays of any length');
  });

  test('has statistics rounded for the eye, and exact in the copy', () => {
    const shown = facts({});
    expect(shown['Rows']).toBe('1,200');
    expect(shown['NaN']).toBe('10');
    expect(shown['Maximum']).toBe('26.9246788');
    expect(shown['Mean']).toBe('0.333333333');
    expect(shown['Different values']).toBe('too many to count');
    expect(statisticsCopy(reply, column).split('\n')).toEqual([
      'Statistic\tFLUX [Jy]',
      'Rows\t1200',
      'Values\t1100',
      'Missing\t90',
      'NaN\t10',
      'Infinite\t0',
      'Minimum\t-1.25',
      'Maximum\t26.924678802490234',
      'Mean\t0.3333333333333333',
      'Median\t0.25',
      'Standard deviation\t2',
      'Sum\t12.5',
      'Different values\ttoo many to count',
      'Most frequent\tRows',
      'a b\t3',
    ]);
  });

  test('says that a median is not exact', () => {
    expect(facts({ medianExact: false })['Median']).toBe('≈ 0.25');
    expect(facts({})['Median']).toBe('0.25');
  });

  test('of integers and texts has exact ends, and nothing that is not a number', () => {
    const integers = { ...column, type: 'int64' };
    expect(facts({ max: '9223372036854775807' }, integers)['Maximum']).toBe('9223372036854775807');
    expect(facts({}, integers)).not.toHaveProperty('NaN');
    const text = { ...column, type: 'text' };
    const none = { mean: undefined, sum: undefined, deviation: undefined, median: undefined };
    const shown = facts({ ...none, min: '', max: 'STAR', distinct: 4 }, text);
    expect(shown).toMatchObject({
      Minimum: 'empty text',
      Maximum: 'STAR',
      'Different values': '4',
    });
    expect(shown).not.toHaveProperty('Mean');
  });

  test('without values says no more than that', () => {
    const none = { count: 0, min: undefined, max: undefined, mean: undefined, sum: undefined };
    const shown = facts({ ...none, deviation: undefined, median: undefined });
    expect(Object.keys(shown)).toEqual(['Rows', 'Values', 'Missing', 'NaN', 'Infinite']);
  });

  test('has the range its ends say, if they are finite', () => {
    expect(finiteRange(reply)).toEqual({ low: -1.25, high: 26.924678802490234 });
    expect(finiteRange({ ...reply, min: '-inf' })).toBeUndefined();
    expect(finiteRange({ ...reply, min: undefined })).toBeUndefined();
  });

  test('has a price', () => {
    expect(costText('this column', { bytes: 4e8, requests: 97 })).toBe(
      'Reading this column takes 400 MB (97 requests).',
    );
  });
});
