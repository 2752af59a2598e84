import { describe, expect, it } from 'vitest';
import { histogramOf } from '../../../src/core/image/histogram';
import type { HistogramReply } from '../../../src/protocol/methods';
import truth from './statistics-truth.json';
import { decoded } from './truth';

const cases = truth.histograms.map((c) => {
  const image = truth.images.find(({ name }) => name === c.name);
  const title = `${c.name}, ${c.bins} bins from ${c.low} to ${c.high}`;
  return [title, c, decoded('float32', image?.values ?? '')] as const;
});

describe('histogramOf', () => {
  it.each(cases)('counts as numpy does: %s', (_, expected, values) => {
    const { low, high, bins, counts, below, above, finite, missing } = expected;
    const reply: HistogramReply = histogramOf(values as Float32Array, low, high, bins);
    expect(reply).toEqual({ counts, below, above, finite, missing });
  });

  it('closes the last bin at the right only', () => {
    expect(histogramOf(Float32Array.of(0, 1, 2, 3), 0, 3, 3).counts).toEqual([1, 1, 2]);
  });

  it('leaves out infinite values, and counts missing ones', () => {
    const values = Float32Array.of(NaN, -Infinity, -5, 0.5, 7, 8, Infinity);
    const outside = { below: 1, above: 2, finite: 4, missing: 1 };
    expect(histogramOf(values, 0, 1, 2)).toEqual({ counts: [0, 1], ...outside });
  });

  it('has a bin for values too large to have a neighbour one half away', () => {
    expect(histogramOf(Float32Array.of(2 ** 80, 0), 2 ** 80, 2 ** 80, 3)).toEqual({
      ...{ counts: [0, 0, 1], below: 1, above: 0, finite: 2, missing: 0 },
    });
  });

  it('counts nothing of nothing', () => {
    const nothing = { counts: [0, 0], below: 0, above: 0, finite: 0, missing: 0 };
    expect(histogramOf(new Float32Array(0), 0, 1, 2)).toEqual(nothing);
  });

  it.each([
    [NaN, 1, 2],
    [0, Infinity, 2],
    [1, 0, 2],
    [-1.7e308, 1.7e308, 2],
    [0, 1, 0],
    [0, 1, 1.5],
    [0, 1, NaN],
  ])('refuses limits %f and %f with %f bins', (low, high, bins) => {
    expect(() => histogramOf(Float32Array.of(1), low, high, bins)).toThrow(/cannot be counted/);
  });
});
