import { describe, expect, test } from 'vitest';
import type { Grid } from '../../../webview/image/grid';
import { profileOf } from '../../../webview/image/profile';

/** 100 × 60 pixels of nothing, and one star. */
const image = { width: 100, height: 60 };
const STAR = [37, 21] as const;
const pixel = (x: number, y: number): number => (x === STAR[0] && y === STAR[1] ? 64 : 0);

/** The image at a step, as the host gives it: the mean of the pixels of each cell, or the first. */
function grid(
  box: readonly [x0: number, y0: number, x1: number, y1: number],
  step: number,
  kind: Grid['kind'],
): Grid {
  const [x0, y0, x1, y1] = box;
  const width = Math.ceil((x1 - x0) / step);
  const height = Math.ceil((y1 - y0) / step);
  const values = new Float32Array(width * height);
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) {
      let sum = 0;
      for (let k = 0; k < step * step; k++) {
        sum += pixel(x0 + i * step + (k % step), y0 + j * step + Math.floor(k / step));
      }
      values[j * width + i] =
        kind === 'averaged' ? sum / (step * step) : pixel(x0 + i * step, y0 + j * step);
    }
  }
  return { width, height, x0, y0, step, kind, values };
}

const overview = grid([0, 0, 100, 60], 8, 'averaged');
const everything = { x0: 0, y0: 0, x1: 100, y1: 60 };

describe('profileOf', () => {
  test('has the star where it is, in exact pixels', () => {
    const tile = grid([32, 16, 48, 32], 1, 'exact');
    const sight = { x0: 33, y0: 17, x1: 47, y1: 31 };
    const row = profileOf([overview, tile], image, sight, 'row', STAR);
    expect([...(row?.positions ?? [])]).toEqual(Array.from({ length: 14 }, (_, i) => 33 + i));
    expect(row?.values.indexOf(64)).toBe(STAR[0] - 33);
    expect(row).toMatchObject({ kind: 'exact', step: 1 });
    const column = profileOf([overview, tile], image, sight, 'column', STAR);
    expect([...(column?.positions ?? [])]).toEqual(Array.from({ length: 14 }, (_, i) => 17 + i));
    expect(column?.values.indexOf(64)).toBe(STAR[1] - 17);
  });

  test('has the middle of each cell of a coarse grid, and cuts the last at the image', () => {
    const row = profileOf([overview], image, everything, 'row', STAR);
    const expected = Array.from({ length: 12 }, (_, i) => 8 * i + 3.5);
    // The last cell has the pixels 96 to 99: half a step on is beyond them.
    expect([...(row?.positions ?? [])]).toEqual([...expected, 97.5]);
    expect(row?.values[4]).toBe(1);
    expect(row).toMatchObject({ kind: 'averaged', step: 8 });
    const column = profileOf([overview], image, everything, 'column', [37, 0]);
    expect([...(column?.positions ?? [])]).toEqual([3.5, 11.5, 19.5, 27.5, 35.5, 43.5, 51.5, 57.5]);
    expect(column?.values[2]).toBe(1);
  });

  test('takes the finest grid at hand everywhere, whatever their order', () => {
    const grids = [
      grid([32, 16, 48, 32], 1, 'exact'),
      overview,
      grid([32, 16, 64, 48], 4, 'averaged'),
    ];
    for (const given of [grids, [...grids].reverse()]) {
      const row = profileOf(given, image, everything, 'row', STAR);
      expect([...(row?.positions ?? [])]).toEqual([
        ...[3.5, 11.5, 19.5, 27.5],
        ...Array.from({ length: 16 }, (_, i) => 32 + i),
        ...[49.5, 53.5, 57.5, 61.5],
        ...[67.5, 75.5, 83.5, 91.5, 97.5],
      ]);
      expect(row?.values[4 + 5]).toBe(64);
      expect(row).toMatchObject({ kind: 'averaged', step: 8 });
    }
  });

  test('a cell that a finer grid covers in part stands for the rest', () => {
    const tile = grid([35, 16, 39, 24], 1, 'exact');
    const sight = { ...everything, x0: 30, x1: 46 };
    const row = profileOf([overview, tile], image, sight, 'row', STAR);
    // The first begins before what is in sight; 32 to 34 and 39 are left of the cell from 32 to 39.
    expect([...(row?.positions ?? [])]).toEqual([27.5, 33, 35, 36, 37, 38, 39, 43.5]);
    expect([...(row?.values ?? [])]).toEqual([0, 1, 0, 0, 64, 0, 1, 0]);
  });

  test('is sampled where any of it is', () => {
    const sampled = grid([0, 0, 100, 60], 8, 'sampled');
    const tile = grid([32, 16, 48, 32], 1, 'exact');
    expect(profileOf([sampled, tile], image, everything, 'row', STAR)).toMatchObject({
      kind: 'sampled',
      step: 8,
    });
  });

  test('has a sample at the pixel it is of, which the host takes from the middle of the cell', () => {
    const sampled = grid([0, 0, 100, 60], 8, 'sampled');
    const row = profileOf([sampled], image, everything, 'row', STAR);
    expect([...(row?.positions ?? [])].slice(0, 3)).toEqual([4, 12, 20]);
    // The last cell has the pixels 96 to 99: half a step on is beyond them.
    expect(row?.positions.at(-1)).toBe(99);
  });

  test('knows nothing where no grid is', () => {
    const left = grid([0, 16, 32, 32], 2, 'averaged');
    const right = grid([64, 16, 80, 32], 2, 'averaged');
    const row = profileOf([right, left], image, everything, 'row', STAR);
    expect([...(row?.positions ?? [])].slice(14, 20)).toEqual([28.5, 30.5, 47.5, 64.5, 66.5, 68.5]);
    expect(row?.values[16]).toBeNaN();
    expect(row?.positions.at(-1)).toBe(89.5);
  });

  test('is none beside the image, nor before there is a grid', () => {
    expect(profileOf([overview], image, everything, 'row', [0, 60])).toBeUndefined();
    expect(profileOf([overview], image, everything, 'column', [-1, 3])).toBeUndefined();
    expect(profileOf([], image, everything, 'row', STAR)).toBeUndefined();
  });
});
