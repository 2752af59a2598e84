import { describe, expect, test } from 'vitest';
import type { CellReply, ColumnLine } from '../../../src/protocol/table';
import { cellCopy } from '../../../webview/inspector/cell/cell-panel';
import {
  bitText,
  bitsText,
  cellBytes,
  cellForm,
  complexParts,
  placeText,
  valuesText,
} from '../../../webview/inspector/cell/cell-shape';
import { previewPixels } from '../../../webview/inspector/cell/preview';
import { thinned } from '../../../webview/inspector/cell/thin';

function column(type: string, shape: readonly number[], variable = false): ColumnLine {
  return {
    index: 0,
    name: 'c',
    type,
    shape,
    variable,
    unit: undefined,
    description: undefined,
    format: '',
    nullRule: undefined,
    problem: undefined,
    numeric: false,
    scalar: false,
    width: 10,
  };
}
const reply = (shape: readonly number[], texts: readonly (string | null)[] = []): CellReply => ({
  shape,
  count: shape.reduce((a, b) => a * b, 1),
  values: new Uint8Array(),
  texts,
});

describe('a cell', () => {
  test('is shown as suits what it holds', () => {
    const form = (type: string, shape: readonly number[], of = shape): string =>
      cellForm(column(type, shape), reply(of));
    expect(form('float32', [])).toBe('scalar');
    expect(form('text', [])).toBe('scalar');
    expect(form('float32', [100])).toBe('line');
    expect(form('int16', [1, 100])).toBe('line');
    expect(form('int16', [8, 9])).toBe('picture');
    expect(form('complex64', [7])).toBe('complex');
    expect(form('bit', [7])).toBe('bits');
    expect(form('text', [3])).toBe('list');
    expect(form('float32', [1])).toBe('list');
    expect(cellForm(column('float64', [], true), reply([0]))).toBe('empty');
    expect(cellForm(column('float64', [], true), reply([9]))).toBe('line');
  });

  test('has a size, where that is known before it is read', () => {
    expect(cellBytes(column('float32', [100, 2]))).toBe(800);
    expect(cellBytes(column('complex128', [3]))).toBe(48);
    expect(cellBytes(column('bit', [9]))).toBe(2);
    expect(cellBytes(column('text', [3]))).toBe(3);
    expect(cellBytes(column('float32', [], true))).toBeUndefined();
  });

  test('names the places of its elements, slowest axis first', () => {
    expect(placeText(11, [20], 1)).toBe('12');
    expect(placeText(11, [4, 5], 0)).toBe('2, 1');
    expect(placeText(59, [3, 4, 5], 1)).toBe('3, 4, 5');
  });

  test('says how many values it has, and from where to where', () => {
    const of = (values: readonly number[]): string =>
      valuesText(reply([values.length]), Float64Array.from(values));
    expect(of([3, Number.NaN, -1, Infinity])).toBe('4 values from -1 to 3');
    expect(of([2, 2])).toBe('2 values, all 2');
    expect(of([Number.NaN])).toBe('1 value');
    expect(valuesText(reply([2, 3]), new Float64Array(6))).toBe('2 × 3 values, all 0');
  });

  test('writes bits in groups', () => {
    const bits = ['1', '0', '1', '1', '0', '0', '1', '0', 'T', 'F', null];
    expect(bitText(bits)).toBe('10110010 10?');
    expect(bitsText(bits)).toBe('11 bits, 5 of them set');
  });

  test('is copied as a table where it is one', () => {
    expect(cellCopy(reply([2, 2], ['1', '2', null, '4']))).toBe('1\t2\n\t4');
    expect(cellCopy(reply([3], ['a', 'b', 'c']))).toBe('a\nb\nc');
    expect(cellCopy(reply([], ['x']))).toBe('x');
  });

  test('has the parts of complex numbers in any usual spelling', () => {
    const texts = ['1.5+2j', '(-1e-05-3.25e+2j)', '0 - 1.5i', 'nan+infj', null, '.5-0.j'];
    expect(complexParts(texts)).toEqual({
      real: [1.5, -1e-5, 0, NaN, NaN, 0.5],
      imaginary: [2, -325, -1.5, Infinity, NaN, -0],
    });
    expect(complexParts(['1+2j', 'what'])).toBeUndefined();
  });
});

describe('a long line', () => {
  test('keeps its peaks, in their places', () => {
    const values = Float64Array.from({ length: 100_000 }, (_, i) => Math.sin(i / 50));
    values[54_321] = 100;
    values[54_322] = -100;
    values[60_000] = Number.NaN;
    const { index, value } = thinned(values, 4000);
    expect(index.length).toBeLessThanOrEqual(4000);
    expect(value[index.indexOf(54_321)]).toBe(100);
    expect(value[index.indexOf(54_322)]).toBe(-100);
    expect(index).toEqual([...index].sort((a, b) => a - b));
    expect(new Set(index).size).toBe(index.length);
  });

  test('is broken where nothing is finite, and short ones are left alone', () => {
    const gap = Float64Array.from({ length: 1000 }, (_, i) => (i < 500 ? i : NaN));
    const { index, value } = thinned(gap, 100);
    expect(value.at(-1)).toBeNull();
    expect(index.at(-1)).toBeGreaterThan(900);
    expect(thinned(Float64Array.of(1, NaN, Infinity), 100)).toEqual({
      index: [0, 1, 2],
      value: [1, null, null],
    });
  });
});

describe('a preview', () => {
  const greys = ({ bytes, width, height }: ReturnType<typeof previewPixels>): (number | null)[] =>
    Array.from({ length: width * height }, (_, i) =>
      bytes[4 * i + 3] === 0 ? null : (bytes[4 * i] ?? 0),
    );

  test('has row 0 at the bottom, from the smallest to the largest value', () => {
    const plane = previewPixels(Float64Array.of(0, 1, 2, NaN, 4, Infinity, 99, 99), [2, 3]);
    expect(plane).toMatchObject({ width: 3, height: 2 });
    expect(greys(plane)).toEqual([null, 255, 255, 0, 64, 128]);
  });

  test('is of the first plane, and no larger than asked', () => {
    const cube = Float64Array.from({ length: 2 * 100 * 50 }, (_, i) => (i < 5000 ? i % 50 : 1e9));
    const plane = previewPixels(cube, [2, 100, 50], 20);
    expect(plane).toMatchObject({ width: 10, height: 20 });
    expect(greys(plane).slice(0, 10)).toEqual([0, 26, 52, 78, 104, 130, 156, 182, 208, 234]);
  });
});
