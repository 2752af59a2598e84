import { throwIfAborted } from '../errors';
import { MAX_GRID } from '../image/grid';
import type { Box, PlaneOptions } from '../image/plane';
import type { PlaneView } from '../image/plane-view';
import type { Cells } from './cells';

/** Grid rows of one tile: what is heard of the progress in between. */
const TILE_ROWS = 256;

/**
 * A box of a plane at one cell per `step` × `step` pixels: their mean, or where an image is far away and
 * too large to be read whole, what stands for them in the picture (see `readTile`). Infinite means
 * are left out.
 *
 * @param onProgress told the share that has been read, 0 to 1
 * @throws SkybucketError as `PlaneView.tile`
 */
export async function readCells(
  view: PlaneView,
  { x0, y0, x1, y1 }: Box,
  step: number,
  options: PlaneOptions,
  onProgress: (done: number) => void,
): Promise<Cells> {
  const width = Math.ceil((x1 - x0) / step);
  const height = Math.ceil((y1 - y0) / step);
  const values = new Float64Array(width * height);
  for (let j = 0; j < height; j += TILE_ROWS) {
    for (let i = 0; i < width; i += MAX_GRID) {
      throwIfAborted(options.signal);
      const box = {
        x0: x0 + i * step,
        y0: y0 + j * step,
        x1: Math.min(x1, x0 + (i + MAX_GRID) * step),
        y1: Math.min(y1, y0 + (j + TILE_ROWS) * step),
      };
      const grid = await view.tile(box, step, options);
      for (let row = 0; row < grid.frame.height; row++) {
        const from = row * grid.frame.width;
        const part = grid.values.subarray(from, from + grid.frame.width);
        values.set(part.map(finiteOrNaN), (j + row) * width + i);
      }
    }
    onProgress(Math.min(1, (j + TILE_ROWS) / height));
  }
  return { width, height, values };
}

function finiteOrNaN(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}
