import { workOfBlock } from './cost';
import { pieceAt } from './piece-sampling';
import type { Plane } from './plane';

/** Bytes asked for in one plan: bounds the memory that reading rows takes, however large the plane is. */
const LOCAL_BATCH_BYTES = 16 * 2 ** 20;

/** Over a line, what is wanted more urgently meanwhile (a tile) waits for one plan at most. */
const REMOTE_BATCH_BYTES = 4 * 2 ** 20;

/** Rows asked for in one plan: each costs memory of its own, however short it is. */
const BATCH_ROWS = 2 ** 16;

/** Pixels of one row held at a time, so that a row of any length can be read. */
export const PIECE_PIXELS = 2 ** 20;

/** Rows by number and not as a list, in ascending order: a header of one block can claim 2^53 of them. */
export interface Rows {
  readonly count: number;
  at(k: number): number;
}

/**
 * The rows, of each of which the columns `[x0, x1)` count, in batches that are asked for in one plan.
 * Rows that are stored together are in one batch, so that none is read twice.
 */
export function* rowBatches(
  plane: Plane,
  rows: Rows,
  x0: number,
  x1: number,
): Generator<readonly number[]> {
  const most = plane.local ? LOCAL_BATCH_BYTES : REMOTE_BATCH_BYTES;
  if (plane.pieceStarts) {
    yield* pieceBatches(plane, plane.pieceStarts, rows, most);
    return;
  }
  const mostBlocks = Math.max(1, Math.floor(most / workOfBlock(plane, x0, x1)));
  let batch: number[] = [];
  let blocks = 0;
  let last = -1;
  for (let k = 0; k < rows.count; k += 1) {
    const y = rows.at(k);
    const block = Math.floor(y / plane.rowsPerBlock);
    if (block !== last) {
      last = block;
      blocks += 1;
    }
    if (blocks > mostBlocks || batch.length === BATCH_ROWS) {
      yield batch;
      batch = [];
      blocks = 1;
    }
    batch.push(y);
  }
  if (batch.length > 0) {
    yield batch;
  }
}

/** Of pieces that are read from their start on: the last row of each says what it costs. */
function* pieceBatches(
  { bytesPerRow, width }: Plane,
  starts: readonly number[],
  rows: Rows,
  most: number,
): Generator<readonly number[]> {
  const perRow = Math.max(bytesPerRow, width);
  let batch: number[] = [];
  let before = 0;
  let cost = 0;
  let last = -1;
  for (let k = 0; k < rows.count; k += 1) {
    const y = rows.at(k);
    const piece = pieceAt(starts, y);
    if (piece !== last) {
      last = piece;
      before += cost;
      cost = 0;
      if (before >= most || batch.length >= BATCH_ROWS) {
        yield batch;
        batch = [];
        before = 0;
      }
    }
    cost = (y - (starts[piece] as number) + 1) * perRow;
    batch.push(y);
  }
  if (batch.length > 0) {
    yield batch;
  }
}
