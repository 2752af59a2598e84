import { SkybucketError } from '../errors';
import type { Box, Plane } from './plane';

/** No grid is larger than this along either axis, whatever is asked for. */
export const MAX_GRID = 2048;

/**
 * How a box of a plane is laid out at display resolution: grid pixel (i, j) stands for the block of
 * image pixels `[x0 + i·step, x0 + (i+1)·step) × [y0 + j·step, y0 + (j+1)·step)`, cut at the edges of
 * the box. Row 0 of the grid is the lowest row of the image.
 */
export interface Frame {
  readonly box: Box;
  /** Image pixels per grid pixel along both axes: a power of two. */
  readonly step: number;
  readonly width: number;
  readonly height: number;
}

/**
 * - `exact`: step 1, every grid pixel is an image pixel.
 * - `averaged`: the mean of each block, NaN pixels left out; NaN where the block has no other.
 * - `sampled`: one pixel of each block, see {@link sampleAt}.
 */
export type GridKind = 'exact' | 'averaged' | 'sampled';

/** A filled frame. Values are float32 because that is what the screen takes; never read them out. */
export interface Grid {
  readonly frame: Frame;
  /** `values[j * width + i]`. */
  readonly values: Float32Array;
  /**
   * One byte a grid row: 1 where it has been read (if only at evenly spaced columns, where rows are very
   * long), 0 where it repeats its nearest read row.
   */
  readonly filled: Uint8Array;
  readonly kind: GridKind;
}

/** One row of a frame, when it is known. */
export interface GridRow {
  readonly j: number;
  readonly values: Float32Array;
}

export function frameOf(box: Box, step: number): Frame {
  return {
    box,
    step,
    width: Math.ceil((box.x1 - box.x0) / step),
    height: Math.ceil((box.y1 - box.y0) / step),
  };
}

/** The whole plane at the smallest step with which it fits into `width × height` grid pixels. */
export function fitFrame(plane: Plane, size: { width: number; height: number }): Frame {
  const box = { x0: 0, y0: 0, x1: plane.width, y1: plane.height };
  const width = Math.min(Math.max(1, size.width), MAX_GRID);
  const height = Math.min(Math.max(1, size.height), MAX_GRID);
  let step = 1;
  while (Math.ceil(plane.width / step) > width || Math.ceil(plane.height / step) > height) {
    step *= 2;
  }
  return frameOf(box, step);
}

/** @throws SkybucketError `protocol` unless the frame lies inside the plane and is of a legal size. */
export function checkFrame(plane: Plane, { box, step, width, height }: Frame): void {
  const whole = [box.x0, box.y0, box.x1, box.y1, step].every(Number.isSafeInteger);
  const inside = box.x0 >= 0 && box.y0 >= 0 && box.x1 <= plane.width && box.y1 <= plane.height;
  const some = box.x0 < box.x1 && box.y0 < box.y1;
  const sized = step >= 1 && Number.isInteger(Math.log2(step));
  if (!whole || !inside || !some || !sized || width > MAX_GRID || height > MAX_GRID) {
    throw new SkybucketError(
      'protocol',
      `No section [${box.x0}, ${box.x1}) × [${box.y0}, ${box.y1}) at step ${step} can be read from ` +
        `an image of ${plane.width} × ${plane.height} pixels.`,
    );
  }
}

/**
 * The image row (or column) that stands for grid row (column) `index` of a sampled grid: the middle
 * of its block, so that the picture does not jump by half a block when averages or full resolution
 * replace it. In a block cut by the edge of the box it is the last one inside.
 */
export function sampleAt(start: number, end: number, step: number, index: number): number {
  return Math.min(start + index * step + Math.floor(step / 2), end - 1);
}

/** The grid rows that have been read, ascending. */
export function filledRows(filled: Uint8Array): number[] {
  return [...filled.keys()].filter((j) => filled[j] === 1);
}

/** Gives the rows below `end` that are not filled the values of the nearest one; the lower of two. */
export function repeatNearestRows(
  values: Float32Array,
  filled: Uint8Array,
  width: number,
  end: number,
): void {
  const read = filledRows(filled);
  let k = 0;
  for (let j = 0; j < end; j++) {
    while (Math.abs((read[k + 1] ?? Infinity) - j) < Math.abs((read[k] ?? Infinity) - j)) {
      k += 1;
    }
    const nearest = read[k] ?? j;
    if (nearest !== j) {
      values.copyWithin(j * width, nearest * width, (nearest + 1) * width);
    }
  }
}
