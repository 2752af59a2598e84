import { describe, expect, it } from 'vitest';
import { frameOf, type Grid } from '../../../src/core/image/grid';
import { filledValues, minmax } from '../../../src/core/image/limits';
import truth from './statistics-truth.json';
import { decoded } from './truth';

describe('minmax', () => {
  it.each(truth.images)('agrees with astropy: $name', ({ dtype, values, minmax: [low, high] }) => {
    expect(minmax(decoded(dtype, values))).toEqual({ low, high });
  });

  it('leaves out NaN and infinities', () => {
    expect(minmax(new Float32Array([NaN, 3, -Infinity, -2, Infinity]))).toEqual({
      low: -2,
      high: 3,
    });
  });

  it('is undefined where no value is finite', () => {
    expect(minmax(new Float64Array([NaN, Infinity]))).toBeUndefined();
    expect(minmax(new Float64Array(0))).toBeUndefined();
  });
});

describe('filledValues', () => {
  const grid = (filled: number[]): Grid => ({
    frame: frameOf({ x0: 0, y0: 0, x1: 2, y1: 3 }, 1),
    values: new Float32Array([1, 2, 3, 4, 5, 6]),
    filled: new Uint8Array(filled),
    kind: 'exact',
  });

  it('leaves out rows that only repeat others', () => {
    expect([...filledValues(grid([1, 0, 1]))]).toEqual([1, 2, 5, 6]);
    expect([...filledValues(grid([0, 0, 0]))]).toEqual([]);
  });

  it('takes a full grid as it is', () => {
    expect([...filledValues(grid([1, 1, 1]))]).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
