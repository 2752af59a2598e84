import { type Vector, vectorOf } from '../sky/geometry';
import { triangleArea } from '../sky/geometry-scale';
import type { PlaneSky } from '../sky/plane-sky';
import { ROWS_AT_ONCE, type RowSpans } from './row-spans';

/** Pixels whose area is worked out, each by itself or for the others around it. */
const MOST_PIXELS = 65_536;

const SQUARE_DEGREE = (Math.PI / 180) ** 2;

/** Directions the corners of a pixel are from its centre. */
const CORNERS = [
  [-0.5, -0.5],
  [0.5, -0.5],
  [0.5, 0.5],
  [-0.5, 0.5],
] as const;

/**
 * The part of the sky that pixels cover, in square degrees: the sum of their areas between great circles.
 * Of more than 65,536 pixels, squares of 2 × 2, 4 × 4, … go by the area of the pixel in their middle, as
 * often as they have pixels of the shape: within 1e-4 of the sum on maps of the whole sky (1e-3 where the
 * border of the sky runs through), and far nearer on others. Pixels that are not on the sky count nothing.
 *
 * @returns undefined where none of them is on the sky
 */
export function* skyArea(sky: PlaneSky, rows: RowSpans): Generator<void, number | undefined, void> {
  let step = 1;
  for (; ; step *= 2) {
    const cells = yield* cellsOf(rows, step);
    if (cells !== undefined) {
      return sum(pixelAreas(sky, cells.x, cells.y), cells.count);
    }
  }
}

interface Cells {
  /** The pixels in their middle. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Pixels of the shape in each. */
  readonly count: Float64Array;
}

/** Undefined where there are too many. */
function* cellsOf(rows: RowSpans, step: number): Generator<void, Cells | undefined, void> {
  const x: number[] = [];
  const y: number[] = [];
  const count: number[] = [];
  for (let start = rows.y0; start < rows.y1; start += step) {
    const found = new Map<number, number>();
    for (let row = start; row < Math.min(start + step, rows.y1); row++) {
      for (const { x0, x1 } of rows.spans(row)) {
        for (let cell = Math.floor(x0 / step); cell * step < x1; cell++) {
          const pixels = Math.min(x1, (cell + 1) * step) - Math.max(x0, cell * step);
          found.set(cell, (found.get(cell) ?? 0) + pixels);
        }
        if (count.length + found.size > MOST_PIXELS) {
          return undefined;
        }
      }
      if (row % ROWS_AT_ONCE === 0) {
        yield;
      }
    }
    for (const [cell, pixels] of found) {
      x.push(cell * step + (step - 1) / 2);
      y.push(start + (step - 1) / 2);
      count.push(pixels);
    }
    yield;
  }
  return { x: Float64Array.from(x), y: Float64Array.from(y), count: Float64Array.from(count) };
}

/** In square degrees; NaN where a corner is not on the sky. */
function pixelAreas(sky: PlaneSky, x: Float64Array, y: Float64Array): Float64Array {
  const corners = CORNERS.map(([dx, dy]) => {
    const { longitude, latitude } = sky.toSky({
      x: x.map((value) => value + dx),
      y: y.map((value) => value + dy),
    });
    return (k: number): Vector =>
      vectorOf({ longitude: longitude[k] as number, latitude: latitude[k] as number });
  });
  return x.map((_, k) => {
    const [a, b, c, d] = corners.map((corner) => corner(k)) as [Vector, Vector, Vector, Vector];
    return Math.abs(triangleArea(a, b, c) + triangleArea(a, c, d)) / SQUARE_DEGREE;
  });
}

function sum(areas: Float64Array, counts: Float64Array): number | undefined {
  let total = 0;
  let some = false;
  for (const [k, area] of areas.entries()) {
    if (area >= 0) {
      total += area * (counts[k] as number);
      some = true;
    }
  }
  return some ? total : undefined;
}
