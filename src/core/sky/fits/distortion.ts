import type { Pair } from './projections/projection';

/** A map of the plane to itself that is near a straight one: what a distortion makes of a position. */
export type PlaneMap = (x: number, y: number, out: Pair) => void;

const MOST_STEPS = 30;

/** Applies the map to every position, in place. */
export function applyMap(map: PlaneMap, xs: Float64Array, ys: Float64Array): void {
  const out: Pair = { u: 0, v: 0 };
  for (let k = 0; k < xs.length; k += 1) {
    map(xs[k] as number, ys[k] as number, out);
    xs[k] = out.u;
    ys[k] = out.v;
  }
}

/**
 * Finds, in place, the positions that the map takes to those given: Newton's method with a slope measured
 * over `step`, until the map comes within `tolerance`. `start` brings a position near to its answer. What
 * is not found is NaN.
 */
export function invertMap(
  map: PlaneMap,
  xs: Float64Array,
  ys: Float64Array,
  { step, tolerance, start }: { step: number; tolerance: number; start?: PlaneMap | undefined },
): void {
  const at: Pair = { u: 0, v: 0 };
  const out: Pair = { u: 0, v: 0 };
  for (let k = 0; k < xs.length; k += 1) {
    const x = xs[k] as number;
    const y = ys[k] as number;
    at.u = x;
    at.v = y;
    start?.(x, y, at);
    const found = solve(map, x, y, at, out, step, tolerance);
    xs[k] = found ? at.u : NaN;
    ys[k] = found ? at.v : NaN;
  }
}

function solve(
  map: PlaneMap,
  x: number,
  y: number,
  at: Pair,
  out: Pair,
  step: number,
  tolerance: number,
): boolean {
  let a = 1;
  let b = 0;
  let c = 0;
  let d = 1;
  let last = Infinity;
  for (let n = 0; n < MOST_STEPS; n += 1) {
    map(at.u, at.v, out);
    const du = x - out.u;
    const dv = y - out.v;
    const miss = Math.abs(du) + Math.abs(dv);
    // Where rounding is coarser than the tolerance, it is all there is.
    if (miss <= tolerance || (miss <= tolerance * 1e3 && miss >= last)) {
      return true;
    }
    if (!(miss < Infinity)) {
      return false;
    }
    // The slope of before serves as long as it brings the position near quickly.
    if (n === 0 || miss > last * 0.01) {
      const { u, v } = out;
      map(at.u + step, at.v, out);
      const mxx = (out.u - u) / step;
      const myx = (out.v - v) / step;
      map(at.u, at.v + step, out);
      const mxy = (out.u - u) / step;
      const myy = (out.v - v) / step;
      const determinant = mxx * myy - mxy * myx;
      a = myy / determinant;
      b = -mxy / determinant;
      c = -myx / determinant;
      d = mxx / determinant;
    }
    last = miss;
    at.u += a * du + b * dv;
    at.v += c * du + d * dv;
  }
  return false;
}
