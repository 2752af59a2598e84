import { SkybucketError } from '../../errors';
import type { Directions } from '../../sky/frames';
import { type Direction, vectorOf } from '../../sky/geometry';
import { angleBetween } from './area-geometry';
import { areaTest, type RegionTest } from './region-test';

const DEGREE = Math.PI / 180;

/**
 * All directions within a radius of one, the border included.
 *
 * @param radius degrees, from 0; from 180 on it is the whole sky
 * @throws SkybucketError `format` of a centre or radius that is none
 */
export function coneTest(centre: Direction, radius: number): RegionTest {
  if (!(radius >= 0) || !isDirection(centre)) {
    throw new SkybucketError('format', 'A cone has a centre on the sky and a radius from 0 on.');
  }
  const [cx, cy, cz] = vectorOf(centre);
  const reach = Math.min(radius, 180) * DEGREE;
  return areaTest(
    {
      signedDistance: (x, y, z) => angleBetween(x, y, z, cx, cy, cz) - reach,
    },
    (directions) => within(directions, centre, radius),
  );
}

/** By the haversine sin²(d/2), which is exact at small distances: of large cones, of those from the opposite. */
function within(
  { longitude, latitude }: Directions,
  centre: Direction,
  radius: number,
): Uint8Array {
  const large = radius > 90;
  const lon0 = (centre.longitude + (large ? 180 : 0)) * DEGREE;
  const lat0 = (large ? -centre.latitude : centre.latitude) * DEGREE;
  const limit = Math.sin(((large ? Math.max(0, 180 - radius) : radius) / 2) * DEGREE) ** 2;
  const c0 = Math.cos(lat0);
  const out = new Uint8Array(longitude.length);
  for (let k = 0; k < out.length; k++) {
    const lat = (latitude[k] as number) * DEGREE;
    const across = Math.sin(((longitude[k] as number) * DEGREE - lon0) / 2);
    const up = Math.sin((lat - lat0) / 2);
    const squared = up * up + c0 * Math.cos(lat) * across * across;
    const isIn = large ? squared >= limit : squared <= limit;
    out[k] = isIn && Math.abs(latitude[k] as number) <= 90 ? 1 : 0;
  }
  return out;
}

function isDirection({ longitude, latitude }: Direction): boolean {
  return Number.isFinite(longitude) && Math.abs(latitude) <= 90;
}
