import type { Vector } from '../../sky/geometry';
import { angleBetween } from './area-geometry';

/** Edges of a leaf of the tree. */
const LEAF = 4;
const STRIDE = 9;

/**
 * The shorter great circles between corners, the last one to the first, in a tree of caps, so that the nearest of
 * thousands is found by looking at a few.
 */
export class PolygonEdges {
  /** For each edge: its corners and the unit normal of its plane. */
  private readonly edges: Float64Array;
  private readonly root: Branch;

  constructor(corners: readonly Vector[]) {
    this.edges = new Float64Array(corners.length * STRIDE);
    corners.forEach((a, k) => {
      const b = corners[(k + 1) % corners.length] as Vector;
      this.edges.set([...a, ...b, ...normalOf(a, b)], k * STRIDE);
    });
    this.root = this.branch(0, corners.length);
  }

  /** Radians from a unit vector to the nearest point of the nearest edge; infinity where none is within a limit. */
  distance(x: number, y: number, z: number, within: number): number {
    const least = this.nearest(this.root, x, y, z, within);
    return least < within ? least : Infinity;
  }

  private branch(from: number, to: number): Branch {
    const { edges } = this;
    let [x, y, z] = [0, 0, 0];
    for (let k = from; k < to; k++) {
      x += edges[k * STRIDE] as number;
      y += edges[k * STRIDE + 1] as number;
      z += edges[k * STRIDE + 2] as number;
    }
    const length = Math.sqrt(x * x + y * y + z * z);
    // Corners all around have no middle; any will do.
    const centre: Vector = length < 1e-9 ? [0, 0, 1] : [x / length, y / length, z / length];
    let radius = 0;
    for (let k = from; k < to; k++) {
      radius = Math.max(radius, this.reach(k, centre));
    }
    const middle = (from + to) >> 1;
    const halves: readonly Branch[] =
      to - from <= LEAF ? [] : [this.branch(from, middle), this.branch(middle, to)];
    return { from, to, centre, radius, halves };
  }

  /** How far an edge is from a direction at most: an edge is nowhere farther than its ends by half its length. */
  private reach(k: number, [x, y, z]: Vector): number {
    const [ax, ay, az, bx, by, bz] = this.ends(k);
    const ends = Math.max(angleBetween(ax, ay, az, x, y, z), angleBetween(bx, by, bz, x, y, z));
    return ends + angleBetween(ax, ay, az, bx, by, bz) / 2;
  }

  private ends(k: number): [number, number, number, number, number, number] {
    const at = k * STRIDE;
    return [...this.edges.subarray(at, at + 6)] as [number, number, number, number, number, number];
  }

  private nearest(branch: Branch, x: number, y: number, z: number, known: number): number {
    const { centre, radius, halves } = branch;
    const dx = centre[0] - x;
    const dy = centre[1] - y;
    const dz = centre[2] - z;
    const reach = radius + known;
    // Straight through the sphere it is shorter, so that nothing nearer is lost.
    if (dx * dx + dy * dy + dz * dz >= reach * reach) {
      return known;
    }
    let least = known;
    for (const half of halves) {
      least = this.nearest(half, x, y, z, least);
    }
    if (halves.length === 0) {
      for (let k = branch.from; k < branch.to; k++) {
        least = Math.min(least, this.edgeDistance(k * STRIDE, x, y, z, least));
      }
    }
    return least;
  }

  /** Infinity where it is not less than `known`. */
  private edgeDistance(at: number, x: number, y: number, z: number, known: number): number {
    const { edges } = this;
    const nx = edges[at + 6] as number;
    const ny = edges[at + 7] as number;
    const nz = edges[at + 8] as number;
    const off = Math.abs(nx * x + ny * y + nz * z);
    if (off >= known) {
      return Infinity;
    }
    const ax = edges[at] as number;
    const ay = edges[at + 1] as number;
    const az = edges[at + 2] as number;
    const bx = edges[at + 3] as number;
    const by = edges[at + 4] as number;
    const bz = edges[at + 5] as number;
    // Towards b from a, and towards a from b, at right angles to the normal.
    const fromA = (ny * az - nz * ay) * x + (nz * ax - nx * az) * y + (nx * ay - ny * ax) * z;
    const fromB = (ny * bz - nz * by) * x + (nz * bx - nx * bz) * y + (nx * by - ny * bx) * z;
    return fromA > 0 && fromB < 0
      ? Math.asin(Math.min(1, off))
      : Math.min(angleBetween(ax, ay, az, x, y, z), angleBetween(bx, by, bz, x, y, z));
  }
}

interface Branch {
  readonly from: number;
  readonly to: number;
  readonly centre: Vector;
  /** Radians; no edge reaches farther from the centre. */
  readonly radius: number;
  readonly halves: readonly Branch[];
}

/** The unit normal of the plane of two directions; zero where they coincide. */
export function normalOf(a: Vector, b: Vector): Vector {
  // (a − b) × (a + b) / 2 keeps the digits of close corners that a × b loses.
  const [dx, dy, dz] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
  const [sx, sy, sz] = [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
  const [x, y, z] = [dy * sz - dz * sy, dz * sx - dx * sz, dx * sy - dy * sx];
  const length = Math.sqrt(x * x + y * y + z * z);
  return length === 0 ? [0, 0, 0] : [x / length, y / length, z / length];
}
