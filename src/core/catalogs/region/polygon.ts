import { SkybucketError } from '../../errors';
import type { Directions } from '../../sky/frames';
import { type Vector, vectorOf } from '../../sky/geometry';
import { PolygonEdges } from './polygon-edges';
import { type PolygonBorders, PolygonInside } from './polygon-inside';
import { areaTest, type RegionTest } from './region-test';

/** The most corners a polygon may have. */
export const MOST_CORNERS = 100_000;

/**
 * The polygon whose edges are the shorter great circles between its corners, the last one to the first; convex or
 * not, over poles and longitude 0, all around the sky. Inside is the smaller of the two parts of the sky, whatever
 * the sense of the corners; of equal ones the northern. Where edges cross, it is what they enclose an odd number of times.
 * Of a direction on the border (to rounding) either may be said.
 *
 * @param corners degrees; corners that are not finite are refused
 * @param larger true where the inside is the larger part
 * @throws SkybucketError `format` of what is no polygon
 */
export function polygonTest(corners: Directions, larger = false): RegionTest {
  const vectors = distinct(corners);
  const edges = new PolygonEdges(vectors);
  const inside = new PolygonInside(vectors, larger);
  return areaTest(
    {
      signedDistance: (x, y, z, within) => {
        const distance = edges.distance(x, y, z, within);
        return inside.isInside(x, y, z) ? -distance : distance;
      },
    },
    (directions) => inside.contains(directions),
  );
}

/** The same polygon for a test in another language; throws as {@link polygonTest} does. */
export function polygonBorders(corners: Directions, larger = false): PolygonBorders {
  return new PolygonInside(distinct(corners), larger).borders;
}

/** Without corners that repeat the one before. */
function distinct({ longitude, latitude }: Directions): Vector[] {
  if (longitude.length > MOST_CORNERS) {
    throw new SkybucketError('too-large', `A polygon has at most ${MOST_CORNERS} corners here.`);
  }
  const vectors: Vector[] = [];
  for (let k = 0; k < longitude.length; k++) {
    const direction = { longitude: longitude[k] ?? NaN, latitude: latitude[k] ?? NaN };
    if (!Number.isFinite(direction.longitude) || !(Math.abs(direction.latitude) <= 90)) {
      throw new SkybucketError('format', `Corner ${k + 1} of the polygon is not on the sky.`);
    }
    const vector = vectorOf(direction);
    const last = vectors.at(-1);
    if (last === undefined || !isSame(last, vector)) {
      vectors.push(vector);
    }
  }
  while (vectors.length > 1 && isSame(vectors[0] as Vector, vectors.at(-1) as Vector)) {
    vectors.pop();
  }
  if (vectors.length < 3) {
    throw new SkybucketError('format', 'A polygon on the sky has at least three corners.');
  }
  vectors.forEach((a, k) => {
    const b = vectors[(k + 1) % vectors.length] as Vector;
    if (a[0] * b[0] + a[1] * b[1] + a[2] * b[2] < -1 + 1e-12) {
      throw new SkybucketError(
        'format',
        `Corners ${k + 1} and ${((k + 1) % vectors.length) + 1} of the polygon are opposite each other, so no edge is the shorter one.`,
        { hint: 'Put a corner between them.' },
      );
    }
  });
  return vectors;
}

function isSame(a: Vector, b: Vector): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
}
