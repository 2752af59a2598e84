import { describe, expect, test } from 'vitest';
import { STRETCH_PARAMETERS, STRETCHES } from '../../../src/protocol/display';
import { PARAMETER_BOUNDS, applyCurve, curveOf } from '../../../webview/image/curve';
import type { StretchParameters } from '../../../webview/image/display';
import { COLOURS, levelAt, levelsOf } from '../../../webview/image/levels';
import { drawable, positionOf, stretchOf } from '../../../webview/image/stretch';

describe('positionOf', () => {
  const at = (value: number, low: number, high: number): number =>
    positionOf(value, stretchOf({ low, high }));

  test('goes from 0 to 1 between the limits and stays there beyond', () => {
    expect([9, 10, 15, 20, 21].map((value) => at(value, 10, 20))).toEqual([0, 0, 0.5, 1, 1]);
    expect([-Infinity, Infinity].map((value) => at(value, 10, 20))).toEqual([0, 1]);
  });

  test('has no place for a missing value', () => {
    expect(at(Number.NaN, 0, 1)).toBeNaN();
  });

  test.each([
    [-1e300, 1e300],
    [0, 1e-300],
    [-1e308, 1.7e308],
    [1e300, 2e300],
  ])('no limits make a finite or infinite value a missing one: %s to %s', (low, high) => {
    for (const value of [-Infinity, -3.4e38, -1, 0, 1, 3.4e38, Infinity]) {
      expect(at(value, low, high)).toBeGreaterThanOrEqual(0);
      expect(at(value, low, high)).toBeLessThanOrEqual(1);
    }
  });
});

describe('drawable', () => {
  test.each([
    [
      { low: 2, high: 3 },
      { low: 2, high: 3 },
    ],
    [
      { low: Number.NaN, high: 3 },
      { low: 0, high: 1 },
    ],
    [
      { low: 0, high: 0 },
      { low: -1, high: 1 },
    ],
    [
      { low: 1000, high: 1000 },
      { low: 999, high: 1001 },
    ],
  ])('%o becomes %o', (limits, want) => {
    expect(drawable(limits)).toEqual(want);
  });
});

describe('levels', () => {
  const quantiles = Float32Array.from({ length: 2001 }, (_, i) =>
    // Crowded at one end, and a third of the pixels have one value.
    i > 600 && i < 1300 ? 0.216 : (i / 2000) ** 3 * 8,
  ).sort();
  const parameters = (pick: 0 | 1): StretchParameters =>
    Object.fromEntries(
      Object.entries(PARAMETER_BOUNDS).map(([name, bounds]) => [name, bounds[pick]]),
    ) as unknown as StretchParameters;
  const curves = STRETCHES.flatMap((stretch) =>
    [STRETCH_PARAMETERS, parameters(0), parameters(1)].map(
      (chosen, i) =>
        [
          `${stretch} (${['default', 'least', 'most'][i]})`,
          curveOf(stretch, chosen, { quantiles, limits: { low: 0, high: 8 } }),
        ] as const,
    ),
  );
  const positions = [
    ...Array.from({ length: 3001 }, (_, i) => Math.fround(i / 3000)),
    ...Array.from({ length: 120 }, (_, i) => Math.fround(2 ** -(i + 1))),
    ...Array.from({ length: 20 }, (_, i) => Math.fround(1 - 2 ** -(i + 1))),
  ];

  test.each(curves)('%s: the level of each place follows from the curve', (_, curve) => {
    const levels = levelsOf(curve);
    const rule = (t: number): number => applyCurve(t, curve) * (COLOURS - 1) + 0.5;
    const wrong = positions.filter((t) => {
      const level = levelAt(t, levels);
      // Some tolerance for the last bit of the float32 at which a level begins.
      return (
        level < Math.floor(rule(t * (1 - 1e-7)) - 1e-6) ||
        level > Math.floor(rule(Math.min(t * (1 + 1e-7), 1)) + 1e-6) ||
        // And to the bit the last one that starts there.
        level !== levels.starts.findLastIndex((start) => start <= t)
      );
    });
    expect(wrong).toEqual([]);
    expect(levelAt(0, levels)).toBe(Math.floor(applyCurve(0, curve) * (COLOURS - 1) + 0.5));
    expect(levelAt(1, levels)).toBe(COLOURS - 1);
  });

  test('the same curve gives the same object', () => {
    const curve = curveOf('asinh', STRETCH_PARAMETERS, undefined);
    expect(levelsOf(curve)).toBe(levelsOf(curve));
  });
});
