import { SkybucketError, throwIfAborted } from '../errors';
import { type Frame, type GridRow, sampleAt } from './grid';
import type { Plane, PlaneOptions, PlaneRow } from './plane';
import { PIECE_PIXELS, rowBatches, type Rows } from './row-batches';

/** Columns `[x0, x1)` of the image, which are those of the grid from `i0` on. */
interface Band {
  readonly x0: number;
  readonly x1: number;
  readonly i0: number;
}

/**
 * The grid rows `js` of a sampled grid, in the order they arrive. Only the image rows that stand for
 * them are read.
 */
export async function* sampledRows(
  plane: Plane,
  frame: Frame,
  js: readonly number[],
  options: PlaneOptions,
): AsyncGenerator<GridRow> {
  const { box, step } = frame;
  const rows = {
    count: js.length,
    at: (k: number) => sampleAt(box.y0, box.y1, step, js[k] as number),
  };
  const open = new Map<number, Float32Array>();
  for await (const [row, band] of bandedRows(plane, frame, rows, options)) {
    const j = Math.floor((row.y - box.y0) / step);
    const values = open.get(j) ?? new Float32Array(frame.width);
    open.set(j, values);
    const columns = Math.ceil((band.x1 - band.x0) / step);
    for (let i = 0; i < columns; i++) {
      values[band.i0 + i] = row.values[sampleAt(band.x0, band.x1, step, i) - band.x0] ?? NaN;
    }
    if (band.x1 === box.x1) {
      open.delete(j);
      yield { j, values };
    }
  }
}

/** Of each block of one grid row: the sum of its pixels that are not NaN, and how many those are. */
export interface BlockSums {
  readonly sums: Float64Array;
  readonly counts: Float64Array;
}

/** Told of the pixels of a row from column `x0` on. */
export type OnRow = (row: PlaneRow, x0: number) => void;

/** All grid rows of an averaged grid, see {@link blockSums}. The mean is numpy's `nanmean`. */
export async function* averagedRows(
  plane: Plane,
  frame: Frame,
  options: PlaneOptions,
  onRow?: OnRow,
): AsyncGenerator<GridRow> {
  for await (const { j, blocks } of blockSums(plane, frame, options, onRow)) {
    yield { j, values: meansOf(blocks) };
  }
}

/** Means of blocks; NaN where a block has no value. Infinite pixels count. */
export function meansOf({ sums, counts }: BlockSums): Float32Array {
  const means = new Float32Array(sums.length);
  for (let i = 0; i < means.length; i++) {
    means[i] = (sums[i] as number) / (counts[i] as number);
  }
  return means;
}

/**
 * Sums over the blocks of all grid rows, lowest first but for the order rows arrive in. Every pixel of
 * the box is read, a batch of rows at a time.
 */
export async function* blockSums(
  plane: Plane,
  frame: Frame,
  options: PlaneOptions,
  onRow: OnRow = () => undefined,
): AsyncGenerator<{ readonly j: number; readonly blocks: BlockSums }> {
  const { box, step, width } = frame;
  const rows = { count: box.y1 - box.y0, at: (k: number) => box.y0 + k };
  const pieces = bands(frame).length;
  const open = new Map<number, BlockSums & { missing: number }>();
  for await (const [row, band] of bandedRows(plane, frame, rows, options)) {
    const j = Math.floor((row.y - box.y0) / step);
    const rowsOfBlock = Math.min(step, box.y1 - box.y0 - j * step);
    const block = open.get(j) ?? {
      sums: new Float64Array(width),
      counts: new Float64Array(width),
      // Pieces of image rows still to come.
      missing: rowsOfBlock * pieces,
    };
    open.set(j, block);
    addRow(block, row.values, band.i0, step);
    onRow(row, band.x0);
    block.missing -= 1;
    if (block.missing === 0) {
      open.delete(j);
      yield { j, blocks: block };
    }
  }
}

function addRow(
  { sums, counts }: BlockSums,
  values: Float32Array | Float64Array,
  i0: number,
  step: number,
): void {
  for (let start = 0, i = i0; start < values.length; start += step, i++) {
    const end = Math.min(start + step, values.length);
    let sum = 0;
    let count = 0;
    for (let k = start; k < end; k++) {
      const value = values[k] as number;
      if (value === value) {
        sum += value;
        count += 1;
      }
    }
    sums[i] = (sums[i] as number) + sum;
    counts[i] = (counts[i] as number) + count;
  }
}

/**
 * The given image rows of the frame, in batches, and in bands of columns where rows are very long.
 *
 * @throws SkybucketError `truncated` after every band of the rows that are there.
 */
async function* bandedRows(
  plane: Plane,
  frame: Frame,
  rows: Rows,
  options: PlaneOptions,
): AsyncGenerator<readonly [PlaneRow, Band]> {
  const columns = bands(frame);
  let first = true;
  for (const batch of rowBatches(plane, rows, frame.box.x0, frame.box.x1)) {
    if (!first && plane.local) {
      await nextTurn();
    }
    first = false;
    let truncated: SkybucketError | undefined;
    for (const band of columns) {
      throwIfAborted(options.signal);
      let given = 0;
      try {
        for await (const row of plane.rows(batch, band.x0, band.x1, options)) {
          throwIfAborted(options.signal);
          given += 1;
          yield [row, band];
        }
      } catch (error) {
        if (!(error instanceof SkybucketError) || error.code !== 'truncated') {
          throw error;
        }
        truncated = error;
        // A header can claim a million bands of rows that the file has nothing of.
        if (given === 0 && plane.columnsPerBlock === undefined) {
          break;
        }
      }
    }
    if (truncated) {
      throw truncated;
    }
  }
}

function bands({ box, step }: Frame): Band[] {
  const blocks = Math.max(1, Math.floor(PIECE_PIXELS / step));
  const result: Band[] = [];
  for (let x0 = box.x0, i0 = 0; x0 < box.x1; x0 += blocks * step, i0 += blocks) {
    result.push({ x0, x1: Math.min(x0 + blocks * step, box.x1), i0 });
  }
  return result;
}

/** Lets others on the thread have their turn: where every byte is at hand, nothing else may wait. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
