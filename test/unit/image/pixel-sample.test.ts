import { describe, expect, it } from 'vitest';
import { sampleAt } from '../../../src/core/image/grid';
import { filledValues } from '../../../src/core/image/limits';
import { overview, type OverviewStep, valuesOf } from '../../../src/core/image/overview';
import { PixelSample } from '../../../src/core/image/pixel-sample';
import { PlaneView } from '../../../src/core/image/plane-view';
import { placePlane } from './memory-plane';

async function last(steps: AsyncIterable<OverviewStep>): Promise<OverviewStep> {
  let found: OverviewStep | undefined;
  for await (const step of steps) {
    found = step;
  }
  if (found === undefined) {
    throw new Error('There was no step.');
  }
  return found;
}

/** Every pixel of a place plane, row by row. */
function pixelsOf({ width, height }: { width: number; height: number }): number[] {
  return Array.from({ length: width * height }, (_, k) => {
    return Math.floor(k / width) * 1000 + (k % width);
  });
}

describe('The values that limits are about', () => {
  it.each([
    ['at hand, through the pyramid', placePlane(101, 67, { local: true })],
    ['small and far away', placePlane(101, 67)],
  ])(
    'are every pixel in order of a plane that is %s, however coarse its overview',
    async (_, plane) => {
      const view = new PlaneView(plane);
      const step = await last(view.overview({ width: 30, height: 30 }));
      expect(step.grid.kind).toBe('averaged');
      expect(view.values).toBe(valuesOf(step));
      expect(view.values).toMatchObject({ kind: 'exact' });
      expect([...filledValues(valuesOf(step))]).toEqual(pixelsOf(plane));
      // An overview of another size makes no other limits.
      const other = await last(view.overview({ width: 15, height: 15 }));
      expect([...filledValues(valuesOf(other))]).toEqual(pixelsOf(plane));
    },
  );

  it('are those of the grid where rows are sampled', async () => {
    const plane = placePlane(256, 256, { bytesPerRow: 2 ** 16 });
    const step = await last(overview(plane, { width: 64, height: 64 }));
    expect(valuesOf(step)).toBe(step.grid);
  });
});

describe('PixelSample', () => {
  it('keeps the middle pixel of each block of a large plane, whatever bands its rows come in', () => {
    const [width, height] = [3000, 1501];
    const sample = new PixelSample({ width, height });
    expect(sample.grid).toBeUndefined();
    const values = new Float64Array(width);
    for (let y = height - 1; y >= 0; y--) {
      for (let x = 0; x < width; x++) {
        values[x] = y * width + x;
      }
      sample.add({ y, values: values.subarray(0, 1777) }, 0);
      sample.add({ y, values: values.subarray(1777, 1778) }, 1777);
      sample.add({ y, values: values.subarray(1778) }, 1778);
    }
    const { grid } = sample;
    expect(grid).toMatchObject({ kind: 'sampled', frame: { step: 2, width: 1500, height: 751 } });
    expect(grid?.filled.every((row) => row === 1)).toBe(true);
    const wrong = grid?.values.findIndex((value, k) => {
      const x = sampleAt(0, width, 2, k % 1500);
      const y = sampleAt(0, height, 2, Math.floor(k / 1500));
      return value !== Math.fround(y * width + x);
    });
    expect(wrong).toBe(-1);
  });
});
