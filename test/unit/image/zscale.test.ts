import { describe, expect, it } from 'vitest';
import { zscale } from '../../../src/core/image/zscale';
import { numbers } from './truth';
import truth from './zscale-truth.json';

function array(dtype: string, values: readonly (number | string)[]): Float32Array | Float64Array {
  return dtype === 'float32'
    ? new Float32Array(numbers(values))
    : new Float64Array(numbers(values));
}

describe('zscale', () => {
  it.each(truth.cases.map((c) => [c.name, c] as const))('agrees with astropy: %s', (_, c) => {
    const limits = zscale(array(c.dtype, c.values));
    const scale = Math.max(Math.abs(c.low as number), Math.abs(c.high as number));
    expect(Math.abs((limits?.low ?? NaN) - (c.low as number))).toBeLessThanOrEqual(1e-12 * scale);
    expect(Math.abs((limits?.high ?? NaN) - (c.high as number))).toBeLessThanOrEqual(1e-12 * scale);
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
