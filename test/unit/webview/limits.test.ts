import { describe, expect, test } from 'vitest';
import { DisplayLimits } from '../../../webview/image/limits';
import { drawable, greyOf, stretchOf } from '../../../webview/image/stretch';

const suggested = (low: number, high: number): Parameters<DisplayLimits['suggest']>[0] => ({
  zscale: { low, high },
  minmax: { low: low - 100, high: high + 100 },
});

describe('DisplayLimits', () => {
  test('follow the suggestions while nobody has touched them', () => {
    const limits = new DisplayLimits();
    expect(limits.current).toBeUndefined();
    limits.suggest(suggested(1, 2));
    expect(limits.current).toEqual({ low: 1, high: 2 });
    limits.suggest(suggested(1.1, 1.9));
    expect(limits.current).toEqual({ low: 1.1, high: 1.9 });
  });

  test('stay as they are once a way was chosen', () => {
    const limits = new DisplayLimits();
    limits.suggest(suggested(1, 2));
    limits.choose('minmax');
    limits.suggest(suggested(5, 6));
    expect(limits.current).toEqual({ low: -99, high: 102 });
    limits.choose('zscale');
    expect(limits.current).toEqual({ low: 5, high: 6 });
  });

  test('a way chosen before anything is known takes the first suggestions', () => {
    const limits = new DisplayLimits();
    limits.choose('minmax');
    limits.suggest(suggested(1, 2));
    expect(limits.current).toEqual({ low: -99, high: 102 });
  });

  test('typed ones hold for every slice of an image, not for the next image', () => {
    const limits = new DisplayLimits();
    limits.choose({ low: 7, high: 8 });
    limits.newSlice();
    limits.suggest(suggested(1, 2));
    expect(limits.current).toEqual({ low: 7, high: 8 });
    limits.newImage();
    limits.suggest(suggested(3, 4));
    expect(limits.mode).toBe('zscale');
    expect(limits.current).toEqual({ low: 3, high: 4 });
  });

  test('a chosen way goes along to the next image, whose own values it takes', () => {
    const limits = new DisplayLimits();
    limits.suggest(suggested(1, 2));
    limits.choose('minmax');
    limits.newImage();
    expect(limits.current).toBeUndefined();
    limits.suggest(suggested(3, 4));
    expect(limits.mode).toBe('minmax');
    expect(limits.current).toEqual({ low: -97, high: 104 });
  });
});

describe('the stretch', () => {
  test('is linear, clamps, and rounds halves up', () => {
    const stretch = stretchOf({ low: 0, high: 255 });
    const values = [-1, 0, 0.4, 1, 128, 254.6, 255, 1e30, Infinity, -Infinity];
    expect(values.map((value) => greyOf(value, stretch))).toEqual([
      0, 0, 0, 1, 128, 255, 255, 255, 255, 0,
    ]);
    expect(greyOf(0.5, stretchOf({ low: 0, high: 1 }))).toBe(128);
    expect(greyOf(Number.NaN, stretch)).toBeNaN();
  });

  test('shows a flat image in the middle, and does not fail on one without pixels', () => {
    for (const value of [0, 5, -3e-20, 1e30]) {
      const flat = drawable({ low: value, high: value });
      expect(flat.low).toBeLessThan(value);
      expect(flat.high).toBeGreaterThan(value);
      expect(greyOf(Math.fround(value), stretchOf({ low: value, high: value }))).toBe(128);
    }
    expect(drawable({ low: Number.NaN, high: Number.NaN })).toEqual({ low: 0, high: 1 });
  });
});
