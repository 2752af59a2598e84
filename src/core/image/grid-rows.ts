import { throwIfAborted } from '../errors';
import { type Frame, type GridRow, sampleAt } from './grid';
import type { Plane, PlaneOptions, PlaneRow } from './plane';

/** Bytes asked for in one plan. Bounds the memory one grid needs, however large the plane is. */
const BATCH_BYTES = 16 * 2 ** 20;

/** Rows asked for in one plan: each costs memory of its own, however short it is. */
const BATCH_ROWS = 2 ** 16;

/** Pixels of one row held at a time, so that a row of any length can be read. */
const BAND_PIXELS = 2 ** 20;

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

/** Sums of one grid row while its image rows come in. */
interface Sums {
  readonly sums: Float64Array;
  readonly counts: Uint32Array;
  /** Pieces of image rows still to come. */
  missing: number;
}

/**
 * All grid rows of an averaged grid, lowest first but for the order rows arrive in. Every pixel of the
 * box is read, a batch of rows at a time. The mean is numpy's `nanmean`: infinite pixels count.
 */
export async function* averagedRows(
  plane: Plane,
  frame: Frame,
  options: PlaneOptions,
): AsyncGenerator<GridRow> {
  const { box, step, width } = frame;
  const rows = { count: box.y1 - box.y0, at: (k: number) => box.y0 + k };
  const pieces = bands(frame).length;
  const open = new Map<number, Sums>();
  for await (const [row, band] of bandedRows(plane, frame, rows, options)) {
    const j = Math.floor((row.y - box.y0) / step);
    const rowsOfBlock = Math.min(step, box.y1 - box.y0 - j * step);
    const block = open.get(j) ?? {
      sums: new Float64Array(width),
      counts: new Uint32Array(width),
      missing: rowsOfBlock * pieces,
    };
    open.set(j, block);
    addRow(block, row.values, band.i0, step);
    block.missing -= 1;
    if (block.missing === 0) {
      open.delete(j);
      yield { j, values: means(block) };
    }
  }
}

function addRow(
  { sums, counts }: Sums,
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

function means({ sums, counts }: Sums): Float32Array {
  const result = new Float32Array(sums.length);
  for (let i = 0; i < result.length; i++) {
    result[i] = (sums[i] as number) / (counts[i] as number);
  }
  return result;
}

/** Image rows, by number and not as a list: a header of one block can claim 2^53 of them. */
interface Rows {
  readonly count: number;
  at(k: number): number;
}

/** The given image rows of the frame, in batches, and in bands of columns where rows are very long. */
async function* bandedRows(
  plane: Plane,
  frame: Frame,
  rows: Rows,
  options: PlaneOptions,
): AsyncGenerator<readonly [PlaneRow, Band]> {
  const columns = bands(frame);
  const bytesOfPiece = (plane.bytesPerRow * (frame.box.x1 - frame.box.x0)) / plane.width;
  const rowsPerBatch = Math.min(Math.max(1, Math.floor(BATCH_BYTES / bytesOfPiece)), BATCH_ROWS);
  for (let k = 0; k < rows.count; k += rowsPerBatch) {
    const length = Math.min(rowsPerBatch, rows.count - k);
    const batch = Array.from({ length }, (_, i) => rows.at(k + i));
    for (const band of columns) {
      throwIfAborted(options.signal);
      for await (const row of plane.rows(batch, band.x0, band.x1, options)) {
        throwIfAborted(options.signal);
        yield [row, band];
      }
    }
  }
}

function bands({ box, step }: Frame): Band[] {
  const blocks = Math.max(1, Math.floor(BAND_PIXELS / step));
  const result: Band[] = [];
  for (let x0 = box.x0, i0 = 0; x0 < box.x1; x0 += blocks * step, i0 += blocks) {
    result.push({ x0, x1: Math.min(x0 + blocks * step, box.x1), i0 });
  }
  return result;
}
