import { describe, expect, it } from 'vitest';
import { cellText } from '../../../src/core/table/format';
import type { Column, ColumnValues, ElementType } from '../../../src/core/table/table';
import { parseTdisp } from '../../../src/core/table/tdisp';

function column(type: ElementType, more: Partial<Column> = {}): Column {
  return {
    ...{ index: 0, name: 'X', type, shape: [], variable: false, unit: undefined },
    ...{ description: undefined, format: '', display: undefined, nullRule: undefined },
    ...{ problem: undefined, ...more },
  };
}

function given(values: ColumnValues['values'], more: Partial<ColumnValues> = {}): ColumnValues {
  return { column: 0, values, starts: undefined, lengths: undefined, missing: undefined, ...more };
}

const array = { shape: [4] };
const starts = Uint32Array.of(0, 4);

describe('The text of a cell', () => {
  it.each<[ElementType, ColumnValues['values'], string]>([
    ['logical', Uint8Array.of(1), 'True'],
    ['logical', Uint8Array.of(0), 'False'],
    ['bit', Uint8Array.of(1), '1'],
    ['int8', Int8Array.of(-128), '-128'],
    ['int64', BigInt64Array.of(-9007199254740993n), '-9007199254740993'],
    ['uint64', BigUint64Array.of(2n ** 64n - 1n), '18446744073709551615'],
    ['float32', Float32Array.of(0.1), '0.1'],
    ['float32', Float32Array.of(16777216), '16777216'],
    ['float32', Float32Array.of(-0), '-0'],
    ['float64', Float64Array.of(0.1), '0.1'],
    ['float64', Float64Array.of(NaN), 'NaN'],
    ['float64', Float64Array.of(-Infinity), '-Infinity'],
    ['complex64', Float32Array.of(0.1, -2), '0.1-2j'],
    ['complex128', Float64Array.of(1, 2), '1+2j'],
    ['complex128', Float64Array.of(NaN, NaN), 'NaN+NaNj'],
    ['text', [' NGC 1'], ' NGC 1'],
    ['text', [''], ''],
  ])('%s %s', (type, values, text) => {
    expect(cellText(given(values), 0, column(type))).toBe(text);
  });

  it('is null where it is missing', () => {
    const values = given(Int32Array.of(1, 2), { missing: Uint8Array.of(0, 1) });
    expect([0, 1].map((row) => cellText(values, row, column('int32')))).toEqual(['1', null]);
  });

  it('lists an array, and counts what it leaves out', () => {
    const values = given(Float32Array.of(1, 0.5, NaN, 3), {
      ...{ starts, missing: Uint8Array.of(0, 1, 0, 0) },
    });
    const list = column('float32', array);
    expect(cellText(values, 0, list)).toBe('[1, null, NaN, 3]');
    expect(cellText(values, 0, list, { most: 2 })).toBe('[1, null, … 4 in all]');
    const cut = { ...values, lengths: Float64Array.of(1024) };
    expect(cellText(cut, 0, list, { exact: true })).toBe('[1, null, NaN, 3, … 1024 in all]');
    expect(cellText(values, 0, column('float32', { shape: [2, 2] }))).toBe('[[1, null], [NaN, 3]]');
    expect(cellText(values, 0, column('float32', { shape: [1, 4, 1] }))).toBe(
      '[[[1], [null], [NaN], [3]]]',
    );
  });

  it('shows arrays of variable length, none, one and unreadable', () => {
    const values = given(Int16Array.of(7, 8, 9), {
      ...{ starts: Uint32Array.of(0, 0, 1, 1, 3), lengths: Float64Array.of(0, 1, NaN, 5) },
    });
    const list = column('int16', { variable: true });
    expect([0, 1, 2, 3].map((row) => cellText(values, row, list))).toEqual([
      ...['[]', '[7]', null, '[8, 9, … 5 in all]'],
    ]);
    expect(cellText(given(Int16Array.of(7)), 0, column('int16', { shape: [1, 1] }))).toBe('[[7]]');
    const none = given(new Int16Array(0), { starts: Uint32Array.of(0, 0) });
    expect(cellText(none, 0, column('int16', { shape: [0] }))).toBe('[]');
    expect(cellText(none, 0, column('int16', { shape: [2, 0] }))).toBe('[]');
  });

  it('shows bits as bits and quotes texts in a list', () => {
    const bits = given(Uint8Array.of(1, 0, 1, 1), { starts });
    expect(cellText(bits, 0, column('bit', array))).toBe('1011');
    expect(cellText(bits, 0, column('bit', array), { most: 3 })).toBe('101… 4 in all');
    const texts = given(['a', 'b "c"', '', 'd'], { starts });
    expect(cellText(texts, 0, column('text', array))).toBe(String.raw`["a", "b \"c\"", "", "d"]`);
  });

  it('abbreviates long texts only where cells are', () => {
    const values = given(['x'.repeat(5000)]);
    expect(cellText(values, 0, column('text'))).toHaveLength(5000);
    expect(cellText(values, 0, column('text'), { most: 8 })).toHaveLength(1025);
  });
});

/** Formats of whole columns are checked against Python's by the golden set (`display.fits`). */
describe('TDISP', () => {
  it.each<[string, number, string]>([
    ['F8.3', 3.14159, '3.142'],
    ['F8.3', -12345.678, '-12345.678'],
    ['F30.2', 1e22, '1e+22'],
    ['E12.4', 12345.678, '1.2346E+04'],
    ['D10.2', -0.000123, '-1.23E-04'],
    ['E12.3E4', 1.5, '1.500E+0000'],
    ['EN10.2', 12345, '12.35E+03'],
    ['EN10.2', 999999, '1.00E+06'],
    ['EN10.2', 0.00012, '120.00E-06'],
    ['ES10.2', 0, '0.00E+00'],
    ['G10.4', 0.00001234, '1.234E-05'],
    ['G10.4', 100000, '1E+05'],
    ['G10.4', 12.5, '12.5'],
    ['I5', 12, '12'],
    ['I5', 12.5, '12.5'],
    ['I3', 123456, '123456'],
    ['Z4', 12.5, '12.5'],
    ['A8', 1.5, '1.5'],
    ['f8.1', 2.26, '2.3'],
    ['8.3F', 2.25, '2.25'],
    ['F8.999', 2.25, '2.25'],
    ['F8.3', NaN, 'NaN'],
  ])('%s shows %s as %s', (display, value, text) => {
    const shown = cellText(given(Float64Array.of(value)), 0, column('float64', { display }));
    expect(shown).toBe(text);
  });

  it.each<[string, ElementType, ColumnValues['values'], string]>([
    ['B16', 'int32', Int32Array.of(160), '10100000'],
    ['B16.12', 'int32', Int32Array.of(160), '000010100000'],
    ['Z4', 'int16', Int16Array.of(-1), 'FFFF'],
    ['Z4', 'int32', Int32Array.of(-1), '-1'],
    ['O6', 'uint8', Uint8Array.of(255), '377'],
    ['I6.4', 'int16', Int16Array.of(-7), '-0007'],
    ['I20', 'int64', BigInt64Array.of(2n ** 53n + 1n), '9007199254740993'],
    ['F9.1', 'int64', BigInt64Array.of(2n ** 53n + 1n), '9007199254740993'],
    ['F9.1', 'int64', BigInt64Array.of(12n), '12.0'],
    ['F6.2', 'complex64', Float32Array.of(0.1, -2), '0.10-2.00j'],
    ['E9.2', 'float32', Float32Array.of(0.1), '1.00E-01'],
    ['L6', 'logical', Uint8Array.of(1), 'True'],
    ['A2', 'text', ['longer'], 'longer'],
  ])('%s shows %s', (display, type, values, text) => {
    expect(cellText(given(values), 0, column(type, { display }))).toBe(text);
  });

  it('holds for the elements of an array, and not for what is to be exact', () => {
    const values = given(Float64Array.of(1, 2.25, 0.1, 1 / 3), { starts });
    const list = column('float64', { shape: [4], display: 'F6.2' });
    expect(cellText(values, 0, list)).toBe('[1.00, 2.25, 0.10, 0.33]');
    expect(cellText(values, 0, list, { exact: true })).toBe('[1, 2.25, 0.1, 0.3333333333333333]');
  });

  it.each(['', 'F', 'F.3', 'X8', 'I', 'F8.3.2', '%8.3f'])('is not "%s"', (text) => {
    expect(parseTdisp(text)).toBeUndefined();
  });
});
