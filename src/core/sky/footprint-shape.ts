import type { Directions } from './frames';
import { convert } from './frames';
import {
  arcPoints,
  axesAt,
  circlePoints,
  type Direction,
  directionOf,
  offset,
  positionAngle,
  separation,
  type Vector,
  vectorOf,
} from './geometry';
import { skyPolygon } from './geometry-polygon';
import { triangleArea } from './geometry-scale';
import { ICRS } from './footprint-frames';
import type { CelestialFrame } from './wcs';

const DEGREE = Math.PI / 180;
/** Points that stand for a circle or an ellipse where lines are drawn. */
const ROUND = 72;
/** Directions an ellipse's area is summed over; smooth and periodic, so that few are many. */
const SPOKES = 2048;

/** One part of a footprint: ICRS, degrees. */
export interface FootprintPart {
  /**
   * Points of its border, the first not repeated, with great circles between them: the corners of a polygon,
   * points close together of all else.
   */
  readonly outline: Directions;
  /** Square degrees. */
  readonly area: number;
  /** 1 for each direction inside. */
  contains(directions: Directions): Uint8Array;
  /** At least as far as its farthest point is from a direction, degrees. */
  reach(from: Direction): number;
}

/** What a region says of a part, in its own frame, degrees. */
export type PartShape =
  | { readonly kind: 'polygon'; readonly corners: readonly Direction[] }
  | { readonly kind: 'circle'; readonly centre: Direction; readonly radius: number }
  /** Semi-axes, the first at `angle` from north through east. */
  | {
      readonly kind: 'ellipse';
      readonly centre: Direction;
      readonly axes: readonly [number, number];
      readonly angle: number;
    }
  /** Whole widths along the great circles through its centre, its sides great circles. */
  | {
      readonly kind: 'box';
      readonly centre: Direction;
      readonly width: number;
      readonly height: number;
    }
  /** Between meridians and parallels; from the first longitude eastwards to the second. */
  | {
      readonly kind: 'range';
      readonly longitude: readonly [number, number];
      readonly latitude: readonly [number, number];
    };

/**
 * The part of the sky that a shape is.
 *
 * @throws SkybucketError `unsupported` for a polygon whose inside is not clear.
 */
export function footprintPart(shape: PartShape, frame: CelestialFrame): FootprintPart {
  switch (shape.kind) {
    case 'polygon':
      return polygonPart(directionsOf(shape.corners), frame);
    case 'box':
      return polygonPart(boxCorners(shape.centre, shape.width, shape.height), frame);
    case 'circle':
      return circlePart(shape.centre, shape.radius, frame);
    case 'ellipse':
      return ellipsePart(shape.centre, shape.axes, shape.angle, frame);
    case 'range':
      return rangePart(shape.longitude, shape.latitude, frame);
  }
}

function directionsOf(points: readonly Direction[]): Directions {
  return {
    longitude: Float64Array.from(points, ({ longitude }) => longitude),
    latitude: Float64Array.from(points, ({ latitude }) => latitude),
  };
}

function pointOf({ longitude, latitude }: Directions, k: number): Direction {
  return { longitude: longitude[k] ?? NaN, latitude: latitude[k] ?? NaN };
}

function toIcrs(frame: CelestialFrame, { longitude, latitude }: Directions): Directions {
  return convert(frame, ICRS, longitude, latitude);
}

/** Great circles stay great circles, so that a polygon goes by its corners. */
function polygonPart(corners: Directions, frame: CelestialFrame): FootprintPart {
  const outline = toIcrs(frame, corners);
  const polygon = skyPolygon(outline);
  return {
    outline,
    area: polygonArea(outline),
    contains: (directions) => polygon.contains(directions),
    reach: (from) => farthest(from, outline),
  };
}

/** Triangles from one corner, each with its sign. */
function polygonArea(corners: Directions): number {
  const vectors = Array.from(corners.longitude, (_, k) => vectorOf(pointOf(corners, k)));
  const first = vectors[0] as Vector;
  let sum = 0;
  for (let k = 2; k < vectors.length; k++) {
    sum += triangleArea(first, vectors[k - 1] as Vector, vectors[k] as Vector);
  }
  return Math.abs(sum) / DEGREE ** 2;
}

/** Where its sides cross in the plane that touches the sky at its centre: great circles are straight there. */
function boxCorners(centre: Direction, width: number, height: number): Directions {
  const { point, north, east } = axesAt(centre);
  const [x, y] = [Math.tan((width / 2) * DEGREE), Math.tan((height / 2) * DEGREE)];
  const corners = [
    [x, -y],
    [x, y],
    [-x, y],
    [-x, -y],
  ] as const;
  return directionsOf(
    corners.map(([u, v]) =>
      directionOf([
        point[0] + u * east[0] + v * north[0],
        point[1] + u * east[1] + v * north[1],
        point[2] + u * east[2] + v * north[2],
      ]),
    ),
  );
}

function circlePart(stated: Direction, radius: number, frame: CelestialFrame): FootprintPart {
  const centre = pointOf(toIcrs(frame, directionsOf([stated])), 0);
  return {
    outline: circlePoints(centre, radius, ROUND),
    // 1 − cos, for small radii too.
    area: (4 * Math.PI * Math.sin((radius / 2) * DEGREE) ** 2) / DEGREE ** 2,
    contains: (directions) =>
      each(directions, (direction) => separation(centre, direction) <= radius),
    reach: (from) => Math.min(180, separation(from, centre) + radius),
  };
}

function ellipsePart(
  stated: Direction,
  [a, b]: readonly [number, number],
  statedAngle: number,
  frame: CelestialFrame,
): FootprintPart {
  const ends = toIcrs(frame, directionsOf([stated, offset(stated, statedAngle, Math.min(a, 90))]));
  const centre = pointOf(ends, 0);
  const angle = positionAngle(centre, pointOf(ends, 1));
  /** How far it goes along a great circle at an angle from its first axis. */
  const radiusAt = (turn: number): number =>
    (a * b) / Math.hypot(b * Math.cos(turn * DEGREE), a * Math.sin(turn * DEGREE));
  let area = 0;
  for (let k = 0; k < SPOKES; k++) {
    area += Math.sin((radiusAt((360 * k) / SPOKES) / 2) * DEGREE) ** 2;
  }
  const points = Array.from({ length: ROUND }, (_, k) => {
    const turn = (360 * k) / ROUND;
    return offset(centre, angle + turn, radiusAt(turn));
  });
  return {
    outline: directionsOf(points),
    area: (4 * Math.PI * area) / SPOKES / DEGREE ** 2,
    contains: (directions) =>
      each(directions, (direction) => {
        const distance = separation(centre, direction);
        return distance === 0 || distance <= radiusAt(positionAngle(centre, direction) - angle);
      }),
    reach: (from) => Math.min(180, separation(from, centre) + Math.max(a, b)),
  };
}

function rangePart(
  [west, east]: readonly [number, number],
  [south, north]: readonly [number, number],
  frame: CelestialFrame,
): FootprintPart {
  const full = east - west >= 360;
  const width = full ? 360 : (((east - west) % 360) + 360) % 360;
  const steps = Math.max(2, Math.ceil(width) + 1);
  const parallel = (latitude: number, from: number, to: number): Direction[] =>
    Array.from({ length: steps }, (_, k) => ({
      longitude: from + ((to - from) * k) / (steps - 1),
      latitude,
    }));
  const outline = toIcrs(
    frame,
    directionsOf([...parallel(south, west, west + width), ...parallel(north, west + width, west)]),
  );
  const isInside = ({ longitude, latitude }: Direction): boolean => {
    const turn = (((longitude - west) % 360) + 360) % 360;
    return latitude >= south && latitude <= north && (full || turn <= width);
  };
  return {
    outline,
    area: (width * DEGREE * (Math.sin(north * DEGREE) - Math.sin(south * DEGREE))) / DEGREE ** 2,
    contains: (directions) =>
      each(convert(ICRS, frame, directions.longitude, directions.latitude), isInside),
    // Half a step of a parallel bulges out of its great circle by less than a thousandth of a degree.
    reach: (from) => {
      const behind = opposite(pointOf(convert(ICRS, frame, ...arrays(from)), 0));
      return isInside(behind) ? 180 : Math.min(180, farthest(from, outline) + 0.01);
    },
  };
}

function opposite({ longitude, latitude }: Direction): Direction {
  return { longitude: (longitude + 180) % 360, latitude: -latitude };
}

function arrays({ longitude, latitude }: Direction): [Float64Array, Float64Array] {
  return [Float64Array.of(longitude), Float64Array.of(latitude)];
}

function farthest(from: Direction, points: Directions): number {
  return points.longitude.reduce(
    (most, _, k) => Math.max(most, separation(from, pointOf(points, k))),
    0,
  );
}

function each(directions: Directions, test: (direction: Direction) => boolean): Uint8Array {
  return Uint8Array.from(directions.longitude, (_, k) => (test(pointOf(directions, k)) ? 1 : 0));
}

/** Points of a border with great circles between them, no two farther apart than `step` degrees. */
export function densified(outline: Directions, step: number): Directions {
  const count = outline.longitude.length;
  const points: Direction[] = [];
  for (let k = 0; k < count; k++) {
    const [a, b] = [pointOf(outline, k), pointOf(outline, (k + 1) % count)];
    const pieces = Math.max(1, Math.ceil(separation(a, b) / step));
    const arc = arcPoints(a, b, pieces + 1);
    for (let piece = 0; piece < pieces; piece++) {
      points.push(pointOf(arc, piece));
    }
  }
  return directionsOf(points);
}
