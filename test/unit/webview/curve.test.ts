import { describe, expect, test } from 'vitest';
import { STRETCH_PARAMETERS, STRETCHES } from '../../../src/protocol/display';
import type { StretchName } from '../../../src/protocol/display';
import type { Curve } from '../../../webview/image/curve';
import {
  PARAMETER_BOUNDS,
  applyCurve,
  boundParameter,
  curveOf,
  histogramCurve,
  invertCurve,
} from '../../../webview/image/curve';
import { positionOf, stretchOf } from '../../../webview/image/stretch';
import truth from './stretch-truth.json';

const withParameter = (stretch: string, a: number): Curve =>
  curveOf(stretch as StretchName, { ...STRETCH_PARAMETERS, [stretch]: a }, undefined);

/** The largest difference. */
function worst(got: readonly number[], want: readonly number[]): number {
  expect(got).toHaveLength(want.length);
  return Math.max(...got.map((value, i) => Math.abs(value - (want[i] ?? Number.NaN))));
}

describe('the formulas are those of astropy.visualization', () => {
  test.each(truth.formulas.map((one) => [`${one.stretch}, a = ${one.a}`, one] as const))(
    '%s',
    (_, { stretch, a, values, inverse }) => {
      const curve = withParameter(stretch, a);
      expect(
        worst(
          truth.t.map((t) => applyCurve(t, curve)),
          values,
        ),
      ).toBeLessThan(1e-6);
      expect(
        worst(
          truth.t.map((u) => invertCurve(u, curve)),
          inverse,
        ),
      ).toBeLessThan(1e-6);
    },
  );

  test('every stretch has its place in the truth', () => {
    const named = new Set(truth.formulas.map(({ stretch }) => stretch));
    expect(STRETCHES.filter((name) => !named.has(name))).toEqual(['histogram']);
  });

  test('a parameter that is none becomes the default, one out of bounds the nearest', () => {
    for (const a of [0, -1, Number.NaN]) {
      expect(withParameter('log', a)).toEqual({ kind: 'formula', name: 'log', a: 1000 });
    }
    expect(boundParameter('sinh', 1e-9)).toBe(PARAMETER_BOUNDS.sinh[0]);
    expect(boundParameter('power', Infinity)).toBe(PARAMETER_BOUNDS.power[1]);
  });
});

describe('histogram equalisation', () => {
  const data = new Float32Array(truth.data);
  const [whole] = truth.histograms as [(typeof truth.histograms)[number]];

  test.each(truth.histograms.map((one) => [`${one.low} to ${one.high}`, one] as const))(
    'is HistEqStretch of the values within the limits: %s',
    (_, { low, high, x, values }) => {
      const limits = { low, high };
      const curve = curveOf('histogram', STRETCH_PARAMETERS, { quantiles: data, limits });
      const got = x.map((value) => applyCurve(positionOf(value, stretchOf(limits)), curve));
      expect(worst(got, values)).toBeLessThan(1e-6);
    },
  );

  test('of sorted values between 0 and 1', () => {
    const { high, x, values } = whole;
    const curve = histogramCurve(data.map((value) => value / high));
    const got = x.map((value) => applyCurve(value / high, curve));
    expect(worst(got, values)).toBeLessThan(1e-6);
  });

  const equalised = (quantiles: number[], low: number, high: number): Curve =>
    curveOf('histogram', STRETCH_PARAMETERS, {
      quantiles: new Float32Array(quantiles),
      limits: { low, high },
    });

  test('goes on between two quantiles', () => {
    const curve = equalised([0, 10, 20, 100], 12, 14);
    expect([0, 0.25, 1].map((t) => applyCurve(t, curve))).toEqual([0, 0.25, 1]);
    // 5 to 15: half a step below 10, half a step above.
    expect(applyCurve(0.5, equalised([0, 10, 20, 100], 5, 15))).toBeCloseTo(0.5, 7);
    expect(applyCurve(0.5, equalised([0, 10, 20, 100], 10, 100))).toBeCloseTo(0.5 + 35 / 160, 7);
  });

  test('is flat beyond the values', () => {
    const curve = equalised([0, 1], -1, 3);
    expect([0, 0.2, 0.25, 0.375, 0.5, 0.75, 1].map((t) => applyCurve(t, curve))).toEqual([
      0, 0, 0, 0.5, 1, 1, 1,
    ]);
  });

  test('jumps at a value many pixels have, which takes the upper end', () => {
    const curve = equalised([0, 3, 3, 3, 6], 0, 6);
    expect(applyCurve(0.5, curve)).toBe(0.75);
    expect(applyCurve(0.499, curve)).toBeLessThan(0.25);
    expect(invertCurve(0.5, curve)).toBe(0.5);
  });

  test.each([
    ['nothing is known', [], 0, 1],
    ['there is one value', [5], 0, 10],
    ['all values are the same', [5, 5, 5], 0, 3],
    ['there is nothing between the limits', [1, 2, 3], 7, 9],
  ] as const)('is linear where %s', (_, quantiles, low, high) => {
    expect(equalised([...quantiles], low, high)).toMatchObject({ name: 'linear' });
  });

  test('is linear before there are quantiles', () => {
    expect(curveOf('histogram', STRETCH_PARAMETERS, undefined)).toMatchObject({ name: 'linear' });
  });
});

test('the same inputs give the same object', () => {
  const quantiles = new Float32Array([0, 1, 4]);
  const make = (high: number): Curve =>
    curveOf('histogram', { ...STRETCH_PARAMETERS }, { quantiles, limits: { low: 0, high } });
  expect(make(4)).toBe(make(4));
  expect(make(3)).not.toBe(make(4));
  expect(withParameter('log', 10)).toBe(withParameter('log', 10));
  expect(withParameter('log', 11)).not.toBe(withParameter('log', 10));
});
