import type { Wcs } from '../sky/wcs';

/** Positions along each edge of the grid that an image is looked at with. */
const SIDE = 17;
const DEGREE = Math.PI / 180;
/** Between the places that are looked at an image may reach a little further; and markers have a size. */
const MARGIN = 1.15;
/** Beyond this it is no cap that a polynomial would be asked about in vain. */
const WIDEST = 60 * DEGREE;

/** The part of the sphere that an image lies in. */
export interface SkyCap {
  /** Unit vector towards its middle. */
  readonly middle: readonly [number, number, number];
  /** Cosine of its radius. */
  readonly cosine: number;
}

/**
 * The cap of the sphere that an image lies in, with a margin; undefined for an image that shows much of the
 * sky, or whose corners are off it. What lies outside need not be asked of the coordinate system: inverting a
 * polynomial far from where it was fitted takes long and can come back with a place in the image.
 *
 * @param rest 0-based pixel on each axis above the second
 */
export function skyCap(
  wcs: Wcs,
  width: number,
  height: number,
  rest: readonly number[],
): SkyCap | undefined {
  const { celestial } = wcs;
  const count = SIDE * SIDE;
  const pixels = Array.from({ length: wcs.pixelAxes }, (_, axis) =>
    new Float64Array(count).fill(rest[axis - 2] ?? 0),
  );
  for (let k = 0; k < count; k++) {
    const [i, j] = [k % SIDE, Math.floor(k / SIDE)];
    (pixels[0] as Float64Array)[k] = -0.5 + (width * i) / (SIDE - 1);
    if (pixels[1] !== undefined) {
      pixels[1][k] = -0.5 + (height * j) / (SIDE - 1);
    }
  }
  const world = wcs.toWorld(pixels);
  const longitude = celestial && world[celestial.longitude];
  const latitude = celestial && world[celestial.latitude];
  if (longitude === undefined || latitude === undefined) {
    return undefined;
  }
  const vectors = Array.from(longitude, (lon, k) => vectorOf(lon, latitude[k] ?? NaN));
  const sum = vectors.reduce(([x, y, z], [a, b, c]) => [x + a, y + b, z + c] as const, [
    0, 0, 0,
  ] as const);
  const size = Math.hypot(...sum);
  const middle = [sum[0] / size, sum[1] / size, sum[2] / size] as const;
  const farthest = Math.min(
    ...vectors.map(([x, y, z]) => x * middle[0] + y * middle[1] + z * middle[2]),
  );
  const radius = Math.acos(Math.min(Math.max(farthest, -1), 1)) * MARGIN + 1e-6;
  // What is not on the sky makes all of it NaN.
  return radius < WIDEST ? { middle, cosine: Math.cos(radius) } : undefined;
}

/** Whether a direction, in degrees of the image's frame, lies in it; false for what is no direction. */
export function isWithin({ middle, cosine }: SkyCap, longitude: number, latitude: number): boolean {
  const [x, y, z] = vectorOf(longitude, latitude);
  return x * middle[0] + y * middle[1] + z * middle[2] >= cosine;
}

function vectorOf(longitude: number, latitude: number): readonly [number, number, number] {
  const [lon, lat] = [longitude * DEGREE, latitude * DEGREE];
  const c = Math.cos(lat);
  return [c * Math.cos(lon), c * Math.sin(lon), Math.sin(lat)];
}
