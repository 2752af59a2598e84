import type { Directions } from './frames';
import { directionOf, type Direction, separation, type Vector, vectorOf } from './geometry';
import { parseRegion } from './footprint-parse';
import { densified, type FootprintPart, footprintPart } from './footprint-shape';

/** The part of the sphere within a radius of a direction; degrees. */
export interface BoundingCap {
  readonly centre: Direction;
  readonly radius: number;
}

/** The part of the sky that an image or an observation covers: ICRS, degrees. */
export interface Footprint {
  /** Joined; they may overlap. */
  readonly parts: readonly FootprintPart[];
  /** What was assumed, one sentence each. */
  readonly warnings: readonly string[];
  /** Holds all of it, and is hardly larger than it must be. */
  readonly cap: BoundingCap;
  /**
   * Square degrees, what overlaps counted once: exact where parts are apart, within a percent where they
   * overlap. Of a polygon whose edges cross, the difference of what they go around in each sense.
   */
  area(): number;
  /** Its border belongs to it or not. */
  contains(direction: Direction): boolean;
  /** The same of many at once: 1 for each inside. */
  containsAll(directions: Directions): Uint8Array;
  /** Borders to draw, no two neighbouring points farther apart than `step` degrees. */
  outlines(step: number): Directions[];
}

/** Points per part that tell how much of it others cover, too. */
const LATTICE = 4096;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));
const DEGREE = Math.PI / 180;

/**
 * Reads what `s_region` of ObsCore says, in any of the ways services write it.
 *
 * @throws SkybucketError `format` or `unsupported` with what is wrong.
 */
export function parseFootprint(text: string): Footprint {
  const { parts: parsed, warnings } = parseRegion(text);
  const parts = parsed.map(({ shape, frame }) => footprintPart(shape, frame));
  const caps = parts.map((part) => capOf([part]));
  const containsAll = (directions: Directions): Uint8Array => {
    const [first, ...others] = parts.map((part) => part.contains(directions));
    return (first as Uint8Array).map((inside, k) =>
      inside === 1 || others.some((other) => other[k] === 1) ? 1 : 0,
    );
  };
  let area: number | undefined;
  return {
    parts,
    warnings,
    cap: parts.length === 1 ? (caps[0] as BoundingCap) : capOf(parts),
    area: () => (area ??= unionArea(parts, caps)),
    containsAll,
    contains: ({ longitude, latitude }) =>
      containsAll({
        longitude: Float64Array.of(longitude),
        latitude: Float64Array.of(latitude),
      })[0] === 1,
    outlines: (step) => parts.map(({ outline }) => densified(outline, step)),
  };
}

/** The middle moves towards the farthest point, less each time (Bădoiu and Clarkson 2003). */
function capOf(parts: readonly FootprintPart[]): BoundingCap {
  const points = parts.flatMap(({ outline }) =>
    Array.from(outline.longitude, (longitude, k) =>
      vectorOf({ longitude, latitude: outline.latitude[k] ?? NaN }),
    ),
  );
  let middle = normal(points.reduce(plus, [0, 0, 0]));
  for (let round = 1; round <= 200; round++) {
    let far = points[0] as Vector;
    for (const point of points) {
      far = dot(point, middle) < dot(far, middle) ? point : far;
    }
    const share = 1 / (round + 1);
    middle = normal([
      middle[0] + (far[0] - middle[0]) * share,
      middle[1] + (far[1] - middle[1]) * share,
      middle[2] + (far[2] - middle[2]) * share,
    ]);
  }
  const centre = directionOf(middle);
  return { centre, radius: Math.max(...parts.map((part) => part.reach(centre))) };
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function plus(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

/** Points all around have no middle; any will do. */
function normal(vector: Vector): Vector {
  const length = Math.hypot(...vector);
  return length < 1e-12 ? [0, 0, 1] : [vector[0] / length, vector[1] / length, vector[2] / length];
}

/** Each part's area, divided at each of its points by how many parts are there. */
function unionArea(parts: readonly FootprintPart[], caps: readonly BoundingCap[]): number {
  let sum = 0;
  for (const [i, part] of parts.entries()) {
    const cap = caps[i] as BoundingCap;
    const others = parts.filter((_, k) => {
      const other = caps[k] as BoundingCap;
      return k !== i && separation(cap.centre, other.centre) < cap.radius + other.radius;
    });
    sum += part.area * (others.length === 0 ? 1 : shareOf(part, others, cap));
  }
  return sum;
}

function shareOf(part: FootprintPart, others: readonly FootprintPart[], cap: BoundingCap): number {
  const points = lattice(cap);
  const inside = part.contains(points);
  const alsoIn = others.map((other) => other.contains(points));
  let [share, count] = [0, 0];
  inside.forEach((own, k) => {
    if (own === 1) {
      count++;
      share += 1 / alsoIn.reduce((many, other) => many + (other[k] ?? 0), 1);
    }
  });
  return count === 0 ? 1 : share / count;
}

/** Points spread evenly over a cap, on a spiral. */
function lattice({ centre, radius }: BoundingCap): Directions {
  const z = vectorOf(centre);
  const x = normal(Math.abs(z[2]) < 0.9 ? [-z[1], z[0], 0] : [0, -z[2], z[1]]);
  const y: Vector = [
    z[1] * x[2] - z[2] * x[1],
    z[2] * x[0] - z[0] * x[2],
    z[0] * x[1] - z[1] * x[0],
  ];
  const longitude = new Float64Array(LATTICE);
  const latitude = new Float64Array(LATTICE);
  const depth = 2 * Math.sin((radius / 2) * DEGREE) ** 2;
  for (let k = 0; k < LATTICE; k++) {
    const down = (depth * (k + 0.5)) / LATTICE;
    const across = Math.sqrt(down * (2 - down));
    const [u, v] = [across * Math.cos(k * GOLDEN), across * Math.sin(k * GOLDEN)];
    const w = 1 - down;
    const point = directionOf([
      u * x[0] + v * y[0] + w * z[0],
      u * x[1] + v * y[1] + w * z[1],
      u * x[2] + v * y[2] + w * z[2],
    ]);
    longitude[k] = point.longitude;
    latitude[k] = point.latitude;
  }
  return { longitude, latitude };
}
