import { describe, expect, test } from 'vitest';
import {
  centreRange,
  defaultRange,
  moveLimit,
  wholeRange,
  zoomRange,
} from '../../../webview/inspector/histogram-range';
import { binText, outsideText, sourceText } from '../../../webview/inspector/histogram-text';
import { countTicks, powerTicks, shortCount, tickTexts } from '../../../webview/inspector/ticks';

/** 10,001 quantiles of the whole numbers from −5000 to 5000, and one far value at the top. */
const quantiles = Float32Array.from({ length: 10_001 }, (_, i) => (i === 10_000 ? 1e6 : i - 5000));

describe('the range of the histogram', () => {
  /** Three hundredths of the width are added at both ends. */
  const withRoom = (low: number, high: number): object => ({
    low: expect.closeTo(low - 0.03 * (high - low), 6) as number,
    high: expect.closeTo(high + 0.03 * (high - low), 6) as number,
  });

  test('leaves out a thousandth of the values at each end', () => {
    expect(defaultRange(quantiles, undefined)).toEqual(withRoom(-4990, 4990));
    expect(defaultRange(quantiles, { low: -1000, high: 1000 })).toEqual(withRoom(-4990, 4990));
    expect(wholeRange(quantiles, undefined)).toEqual(withRoom(-5000, 1e6));
  });

  test('leaves narrow limits well apart', () => {
    expect(defaultRange(quantiles, { low: -10, high: 20 })).toEqual(withRoom(-130, 140));
  });

  test('always holds both limits', () => {
    expect(defaultRange(quantiles, { low: -6000, high: 20_000 })).toEqual(withRoom(-6000, 20_000));
  });

  test('is a range also where there is one value, or none', () => {
    expect(defaultRange(new Float32Array(3).fill(7), undefined)).toEqual(withRoom(6.993, 7.007));
    expect(defaultRange(new Float32Array(), undefined)).toEqual(withRoom(0, 1));
  });

  test('zooms around a value, within the whole', () => {
    const whole = { low: 0, high: 100 };
    expect(zoomRange({ low: 0, high: 100 }, 0.5, 20, whole)).toEqual({ low: 10, high: 60 });
    expect(zoomRange({ low: 10, high: 60 }, 2, 20, whole)).toEqual({ low: 0, high: 100 });
    expect(zoomRange({ low: 10, high: 60 }, 100, 20, whole)).toEqual(whole);
  });

  test('zooms to a value, within the whole', () => {
    const whole = { low: 0, high: 100 };
    expect(centreRange({ low: 0, high: 100 }, 0.5, 30, whole)).toEqual({ low: 5, high: 55 });
    expect(centreRange({ low: 0, high: 100 }, 0.5, 10, whole)).toEqual({ low: 0, high: 35 });
    expect(centreRange({ low: 0, high: 35 }, 2, 10, whole)).toEqual({ low: 0, high: 45 });
  });

  test('does not get narrower than float32 can tell apart', () => {
    let range = { low: 0, high: 100 };
    for (let i = 0; i < 100; i++) {
      range = zoomRange(range, 0.5, 50, { low: 0, high: 100 });
    }
    expect(range.high - range.low).toBeGreaterThan(4e-4);
    expect(range.low).toBeLessThan(50);
    expect(range.high).toBeGreaterThan(50);
  });

  test('keeps a limit inside, and below or above the other', () => {
    const range = { low: 0, high: 1000 };
    const limits = { low: 100, high: 500 };
    expect(moveLimit('low', 200, limits, range)).toEqual({ low: 200, high: 500 });
    expect(moveLimit('low', -5, limits, range)).toEqual({ low: 0, high: 500 });
    expect(moveLimit('low', 900, limits, range)).toEqual({ low: 499, high: 500 });
    expect(moveLimit('high', 50, limits, range)).toEqual({ low: 100, high: 101 });
    expect(moveLimit('high', 5000, limits, range)).toEqual({ low: 100, high: 1000 });
  });
});

describe('what the histogram says', () => {
  const image = { width: 10_240, height: 10_240 };

  test('of which values it is', () => {
    expect(sourceText(1_638_400, image, { kind: 'sampled', step: 8, done: 1 })).toBe(
      '1,638,400 sampled values (1 of 64 pixels)',
    );
    expect(sourceText(1_638_400, image, { kind: 'sampled', step: 8, done: 0.378 })).toBe(
      '1,638,400 sampled values (1 of 64 pixels) · reading 37 %',
    );
    expect(sourceText(41_943_040, image, { kind: 'sampled', step: 8, done: 1 })).toBe(
      '41,943,040 sampled values (1 of 2.5 pixels)',
    );
    expect(sourceText(1_638_400, image, { kind: 'averaged', step: 8, done: 1 })).toBe(
      '1,638,400 averages of 8 × 8 pixels',
    );
    expect(sourceText(600, { width: 30, height: 20 }, { kind: 'exact', step: 1, done: 1 })).toBe(
      'every pixel (600)',
    );
  });

  test('what lies outside', () => {
    const reply = { counts: [1, 2, 45, 0], below: 12, above: 0, finite: 60, missing: 4160 };
    expect(outsideText(reply)).toBe('12 below · 4,160 missing');
    expect(outsideText({ ...reply, below: 0, missing: 0 })).toBe('');
    expect(binText(2, reply, { low: 0, high: 8 })).toBe('4 to 6: 45');
  });
});

describe('ticks', () => {
  test('have the digits that tell them apart', () => {
    expect(tickTexts([0, 0.5, 1])).toEqual(['0', '0.5', '1']);
    expect(tickTexts([1000, 1000.05, 1000.1])).toEqual(['1000', '1000.05', '1000.1']);
    expect(tickTexts([1e-9, 2e-9])).toEqual(['1e-9', '2e-9']);
    expect(tickTexts([])).toEqual([]);
  });

  test('count in round numbers', () => {
    expect(countTicks(95, 5)).toEqual([0, 20, 40, 60, 80]);
    expect(countTicks(1, 5)).toEqual([0, 1]);
    expect(powerTicks(150_000, 10)).toEqual([1, 10, 100, 1000, 10_000, 100_000]);
    expect(powerTicks(150_000, 3)).toEqual([1, 100, 10_000]);
    expect(powerTicks(0.5, 3)).toEqual([1]);
    expect([950, 12_000, 3_400_000, 2e9].map(shortCount)).toEqual(['950', '12k', '3.4M', '2G']);
  });
});
