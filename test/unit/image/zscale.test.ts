import { describe, expect, it } from 'vitest';
import { zscale } from '../../../src/core/image/zscale';
import statisticsTruth from './statistics-truth.json';
import { decoded, numbers } from './truth';
import truth from './zscale-truth.json';

function array(dtype: string, values: readonly (number | string)[]): Float32Array | Float64Array {
  return dtype === 'float32'
    ? new Float32Array(numbers(values))
    : new Float64Array(numbers(values));
}

describe('zscale', () => {
  const lists = truth.cases.map(({ name, dtype, values, low, high }) => {
    return [name, array(dtype, values), [low, high]] as const;
  });
  const images = statisticsTruth.images.map(({ name, dtype, values, zscale: limits }) => {
    return [name, decoded(dtype, values), limits] as const;
  });
  it.each([...lists, ...images])('agrees with astropy: %s', (_, values, expected) => {
    const limits = zscale(values);
    const [low = NaN, high = NaN] = expected.map(Number);
    const tolerance = 1e-12 * Math.max(Math.abs(low), Math.abs(high));
    expect(Math.abs((limits?.low ?? NaN) - low)).toBeLessThanOrEqual(tolerance);
    expect(Math.abs((limits?.high ?? NaN) - high)).toBeLessThanOrEqual(tolerance);
  });

  it('has no limits where no value is finite', () => {
    expect(zscale(new Float64Array([NaN, Infinity, -Infinity]))).toBeUndefined();
    expect(zscale(new Float32Array(0))).toBeUndefined();
  });

  it('leaves the order of its input alone', () => {
    const values = new Float64Array([3, 1, 2]);
    zscale(values);
    expect([...values]).toEqual([3, 1, 2]);
  });
});
