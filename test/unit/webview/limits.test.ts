import { describe, expect, test } from 'vitest';
import { QUANTILES } from '../../../src/protocol/methods';
import type { Suggested } from '../../../webview/image/limits';
import { DisplayLimits, isRule, percentileLimits } from '../../../webview/image/limits';

/** Evenly spread values between the extremes. */
const suggested = (low: number, high: number, done = 1): Suggested => ({
  zscale: { low, high },
  minmax: { low: low - 100, high: high + 100 },
  quantiles: Float32Array.from(
    { length: QUANTILES },
    (_, i) => low - 100 + ((high - low + 200) * i) / (QUANTILES - 1),
  ),
  kind: 'sampled',
  done,
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

  test('of a percentage follow the quantiles, and freeze with them', () => {
    const limits = new DisplayLimits({ percent: 98 });
    limits.suggest(suggested(100, 100));
    expect(limits.current).toEqual({ low: 2, high: 198 });
    limits.choose({ percent: 50 });
    expect(limits.current).toEqual({ low: 50, high: 150 });
    limits.suggest(suggested(1000, 1000));
    expect(limits.current).toEqual({ low: 50, high: 150 });
    limits.newSlice();
    limits.suggest(suggested(1000, 1000));
    expect(limits.mode).toEqual({ percent: 50 });
    expect(limits.current).toEqual({ low: 950, high: 1050 });
  });

  test('of an image without a finite value are what the host makes of them', () => {
    const limits = new DisplayLimits({ percent: 99 });
    limits.suggest({ ...suggested(Number.NaN, Number.NaN), quantiles: new Float32Array(0) });
    expect(limits.current?.low).toBeNaN();
    expect(limits.quantiles).toBeUndefined();
  });

  test('go back to the last rule where typed ones mean nothing', () => {
    const limits = new DisplayLimits({ percent: 99.5 });
    limits.choose({ low: 1, high: 2 });
    limits.newImage();
    expect(limits.mode).toEqual({ percent: 99.5 });
  });

  test('say what they are of, and how much of it was read when they froze', () => {
    const limits = new DisplayLimits();
    expect(limits.note).toBeUndefined();
    limits.suggest(suggested(1, 2, 0.379));
    expect(limits.source).toEqual({ kind: 'sampled', done: 0.379 });
    expect(limits.note).toBe('zscale of the sampled values, 37 % of them read');
    limits.suggest(suggested(1, 2));
    expect(limits.note).toBe('zscale of the sampled values');
    limits.choose('minmax');
    limits.suggest({ ...suggested(1, 2), kind: 'averaged' });
    expect(limits.note).toBe('min–max of the sampled values');
    limits.choose({ percent: 99.5 });
    expect(limits.note).toBe('99.5 % of the averaged values');
    limits.choose({ low: 1, high: 2 });
    expect([limits.note, limits.source]).toEqual([undefined, undefined]);
  });
});

describe('percentileLimits', () => {
  // numpy: v = arange(10001) * 7, so that its quantiles are its own values.
  const sevens = Float32Array.from({ length: QUANTILES }, (_, i) => 7 * i);

  test('are exact at every hundredth of a percent', () => {
    for (let i = 0; i <= 5000; i++) {
      const percent = Number((100 - i / 50).toFixed(2));
      expect(percentileLimits(sevens, percent)).toEqual({ low: 7 * i, high: 7 * (10_000 - i) });
    }
  });

  test('go linearly between the quantiles, as numpy.percentile does', () => {
    // numpy.percentile(v, [0.0025, 99.9975])
    expect(percentileLimits(sevens, 99.995)).toEqual({ low: 1.75, high: 69_998.25 });
  });

  test('of few quantiles, of one, and of none', () => {
    expect(percentileLimits(Float32Array.of(0, 10, 20), 50)).toEqual({ low: 5, high: 15 });
    expect(percentileLimits(Float32Array.of(7), 99)).toEqual({ low: 7, high: 7 });
    expect(percentileLimits(new Float32Array(0), 99)).toBeUndefined();
  });

  test('rules are told from typed limits', () => {
    expect([isRule('zscale'), isRule({ percent: 3 }), isRule({ low: 1, high: 2 })]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
