/** A direction on the sky as a unit vector: x to the vernal equinox, z to the north pole, ICRS. */
export type Vector = readonly [x: number, y: number, z: number];

export const DEGREE = Math.PI / 180;

/** @param longitude degrees @param latitude degrees */
export function vectorAt(longitude: number, latitude: number): Vector {
  const [l, b] = [longitude * DEGREE, latitude * DEGREE];
  return [Math.cos(b) * Math.cos(l), Math.cos(b) * Math.sin(l), Math.sin(b)];
}

/** Degrees, the longitude from 0 to below 360. @param vector of any length but zero */
export function directionAt([x, y, z]: Vector): readonly [longitude: number, latitude: number] {
  return [turned(Math.atan2(y, x) / DEGREE), Math.atan2(z, Math.hypot(x, y)) / DEGREE];
}

/** The same longitude from 0 to below 360. */
export function turned(longitude: number): number {
  const rest = ((longitude % 360) + 360) % 360;
  return rest < 360 ? rest : 0;
}

/** The great-circle distance of unit vectors, exact for near ones, in radians. */
export function angleBetween(a: Vector, b: Vector): number {
  const chord = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  return 2 * Math.asin(Math.min(chord / 2, 1));
}
