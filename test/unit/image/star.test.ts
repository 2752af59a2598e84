import { describe, expect, it } from 'vitest';
import type { Grid } from '../../../src/core/image/grid';
import { PlaneView } from '../../../src/core/image/plane-view';
import { MemoryPlane } from './memory-plane';

/** A one-pixel star stays where it is, at every level and kind of picture. */

const WIDTH = 75;
const HEIGHT = 58;
const FLUX = 1000;
const STEPS = [1, 2, 4, 8, 16, 32, 64];
const BOX = { x0: 0, y0: 0, x1: WIDTH, y1: HEIGHT };

/** Corners, edges, cut blocks, and places on both sides of block borders. */
const PLACES = [
  [0, 0],
  [WIDTH - 1, 0],
  [0, HEIGHT - 1],
  [WIDTH - 1, HEIGHT - 1],
  [31, 32],
  [32, 31],
  [33, 17],
  [5, 44],
  [64, 56],
  [40, 24],
] as const;

function planeWith(x: number, y: number, local: boolean): MemoryPlane {
  const values = new Float64Array(WIDTH * HEIGHT);
  values[y * WIDTH + x] = FLUX;
  return new MemoryPlane(WIDTH, values, { local, bytesPerRow: 2 ** 17 });
}

async function overviewAt(view: PlaneView, step: number): Promise<Grid> {
  const size = { width: Math.ceil(WIDTH / step), height: Math.ceil(HEIGHT / step) };
  let last: Grid | undefined;
  for await (const { grid } of view.overview(size, { now: () => 0 })) {
    last = grid;
  }
  if (last?.frame.step !== step) {
    throw new Error(`The overview has step ${last?.frame.step}.`);
  }
  return last;
}

/** Centroid of a grid in image coordinates, and its sum times the pixels of each block. */
function measure({ frame, values }: Grid): { x: number; y: number; flux: number } {
  const { step, width, box } = frame;
  let [flux, x, y] = [0, 0, 0];
  values.forEach((value, k) => {
    const x0 = (k % width) * step;
    const y0 = Math.floor(k / width) * step;
    const x1 = Math.min(x0 + step, box.x1);
    const y1 = Math.min(y0 + step, box.y1);
    const inBlock = value * (x1 - x0) * (y1 - y0);
    flux += inBlock;
    // The centre of the block: pixel centres are whole numbers.
    x += (inBlock * (x0 + x1 - 1)) / 2;
    y += (inBlock * (y0 + y1 - 1)) / 2;
  });
  return { x: x / flux, y: y / flux, flux };
}

describe.each(PLACES)('A star at (%d, %d)', (x, y) => {
  it('stays in its block and keeps its flux where blocks are averaged', async () => {
    const view = new PlaneView(planeWith(x, y, true));
    for (const step of STEPS) {
      for (const grid of [await overviewAt(view, step), await view.tile(BOX, step)]) {
        expect(grid.kind).toBe(step === 1 ? 'exact' : 'averaged');
        const star = measure(grid);
        const lit = [...grid.values.keys()].filter((k) => grid.values[k] !== 0);
        const [i, j] = [Math.floor(x / step), Math.floor(y / step)];
        expect(lit).toEqual([j * grid.frame.width + i]);
        expect(Math.abs(star.flux / FLUX - 1)).toBeLessThan(1e-6);
        // The middle of the pixels its block has.
        const middle = (at: number, end: number): number =>
          (at * step + Math.min((at + 1) * step, end) - 1) / 2;
        expect(star.x).toBeCloseTo(middle(i, WIDTH), 9);
        expect(star.y).toBeCloseTo(middle(j, HEIGHT), 9);
      }
    }
  });

  it('is where it was, or between the samples, where blocks are sampled', async () => {
    const plane = planeWith(x, y, false);
    const view = new PlaneView(plane);
    const sample = (at: number, step: number, end: number): number =>
      Math.min(Math.floor(at / step) * step + Math.floor(step / 2), end - 1);
    for (const step of STEPS) {
      for (const grid of [await overviewAt(view, step), await view.tile(BOX, step)]) {
        expect(grid.kind).toBe(step === 1 ? 'exact' : 'sampled');
        const hit = sample(x, step, WIDTH) === x && sample(y, step, HEIGHT) === y;
        const { width } = grid.frame;
        const read = (k: number): boolean => grid.filled[Math.floor(k / width)] === 1;
        const lit = [...grid.values.keys()].filter((k) => read(k) && grid.values[k] !== 0);
        const at = Math.floor(y / step) * width + Math.floor(x / step);
        expect(lit).toEqual(hit && read(at) ? [at] : []);
      }
    }
  });
});
