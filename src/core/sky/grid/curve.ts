import type { Directions } from '../frames';
import type { Positions } from '../plane-sky';

/** Where the pixels of a plane are on the sky, in degrees; NaN where they are not. */
export type ToSky = (positions: Positions) => Directions;

/** A line of the grid, in degrees. */
export interface Curve {
  readonly kind: 'longitude' | 'latitude';
  readonly value: number;
}

const DEGREE = Math.PI / 180;

/**
 * How far a direction is off a line, with its sign: radians where it is near. Of a meridian this is zero on
 * the whole great circle, smooth through the poles; {@link isOn} tells which half it is.
 */
export function offsetFrom({ kind, value }: Curve, longitude: number, latitude: number): number {
  return kind === 'latitude'
    ? (latitude - value) * DEGREE
    : Math.sin((longitude - value) * DEGREE) * Math.cos(latitude * DEGREE);
}

/** False on the other half of a meridian. */
export function isOn({ kind, value }: Curve, longitude: number): boolean {
  return kind === 'latitude' || Math.cos((longitude - value) * DEGREE) > 0;
}

/** {@link offsetFrom} of many pixels, each from a line of its own; NaN off the sky and on the other half. */
export function offsetsOf(
  toSky: ToSky,
  positions: Positions,
  curveOf: (k: number) => Curve,
): Float64Array {
  const { longitude, latitude } = toSky(positions);
  return longitude.map((lon, k) => {
    const curve = curveOf(k);
    return isOn(curve, lon) ? offsetFrom(curve, lon, latitude[k] as number) : NaN;
  });
}
