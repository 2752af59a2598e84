import { SkybucketError } from '../errors';
import type { Directions } from './frames';
import type { Vector } from './geometry';
import { axesAt, directionOf, vectorOf } from './geometry';

/** A region of the sky that is asked about many directions. */
export interface SkyPolygon {
  /** 1 for each direction inside, 0 for those outside and those that are NaN. */
  contains(directions: Directions): Uint8Array;
}

const DEGREE = Math.PI / 180;

/**
 * The polygon whose edges are the shorter great circles between its corners, the last one to the first, as
 * S_REGION and IVOA have it. Inside is the smaller part of the sky, whatever the sense of the corners; where
 * edges cross, what they enclose an odd number of times. Of a border point either may be said.
 *
 * Seen from its middle (gnomonic), great circles are straight lines: the test is the one of the plane.
 *
 * @throws SkybucketError `unsupported` of less than three corners, of such that are not finite, and of
 *   polygons that do not fit into half of the sky, whose inside is not clear.
 */
export function skyPolygon(corners: Directions): SkyPolygon {
  const { longitude, latitude } = corners;
  const vectors = Array.from(longitude, (lon, k) =>
    vectorOf({ longitude: lon, latitude: latitude[k] ?? NaN }),
  );
  if (vectors.length < 3 || !vectors.every((vector) => vector.every(Number.isFinite))) {
    throw new SkybucketError(
      'unsupported',
      'A polygon on the sky has at least three known corners.',
    );
  }
  const middle = middleOf(vectors);
  if (middle === undefined) {
    throw new SkybucketError(
      'unsupported',
      'This polygon is larger than half of the sky, so its inside is not clear.',
    );
  }
  const { point, north, east } = axesAt(directionOf(middle));
  const x = Float64Array.from(vectors, (v) => dot(v, east) / dot(v, point));
  const y = Float64Array.from(vectors, (v) => dot(v, north) / dot(v, point));
  return { contains: (directions) => containsAll(directions, x, y, point, north, east) };
}

function containsAll(
  { longitude, latitude }: Directions,
  x: Float64Array,
  y: Float64Array,
  point: Vector,
  north: Vector,
  east: Vector,
): Uint8Array {
  const out = new Uint8Array(longitude.length);
  for (let k = 0; k < out.length; k++) {
    const lon = (longitude[k] ?? NaN) * DEGREE;
    const lat = (latitude[k] ?? NaN) * DEGREE;
    const c = Math.cos(lat);
    const [u, v, w] = [c * Math.cos(lon), c * Math.sin(lon), Math.sin(lat)];
    const depth = u * point[0] + v * point[1] + w * point[2];
    if (depth > 0) {
      const px = (u * east[0] + v * east[1]) / depth;
      const py = (u * north[0] + v * north[1] + w * north[2]) / depth;
      out[k] = crossings(px, py, x, y) % 2;
    }
  }
  return out;
}

/** How many edges a line to the right of a point meets. */
function crossings(px: number, py: number, x: Float64Array, y: Float64Array): number {
  let count = 0;
  let x0 = x[x.length - 1] ?? NaN;
  let y0 = y[y.length - 1] ?? NaN;
  for (let k = 0; k < x.length; k++) {
    const x1 = x[k] ?? NaN;
    const y1 = y[k] ?? NaN;
    if (y0 > py !== y1 > py && px < x0 + ((py - y0) / (y1 - y0)) * (x1 - x0)) {
      count++;
    }
    x0 = x1;
    y0 = y1;
  }
  return count;
}

/**
 * A direction from which all corners are less than 90° away: their mean, moved towards those that are not
 * (the perceptron's rule, which finds one if there is one).
 */
function middleOf(corners: readonly Vector[]): Vector | undefined {
  let middle: Vector = [0, 0, 0];
  for (const corner of corners) {
    middle = sum(middle, corner);
  }
  for (let round = 0; round < 1000; round++) {
    const length = Math.sqrt(dot(middle, middle));
    const far = corners.find((corner) => !(dot(corner, middle) > 1e-3 * length));
    if (far === undefined) {
      return middle;
    }
    middle = sum(middle, far);
  }
  return undefined;
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function sum(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}
