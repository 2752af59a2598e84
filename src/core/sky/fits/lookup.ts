import type { PlaneMap } from './distortion';

/** An array of another HDU that a coordinate system needs, with the coordinates of its own pixels. */
export interface LookupTable {
  /** Lengths of the axes, the fastest first. */
  readonly axes: readonly number[];
  readonly values: Float32Array | Float64Array;
  /** CRPIX, CRVAL and CDELT of the first two axes of that HDU. */
  readonly crpix: readonly number[];
  readonly crval: readonly number[];
  readonly cdelt: readonly number[];
}

/** A correction of one pixel coordinate by position, bilinear (distortion paper, section 3.4). */
export type Correction = (x: number, y: number) => number;

/**
 * The correction of a table, of positions counted from 0. `transposed` where the first axis of the table
 * is not the first of the image. Outside the table its edge goes on.
 */
export function correctionOf(table: LookupTable, transposed: boolean): Correction {
  const [nx = 1, ny = 1] = table.axes;
  const { values, crpix, crval, cdelt } = table;
  const [px = 0, py = 0] = crpix;
  const [vx = 0, vy = 0] = crval;
  const [dx = 1, dy = 1] = cdelt;
  const [width, height] = transposed ? [ny, nx] : [nx, ny];
  const [stepX, stepY] = transposed ? [nx, 1] : [1, nx];
  return (x, y) => {
    // Pixels are 1-based in the header of the table, and 0-based in its array.
    const tx = clamp((x + 1 - vx) / dx + px - 1, width - 1);
    const ty = clamp((y + 1 - vy) / dy + py - 1, height - 1);
    const ix = Math.min(Math.floor(tx), Math.max(width - 2, 0));
    const iy = Math.min(Math.floor(ty), Math.max(height - 2, 0));
    const wx = tx - ix;
    const wy = ty - iy;
    const at = ix * stepX + iy * stepY;
    const right = width > 1 ? stepX : 0;
    const up = height > 1 ? stepY : 0;
    return (
      (1 - wy) * ((1 - wx) * (values[at] as number) + wx * (values[at + right] as number)) +
      wy * ((1 - wx) * (values[at + up] as number) + wx * (values[at + up + right] as number))
    );
  };
}

function clamp(value: number, most: number): number {
  return value < 0 ? 0 : value > most ? most : value;
}

/** Adds the corrections of both axes, each of the same position. */
export function correctedBy(inX: Correction | undefined, inY: Correction | undefined): PlaneMap {
  return (x, y, out) => {
    out.u = x + (inX === undefined ? 0 : inX(x, y));
    out.v = y + (inY === undefined ? 0 : inY(x, y));
  };
}
