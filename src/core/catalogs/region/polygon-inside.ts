import type { Directions } from '../../sky/frames';
import type { Vector } from '../../sky/geometry';
import { normalOf } from './polygon-edges';

const DEGREE = Math.PI / 180;
const TURN = 2 * Math.PI;
/** Sectors of longitude: an edge is looked at only where it passes. */
const SECTORS = 512;
/** Meridians on which the part of the sky on each side is measured. */
const MERIDIANS = 2048;

/** Edges of a polygon, each with its longitudes in radians (see `PolygonInside`) and its normal to the north. */
export interface PolygonBorders {
  readonly edges: readonly {
    readonly west: number;
    readonly east: number;
    readonly normal: Vector;
  }[];
  /** Whether the south pole is inside: each edge between it and a direction changes the side. */
  readonly southIn: boolean;
}

/**
 * Which side of the edges a direction is on. Seen from the south pole along the meridian, each edge on the way
 * changes the side; a meridian that goes through a corner meets one of its edges, not both.
 */
export class PolygonInside {
  /** For each edge: its longitudes from west to east (the second up to 360° beyond), and its normal, to the north. */
  private readonly west: Float64Array;
  private readonly east: Float64Array;
  private readonly normals: Float64Array;
  private readonly sectors: readonly Int32Array[];
  private readonly southIn: boolean;

  /** @param larger true where the inside is the larger part of the sky */
  constructor(corners: readonly Vector[], larger: boolean) {
    const count = corners.length;
    this.west = new Float64Array(count);
    this.east = new Float64Array(count);
    this.normals = new Float64Array(3 * count);
    corners.forEach((a, k) => this.setEdge(k, a, corners[(k + 1) % count] as Vector));
    this.sectors = this.sectorsOf(count);
    const northern = this.share() <= 0.5;
    this.southIn = northern === larger;
  }

  /** What tells the sides apart, for a test in another language. */
  get borders(): PolygonBorders {
    const edges = Array.from(this.west, (west, k) => ({
      west,
      east: this.east[k] as number,
      normal: [...this.normals.subarray(3 * k, 3 * k + 3)] as [number, number, number],
    }));
    return { edges, southIn: this.southIn };
  }

  contains({ longitude, latitude }: Directions): Uint8Array {
    const out = new Uint8Array(longitude.length);
    for (let k = 0; k < out.length; k++) {
      const lon = (longitude[k] as number) * DEGREE;
      const lat = (latitude[k] as number) * DEGREE;
      const c = Math.cos(lat);
      const isIn = c >= -1e-9 && this.isInside(c * Math.cos(lon), c * Math.sin(lon), Math.sin(lat));
      out[k] = isIn ? 1 : 0;
    }
    return out;
  }

  /** @param x @param y @param z a unit vector */
  isInside(x: number, y: number, z: number): boolean {
    const atan = Math.atan2(y, x);
    const lon = atan < 0 ? atan + TURN : atan;
    let isIn = this.southIn;
    const sector = this.sectors[sectorOf(lon)];
    if (sector === undefined) {
      return false;
    }
    for (const k of sector) {
      if (this.passes(k, lon)) {
        const { normals } = this;
        const side =
          (normals[3 * k] as number) * x +
          (normals[3 * k + 1] as number) * y +
          (normals[3 * k + 2] as number) * z;
        isIn = side > 0 ? !isIn : isIn;
      }
    }
    return isIn;
  }

  private setEdge(k: number, a: Vector, b: Vector): void {
    const [lonA, lonB] = [longitudeOf(a), longitudeOf(b)];
    const way = lonB - lonA;
    // The shorter way round, which a great circle of less than half a turn takes.
    const eastward = way > 0 ? way <= Math.PI : way < -Math.PI;
    const [west, east] = eastward ? [lonA, lonB] : [lonB, lonA];
    this.west[k] = west;
    this.east[k] = east < west ? east + TURN : east;
    const normal = normalOf(a, b);
    this.normals.set(eastward ? normal : normal.map((value) => -value), 3 * k);
  }

  private passes(k: number, lon: number): boolean {
    const [west, east] = [this.west[k] as number, this.east[k] as number];
    return (lon >= west && lon < east) || (lon + TURN >= west && lon + TURN < east);
  }

  private sectorsOf(count: number): Int32Array[] {
    const lists = Array.from({ length: SECTORS }, (): number[] => []);
    for (let k = 0; k < count; k++) {
      const first = Math.floor(((this.west[k] as number) / TURN) * SECTORS);
      const last = Math.floor(((this.east[k] as number) / TURN) * SECTORS);
      for (let sector = first; sector <= Math.min(last, first + SECTORS - 1); sector++) {
        lists[sector % SECTORS]?.push(k);
      }
    }
    return lists.map((list) => Int32Array.from(list));
  }

  /** The share of the sky that an odd number of edges separates from the south pole. */
  private share(): number {
    let sum = 0;
    for (let step = 0; step < MERIDIANS; step++) {
      const lon = ((step + 0.5) / MERIDIANS) * TURN;
      const heights = this.heights(lon);
      heights.push(1);
      for (let k = 0; k + 1 < heights.length; k += 2) {
        sum += (heights[k + 1] as number) - (heights[k] as number);
      }
    }
    return sum / (2 * MERIDIANS);
  }

  /** The sines of the latitudes at which edges meet a meridian, from the south. */
  private heights(lon: number): number[] {
    const { normals } = this;
    const [c, s] = [Math.cos(lon), Math.sin(lon)];
    const found: number[] = [];
    for (const k of this.sectors[sectorOf(lon)] ?? []) {
      if (this.passes(k, lon)) {
        const [x, y, z] = [normals[3 * k], normals[3 * k + 1], normals[3 * k + 2]] as Vector &
          number[];
        // Where the meridian meets the plane of the edge; straight over the pole the plane stands upright.
        found.push(Math.sin(Math.atan2(-((x as number) * c + (y as number) * s), z as number)));
      }
    }
    return found.sort((a, b) => a - b);
  }
}

function sectorOf(lon: number): number {
  return Math.min(SECTORS - 1, Math.floor((lon / TURN) * SECTORS));
}

/** From 0 to below a whole turn. */
function longitudeOf([x, y]: Vector): number {
  const lon = Math.atan2(y, x);
  return lon < 0 ? lon + TURN : lon;
}
