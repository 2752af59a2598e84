import { throwIfAborted } from '../errors';
import type { Box, Plane, PlaneOptions } from './plane';

/** Bytes asked for in one plan: bounds the memory a box needs, however large it is. */
const LOCAL_BATCH_BYTES = 16 * 2 ** 20;

/** The same over the network, where a tile that is wanted meanwhile waits for the plan before it. */
const REMOTE_BATCH_BYTES = 4 * 2 ** 20;

/** Rows asked for in one plan: each costs memory of its own, however short it is. */
const BATCH_ROWS = 2 ** 16;

/** Pixels of one row held at a time, so that a row of any length can be read. */
const PIECE_PIXELS = 2 ** 20;

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
  const pieceBytes = (plane.bytesPerRow / plane.width) * Math.min(x1 - x0, PIECE_PIXELS);
  const batchBytes = plane.local ? LOCAL_BATCH_BYTES : REMOTE_BATCH_BYTES;
  const batchRows = Math.min(Math.max(1, Math.floor(batchBytes / pieceBytes)), BATCH_ROWS);
  for (let start = y0; start < y1; start += batchRows) {
    const ys = Array.from({ length: Math.min(batchRows, y1 - start) }, (_, k) => start + k);
    for (let x = x0; x < x1; x += PIECE_PIXELS) {
      throwIfAborted(options.signal);
      for await (const row of plane.rows(ys, x, Math.min(x + PIECE_PIXELS, x1), options)) {
        throwIfAborted(options.signal);
        yield { x, y: row.y, values: row.values };
      }
    }
  }
}
