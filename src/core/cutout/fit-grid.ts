import type { Wcs } from '../sky/wcs';

/** Pixels of an image and where they are on the sky, degrees. */
export interface SkyPoints {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly longitude: Float64Array;
  readonly latitude: Float64Array;
}

/** A box of an image, 0-based pixels. */
export interface Area {
  readonly x0: number;
  readonly y0: number;
  readonly width: number;
  readonly height: number;
}

const RADIAN = Math.PI / 180;
/** Farther than this from the centre there is no tangent plane: the cosine of 80 degrees. */
const LEAST_COSINE = 0.17;

/** Fewer of the points than this share on the sky tell nothing about the rest. */
const LEAST_SHARE = 0.2;

/**
 * So many points along each side of the box, edges included, without those that are not on the sky; undefined
 * where most are not.
 */
export function gridOf(wcs: Wcs, area: Area, points: number): SkyPoints | undefined {
  const x = new Float64Array(points * points);
  const y = new Float64Array(points * points);
  for (let k = 0; k < x.length; k += 1) {
    x[k] = area.x0 - 0.5 + (area.width * (k % points)) / (points - 1);
    y[k] = area.y0 - 0.5 + (area.height * Math.floor(k / points)) / (points - 1);
  }
  const all = skyOf(wcs, x, y);
  const isThere = (k: number): boolean =>
    Number.isFinite(all?.longitude[k]) && Number.isFinite(all?.latitude[k]);
  const there = Array.from(x.keys()).filter(isThere);
  if (all === undefined || there.length < LEAST_SHARE * x.length) {
    return undefined;
  }
  const some = (values: Float64Array): Float64Array =>
    Float64Array.from(there, (k) => values[k] as number);
  return {
    x: some(x),
    y: some(y),
    longitude: some(all.longitude),
    latitude: some(all.latitude),
  };
}

/** The middle of the box, a pixel position, and where it is. */
export function middleOf(
  wcs: Wcs,
  area: Area,
): { x: number; y: number; longitude: number; latitude: number } | undefined {
  const x = area.x0 + (area.width - 1) / 2;
  const y = area.y0 + (area.height - 1) / 2;
  const found = skyOf(wcs, Float64Array.of(x), Float64Array.of(y));
  const [longitude = NaN] = found?.longitude ?? [];
  const [latitude = NaN] = found?.latitude ?? [];
  return Number.isFinite(longitude) && Number.isFinite(latitude)
    ? { x, y, longitude: ((longitude % 360) + 360) % 360, latitude }
    : undefined;
}

/** Standard coordinates of the points about a direction (TAN), in degrees, ξ to the east and η to the north. */
export function tangentPlane(
  { longitude, latitude }: SkyPoints,
  longitude0: number,
  latitude0: number,
): { readonly xi: Float64Array; readonly eta: Float64Array } {
  const [sin0, cos0] = [Math.sin(latitude0 * RADIAN), Math.cos(latitude0 * RADIAN)];
  const xi = new Float64Array(longitude.length);
  const eta = new Float64Array(longitude.length);
  for (let k = 0; k < xi.length; k += 1) {
    const along = ((longitude[k] as number) - longitude0) * RADIAN;
    const lat = (latitude[k] as number) * RADIAN;
    const [sin, cos] = [Math.sin(lat), Math.cos(lat)];
    const depth = sin0 * sin + cos0 * cos * Math.cos(along);
    const near = depth > LEAST_COSINE ? 1 / (depth * RADIAN) : NaN;
    xi[k] = cos * Math.sin(along) * near;
    eta[k] = (cos0 * sin - sin0 * cos * Math.cos(along)) * near;
  }
  return { xi, eta };
}

function skyOf(wcs: Wcs, x: Float64Array, y: Float64Array): SkyPoints | undefined {
  const { celestial } = wcs;
  if (celestial === undefined) {
    return undefined;
  }
  const world = wcs.toWorld([x, y]);
  const longitude = world[celestial.longitude];
  const latitude = world[celestial.latitude];
  return longitude && latitude ? { x, y, longitude, latitude } : undefined;
}
