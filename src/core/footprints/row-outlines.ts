import { SkybucketError } from '../errors';
import { parseRegion } from '../sky/footprint-parse';
import { densified, footprintPart } from '../sky/footprint-shape';
import type { Directions } from '../sky/frames';

/** A side of a footprint that is longer than this many degrees gets points in between. */
const STEP = 2;

/**
 * The borders of a region as a service writes it (`s_region`): one for each of its parts, ICRS, degrees, the
 * first point not repeated. None for a text that is no region: there are thousands, and a wrong one is no reason
 * not to show the others.
 */
export function outlinesOf(region: string): readonly Directions[] {
  if (region.trim() === '') {
    return [];
  }
  try {
    return parseRegion(region).parts.map(({ shape, frame }) => {
      const { outline } = footprintPart(shape, frame);
      return isFine(outline) ? outline : densified(outline, STEP);
    });
  } catch (error) {
    if (error instanceof SkybucketError) {
      return [];
    }
    throw error;
  }
}

/** True where no side can be longer than the step: nearly all footprints are small, and there are many. */
function isFine({ longitude, latitude }: Directions): boolean {
  const count = longitude.length;
  return longitude.every((value, k) => {
    const next = (k + 1) % count;
    const along = Math.abs(value - (longitude[next] ?? NaN));
    const up = Math.abs((latitude[k] ?? NaN) - (latitude[next] ?? NaN));
    return along <= STEP / 2 && up <= STEP / 2;
  });
}

/** Outlines of rows that are gathered, packed one after the other. */
export class PackedOutlines {
  private readonly heads: number[] = [];
  private readonly values: number[] = [];

  /** Values of all points so far. */
  get size(): number {
    return this.values.length;
  }

  add(row: number, { longitude, latitude }: Directions): void {
    this.heads.push(row, longitude.length);
    for (let k = 0; k < longitude.length; k++) {
      this.values.push(longitude[k] ?? NaN, latitude[k] ?? NaN);
    }
  }

  /** Pairs, one an outline: the row, and how many points it has. */
  get outlines(): Uint32Array<ArrayBuffer> {
    return Uint32Array.from(this.heads);
  }

  /** Longitude and latitude of each point. */
  get points(): Float64Array<ArrayBuffer> {
    return Float64Array.from(this.values);
  }
}
