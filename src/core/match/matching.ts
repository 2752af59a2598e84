import type { Plane } from '../image/plane';
import type { Positions } from '../sky/plane-sky';
import { MapMesh } from './map-mesh';
import { notOnSky, pixelMap, type PixelMap, type PlacedPlane } from './pixel-map';
import { isInside, type Kernel } from './resample';
import { spansSky } from './spans-sky';

/** Pixels of either plane along each axis that are looked up to find whether they overlap. */
const PROBES = 33;

/** Pixels between which the scale is taken, at most. */
const SCALE_PROBES = 64;

/** What {@link matchPlanes} is told of the two. */
export interface MatchParts {
  /** The plane whose pixels are counted. */
  readonly onto: PlacedPlane & { readonly width: number; readonly height: number };
  /** The plane whose values are shown. */
  readonly of: PlacedPlane & { readonly plane: Plane };
  readonly kernel: Kernel;
}

/** A plane and where it lies on the pixels of another. */
export interface Matching {
  /** Of the plane whose pixels are counted. */
  readonly width: number;
  readonly height: number;
  /** The plane whose values are shown. */
  readonly plane: Plane;
  readonly kernel: Kernel;
  readonly map: PixelMap;
  readonly mesh: MapMesh;
  /** Pixels of the plane shown along one of the other, about. */
  readonly ratio: number;
}

/**
 * @throws SkybucketError `unsupported` where one of both has no place on the sky, their frames cannot be
 *   converted, or they do not overlap.
 */
export function matchPlanes({ onto, of, kernel }: MatchParts): Matching {
  const { width, height } = onto;
  const { plane } = of;
  const map = pixelMap(onto, of);
  for (const each of [onto, { ...of, width: plane.width, height: plane.height }]) {
    if (!spansSky(each)) {
      throw notOnSky(each.name, 'its picture is no area of the sky');
    }
  }
  const mesh = new MapMesh(map, onto);
  const lattice = { xs: probes(width), ys: probes(height) };
  let ratio = scaleOf(map(latticeOf(lattice)), lattice, plane);
  if (ratio === undefined) {
    // A small plane may lie between the probes.
    const back = pixelMap(of, onto);
    const own = { xs: probes(plane.width), ys: probes(plane.height) };
    const scale = scaleOf(back(latticeOf(own)), own, onto);
    if (scale === undefined) {
      throw notOnSky(of.name, `it does not overlap ${onto.name} on the sky`);
    }
    ratio = 1 / scale;
  }
  return { width, height, plane, kernel, map, mesh, ratio };
}

/** Rows and columns of positions, both ascending. */
export interface Axes {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

/**
 * How many pixels of a plane lie along one step of a lattice that was mapped to it, per pixel of that step:
 * the middle of what is found at a few places of it that are inside. Undefined where none is.
 */
export function scaleOf(
  at: Positions,
  { xs, ys }: Axes,
  size: { readonly width: number; readonly height: number },
): number | undefined {
  const width = xs.length;
  const inside: number[] = [];
  for (let k = 0; k < at.x.length; k += 1) {
    if (isInside(size, at.x[k] as number, at.y[k] as number)) {
      inside.push(k);
    }
  }
  if (inside.length === 0) {
    return undefined;
  }
  const every = Math.max(1, Math.floor(inside.length / SCALE_PROBES));
  const scales: number[] = [];
  for (let n = 0; n < inside.length; n += every) {
    const k = inside[n] as number;
    const [i, j] = [k % width, Math.floor(k / width)];
    const right = i + 1 < width ? k + 1 : k - 1;
    const up = j + 1 < ys.length ? k + width : k - width;
    const scale = cornerScale(at, [k, right, up], [spacing(xs, i), spacing(ys, j)]);
    if (Number.isFinite(scale) && scale > 0) {
      scales.push(scale);
    }
  }
  scales.sort((a, b) => a - b);
  return scales[scales.length >> 1] ?? 1;
}

function cornerScale(
  { x, y }: Positions,
  [k, right, up]: readonly [number, number, number],
  [dx, dy]: readonly [number, number],
): number {
  const [x0, y0] = [x[k] as number, y[k] as number];
  const along = [(x[right] ?? NaN) - x0, (y[right] ?? NaN) - y0] as const;
  const across = [(x[up] ?? NaN) - x0, (y[up] ?? NaN) - y0] as const;
  return Math.sqrt(Math.abs(along[0] * across[1] - along[1] * across[0]) / (dx * dy));
}

function spacing(values: Float64Array, i: number): number {
  const [here, next] = [values[i] as number, values[i + 1] ?? values[i - 1] ?? NaN];
  return Math.abs(next - here);
}

/** Pixels spread over an axis, both ends among them. */
function probes(length: number): Float64Array {
  const count = Math.min(length, PROBES);
  return Float64Array.from({ length: count }, (_, k) =>
    count === 1 ? 0 : (k * (length - 1)) / (count - 1),
  );
}

function latticeOf({ xs, ys }: Axes): Positions {
  const length = xs.length * ys.length;
  return {
    x: Float64Array.from({ length }, (_, k) => xs[k % xs.length] as number),
    y: Float64Array.from({ length }, (_, k) => ys[Math.floor(k / xs.length)] as number),
  };
}
