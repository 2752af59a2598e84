import { throwIfAborted } from '../errors';
import type { Box, Plane, PlaneOptions } from './plane';
import { PIECE_PIXELS, rowBatches } from './row-batches';

/** Pixels of one row, side by side from (x, y) on. */
export interface RowPiece {
  readonly x: number;
  readonly y: number;
  readonly values: Float32Array | Float64Array;
}

/**
 * Every pixel of the box once, in batches of rows from the lowest up; within a batch in the order they
 * arrive, and very long rows in pieces.
 *
 * @throws SkybucketError `cancelled`, or what reading throws.
 */
export async function* boxRows(
  plane: Plane,
  { x0, y0, x1, y1 }: Box,
  options: PlaneOptions,
): AsyncGenerator<RowPiece> {
  const rows = { count: y1 - y0, at: (k: number) => y0 + k };
  for (const ys of rowBatches(plane, rows, x0, Math.min(x1, x0 + PIECE_PIXELS))) {
    for (let x = x0; x < x1; x += PIECE_PIXELS) {
      throwIfAborted(options.signal);
      for await (const row of plane.rows(ys, x, Math.min(x + PIECE_PIXELS, x1), options)) {
        throwIfAborted(options.signal);
        yield { x, y: row.y, values: row.values };
      }
    }
  }
}
