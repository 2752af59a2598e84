import type { Positions } from '../sky/plane-sky';

/** `linear` between the four nearest pixels, `nearest` for values that are no quantities: flags, counts. */
export type Kernel = 'nearest' | 'linear';

type Values = Float32Array | Float64Array;

/** Values on a lattice over a plane: element `j * width + i` stands for the pixels from `x0 + i·step`, `y0 + j·step` on. */
export interface Lattice {
  readonly values: Values;
  readonly width: number;
  readonly height: number;
  readonly x0: number;
  readonly y0: number;
  readonly step: number;
}

/**
 * Gives the elements of `out` that `which` names (all, where left out) the value at their position, counted
 * in pixels of the plane the lattice is over. Beyond the edge of the lattice its last value holds, so a
 * position must be in the plane: see {@link isInside}.
 *
 * `linear` is NaN where one of the pixels it takes from is, as in `scipy.ndimage.map_coordinates`; one of no
 * weight does not count.
 */
export function resample(
  lattice: Lattice,
  { x, y }: Positions,
  kernel: Kernel,
  out: Values,
  which?: readonly number[] | Uint32Array,
): void {
  const at = kernel === 'linear' ? linearAt : nearestAt;
  const { x0, y0, step } = lattice;
  const count = which?.length ?? out.length;
  for (let n = 0; n < count; n += 1) {
    const k = which === undefined ? n : (which[n] as number);
    const u = ((x[k] as number) - x0 + 0.5) / step - 0.5;
    const v = ((y[k] as number) - y0 + 0.5) / step - 0.5;
    out[k] = u === u && v === v ? at(lattice, u, v) : NaN;
  }
}

/** Whether a position lies on a pixel of a plane of that size; not so of NaN. */
export function isInside(
  { width, height }: { readonly width: number; readonly height: number },
  x: number,
  y: number,
): boolean {
  return x >= -0.5 && x < width - 0.5 && y >= -0.5 && y < height - 0.5;
}

function nearestAt({ values, width, height }: Lattice, u: number, v: number): number {
  const i = clamp(Math.floor(u + 0.5), width);
  const j = clamp(Math.floor(v + 0.5), height);
  return values[j * width + i] as number;
}

function linearAt({ values, width, height }: Lattice, u: number, v: number): number {
  const cu = u < 0 ? 0 : u > width - 1 ? width - 1 : u;
  const cv = v < 0 ? 0 : v > height - 1 ? height - 1 : v;
  const i = Math.floor(cu);
  const j = Math.floor(cv);
  const [s, t] = [cu - i, cv - j];
  const at = j * width + i;
  let sum = 0;
  if (t < 1) {
    sum += (1 - t) * along(values, at, s);
  }
  if (t > 0) {
    sum += t * along(values, at + width, s);
  }
  return sum;
}

function along(values: Values, at: number, s: number): number {
  const left = values[at] as number;
  return s === 0 ? left : (1 - s) * left + s * (values[at + 1] as number);
}

function clamp(index: number, length: number): number {
  return index < 0 ? 0 : index >= length ? length - 1 : index;
}
