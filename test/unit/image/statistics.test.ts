import { describe, expect, it } from 'vitest';
import type { Box, Plane } from '../../../src/core/image/plane';
import {
  statistics,
  type StatisticsOptions,
  type StatisticsStep,
} from '../../../src/core/image/statistics';
import { MemoryPlane, placePlane } from './memory-plane';
import truth from './statistics-truth.json';
import { decoded } from './truth';

const still = (): number => 0;
const whole = ({ width, height }: Plane): Box => ({ x0: 0, y0: 0, x1: width, y1: height });

async function steps(
  plane: Plane,
  box = whole(plane),
  options: StatisticsOptions = { now: still },
): Promise<StatisticsStep[]> {
  const result: StatisticsStep[] = [];
  for await (const step of statistics(plane, box, options)) {
    result.push(step);
  }
  return result;
}

async function last(plane: Plane, box = whole(plane)): Promise<StatisticsStep> {
  const [only, ...more] = await steps(plane, box);
  expect(more).toEqual([]);
  if (only === undefined) {
    throw new Error('There was no step.');
  }
  return only;
}

describe('statistics', () => {
  const cases = truth.images.map((image) => [image.name, image] as const);
  it.each(cases)('are exact: %s', async (_, { width, dtype, values, statistics: expected }) => {
    const plane = new MemoryPlane(width, decoded(dtype, values));
    const { sum, mean, deviation, median, min, max, ...counts } = await last(plane);
    const pixels = plane.values.length;
    expect(counts).toEqual({
      ...{ pixels, pixelsInBox: pixels, medianExact: true },
      ...{ finite: expected.finite, infinite: expected.infinite },
    });
    expect({ min, max }).toEqual({ min: expected.min, max: expected.max });
    expect(median).toBe(expected.median);
    // One rounding of the largest number, wherever the sum itself ends.
    const largest = Math.max(Math.abs(min?.value ?? NaN), Math.abs(max?.value ?? NaN));
    expect(Math.abs(sum - expected.sum)).toBeLessThanOrEqual(2 ** -52 * largest);
    expect(Math.abs(mean - expected.mean)).toBeLessThanOrEqual(2 ** -52 * largest);
    const tolerance = Math.max(1e-12 * expected.deviation, 2 ** -52 * largest);
    expect(Math.abs(deviation - expected.deviation)).toBeLessThanOrEqual(tolerance);
  });

  it('keep the digits of small noise on a large offset', async () => {
    const image = truth.images.find(({ name }) => name === 'small noise on a large offset');
    const { width = 0, values = '', statistics: expected } = image ?? {};
    const { deviation } = await last(new MemoryPlane(width, decoded('float64', values)));
    expect(Math.abs(deviation / (expected?.deviation ?? NaN) - 1)).toBeLessThan(1e-12);
  });

  it('are those of the box only', async () => {
    const plane = placePlane(100, 50);
    expect(await last(plane, { x0: 10, y0: 20, x1: 14, y1: 22 })).toEqual({
      ...{ pixels: 8, pixelsInBox: 8, finite: 8, infinite: 0 },
      ...{ sum: 164092, mean: 20511.5, median: 20511.5, medianExact: true },
      deviation: Math.sqrt(500 ** 2 + 1.25),
      min: { value: 20010, x: 10, y: 20 },
      max: { value: 21013, x: 13, y: 21 },
    });
    expect(plane.plans).toBe(1);
    expect(plane.longest).toBe(4);
    expect(plane.rowsRead).toEqual([21, 20]);
  });

  it('place the first of equal extremes, in whatever order rows arrive', async () => {
    const plane = new MemoryPlane(3, new Float64Array([5, 1, 9, 1, 9, 5, 9, 1, 1]));
    const { min, max } = await last(plane);
    expect(min).toEqual({ value: 1, x: 1, y: 0 });
    expect(max).toEqual({ value: 9, x: 2, y: 0 });
  });

  it.each([
    ['NaN and infinite', [NaN, Infinity, -Infinity, NaN], 2],
    ['no', [], 0],
  ])('have no numbers of %s pixels', async (_, values, infinite) => {
    const plane = new MemoryPlane(2, new Float64Array(values));
    expect(await last(plane)).toEqual({
      ...{ pixels: values.length, pixelsInBox: values.length, finite: 0, infinite },
      ...{ sum: NaN, mean: NaN, deviation: NaN, median: NaN, medianExact: true },
      ...{ min: undefined, max: undefined },
    });
  });

  it('read very long rows in pieces', async () => {
    const width = 2 ** 20 + 3;
    const values = new Float32Array(width).fill(1);
    values[2 ** 20 - 1] = -4;
    values[width - 1] = 5;
    const plane = new MemoryPlane(width, values);
    expect(await last(plane)).toMatchObject({
      ...{ pixels: width, sum: width - 1, median: 1 },
      ...{ min: { value: -4, x: 2 ** 20 - 1, y: 0 }, max: { value: 5, x: width - 1, y: 0 } },
    });
    expect(plane.longest).toBe(2 ** 20);
    expect(plane.plans).toBe(2);
  });

  it('ask for 4 MB at a time of what is far away', async () => {
    const plane = placePlane(10, 40, { bytesPerRow: 2 ** 20 });
    await last(plane);
    expect(plane.plans).toBe(10);
  });

  it('ask for 16 MB at a time of what is at hand, lowest rows first', async () => {
    const plane = placePlane(10, 40, { bytesPerRow: 2 ** 20, local: true });
    await last(plane);
    expect(plane.plans).toBe(3);
    expect(plane.rowsRead.slice(14, 18)).toEqual([1, 0, 31, 30]);
  });

  it('ask for the rows of a narrow image 65536 at a time', async () => {
    const plane = placePlane(1, 70_000);
    expect((await last(plane)).finite).toBe(70_000);
    expect(plane.plans).toBe(2);
  });

  it('tell how far they are, a few times a second', async () => {
    let time = 0;
    const plane = placePlane(4, 10);
    const all = await steps(plane, whole(plane), { now: () => (time += 100) });
    // The clock is read once at the start, with each row and with each step.
    expect(all.map(({ pixels }) => pixels)).toEqual([12, 24, 36, 40]);
    expect(all.every(({ pixelsInBox }) => pixelsInBox === 40)).toBe(true);
    expect(all.map(({ medianExact }) => medianExact)).toEqual([false, false, false, true]);
    // Rows 9, 8 and 7 are there, row 8 is in the middle.
    expect(all[0]).toMatchObject({ mean: 8001.5, min: { value: 7000, x: 0, y: 7 } });
    expect(all[0]?.median).toBeCloseTo(8001.5, 0);
  });

  it('fail where the file ends early', async () => {
    const plane = placePlane(4, 10, { rowsPresent: 9 });
    const error = { code: 'truncated' };
    await expect(steps(plane)).rejects.toMatchObject(error);
    expect(await last(plane, { x0: 0, y0: 0, x1: 4, y1: 9 })).toMatchObject({ pixels: 36 });
  });

  it('stop when they are cancelled', async () => {
    const plane = placePlane(4, 1000);
    const stop = new AbortController();
    const now = (): number => {
      if (plane.rowsRead.length === 5) {
        stop.abort();
      }
      return 0;
    };
    const stopped = steps(plane, whole(plane), { signal: stop.signal, now });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(plane.rowsRead.length).toBeLessThan(8);
  });
});
