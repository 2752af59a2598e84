import type { Directions } from '../../sky/frames';
import { Turns } from '../../table/turns';

const DEGREE = Math.PI / 180;
/** Zones of declination at most: 10 arcseconds high. */
const MOST_ZONES = 65_536;
/** Directions that go through a step together. */
const STEP = 65_536;

/**
 * Directions in zones of declination, each ordered by right ascension, so that those around a place lie in a few
 * stretches. Directions that are none (not finite, or beyond a pole) are left out.
 */
export class SkyZones {
  /** Row of each. */
  readonly rows: Uint32Array;
  /** Degrees from 0 to 360. */
  readonly longitude: Float64Array;
  /** Unit vectors, `x, y, z` in turns. */
  readonly vectors: Float64Array;
  /** Where each zone begins, and the end of the last. */
  readonly starts: Uint32Array;

  private constructor(
    /** Degrees. */
    readonly height: number,
    starts: Uint32Array,
    rows: Uint32Array,
    directions: Directions,
  ) {
    this.starts = starts;
    this.rows = rows;
    this.longitude = new Float64Array(rows.length);
    this.vectors = new Float64Array(3 * rows.length);
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at] as number;
      const longitude = turned(directions.longitude[row] as number);
      this.longitude[at] = longitude;
      writeVector(this.vectors, 3 * at, longitude, directions.latitude[row] as number);
    }
  }

  /**
   * @param radius degrees: what is searched within, so that zones are neither much lower nor much higher.
   * @throws SkybucketError `cancelled`
   */
  static async of(directions: Directions, radius: number, signal?: AbortSignal): Promise<SkyZones> {
    const { longitude, latitude } = directions;
    const turns = new Turns(signal);
    const zones = Math.max(1, Math.min(MOST_ZONES, Math.floor(180 / radius)));
    const height = 180 / zones;
    const starts = new Uint32Array(zones + 1);
    const zoneOf = new Int32Array(longitude.length);
    for (let row = 0; row < zoneOf.length; row++) {
      const [ra, dec] = [longitude[row] as number, latitude[row] as number];
      const zone = isDirection(ra, dec) ? zoneAt(dec, height, zones) : -1;
      zoneOf[row] = zone;
      if (zone >= 0) {
        starts[zone + 1] = (starts[zone + 1] as number) + 1;
      }
      if (row % STEP === 0 && turns.over) {
        await turns.next();
      }
    }
    for (let zone = 0; zone < zones; zone++) {
      starts[zone + 1] = (starts[zone + 1] as number) + (starts[zone] as number);
    }
    const rows = new Uint32Array(starts[zones] as number);
    const next = starts.slice();
    zoneOf.forEach((zone, row) => {
      if (zone >= 0) {
        const at = next[zone] as number;
        rows[at] = row;
        next[zone] = at + 1;
      }
    });
    const around = Float64Array.from(longitude, turned);
    for (let zone = 0; zone < zones; zone++) {
      const [from, to] = [starts[zone] as number, starts[zone + 1] as number];
      if (to - from > 1) {
        rows
          .subarray(from, to)
          .sort((a, b) => (around[a] as number) - (around[b] as number) || a - b);
      }
      if (turns.over) {
        await turns.next();
      }
    }
    return new SkyZones(height, starts, rows, directions);
  }

  get zones(): number {
    return this.starts.length - 1;
  }

  zoneAt(latitude: number): number {
    return zoneAt(latitude, this.height, this.zones);
  }

  /** The first of a zone whose longitude is not below one. */
  firstFrom(zone: number, longitude: number): number {
    let low = this.starts[zone] as number;
    let high = this.starts[zone + 1] as number;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.longitude[middle] as number) < longitude) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

export function isDirection(longitude: number, latitude: number): boolean {
  return Number.isFinite(longitude) && Math.abs(latitude) <= 90;
}

/** From 0 to below 360; what is not finite stays so. */
export function turned(longitude: number): number {
  const rest = longitude % 360;
  const around = rest < 0 ? rest + 360 : rest;
  // A tiny negative one is rounded up to 360.
  return around === 360 ? 0 : around;
}

export function writeVector(
  out: Float64Array,
  at: number,
  longitude: number,
  latitude: number,
): void {
  const [lon, lat] = [longitude * DEGREE, latitude * DEGREE];
  const c = Math.cos(lat);
  out[at] = c * Math.cos(lon);
  out[at + 1] = c * Math.sin(lon);
  out[at + 2] = Math.sin(lat);
}

function zoneAt(latitude: number, height: number, zones: number): number {
  return Math.min(zones - 1, Math.max(0, Math.floor((latitude + 90) / height)));
}
