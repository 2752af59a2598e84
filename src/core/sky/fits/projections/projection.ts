/** Two numbers that a projection writes: native longitude and latitude, or x and y. */
export interface Pair {
  u: number;
  v: number;
}

/**
 * A projection of the sphere to a plane, as FITS WCS paper II defines them (Calabretta & Greisen 2002),
 * with the radius of its generating sphere 1: all angles and lengths are radians.
 */
export interface Projection {
  /** Native longitude and latitude of the fiducial point. */
  readonly phi0: number;
  readonly theta0: number;
  /** Writes native longitude and latitude of a point of the plane; false where there is nothing. */
  toNative(x: number, y: number, out: Pair): boolean;
  /** Writes x and y of native longitude and latitude; false where the projection does not show it. */
  toPlane(phi: number, theta: number, out: Pair): boolean;
}

/** The parameters PVi_m of the latitude axis; undefined where the header has none. */
export type ProjectionParameters = (m: number) => number | undefined;

/** Makes a projection, or says in a sentence what is wrong with its parameters. */
export type NewProjection = (pv: ProjectionParameters) => Projection | string;

export const HALF_PI = Math.PI / 2;
export const DEGREE = Math.PI / 180;
/** What rounding may push a value beyond its bound. */
export const ROUNDING = 1e-12;

/** asin of a value that rounding may have pushed beyond ±1; NaN further out. */
export function arcsine(value: number): number {
  const size = Math.abs(value);
  if (size > 1) {
    return size > 1 + ROUNDING ? NaN : Math.sign(value) * HALF_PI;
  }
  return Math.asin(value);
}

/** The latitude whose 1 - sin is `z`: exact near the pole, where asin(1 - z) is not. */
export function latitudeOf(z: number): number {
  return HALF_PI - 2 * Math.asin(Math.sqrt(Math.min(Math.max(z, 0), 2) / 2));
}

/** 1 - sin(theta), exact near the pole. */
export function versine(theta: number): number {
  const half = Math.sin((HALF_PI - theta) / 2);
  return 2 * half * half;
}

/** sin of an angle in degrees, exact at multiples of 90. */
export function sinDegrees(angle: number): number {
  return cosDegrees(angle - 90);
}

/** cos of an angle in degrees, exact at multiples of 90. */
export function cosDegrees(angle: number): number {
  if (angle % 90 === 0) {
    return [1, 0, -1, 0][Math.abs((angle / 90) % 4)] ?? NaN;
  }
  return Math.cos(angle * DEGREE);
}

/**
 * The zero of a rising function between `low` and `high` by Newton's method, kept inside by bisection.
 * `slope` need not be exact.
 */
export function rootBetween(
  low: number,
  high: number,
  value: (at: number) => number,
  slope: (at: number) => number,
): number {
  let at = (low + high) / 2;
  for (let n = 0; n < 100; n += 1) {
    const f = value(at);
    if (f === 0) {
      return at;
    }
    if (f > 0) {
      high = at;
    } else {
      low = at;
    }
    const step = at - f / slope(at);
    const next = step > low && step < high ? step : (low + high) / 2;
    if (Math.abs(next - at) <= 1e-16 * Math.max(1, Math.abs(at)) || high - low < 1e-16) {
      return next;
    }
    at = next;
  }
  return at;
}
