import { expect, test } from 'vitest';
import { applyCurve, curveOf } from '../../../webview/image/curve';
import { STRETCHES, STRETCH_PARAMETERS } from '../../../src/protocol/display';
import { roundest, ticksOf } from '../../../webview/image/ticks';

const LINEAR = curveOf('linear', STRETCH_PARAMETERS, undefined);

test('the roundest number between two', () => {
  const cases: [number, number, number][] = [
    [-1, 2, 0],
    [1.873, 3.2, 2],
    [0.17, 0.24, 0.2],
    [0.28, 0.32, 0.3],
    [-0.0123, -0.0118, -0.012],
    [6.1e12, 6.6e12, 6.5e12],
    [4.1e-20, 4.9e-20, 4.5e-20],
    [100000.011, 100000.019, 100000.015],
  ];
  for (const [lower, upper, expected] of cases) {
    expect(roundest(lower, upper)).toBeCloseTo(expected, 30);
    expect(roundest(lower, upper)).toBe(expected);
  }
});

test('ticks of a linear stretch are round and evenly placed', () => {
  expect(ticksOf({ low: 0, high: 6 }, LINEAR, 5)).toEqual(
    [0, 1, 2, 3, 4, 5, 6].map((value) => ({ at: expect.closeTo(value / 6, 12), text: `${value}` })),
  );
});

test('each value stands where the curve has it, whatever the stretch', () => {
  for (const stretch of STRETCHES.filter((name) => name !== 'histogram')) {
    const curve = curveOf(stretch, STRETCH_PARAMETERS, undefined);
    const limits = { low: -3.7, high: 41.3 };
    const ticks = ticksOf(limits, curve, 5);
    expect(ticks.length, stretch).toBeGreaterThanOrEqual(5);
    expect(ticks.map(({ at }) => at)).toEqual(ticks.map(({ at }) => at).sort((a, b) => a - b));
    for (const { at, text } of ticks) {
      expect(applyCurve((Number(text) + 3.7) / 45, curve), `${stretch} ${text}`).toBeCloseTo(
        at,
        10,
      );
    }
  }
});

test('a curve that jumps, and limits that are one value, have fewer ticks and no nonsense', () => {
  const quantiles = new Float32Array(101).fill(5).fill(9, 60);
  const curve = curveOf('histogram', STRETCH_PARAMETERS, {
    quantiles,
    limits: { low: 0, high: 10 },
  });
  const ticks = ticksOf({ low: 0, high: 10 }, curve, 5);
  expect(ticks.every(({ at, text }) => Number.isFinite(at) && text !== 'NaN')).toBe(true);
  expect(ticksOf({ low: 2, high: 2 }, LINEAR, 5).map(({ text }) => text)).toEqual(['2', '2']);
});
