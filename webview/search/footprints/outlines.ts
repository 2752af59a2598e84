import { angleBetween, DEGREE, type Vector } from './vector';

/** What an observation or an image covers. */
export interface Footprint {
  /** Of the table. */
  readonly row: number;
  /**
   * The borders of its parts: ICRS degrees, longitude and latitude in turns. Neighbouring points are near to
   * each other; the first may be repeated at the end. One of a single point is a position without extent.
   */
  readonly outlines: readonly Float64Array[];
}

/** The borders of many footprints, ready to be drawn and asked about. */
export class Outlines {
  /** All points, unit vectors `x, y, z` in turns, the first of each outline repeated at its end. */
  readonly points: Float64Array;
  /** Where the points of each outline begin, and where the last one's end. */
  readonly starts: Uint32Array;
  /** Row of each outline. */
  readonly rows: Uint32Array;
  /** Directions to their middles, `x, y, z` in turns. */
  readonly middles: Float64Array;
  /** How far the farthest point is from the middle, radians. */
  readonly radii: Float64Array;
  readonly #ofRow = new Map<number, number[]>();

  constructor(footprints: readonly Footprint[]) {
    const parts = footprints.flatMap(({ row, outlines }) =>
      outlines.flatMap((outline) => {
        const points = vectorsOf(outline);
        return points.length === 0 ? [] : [{ row, points }];
      }),
    );
    const count = parts.length;
    this.points = new Float64Array(parts.reduce((sum, { points }) => sum + points.length, 0));
    this.starts = new Uint32Array(count + 1);
    this.rows = new Uint32Array(count);
    this.middles = new Float64Array(3 * count);
    this.radii = new Float64Array(count);
    let at = 0;
    parts.forEach(({ row, points }, k) => {
      this.points.set(points, at);
      at += points.length;
      this.starts[k + 1] = at / 3;
      this.rows[k] = row;
      const { middle, radius } = capOf(points);
      this.middles.set(middle, 3 * k);
      this.radii[k] = radius;
      this.#ofRow.set(row, [...(this.#ofRow.get(row) ?? []), k]);
    });
  }

  /** How many outlines there are; a row may have several. */
  get count(): number {
    return this.rows.length;
  }

  /** How many footprints there are. */
  get rowCount(): number {
    return this.#ofRow.size;
  }

  /** The outlines of a row. */
  ofRow(row: number): readonly number[] {
    return this.#ofRow.get(row) ?? [];
  }

  middleOf(outline: number): Vector {
    return vectorIn(this.middles, outline);
  }
}

/** The nth vector of many. */
export function vectorIn(vectors: Float64Array, n: number): Vector {
  return [vectors[3 * n] ?? NaN, vectors[3 * n + 1] ?? NaN, vectors[3 * n + 2] ?? NaN];
}

/** Points that are nowhere are left out; the outline ends where it began. */
function vectorsOf(outline: Float64Array): Float64Array {
  const vectors = new Float64Array(3 * (outline.length / 2 + 1));
  let length = 0;
  for (let k = 0; k + 1 < outline.length; k += 2) {
    const [l, b] = [(outline[k] as number) * DEGREE, (outline[k + 1] as number) * DEGREE];
    if (Number.isFinite(l) && Number.isFinite(b)) {
      const c = Math.cos(b);
      vectors[length] = c * Math.cos(l);
      vectors[length + 1] = c * Math.sin(l);
      vectors[length + 2] = Math.sin(b);
      length += 3;
    }
  }
  const ends = [vectorIn(vectors, 0), vectorIn(vectors, length / 3 - 1)] as const;
  if (length > 3 && angleBetween(...ends) >= 1e-12) {
    vectors.set(ends[0], length);
    length += 3;
  }
  return vectors.subarray(0, length);
}

/** A circle around all points; of an outline that goes around the sky, all of the sky. */
export function capOf(points: Float64Array): {
  readonly middle: Vector;
  readonly radius: number;
} {
  const count = points.length / 3;
  // The first is not counted again at the end.
  const counted = Math.max(1, count - 1);
  let [x, y, z] = [0, 0, 0];
  for (let k = 0; k < counted; k++) {
    x += points[3 * k] ?? 0;
    y += points[3 * k + 1] ?? 0;
    z += points[3 * k + 2] ?? 0;
  }
  const length = Math.hypot(x, y, z);
  if (length < 1e-6 * counted) {
    return { middle: vectorIn(points, 0), radius: Math.PI };
  }
  const middle: Vector = [x / length, y / length, z / length];
  let farthest = 0;
  for (let k = 0; k < counted; k++) {
    const dx = (points[3 * k] as number) - middle[0];
    const dy = (points[3 * k + 1] as number) - middle[1];
    const dz = (points[3 * k + 2] as number) - middle[2];
    farthest = Math.max(farthest, dx * dx + dy * dy + dz * dz);
  }
  return { middle, radius: 2 * Math.asin(Math.min(1, Math.sqrt(farthest) / 2)) };
}
