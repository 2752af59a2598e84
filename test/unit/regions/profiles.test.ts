import { describe, expect, it } from 'vitest';
import { radialProfile } from '../../../src/core/regions/radial-profile';
import { segmentProfile } from '../../../src/core/regions/segment-profile';
import { placePlane } from '../image/memory-plane';
import ellipses from '../../fixtures/elliptical-rings.json';
import { imagePlane, numbers, truth } from './support/truth';

function close(ours: Float64Array, theirs: readonly number[], tolerance: number): void {
  expect(ours.length).toBe(theirs.length);
  for (const [k, value] of theirs.entries()) {
    expect(Number.isNaN(ours[k]), `sample ${k}`).toBe(Number.isNaN(value));
    expect(Math.abs((ours[k] as number) - value) > tolerance, `sample ${k}`).toBe(false);
  }
}

describe('a profile along a line', () => {
  it.each(truth.segments.map((each) => [String(each.from), String(each.to), each] as const))(
    'is scipy’s, from %s to %s',
    async (_from, _to, { from, to, values }) => {
      const ends = [from, to].map(([x = NaN, y = NaN]) => [x, y] as const);
      const [start, end] = ends as [(typeof ends)[number], (typeof ends)[number]];
      const profile = await segmentProfile(imagePlane(), start, end);
      // The image has an infinite pixel, which scipy was not shown.
      close(
        profile.values.map((value) => (Number.isFinite(value) ? value : NaN)),
        numbers(values),
        1e-9,
      );
      const length = Math.hypot(end[0] - start[0], end[1] - start[1]);
      expect(profile.step * (values.length - 1)).toBeCloseTo(length, 9);
      expect(profile.step).toBeLessThanOrEqual(1);
    },
  );

  it('reads only the pixels beside the line', async () => {
    const plane = placePlane(1000, 1000);
    const done: number[] = [];
    const onProgress = (share: number): void => void done.push(share);
    const { values } = await segmentProfile(plane, [10, 20], [990, 755], { onProgress });
    expect(values.length).toBe(1226);
    expect(values[0]).toBe(20_010);
    expect(values.at(-1)).toBe(755_990);
    expect(plane.pixelsRead.size).toBeLessThan(120_000);
    expect(plane.plans).toBeLessThan(12);
    expect(done.at(-1)).toBe(1);
    expect(done.every((share, k) => share >= (done[k - 1] ?? 0))).toBe(true);
  });

  it('has 65,536 samples at most', async () => {
    const plane = placePlane(100_000, 2);
    const { values, step } = await segmentProfile(plane, [0, 0], [99_999, 0]);
    expect(values.length).toBe(65_536);
    expect(step).toBeCloseTo(99_999 / 65_535, 12);
    expect(values[65_535]).toBe(99_999);
  });

  it('of no length is one value', async () => {
    const { values, step } = await segmentProfile(placePlane(10, 10), [3.5, 4], [3.5, 4]);
    expect([...values, step]).toEqual([4003.5, 0]);
  });

  it('of an image of one row, and outside of it', async () => {
    const plane = placePlane(10, 1);
    expect([...(await segmentProfile(plane, [0, 0], [3, 0])).values]).toEqual([0, 1, 2, 3]);
    const { values } = await segmentProfile(placePlane(10, 10), [20, 20], [22, 20]);
    expect([...values]).toEqual([NaN, NaN, NaN]);
  });

  it('stops when it is cancelled', async () => {
    const stop = new AbortController();
    stop.abort();
    const stopped = segmentProfile(placePlane(10, 10), [0, 0], [9, 9], { signal: stop.signal });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a radial profile', () => {
  it.each(truth.rings.map((each) => [each.x, each.y, each.radius, each] as const))(
    'is that of photutils around (%d, %d) to %d',
    async (x, y, radius, { mean, deviation, pixels }) => {
      const profile = await radialProfile(imagePlane(), { x, y, radius });
      expect(profile.step).toBe(1);
      expect([...profile.pixels]).toEqual(pixels);
      close(profile.mean, numbers(mean), 1e-10);
      close(profile.deviation, numbers(deviation), 1e-10);
    },
  );

  it.each(
    ellipses.map((each) => [each.x, each.y, each.radius, each.ratio, each.angle, each] as const),
  )(
    'of ellipses is that of numpy around (%d, %d) to %d, %d times as wide at %d°',
    async (x, y, radius, ratio, angle, { mean, deviation, pixels }) => {
      const profile = await radialProfile(imagePlane(), { x, y, radius, ratio, angle });
      expect(profile.step).toBe(1);
      expect([...profile.pixels]).toEqual(pixels);
      close(profile.mean, numbers(mean), 1e-10);
      close(profile.deviation, numbers(deviation), 1e-10);
    },
  );

  it('has a thousand rings at most', async () => {
    const { step, mean, pixels } = await radialProfile(placePlane(50, 50), {
      ...{ x: 25, y: 25, radius: 4000 },
    });
    expect([step, mean.length]).toEqual([4, 1000]);
    expect(pixels.reduce((a, b) => a + b)).toBe(2500);
  });
});
