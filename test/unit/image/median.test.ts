import { describe, expect, it } from 'vitest';
import { RunningMedian } from '../../../src/core/image/median';
import { medianInSteps, medianOf } from '../../../src/core/image/select';

/** A fixed sequence of numbers in [0, 1) without pattern. */
function noise(count: number): Float64Array {
  let state = 12345;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}

function sortedMedian(values: Float32Array | Float64Array): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? NaN) + upper) / 2;
}

const KINDS: readonly [string, (value: number) => number][] = [
  ['noise', (value) => value],
  ['around zero', (value) => value - 0.5],
  ['negative', (value) => -1000 - value],
  ['neighbouring doubles', (value) => 1 + Math.floor(value * 20) * Number.EPSILON],
  ['many equal', (value) => Math.floor(value * 3) - 1],
  ['wide', (value) => Math.exp(200 * (value - 0.5)) * (value < 0.3 ? -1 : 1)],
];

describe('medianOf', () => {
  it.each(KINDS)('agrees with sorting: %s', (_, of) => {
    for (const count of [1, 2, 3, 100, 1001]) {
      const double = noise(count).map(of);
      const single = new Float32Array(double);
      expect(medianOf(double)).toBe(sortedMedian(double));
      expect(medianOf(single)).toBe(sortedMedian(single));
    }
  });

  it('comes in short steps', () => {
    const values = Float64Array.from({ length: 200_001 }, (_, i) => (i * 7919) % 200_001);
    const steps = medianInSteps(values);
    let count = 0;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) {
      count += 1;
    }
    // Four digits of 16 bits, each of four strides.
    expect([step.value, count]).toEqual([100_000, 16]);
  });

  it('takes both zeros for one value', () => {
    expect(medianOf(Float32Array.of(0, -0))).toBe(0);
    expect(medianOf(Float64Array.of(-1, -0, 0, 1))).toBe(0);
  });

  it('is between the largest and between the smallest there are', () => {
    expect(medianOf(Float64Array.of(Number.MAX_VALUE, 1.5e308))).toBe(
      Number.MAX_VALUE / 2 + 0.75e308,
    );
    expect(medianOf(Float64Array.of(5e-324, 5e-324))).toBe(5e-324);
  });

  it('is NaN of nothing, and leaves order alone', () => {
    expect(medianOf(new Float32Array(0))).toBeNaN();
    const values = Float32Array.of(9, 3, 1, 2, 9);
    expect(medianOf(values.subarray(1, 4))).toBe(2);
    expect([...values]).toEqual([9, 3, 1, 2, 9]);
  });
});

describe('RunningMedian', () => {
  const fed = (values: Float32Array | Float64Array, kept?: number): RunningMedian => {
    const median = new RunningMedian(values.length, kept);
    for (let start = 0; start < values.length; start += 70) {
      median.add(values.subarray(start, start + 70));
    }
    return median;
  };

  it.each(KINDS)('is exact, and about right at any time: %s', (_, of) => {
    const values = noise(1501).map(of);
    const median = fed(values);
    const exact = sortedMedian(values);
    expect(median.exact()).toBe(exact);
    expect(Math.abs(median.about() - exact)).toBeLessThanOrEqual(2e-4 * Math.abs(exact));
  });

  it('says where it is not exact', () => {
    const values = noise(1500);
    const median = fed(values, 1499);
    expect(median.exact()).toBeUndefined();
    expect(median.about()).toBeCloseTo(sortedMedian(values), 4);
    expect(fed(values, 1500).exact()).toBe(sortedMedian(values));
  });

  it.each([
    ['counts', [1000, 1001, 1001, 1002], 1001],
    ['negative counts', [-1003, -1001, -1001, -1000], -1001],
    ['the middle between counts', [7, 8], 7.5],
    ['zeros of a mask', [0, 0, 0, 0.5], 0],
    ['negative zeros', [-0, -0, 0.5], 0],
    ['the largest number', [Number.MAX_VALUE], Number.MAX_VALUE],
    ['the lowest number', [-Number.MAX_VALUE], -Number.MAX_VALUE],
  ])('is about right at once for %s', (_, values, expected) => {
    const about = fed(new Float64Array(values), 0).about();
    const tolerance = Math.abs(expected) > 1e6 ? 2e-4 * Math.abs(expected) : 0;
    expect(Math.abs(about - expected)).toBeLessThanOrEqual(tolerance);
  });

  it('is NaN of nothing', () => {
    expect(new RunningMedian(0).exact()).toBeNaN();
    expect(new RunningMedian(0).about()).toBeNaN();
  });
});
