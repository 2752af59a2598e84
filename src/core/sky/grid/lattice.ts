import type { Directions } from '../frames';
import type { ToSky } from './curve';

/** Positions of a plane, edges included: `[x0, x1] × [y0, y1]`. */
export interface PixelBox {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Points at equal distances over a box, row by row, with their places on the sky. */
export interface Lattice extends Directions {
  readonly box: PixelBox;
  readonly columns: number;
  readonly rows: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Of one cell. */
  readonly stepX: number;
  readonly stepY: number;
}

/** Cells along a side of a square box. */
const CELLS = 40;
const LEAST_CELLS = 12;
const MOST_CELLS = 192;
/** How often one looks nearer where the sky is but a small part of the box. */
const CLOSER = 8;

/**
 * Samples a box, or the part of it that is on the sky.
 *
 * @returns undefined where none of its points is.
 */
export function sampleBox(toSky: ToSky, box: PixelBox): Lattice | undefined {
  let lattice = sample(toSky, box);
  for (let round = 0; round < CLOSER; round += 1) {
    const part = partOnSky(lattice);
    if (part === undefined) {
      return undefined;
    }
    const { x0, x1, y0, y1 } = lattice.box;
    if (part.x1 - part.x0 > 0.7 * (x1 - x0) && part.y1 - part.y0 > 0.7 * (y1 - y0)) {
      break;
    }
    lattice = sample(toSky, part);
  }
  return lattice;
}

function sample(toSky: ToSky, box: PixelBox): Lattice {
  const [width, height] = [box.x1 - box.x0, box.y1 - box.y0];
  const cells = (ratio: number): number =>
    Math.min(MOST_CELLS, Math.max(LEAST_CELLS, Math.round(CELLS * Math.sqrt(ratio)))) + 1;
  const [columns, rows] = [cells(width / height), cells(height / width)];
  const x = new Float64Array(columns * rows);
  const y = new Float64Array(columns * rows);
  const [stepX, stepY] = [width / (columns - 1), height / (rows - 1)];
  for (let k = 0; k < x.length; k += 1) {
    const [column, row] = [k % columns, Math.floor(k / columns)];
    x[k] = column === columns - 1 ? box.x1 : box.x0 + column * stepX;
    y[k] = row === rows - 1 ? box.y1 : box.y0 + row * stepY;
  }
  return { box, columns, rows, x, y, stepX, stepY, ...toSky({ x, y }) };
}

/** One cell more on each side than what was found. */
function partOnSky({
  box,
  x,
  y,
  stepX,
  stepY,
  longitude,
  latitude,
}: Lattice): PixelBox | undefined {
  let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let k = 0; k < x.length; k += 1) {
    if (Number.isFinite((longitude[k] as number) + (latitude[k] as number))) {
      const [atX, atY] = [x[k] as number, y[k] as number];
      x0 = Math.min(x0, atX);
      x1 = Math.max(x1, atX);
      y0 = Math.min(y0, atY);
      y1 = Math.max(y1, atY);
    }
  }
  return x0 > x1
    ? undefined
    : {
        x0: Math.max(box.x0, x0 - stepX),
        x1: Math.min(box.x1, x1 + stepX),
        y0: Math.max(box.y0, y0 - stepY),
        y1: Math.min(box.y1, y1 + stepY),
      };
}
