import { describe, expect, it } from 'vitest';
import { frameOf, type Grid } from '../../../src/core/image/grid';
import { blockSums } from '../../../src/core/image/grid-rows';
import { Pyramid, PYRAMID_BYTES } from '../../../src/core/image/pyramid';
import truth from './grid-truth.json';
import { MemoryPlane, placePlane } from './memory-plane';
import { numbers } from './truth';

async function pyramidOf(plane: MemoryPlane, bytes = PYRAMID_BYTES): Promise<Pyramid> {
  const pyramid = new Pyramid(plane, bytes);
  for await (const { j, blocks } of blockSums(plane, pyramid.base, {})) {
    pyramid.add(j, blocks);
  }
  return pyramid;
}

function level(pyramid: Pyramid, plane: MemoryPlane, step: number): Grid {
  const grid = pyramid.grid({ x0: 0, y0: 0, x1: plane.width, y1: plane.height }, step);
  if (!grid) {
    throw new Error(`There is no level of step ${step}.`);
  }
  return grid;
}

/** Within half a unit in the last place of float32. */
function expectMeans(values: Float32Array, want: readonly number[]): void {
  expect(values.length).toBe(want.length);
  values.forEach((value, k) => {
    const expected = want[k] as number;
    if (Number.isFinite(expected)) {
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(2 ** -23 * Math.abs(expected));
    } else {
      expect(value).toBe(expected);
    }
  });
}

describe('Pyramid', () => {
  describe.each(truth.pyramids)('of $width × $height', ({ width, image, levels }) => {
    const plane = new MemoryPlane(width, new Float64Array(numbers(image)), { local: true });

    it('has the levels that numpy’s nanmean makes of the pixels', async () => {
      const pyramid = await pyramidOf(plane);
      expect(pyramid.base.step).toBe(2);
      for (const { step, values } of levels) {
        const grid = level(pyramid, plane, step);
        expect(grid.kind).toBe('averaged');
        expectMeans(grid.values, numbers(values));
      }
    });

    it('has them whatever the base is', async () => {
      const pyramid = await pyramidOf(plane, 60);
      const coarse = levels.filter(({ step }) => step >= pyramid.base.step);
      expect(coarse.length).toBeGreaterThan(0);
      coarse.forEach(({ step, values }) => {
        expectMeans(level(pyramid, plane, step).values, numbers(values));
      });
    });
  });

  it('keeps the flux from level to level', async () => {
    // Whole numbers, so that no sum is rounded; a size of which no level is made of whole blocks.
    const plane = placePlane(61, 45, { local: true });
    const sum = Array.from(plane.values).reduce((a, b) => a + b, 0);
    const pyramid = await pyramidOf(plane);
    for (let step = 2; step <= 64; step *= 2) {
      const { frame, values } = level(pyramid, plane, step);
      const flux = values.reduce((total, mean, k) => {
        const columns = Math.min(step, 61 - (k % frame.width) * step);
        const rows = Math.min(step, 45 - Math.floor(k / frame.width) * step);
        return total + mean * columns * rows;
      }, 0);
      expect(Math.abs(flux / sum - 1)).toBeLessThan(1e-7);
    }
  });

  it.each([
    [4096, 4096, 2],
    [6000, 6000, 2],
    [10240, 10240, 4],
    [16384, 16384, 8],
    [32768, 32768, 16],
    [1, 10 ** 9, 256],
    [10 ** 6, 10 ** 6, 512],
    [2 ** 40, 2 ** 40, 2 ** 29],
  ])('of %d × %d begins at the smallest step whose levels fit: %d', (width, height, base) => {
    const plane = { ...placePlane(1, 1), width, height } as unknown as MemoryPlane;
    expect(new Pyramid(plane, PYRAMID_BYTES).base.step).toBe(base);
  });

  it('has one block at least', () => {
    expect(new Pyramid(placePlane(5, 9), 0).base).toMatchObject({ step: 16, width: 1, height: 1 });
  });

  describe('while it is being built', () => {
    const plane = placePlane(16, 16, { local: true });
    const box = { x0: 0, y0: 0, x1: 16, y1: 16 };
    const half = { x0: 0, y0: 0, x1: 16, y1: 8 };

    it('has nothing before its first row', () => {
      const pyramid = new Pyramid(plane, PYRAMID_BYTES);
      expect(pyramid.grid(half, 2)).toBeUndefined();
      expect(pyramid.filled(2)).toBeUndefined();
    });

    it('gives what is whole, and nothing that is not', async () => {
      const pyramid = new Pyramid(plane, PYRAMID_BYTES);
      for await (const { j, blocks } of blockSums(plane, frameOf(half, 2), {})) {
        pyramid.add(j, blocks);
      }
      expect(pyramid.grid(half, 2)?.filled).toEqual(new Uint8Array(4).fill(1));
      expect(pyramid.grid(half, 8)?.values.length).toBe(2);
      for (const step of [2, 4, 8, 16]) {
        expect(pyramid.grid(box, step)).toBeUndefined();
      }
    });
  });

  it('gives sections made of its own blocks only', async () => {
    const pyramid = await pyramidOf(placePlane(21, 13, { local: true }));
    const section = pyramid.grid({ x0: 8, y0: 4, x1: 21, y1: 8 }, 4);
    // The mean of columns 8 to 11 in rows 4 to 7; the last block has column 20 alone.
    expect([...(section?.values ?? [])]).toEqual([5509.5, 5513.5, 5517.5, 5520]);
    expect(section?.frame).toMatchObject({ width: 4, height: 1, step: 4 });
    expect(pyramid.grid({ x0: 2, y0: 4, x1: 21, y1: 8 }, 4)).toBeUndefined();
    expect(pyramid.grid({ x0: 0, y0: 4, x1: 21, y1: 7 }, 4)).toBeUndefined();
    expect(pyramid.grid({ x0: 0, y0: 0, x1: 20, y1: 4 }, 8)).toBeUndefined();
  });
});
