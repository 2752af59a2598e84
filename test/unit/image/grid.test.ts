import { describe, expect, it } from 'vitest';
import { checkFrame, fitFrame, frameOf, sampleAt } from '../../../src/core/image/grid';
import { placePlane } from './memory-plane';

describe('fitFrame', () => {
  it.each([
    { plane: [100, 50], size: [100, 50], step: 1, grid: [100, 50] },
    { plane: [101, 50], size: [100, 50], step: 2, grid: [51, 25] },
    { plane: [1000, 10], size: [100, 100], step: 16, grid: [63, 1] },
    { plane: [7, 7], size: [1, 1], step: 8, grid: [1, 1] },
  ])('$plane into $size at step $step', ({ plane, size, step, grid }) => {
    const [width = 0, height = 0] = size;
    const frame = fitFrame(placePlane(plane[0] ?? 0, plane[1] ?? 0), { width, height });
    expect(frame.step).toBe(step);
    expect([frame.width, frame.height]).toEqual(grid);
  });

  it('never gives a grid above 2048, and takes nonsense sizes', () => {
    const plane = placePlane(5000, 2);
    expect(fitFrame(plane, { width: 1e9, height: 1e9 })).toMatchObject({ step: 4, width: 1250 });
    expect(fitFrame(plane, { width: 0, height: -3 })).toMatchObject({ width: 1, height: 1 });
  });
});

describe('sampleAt', () => {
  it('takes the middle of a block, or the last pixel of one that is cut before it', () => {
    expect([0, 1, 2].map((i) => sampleAt(0, 21, 8, i))).toEqual([4, 12, 20]);
    expect(sampleAt(0, 18, 8, 2)).toBe(17);
    expect([0, 1].map((i) => sampleAt(5, 7, 1, i))).toEqual([5, 6]);
  });
});

describe('checkFrame', () => {
  const plane = placePlane(10, 10);
  const box = { x0: 0, y0: 0, x1: 10, y1: 10 };

  it('takes what lies inside', () => {
    expect(() => checkFrame(plane, frameOf(box, 4))).not.toThrow();
  });

  it.each([
    ['a box outside', { ...box, x1: 11 }, 1],
    ['a negative corner', { ...box, y0: -1 }, 1],
    ['an empty box', { ...box, x0: 10 }, 1],
    ['a fraction', { ...box, x0: 0.5 }, 1],
    ['a step that is no power of two', box, 3],
    ['a step of zero', box, 0],
    ['a step of NaN', box, NaN],
  ])('refuses %s', (_, bad, step) => {
    expect(() => checkFrame(plane, frameOf(bad, step))).toThrow(/image of 10 × 10/);
  });

  it('refuses more than a grid holds', () => {
    const wide = placePlane(4000, 1);
    expect(() => checkFrame(wide, frameOf({ x0: 0, y0: 0, x1: 4000, y1: 1 }, 1))).toThrow();
  });
});
