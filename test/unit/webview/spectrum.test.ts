import { describe, expect, test } from 'vitest';
import type { AxisLine, LineReply } from '../../../src/protocol/methods';
import { parseKeptSpectrum } from '../../../webview/spectrum/kept';
import type { LineData } from '../../../webview/spectrum/line-data';
import {
  binCentre,
  binPixels,
  binsOf,
  extremes,
  lineData,
} from '../../../webview/spectrum/line-data';
import { statisticsOf, statisticsRows } from '../../../webview/spectrum/line-statistics';
import {
  bounded,
  isWhole,
  moved,
  pixelsIn,
  wholeRange,
  zoomed,
} from '../../../webview/spectrum/pixel-range';
import type { KeyPress } from '../../../webview/spectrum/spectrum-keys';
import { spectrumKey } from '../../../webview/spectrum/spectrum-keys';
import { dataText, pixelText, valueText } from '../../../webview/spectrum/spectrum-text';
import { pixelAxis, worldAxis } from '../../../webview/spectrum/x-axis';
import { evenTicks, heightOf, heights, marks, scaleOf } from '../../../webview/spectrum/y-scale';

const bytes = (values: readonly number[]): Uint8Array =>
  // At an odd place of its buffer, as it may come.
  new Uint8Array(Uint8Array.of(7, ...new Uint8Array(Float64Array.from(values).buffer)).buffer, 1);

/** Each value a pixel from `x0` on. */
function exact(values: readonly number[], x0 = 0): LineData {
  const same = bytes(values);
  const reply: LineReply = { x0, step: 1, mean: same, min: same, max: same, kind: 'exact' };
  return lineData(reply, x0 + values.length);
}

/** The pixels 10 to 24 by fours; the last bin is shorter. */
const BINS = lineData(
  {
    ...{ x0: 10, step: 4, kind: 'averaged' },
    mean: bytes([1, NaN, 3, 4]),
    min: bytes([-1, NaN, 2, 4]),
    max: bytes([2, NaN, 9, 4]),
  },
  25,
);

describe('the range in sight', () => {
  test('stays within the line, and wide enough to be read', () => {
    expect(bounded({ from: -20, to: 10 }, 100)).toEqual({ from: -0.5, to: 29.5 });
    expect(bounded({ from: 90, to: 140 }, 100)).toEqual({ from: 49.5, to: 99.5 });
    expect(bounded({ from: -500, to: 900 }, 100)).toEqual(wholeRange(100));
    expect(bounded({ from: 50, to: 50.1 }, 100)).toEqual({ from: 48.05, to: 52.05 });
    expect(bounded({ from: 5, to: 6 }, 2)).toEqual(wholeRange(2));
    expect(isWhole(wholeRange(7), 7)).toBe(true);
  });

  test('is zoomed about a pixel, which stays in its place', () => {
    const range = zoomed(wholeRange(1000), 4, 100, 1000);
    expect(range.to - range.from).toBeCloseTo(250, 9);
    expect((100 - range.from) / 250).toBeCloseTo(100.5 / 1000, 12);
    expect(zoomed(range, 1e-9, 100, 1000)).toEqual(wholeRange(1000));
    // As close as it gets, it does not slide.
    const closest = zoomed(range, 1e9, 100, 1000);
    expect(zoomed(closest, 2, 99, 1000).from).toBeCloseTo(closest.from, 9);
    expect(moved(range, 1e6, 1000).to).toBe(999.5);
  });

  test('tells which pixels it holds', () => {
    expect(pixelsIn(wholeRange(10), 10)).toEqual({ x0: 0, x1: 10 });
    expect(pixelsIn({ from: 2.2, to: 5 }, 10)).toEqual({ x0: 3, x1: 6 });
    expect(pixelsIn({ from: 2.2, to: 2.8 }, 10)).toEqual({ x0: 3, x1: 4 });
  });
});

describe('bins', () => {
  test('know their pixels', () => {
    expect(binPixels(BINS, 3)).toEqual({ x0: 22, x1: 25 });
    expect(binCentre(BINS, 0)).toBe(11.5);
    expect(binCentre(BINS, 3)).toBe(23);
    expect(binsOf(BINS, { x0: 13, x1: 15 })).toEqual({ from: 0, to: 2 });
    expect(binsOf(BINS, { x0: 0, x1: 99 })).toEqual({ from: 0, to: 4 });
  });

  test('have extremes, positive ones for logarithms', () => {
    const all = { from: 0, to: 4 };
    expect(extremes(BINS, all, false)).toEqual({ low: -1, high: 9 });
    expect(extremes(BINS, all, true)).toEqual({ low: 1, high: 9 });
    expect(extremes(BINS, { from: 1, to: 2 }, false)).toBeUndefined();
  });
});

describe('statistics of pixels', () => {
  test('leave out what is not finite, and say where the extremes are', () => {
    const values = [5, NaN, 1e8 + 1, 1e8 + 2, NaN, 1e8 + 3, -4];
    const found = statisticsOf(exact(values, 100), { x0: 102, x1: 106 });
    expect(found).toEqual({
      ...{ pixels: 4, finite: 3, mean: 1e8 + 2, sum: 3e8 + 6 },
      deviation: Math.sqrt(2 / 3),
      min: { value: 1e8 + 1, x: 102 },
      max: { value: 1e8 + 3, x: 105 },
    });
    expect(statisticsRows(found, 1).map(([name]) => name)).toEqual([
      ...['Pixels', 'Not finite', 'Mean', 'Std. dev.', 'Min', 'Max', 'Sum'],
    ]);
    expect(statisticsRows(found, 1)[4]).toEqual(['Min', '1e8 at 103', '100000001 at pixel 103']);
  });

  test('of none are nothing', () => {
    const found = statisticsOf(exact([NaN, NaN]), { x0: 0, x1: 2 });
    expect(found).toMatchObject({ pixels: 2, finite: 0, mean: undefined, min: undefined });
    expect(statisticsRows(found, 0).at(-1)).toEqual(['Sum', '–', 'NaN']);
  });
});

describe('the scale of the values', () => {
  test('leaves room, also where all values are one', () => {
    expect(scaleOf({ low: 0, high: 100 }, false, undefined)).toMatchObject({ low: -6, high: 106 });
    expect(scaleOf({ low: 5, high: 5 }, false, undefined)).toMatchObject({ low: 4.95, high: 5.05 });
    expect(scaleOf(undefined, false, undefined)).toMatchObject({ low: 0, high: 1 });
  });

  test('keeps to typed limits, but for those that have no logarithm', () => {
    const typed = { low: -1, high: 1000 };
    expect(scaleOf({ low: 2, high: 5 }, false, typed)).toMatchObject(typed);
    const scale = scaleOf({ low: 2, high: 5 }, true, typed);
    expect(scale).toMatchObject({ high: 1000 });
    expect(scale.low).toBeGreaterThan(0);
    expect(heights({ logarithmic: true, low: 0.01, high: 100 })).toEqual([-2, 2]);
    expect(heightOf(-3, scale)).toBeNull();
    expect(heightOf(NaN, { ...scale, logarithmic: false })).toBeNull();
  });

  test('spans no more decades than can be told apart', () => {
    const { low, high } = scaleOf({ low: 1e-300, high: 1 }, true, undefined);
    expect(high / low).toBeLessThan(1e13);
  });

  test('has round marks', () => {
    expect(evenTicks(-0.3, 1.1, 5)).toEqual([0, 0.5, 1]);
    expect(evenTicks(0.12, 0.17, 6)).toEqual([0.12, 0.13, 0.14, 0.15, 0.16, 0.17]);
    expect(evenTicks(1, 1, 5)).toEqual([]);
    expect(marks({ logarithmic: true, low: 0.5, high: 2000 }, 5).texts).toEqual([
      ...['1', '10', '100', '1000'],
    ]);
    expect(marks({ logarithmic: true, low: 1, high: 30 }, 12).texts).toEqual([
      ...['1', '2', '5', '10', '20'],
    ]);
    // Within a decade they are even.
    expect(marks({ logarithmic: true, low: 2, high: 4 }, 4).texts).toEqual([
      '2',
      '2.5',
      '3',
      '3.5',
      '4',
    ]);
  });
});

describe('the x axis', () => {
  const falling: AxisLine = {
    length: 100,
    name: 'Frequency',
    unit: 'Hz',
    linear: { pixel: 10, value: 1.4e9, step: -1e6 },
  };

  test('leads to the pixel and back', () => {
    const axis = worldAxis(falling);
    expect(axis).toMatchObject({ title: 'Frequency [GHz]', rising: false });
    expect(axis.toX(10)).toBeCloseTo(1.4, 12);
    expect(axis.toPixel(axis.toX(73))).toBeCloseTo(73, 6);
    expect(pixelAxis(1).toX(0)).toBe(1);
    expect(pixelAxis(1).toPixel(1)).toBe(0);
  });
});

describe('what is read off', () => {
  test('names pixels and values', () => {
    expect(pixelText({ x0: 1000, x1: 1001 }, 1)).toBe('x 1,001');
    expect(pixelText({ x0: 1000, x1: 1008 }, 0)).toBe('x 1,000–1,007');
    expect(valueText(BINS, 0, 'Jy')).toBe('mean 1, -1 to 2 Jy');
    expect(valueText(BINS, 1, 'Jy')).toBe('not finite');
    expect(valueText(exact([2.5]), 0, undefined)).toBe('2.5');
  });

  test('is copied as a table', () => {
    const axis: AxisLine = {
      length: 100,
      name: 'Wavelength',
      unit: 'nm',
      linear: { pixel: 0, value: 400, step: 0.5 },
    };
    expect(dataText(exact([1, NaN], 4), { x0: 4, x1: 6 }, axis, 'Jy', 1)).toBe(
      'pixel\tWavelength [nm]\tvalue [Jy]\n5\t402\t1\n6\t402.5\tNaN',
    );
    expect(dataText(BINS, { x0: 18, x1: 25 }, undefined, undefined, 0)).toBe(
      'first pixel\tlast pixel\tmean\tmin\tmax\n18\t21\t3\t2\t9\n22\t24\t4\t4\t4',
    );
  });
});

describe('what is kept', () => {
  test('comes back, and what makes no sense is left out', () => {
    const kept = {
      range: { from: 1.5, to: 20 },
      coordinate: 'pixel',
      logarithmic: true,
      limits: { low: 1, high: 2 },
    } as const;
    expect(parseKeptSpectrum(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
    expect(parseKeptSpectrum('x')).toBeUndefined();
    expect(parseKeptSpectrum({ range: { from: 5, to: 1 }, limits: { low: 'a' } })).toEqual({
      range: undefined,
      coordinate: 'world',
      logarithmic: false,
      limits: undefined,
    });
  });
});

describe('keys of the plot', () => {
  const press = (key: string, held: Partial<KeyPress> = {}): ReturnType<typeof spectrumKey> =>
    spectrumKey({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });

  test('are its own only where no other modifier is held', () => {
    expect(press('ArrowLeft')).toEqual({ kind: 'cursor', by: -1 });
    expect(press('ArrowRight', { shiftKey: true })).toEqual({ kind: 'cursor', by: 10 });
    expect(press('Home')).toEqual({ kind: 'zoom', to: 'all' });
    expect(press('c', { metaKey: true })).toEqual({ kind: 'copy' });
    expect(press('+', { ctrlKey: true })).toBeUndefined();
    expect(press('Home', { altKey: true })).toBeUndefined();
    expect(press('toString')).toBeUndefined();
  });
});
