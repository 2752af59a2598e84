import type { Directions } from './frames';

/** One direction on the sky, in degrees. */
export interface Direction {
  readonly longitude: number;
  readonly latitude: number;
}

/** A unit vector. */
export type Vector = readonly [x: number, y: number, z: number];

const DEGREE = Math.PI / 180;

export function vectorOf({ longitude, latitude }: Direction): Vector {
  const c = Math.cos(latitude * DEGREE);
  return [
    c * Math.cos(longitude * DEGREE),
    c * Math.sin(longitude * DEGREE),
    Math.sin(latitude * DEGREE),
  ];
}

/** @param v of any length but zero @returns longitude from 0 to below 360 */
export function directionOf([x, y, z]: Vector): Direction {
  const turned = Math.atan2(y, x) / DEGREE;
  const longitude = turned < 0 ? turned + 360 : turned;
  return {
    longitude: longitude < 360 ? longitude + 0 : 0,
    latitude: Math.atan2(z, Math.sqrt(x * x + y * y)) / DEGREE,
  };
}

/** The great-circle distance by Vincenty's formula, exact from coincident to opposite, in degrees. */
export function separation(a: Direction, b: Direction): number {
  const d = (b.longitude - a.longitude) * DEGREE;
  const [lat1, lat2] = [a.latitude * DEGREE, b.latitude * DEGREE];
  const across = Math.cos(lat2) * Math.sin(d);
  const up = Math.cos(lat1) * Math.sin(lat2) - Math.sin(lat1) * Math.cos(lat2) * Math.cos(d);
  const along = Math.sin(lat1) * Math.sin(lat2) + Math.cos(lat1) * Math.cos(lat2) * Math.cos(d);
  return Math.atan2(Math.sqrt(across * across + up * up), along) / DEGREE;
}

/**
 * {@link separation} of many directions from one.
 *
 * @returns degrees; NaN where a direction has none
 */
export function separations(from: Direction, { longitude, latitude }: Directions): Float64Array {
  const [lon0, lat0] = [from.longitude * DEGREE, from.latitude * DEGREE];
  const [s0, c0] = [Math.sin(lat0), Math.cos(lat0)];
  const out = new Float64Array(longitude.length);
  for (let k = 0; k < out.length; k++) {
    const d = (longitude[k] ?? NaN) * DEGREE - lon0;
    const lat = (latitude[k] ?? NaN) * DEGREE;
    const [s, c, cd] = [Math.sin(lat), Math.cos(lat), Math.cos(d)];
    const across = c * Math.sin(d);
    const up = c0 * s - s0 * c * cd;
    out[k] = Math.atan2(Math.sqrt(across * across + up * up), s0 * s + c0 * c * cd) / DEGREE;
  }
  return out;
}

/**
 * The direction from `a` to `b`, from north through east, from 0 to below 360 degrees; 0 where they coincide.
 * At a pole, north is along the meridian of the longitude given for it.
 */
export function positionAngle(a: Direction, b: Direction): number {
  const d = (b.longitude - a.longitude) * DEGREE;
  const [lat1, lat2] = [a.latitude * DEGREE, b.latitude * DEGREE];
  const east = Math.sin(d) * Math.cos(lat2);
  const north = Math.sin(lat2) * Math.cos(lat1) - Math.cos(lat2) * Math.sin(lat1) * Math.cos(d);
  const angle = Math.atan2(east, north) / DEGREE;
  const turned = angle < 0 ? angle + 360 : angle;
  return turned < 360 ? turned + 0 : 0;
}

/**
 * Where one comes to along a great circle.
 *
 * @param angle position angle at the start, degrees from north through east
 * @param distance degrees
 */
export function offset(start: Direction, angle: number, distance: number): Direction {
  const { point, north, east } = axesAt(start);
  const [c, s] = [Math.cos(distance * DEGREE), Math.sin(distance * DEGREE)];
  const [n, e] = [s * Math.cos(angle * DEGREE), s * Math.sin(angle * DEGREE)];
  return directionOf([
    c * point[0] + n * north[0] + e * east[0],
    c * point[1] + n * north[1] + e * east[1],
    c * point[2] + n * north[2] + e * east[2],
  ]);
}

/** The middle of the great circle between two directions; undefined of opposite ones, which have many. */
export function midpoint(a: Direction, b: Direction): Direction | undefined {
  const [u, v] = [vectorOf(a), vectorOf(b)];
  const sum: Vector = [u[0] + v[0], u[1] + v[1], u[2] + v[2]];
  return Math.hypot(...sum) < 1e-12 ? undefined : directionOf(sum);
}

/** The unit vector of a direction and those to its north and east. */
export function axesAt(at: Direction): { point: Vector; north: Vector; east: Vector } {
  const [sl, cl] = [Math.sin(at.longitude * DEGREE), Math.cos(at.longitude * DEGREE)];
  const [sb, cb] = [Math.sin(at.latitude * DEGREE), Math.cos(at.latitude * DEGREE)];
  return { point: [cb * cl, cb * sl, sb], north: [-sb * cl, -sb * sl, cb], east: [-sl, cl, 0] };
}

/**
 * Points of the circle of all directions at one distance, from north through east, the first not repeated.
 *
 * @param radius degrees
 */
export function circlePoints(centre: Direction, radius: number, count: number): Directions {
  const out = { longitude: new Float64Array(count), latitude: new Float64Array(count) };
  for (let k = 0; k < count; k++) {
    const point = offset(centre, (360 * k) / count, radius);
    out.longitude[k] = point.longitude;
    out.latitude[k] = point.latitude;
  }
  return out;
}

/** Points of the great circle between two directions at equal distances, both ends included. */
export function arcPoints(a: Direction, b: Direction, count: number): Directions {
  const out = { longitude: new Float64Array(count), latitude: new Float64Array(count) };
  const [angle, distance] = [positionAngle(a, b), separation(a, b)];
  for (let k = 0; k < count; k++) {
    const end = k === count - 1 && k > 0;
    const point = end ? b : offset(a, angle, (distance * k) / Math.max(1, count - 1));
    out.longitude[k] = point.longitude;
    out.latitude[k] = point.latitude;
  }
  return out;
}
