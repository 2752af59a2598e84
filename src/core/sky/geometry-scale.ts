import { convert } from './frames';
import { sameFrame } from './frames-equinox';
import type { Direction, Vector } from './geometry';
import { axesAt, vectorOf } from './geometry';
import type { CelestialFrame, Wcs } from './wcs';

/** How the picture lies on the sky around one pixel. */
export interface LocalScale {
  /** Of that pixel's centre, in the frame of the scale. */
  readonly at: Direction;
  /** Arcseconds one pixel covers along its x and its y axis. */
  readonly scaleX: number;
  readonly scaleY: number;
  /** Where north is: degrees from +y towards −x (counterclockwise where y goes up), −180 to 180. */
  readonly rotation: number;
  /** Where to go in pixels, unit vectors: a compass. */
  readonly north: PixelVector;
  readonly east: PixelVector;
  /** 1 as the sky is seen from Earth, east to the left of north; −1 mirrored. */
  readonly parity: 1 | -1;
  /** Square arcseconds of one pixel. */
  readonly area: number;
}

export interface PixelVector {
  readonly x: number;
  readonly y: number;
}

const ARCSECOND = Math.PI / 180 / 3600;
/** The pixel and its four neighbours at half a pixel: what the differences are of. */
const STEPS_X = [0, -0.5, 0.5, 0, 0] as const;
const STEPS_Y = [0, 0, 0, -0.5, 0.5] as const;

/**
 * Scale and orientation at a pixel, distortions included, from the directions of the middles of its edges.
 * At the border of a coordinate system, where one of them has none, from the pixel's centre.
 *
 * @param x first pixel axis, 0-based
 * @param y second pixel axis
 * @param options.rest the pixel on the further axes, of a cube; 0 where it is not given
 * @param options.frame in which north is; that of the image unless given
 * @returns undefined where the image has no celestial axes, this pixel is not on the sky, or the axes coincide
 * @throws SkybucketError `unsupported` where the image's frame cannot be converted to `frame`
 */
export function localScale(
  wcs: Wcs,
  x: number,
  y: number,
  options: { rest?: readonly number[]; frame?: CelestialFrame } = {},
): LocalScale | undefined {
  const directions = directionsAround(wcs, x, y, STEPS_X, STEPS_Y, options);
  const at = directions?.[0];
  if (directions === undefined || at === undefined || !isFinite(at)) {
    return undefined;
  }
  const { point, north, east } = axesAt(at);
  const middle = vectorOf(at);
  const vectors = directions.map((each) => (isFinite(each) ? vectorOf(each) : undefined));
  const [dx, dy] = [
    slope(vectors[1], middle, vectors[2], point),
    slope(vectors[3], middle, vectors[4], point),
  ];
  if (dx === undefined || dy === undefined) {
    return undefined;
  }
  const [ex, nx, ey, ny] = [dot(dx, east), dot(dx, north), dot(dy, east), dot(dy, north)];
  const determinant = ex * ny - ey * nx;
  if (!(Math.abs(determinant) > 1e-9 * Math.hypot(ex, nx) * Math.hypot(ey, ny))) {
    return undefined;
  }
  // The inverse of the four slopes: the way in pixels that leads north, and east.
  const toNorth = unit(-ey / determinant, ex / determinant);
  return {
    at,
    scaleX: Math.hypot(ex, nx) / ARCSECOND,
    scaleY: Math.hypot(ey, ny) / ARCSECOND,
    rotation: (Math.atan2(-toNorth.x, toNorth.y) * 180) / Math.PI,
    north: toNorth,
    east: unit(ny / determinant, -nx / determinant),
    parity: determinant < 0 ? 1 : -1,
    area: Math.abs(determinant) / ARCSECOND ** 2,
  };
}

/**
 * The part of the sky between the four corners of a pixel, its edges great circles: exact also for the large
 * pixels of whole-sky maps.
 *
 * @returns square arcseconds; NaN where a corner is not on the sky
 */
export function pixelArea(wcs: Wcs, x: number, y: number, rest: readonly number[] = []): number {
  const corners = directionsAround(wcs, x, y, [-0.5, 0.5, 0.5, -0.5], [-0.5, -0.5, 0.5, 0.5], {
    rest,
  });
  const [a, b, c, d] = (corners ?? []).map(vectorOf);
  return a === undefined || b === undefined || c === undefined || d === undefined
    ? NaN
    : Math.abs(triangleArea(a, b, c) + triangleArea(a, c, d)) / ARCSECOND ** 2;
}

function directionsAround(
  wcs: Wcs,
  x: number,
  y: number,
  stepsX: readonly number[],
  stepsY: readonly number[],
  { rest = [], frame }: { rest?: readonly number[]; frame?: CelestialFrame },
): Direction[] | undefined {
  const { celestial, pixelAxes } = wcs;
  if (celestial === undefined || pixelAxes < 2) {
    return undefined;
  }
  const pixels = [stepsX.map((step) => x + step), stepsY.map((step) => y + step)];
  for (let axis = 2; axis < pixelAxes; axis++) {
    pixels.push(stepsX.map(() => rest[axis - 2] ?? 0));
  }
  const world = wcs.toWorld(pixels.map((values) => Float64Array.from(values)));
  const longitude = world[celestial.longitude];
  const latitude = world[celestial.latitude];
  if (longitude === undefined || latitude === undefined) {
    return undefined;
  }
  const turned =
    frame === undefined || sameFrame(celestial.frame, frame)
      ? { longitude, latitude }
      : convert(celestial.frame, frame, longitude, latitude);
  return Array.from(turned.longitude, (lon, k) => ({
    longitude: lon,
    latitude: turned.latitude[k] ?? NaN,
  }));
}

/** The change over one pixel, in the plane that touches the sphere at `point` (gnomonic). */
function slope(
  before: Vector | undefined,
  middle: Vector,
  after: Vector | undefined,
  point: Vector,
): Vector | undefined {
  if (before === undefined && after === undefined) {
    return undefined;
  }
  const [start, end] = [before ?? middle, after ?? middle];
  const pixels = before === undefined || after === undefined ? 0.5 : 1;
  const [a, b] = [dot(start, point), dot(end, point)];
  return [
    (end[0] / b - start[0] / a) / pixels,
    (end[1] / b - start[1] / a) / pixels,
    (end[2] / b - start[2] / a) / pixels,
  ];
}

/**
 * With its sign, in steradians (van Oosterom and Strackee 1983). The differences keep the digits of triangles
 * that are much smaller than the sphere.
 */
export function triangleArea(a: Vector, b: Vector, c: Vector): number {
  const [u, v] = [minus(b, a), minus(c, a)];
  const volume =
    a[0] * (u[1] * v[2] - u[2] * v[1]) +
    a[1] * (u[2] * v[0] - u[0] * v[2]) +
    a[2] * (u[0] * v[1] - u[1] * v[0]);
  return 2 * Math.atan2(volume, 1 + dot(a, b) + dot(b, c) + dot(c, a));
}

function unit(x: number, y: number): PixelVector {
  const length = Math.hypot(x, y);
  return { x: x / length, y: y / length };
}

function isFinite({ longitude, latitude }: Direction): boolean {
  return Number.isFinite(longitude) && Number.isFinite(latitude);
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function minus(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}
