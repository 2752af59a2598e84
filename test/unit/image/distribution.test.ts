import { describe, expect, it } from 'vitest';
import { distributionOf, QUANTILES } from '../../../src/core/image/distribution';
import * as protocol from '../../../src/protocol/methods';
import truth from './statistics-truth.json';
import { decoded } from './truth';

/** The limits a viewer takes from the table: quantiles it holds, and straight lines between them. */
function percentile(quantiles: Float32Array, percent: number): number {
  const place = (percent / 100) * (QUANTILES - 1);
  const index = Math.floor(place);
  const lower = quantiles[index] ?? NaN;
  const upper = quantiles[Math.min(index + 1, QUANTILES - 1)] ?? NaN;
  return lower + (upper - lower) * (place - index);
}

function expectLimits(limits: number[], expected: readonly (number | string)[]): void {
  const scale = Math.max(...expected.map((limit) => Math.abs(Number(limit))));
  // Single precision has nothing smaller.
  const tolerance = Math.max(1e-6 * scale, 1.5e-45);
  expected.forEach((limit, i) => {
    expect(Math.abs((limits[i] ?? NaN) - Number(limit))).toBeLessThanOrEqual(tolerance);
  });
}

const images = truth.images
  .map((image) => ({ ...image, pixels: decoded(image.dtype, image.values) }))
  .flatMap(({ pixels, ...image }) =>
    pixels instanceof Float32Array ? [[image.name, { ...image, pixels }] as const] : [],
  );

describe('distributionOf', () => {
  it('has as many quantiles as the protocol says', () => {
    expect(QUANTILES).toBe(protocol.QUANTILES);
    expect(distributionOf(Float32Array.of(1, 2)).quantiles).toHaveLength(QUANTILES);
  });

  it.each(images)('gives the percentile limits of astropy: %s', (_, image) => {
    const { quantiles } = distributionOf(image.pixels);
    for (const { percent, limits } of image.percentiles) {
      const lower = (100 - percent) / 2;
      expectLimits([percentile(quantiles, lower), percentile(quantiles, 100 - lower)], limits);
    }
    for (const { between, limits } of image.asymmetric) {
      expectLimits(
        between.map((percent) => percentile(quantiles, percent)),
        limits,
      );
    }
    expect([quantiles[0], quantiles.at(-1)]).toEqual(image.minmax);
  });

  it.each(images)('ascends: %s', (_, { pixels }) => {
    const { quantiles } = distributionOf(pixels);
    expect(quantiles.every((value, k) => k === 0 || value >= (quantiles[k - 1] ?? NaN))).toBe(true);
  });

  it('counts finite and missing values', () => {
    const values = Float32Array.of(NaN, 1, Infinity, -Infinity, NaN, NaN, -2);
    expect(distributionOf(values)).toMatchObject({ finite: 2, missing: 3 });
  });

  it('is empty where no value is finite', () => {
    const empty = { quantiles: new Float32Array(0), finite: 0 };
    expect(distributionOf(Float32Array.of(NaN, -Infinity))).toEqual({ ...empty, missing: 1 });
    expect(distributionOf(new Float32Array(0))).toEqual({ ...empty, missing: 0 });
  });

  it('is of one value where all are', () => {
    expect(new Set(distributionOf(new Float32Array(1000).fill(-7.5)).quantiles)).toEqual(
      new Set([-7.5]),
    );
  });

  it('spans values that are further apart than the largest of single precision', () => {
    const { quantiles } = distributionOf(Float32Array.of(-3e38, 3e38));
    expect(quantiles[5000]).toBe(0);
    expect(quantiles[7500]).toBe(Math.fround(Math.fround(3e38) / 2));
  });

  it('takes part of an array, and leaves it as it is', () => {
    const values = Float32Array.of(99, 3, -1, 2, 99);
    const { quantiles } = distributionOf(values.subarray(1, 4));
    expect([quantiles[0], quantiles[5000], quantiles[10000]]).toEqual([-1, 2, 3]);
    expect([...values]).toEqual([99, 3, -1, 2, 99]);
  });
});
