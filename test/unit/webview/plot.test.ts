import { describe, expect, test } from 'vitest';
import type { ColumnLine } from '../../../src/protocol/table';
import type { Axis } from '../../../webview/inspector/axis';
import {
  axisOf,
  axisTicks,
  fromShare,
  keptWithin,
  moved,
  partOf,
  roundValues,
  toShare,
  zoomed,
} from '../../../webview/inspector/axis';
import { findColumns } from '../../../webview/inspector/plot/find-columns';
import { firstColumns, startsInverted } from '../../../webview/inspector/plot/first-columns';
import { tracePath } from '../../../webview/inspector/plot/line-path';
import { densityAt, drawDensity } from '../../../webview/inspector/plot/density';
import { pixelOf } from '../../../webview/inspector/plot/pixel-layer';
import {
  countWithin,
  markerFor,
  nearestPoint,
  projected,
  rasterDiscs,
  tint,
} from '../../../webview/inspector/plot/points';
import type { Marker } from '../../../webview/inspector/plot/points';
import { shortText, valueText } from '../../../webview/inspector/numbers';

const linear: Axis = { low: 10, high: 30, log: false, inverted: false };
const log: Axis = { low: 1, high: 1000, log: true, inverted: false };

describe('an axis', () => {
  test('places values and finds them again, either way round', () => {
    expect(toShare(linear, 15)).toBe(0.25);
    expect(toShare({ ...linear, inverted: true }, 15)).toBe(0.75);
    expect(toShare(log, 10)).toBeCloseTo(1 / 3, 12);
    for (const axis of [linear, log, { ...log, inverted: true }]) {
      expect(toShare(axis, fromShare(axis, 0.3))).toBeCloseTo(0.3, 12);
    }
    expect(toShare(log, -1)).toBeNaN();
  });

  test('zooms about a place that stays', () => {
    expect(zoomed(linear, 0.5, 0.25)).toMatchObject({ low: 12.5, high: 22.5 });
    const inverted = { ...linear, inverted: true };
    expect(toShare(zoomed(inverted, 0.5, 0.25), 25)).toBeCloseTo(0.25, 12);
    const out = zoomed(log, 2, 0);
    expect(out.low).toBeCloseTo(1, 12);
    expect(out.high).toBeCloseTo(1e6, 3);
  });

  test('moves, and is the part of itself that was drawn', () => {
    expect(moved(linear, 0.5)).toMatchObject({ low: 20, high: 40 });
    expect(partOf(linear, 0.75, 0.25)).toMatchObject({ low: 15, high: 25 });
    expect(partOf(linear, 0.5, 0.5)).toBe(linear);
  });

  test('never gets narrower than numbers can be told apart, nor endless', () => {
    let axis: Axis = { low: 59_000, high: 59_001, log: false, inverted: false };
    for (let i = 0; i < 200; i++) {
      axis = zoomed(axis, 0.5, 0.5);
    }
    expect(axis.high - axis.low).toBeGreaterThan(5e-8);
    for (let i = 0; i < 3000; i++) {
      axis = zoomed(axis, 2, 0.5);
    }
    expect(Number.isFinite(axis.high - axis.low)).toBe(true);
  });

  test('holds all values with room at both ends', () => {
    expect(axisOf({ low: 0, high: 100 }, false, true)).toEqual({
      low: -4,
      high: 104,
      log: false,
      inverted: true,
    });
    expect(axisOf({ low: 5, high: 5 }, false, false)).toMatchObject({ low: 4.95, high: 5.05 });
    expect(axisOf({ low: 0, high: 0 }, false, false)).toMatchObject({ low: -1, high: 1 });
  });

  test('is logarithmic from the smallest positive value, where there is one', () => {
    const axis = axisOf({ low: -5, high: 100 }, true, false, 1);
    expect(axis.log).toBe(true);
    expect(axis.low).toBeCloseTo(100 ** -0.04, 12);
    expect(axisOf({ low: -5, high: -1 }, true, false)).toMatchObject({ log: false });
    const one = axisOf({ low: 5, high: 5 }, true, false);
    expect(one.low).toBeLessThan(5);
    expect(one.high).toBeGreaterThan(5);
  });

  test('stays within a range, moved rather than cut', () => {
    expect(keptWithin(linear, { low: 0, high: 25 })).toMatchObject({ low: 5, high: 25 });
    expect(keptWithin(linear, { low: 0, high: 12 })).toMatchObject({ low: 0, high: 12 });
  });
});

describe('ticks', () => {
  test('are round values, and texts that tell them apart', () => {
    expect(roundValues({ low: 0, high: 1 }, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(roundValues({ low: -0.35, high: 0.31 }, 3)).toEqual([-0.2, 0, 0.2]);
    const near = axisTicks({ low: 59_000.123, high: 59_000.1241, log: false, inverted: false }, 3);
    expect(near.map(({ text }) => text)).toEqual(['59000.123', '59000.1235', '59000.124']);
    expect(near[1]?.share).toBeCloseTo(0.4545, 3);
  });

  test('of a logarithmic axis are powers of ten, few of many', () => {
    expect(axisTicks(log, 5).map(({ text }) => text)).toEqual(['1', '10', '100', '1000']);
    const wide = axisTicks({ low: 1e-9, high: 1e9, log: true, inverted: false }, 4);
    expect(wide.map(({ text }) => text)).toEqual(['1e-9', '1e-4', '10', '1000000']);
    const narrow = axisTicks({ low: 2, high: 8, log: true, inverted: true }, 3);
    expect(narrow.map(({ text }) => text)).toEqual(['2', '4', '6', '8']);
    expect(narrow.at(-1)?.share).toBeCloseTo(0, 12);
  });
});

describe('numbers', () => {
  test('have the digits of their type', () => {
    expect(valueText(Math.fround(0.1), 'float32')).toBe('0.1');
    expect(valueText(Math.fround(1.7227397), 'float32')).toBe('1.7227397');
    expect(valueText(0.1, 'float64')).toBe('0.1');
    expect(valueText(1 / 3, 'float64')).toBe('0.3333333333333333');
    expect(shortText(1 / 3, 'float64')).toBe('0.333333333');
    expect(shortText(123_456_789_012, 'int64')).toBe('1.23456789012e11');
  });
});

describe('points', () => {
  test('are projected, upward and inverted, and nowhere where they have no place', () => {
    const values = Float64Array.of(1, 10, 1000, 0, -5, Number.NaN);
    expect([...projected(values, log, 300, false)]).toEqual([
      0,
      expect.closeTo(100, 3),
      300,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
    expect(projected(values, log, 300, true)[0]).toBe(300);
    expect(projected(values, { ...log, inverted: true }, 300, true)[0]).toBe(0);
  });

  const discs = (
    x: Float32Array,
    y: Float32Array,
    size: number,
    marker: Marker,
    scale = 1,
  ): Uint8Array => {
    const opacities = new Uint8Array(size * size);
    rasterDiscs({ width: size, height: size, scale, opacities }, x, y, marker);
    return opacities;
  };
  const sum = (values: Uint8Array): number => values.reduce((a, b) => a + b, 0);

  test('are discs that cover their area, clipped at the edges', () => {
    const marker = { radius: 3, opacity: 1 };
    const inside = discs(Float32Array.of(10.5), Float32Array.of(10.5), 21, marker);
    const area = sum(inside) / 255;
    expect(area).toBeGreaterThan(Math.PI * 9 - 2);
    expect(area).toBeLessThan(Math.PI * 9 + 2);
    expect(inside[10 * 21 + 10]).toBe(255);
    const corner = discs(Float32Array.of(0), Float32Array.of(0), 21, marker);
    expect(sum(corner) / 255).toBeCloseTo(area / 4, -1);
    const coarse = discs(Float32Array.of(21), Float32Array.of(21), 21, marker, 0.5);
    expect(coarse[10 * 21 + 10]).toBe(255);
    expect(sum(coarse) / 255).toBeCloseTo(area / 4, -1);
    // Nothing of it comes in again on the other side.
    expect(corner.every((opacity, at) => opacity === 0 || (at % 21 < 4 && at < 4 * 21))).toBe(true);
    const away = Float32Array.of(-9, 40, NaN, 5, 5);
    const beside = Float32Array.of(5, 5, 5, -9, 40);
    expect(sum(discs(away, beside, 21, marker))).toBe(0);
  });

  test('let each other through', () => {
    const x = new Float32Array(3).fill(5.5);
    const opacities = discs(x, x, 11, { radius: 2, opacity: 0.5 });
    expect(opacities[5 * 11 + 5]).toBeCloseTo(255 * (1 - 0.5 ** 3), -0.5);
    const pixels = new Uint32Array(3).fill(7);
    tint({ pixels, opacities: Uint8Array.of(0, 128, 255) }, [1, 2, 3]);
    expect([...new Uint8Array(pixels.buffer)]).toEqual([1, 2, 3, 0, 1, 2, 3, 128, 1, 2, 3, 255]);
  });

  test('are counted where they are in sight', () => {
    const x = Float32Array.of(0, 5, 11, Number.NaN, 5);
    expect(countWithin(x, Float32Array.of(0, 5, 5, 5, -1), 10, 10)).toBe(2);
  });

  test('are drawn smaller and fainter the more there are', () => {
    const markers = [10, 2000, 20_000, 100_000].map((count) => markerFor(count, 50_000));
    for (const [i, { radius, opacity }] of markers.entries()) {
      expect(opacity).toBeLessThanOrEqual(markers[i - 1]?.opacity ?? 1);
      expect(radius).toBeLessThanOrEqual(markers[i - 1]?.radius ?? 9);
      expect(opacity).toBeGreaterThan(0.1);
    }
  });

  test('are found near the pointer, and not from afar', () => {
    const x = Float32Array.of(10, 20, Number.NaN, 30);
    const y = Float32Array.of(10, 20, 21, 30);
    expect(nearestPoint(x, y, [21, 22], 12)).toBe(1);
    expect(nearestPoint(x, y, [26, 26], 12)).toBe(3);
    expect(nearestPoint(x, y, [60, 60], 12)).toBeUndefined();
  });
});

describe('a density', () => {
  const density = {
    width: 2,
    height: 2,
    counts: Uint32Array.of(0, 1, 7, 0),
    most: 7,
    x: { low: 0, high: 2 },
    y: { low: 0, high: 2 },
  };
  const axes = {
    x: { low: 0, high: 2, log: false, inverted: false },
    y: { low: 0, high: 2, log: false, inverted: false },
  };
  /** Four colours: 10, 20, 30, 40 each. */
  const colours = Uint8Array.from([10, 20, 30, 40].flatMap((c) => [c, c, c]));
  const reds = (x: Axis, y: Axis): number[] => {
    const pixels = new Uint32Array(16).fill(pixelOf(9, 9, 9, 9));
    drawDensity({ width: 4, height: 4, pixels }, density, { x, y }, colours);
    return [...pixels].map((pixel) => new Uint8Array(Uint32Array.of(pixel).buffer)[0] ?? 0);
  };

  test('is drawn with the lowest row at the bottom, by the logarithm of the counts', () => {
    expect(reds(axes.x, axes.y)).toEqual([
      ...[40, 40, 0, 0],
      ...[40, 40, 0, 0],
      ...[0, 0, 20, 20],
      ...[0, 0, 20, 20],
    ]);
  });

  test('follows inverted, zoomed and logarithmic axes', () => {
    expect(reds({ ...axes.x, inverted: true }, axes.y).slice(0, 4)).toEqual([0, 0, 40, 40]);
    expect(reds({ ...axes.x, low: 1, high: 3 }, axes.y).slice(12)).toEqual([20, 20, 0, 0]);
    const logarithmic = { low: 0.125, high: 2, log: true, inverted: false };
    expect(reds(logarithmic, axes.y).slice(0, 4)).toEqual([40, 40, 40, 0]);
  });

  test('says how many points are in a cell', () => {
    expect(densityAt(density, 0.5, 1.5)).toBe(7);
    expect(densityAt(density, 2, 0)).toBe(1);
    expect(densityAt(density, 2.1, 0)).toBeUndefined();
  });
});

describe('a line', () => {
  const trace = (x: number[], y: number[], width = 100): string => {
    const steps: string[] = [];
    const step = (name: string) => (toX: number, toY: number) =>
      void steps.push(`${name}${toX},${toY}`);
    const context = { moveTo: step('M'), lineTo: step('L') };
    tracePath(context, Float32Array.from(x), Float32Array.from(y), width);
    return steps.join(' ');
  };

  test('goes through the points in their order', () => {
    expect(trace([0, 10, 5], [1, 2, 3])).toBe('M0,1 L10,2 L5,3');
  });

  test('has of each column of pixels the first, the ends and the last', () => {
    expect(trace([3, 3.25, 3.5, 3.75, 3.75, 8], [5, 1, 9, 4, 6, 6])).toBe(
      'M3,5 L3.25,1 L3.5,9 L3.75,6 L8,6',
    );
  });

  test('is broken where a value is missing, and left out where it is out of sight', () => {
    expect(trace([0, NaN, 10, 20], [1, 2, 3, NaN])).toBe('M0,1 M10,3');
    expect(trace([-50, -40, -10, 5, 120, 200, 300], [1, 2, 3, 4, 5, 6, 7])).toBe(
      'M-10,3 L5,4 L120,5',
    );
  });
});

describe('columns to plot', () => {
  const column = (index: number, name: string, more: Partial<ColumnLine> = {}): ColumnLine => ({
    index,
    name,
    type: 'float64',
    shape: [],
    variable: false,
    unit: undefined,
    description: undefined,
    format: 'D',
    nullRule: undefined,
    problem: undefined,
    numeric: true,
    scalar: true,
    width: 10,
    ...more,
  });
  const columns = (...names: string[]): ColumnLine[] => names.map((name, i) => column(i, name));
  const first = (all: ColumnLine[], chosen?: ColumnLine): string | undefined => {
    const found = firstColumns(all, chosen);
    return found && `${found.x.name} ${found.y.name} ${found.mark}`;
  };

  test('belong together by their names', () => {
    expect(first(columns('ID', 'RAJ2000', 'DEJ2000', 'Vmag'))).toBe('RAJ2000 DEJ2000 points');
    expect(first(columns('FLUX', 'WAVELENGTH', 'ERROR'))).toBe('WAVELENGTH FLUX line');
    expect(first(columns('TIME', 'TIMECORR', 'SAP_FLUX', 'QUALITY'))).toBe('TIME SAP_FLUX points');
    expect(first(columns('ALPHA_J2000', 'X_IMAGE', 'DELTA_J2000'))).toBe(
      'ALPHA_J2000 DELTA_J2000 points',
    );
  });

  test('are the first two otherwise, and the chosen one always', () => {
    const all = columns('a', 'c', 'd');
    expect(first(all)).toBe('a c points');
    expect(first(all, all[2])).toBe('a d points');
    expect(first(all, all[0])).toBe('c a points');
    const spectrum = columns('WAVE', 'FLUX', 'SKY');
    expect(first(spectrum, spectrum[2])).toBe('WAVE SKY line');
    expect(first(columns('only'))).toBe('only only points');
  });

  test('are numbers', () => {
    const text = column(0, 'RA', { numeric: false });
    const broken = column(1, 'DEC', { problem: 'TFORM2 makes no sense.' });
    expect(first([text, broken])).toBeUndefined();
    expect(first([text, broken, column(2, 'x')], text)).toBe('x x points');
  });

  test('of the sky run to the left, magnitudes to the top', () => {
    expect(startsInverted(column(0, 'RA'), 'x')).toBe(true);
    expect(startsInverted(column(0, 'RA'), 'y')).toBe(false);
    expect(startsInverted(column(0, 'g', { unit: 'mag' }), 'y')).toBe(true);
    expect(startsInverted(column(0, 'MAG_AUTO'), 'y')).toBe(true);
    expect(startsInverted(column(0, 'IMAGE'), 'y')).toBe(false);
  });

  test('are found by words of the name first', () => {
    const all = [
      column(0, 'FLUX_ERR', { description: 'of mag' }),
      column(1, 'E_MAG'),
      column(2, 'MAG_B', { unit: 'mag' }),
      column(3, 'MAG'),
    ];
    const names = (query: string): string[] => findColumns(all, query).map(({ name }) => name);
    expect(names('mag')).toEqual(['MAG', 'MAG_B', 'E_MAG', 'FLUX_ERR']);
    expect(names('mag e_')).toEqual(['E_MAG']);
    expect(names('')).toHaveLength(4);
    expect(names('none')).toEqual([]);
  });
});
