import { SkybucketError } from '../../errors';
import type { Directions } from '../../sky/frames';
import { type Direction, separation } from '../../sky/geometry';
import { Turns } from '../../table/turns';
import { PairList } from './pair-list';
import { isDirection, SkyZones, turned, writeVector } from './sky-zones';

export interface MatchOptions {
  /** Degrees, the border included. */
  readonly radius: number;
  /** The nearest of the other side for each row, of several as near the first; or all within the radius. */
  readonly which: 'nearest' | 'all';
  readonly signal?: AbortSignal | undefined;
  /** The share of the rows that is done, 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined;
  /** Pairs at most. */
  readonly mostPairs?: number | undefined;
}

/** Pairs, by rows of the left side, those of one row the nearest first. */
export interface SkyPairs {
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  /** Degrees. */
  readonly separation: Float64Array;
}

const DEGREE = Math.PI / 180;
const MOST_PAIRS = 20_000_000;
/** Windows are wider by this, in degrees, so that rounding loses nothing at their ends. */
const SLACK = 1e-9;
const STEP = 1024;

/**
 * The rows of the right side within a radius of those of the left side, exact everywhere on the sphere. Rows whose
 * position is none have no match.
 *
 * @throws SkybucketError `too-large` for more pairs than memory can bear, `cancelled`
 */
export async function matchSky(
  left: Directions,
  right: Directions,
  { radius, which, signal, onProgress, mostPairs = MOST_PAIRS }: MatchOptions,
): Promise<SkyPairs> {
  const zones = await SkyZones.of(right, radius, signal);
  const turns = new Turns(signal);
  const pairs = new PairList();
  const search = new Search(zones, radius, which === 'nearest');
  const rows = left.longitude.length;
  for (let row = 0; row < rows; row++) {
    const [longitude, latitude] = [left.longitude[row] as number, left.latitude[row] as number];
    if (isDirection(longitude, latitude)) {
      search.around(longitude, latitude);
      search.found.sort((a, b) => a.chord - b.chord || a.row - b.row);
      search.found.forEach((found) => pairs.add(row, found.row));
    }
    if (pairs.length > mostPairs) {
      throw new SkybucketError(
        'too-large',
        `There are more than ${mostPairs.toLocaleString('en-US')} pairs.`,
        { hint: 'Match within a smaller radius, or take the nearest alone.' },
      );
    }
    if (row % STEP === 0 && turns.over) {
      onProgress?.(row / rows);
      await turns.next();
    }
  }
  const found = pairs.values();
  const away = Float64Array.from(found.left, (row, k) =>
    separationOf(left, row, right, found.right[k] as number),
  );
  return { ...found, separation: away };
}

interface Found {
  readonly row: number;
  /** Its square, in radii of the sphere. */
  readonly chord: number;
}

/** Looks for what is near one place after the other. */
class Search {
  readonly found: Found[] = [];
  private readonly vector = new Float64Array(3);
  /** Squared chord that a pair may have. */
  private readonly limit: number;
  private least = 0;
  /** Degrees: that of the search, or of what has been found nearer. */
  private reach = 0;

  constructor(
    private readonly zones: SkyZones,
    private readonly radius: number,
    private readonly nearest: boolean,
  ) {
    this.limit = chordOf(radius);
  }

  around(longitude: number, latitude: number): void {
    const { zones, vector } = this;
    this.found.length = 0;
    this.least = this.limit;
    this.reach = this.radius;
    const around = turned(longitude);
    writeVector(vector, 0, around, latitude);
    const own = zones.zoneAt(latitude);
    this.look(own, around, latitude);
    // Outwards, since what has been found makes the rest of the way shorter.
    for (let away = 1; away < zones.zones; away++) {
      const up = -90 + (own + away) * zones.height - latitude <= this.reach + SLACK;
      const down = latitude - (-90 + (own - away + 1) * zones.height) <= this.reach + SLACK;
      if (up && own + away < zones.zones) {
        this.look(own + away, around, latitude);
      }
      if (down && own - away >= 0) {
        this.look(own - away, around, latitude);
      }
      if (!up && !down) {
        return;
      }
    }
  }

  /** Looks through what may be near enough in a zone. */
  private look(zone: number, longitude: number, latitude: number): void {
    const { zones } = this;
    const [from, to] = [zones.starts[zone] as number, zones.starts[zone + 1] as number];
    if (from === to) {
      return;
    }
    const half = halfWidth(latitude, this.reach);
    if (half >= 180) {
      this.stretch(from, to);
      return;
    }
    const [west, east] = [longitude - half, longitude + half];
    this.between(zone, Math.max(0, west), Math.min(360, east));
    if (west < 0) {
      this.between(zone, west + 360, 360);
    }
    if (east > 360) {
      this.between(zone, 0, east - 360);
    }
  }

  private between(zone: number, west: number, east: number): void {
    const { zones } = this;
    const end = zones.starts[zone + 1] as number;
    let to = zones.firstFrom(zone, west);
    const from = to;
    while (to < end && (zones.longitude[to] as number) <= east) {
      to++;
    }
    this.stretch(from, to);
  }

  private stretch(from: number, to: number): void {
    const { vectors, rows } = this.zones;
    const [x, y, z] = this.vector as unknown as readonly [number, number, number];
    for (let at = from; at < to; at++) {
      const dx = (vectors[3 * at] as number) - x;
      const dy = (vectors[3 * at + 1] as number) - y;
      const dz = (vectors[3 * at + 2] as number) - z;
      const chord = dx * dx + dy * dy + dz * dz;
      if (chord <= this.least) {
        this.take(rows[at] as number, chord);
      }
    }
  }

  private take(row: number, chord: number): void {
    const { found } = this;
    const before = found[0];
    if (!this.nearest || before === undefined) {
      found.push({ row, chord });
    } else if (chord < before.chord || row < before.row) {
      found[0] = { row, chord };
    }
    if (this.nearest) {
      this.least = chord;
      this.reach = Math.min(this.radius, (2 * Math.asin(Math.sqrt(chord) / 2)) / DEGREE);
    }
  }
}

function chordOf(degrees: number): number {
  return degrees >= 180 ? 4 : 4 * Math.sin((degrees / 2) * DEGREE) ** 2;
}

/** How far in right ascension what lies within a radius of a declination may be. */
function halfWidth(latitude: number, radius: number): number {
  if (Math.abs(latitude) + radius >= 90 - SLACK) {
    return 180;
  }
  const sine = Math.sin(radius * DEGREE) / Math.cos(latitude * DEGREE);
  return sine >= 1 ? 180 : Math.asin(sine) / DEGREE + SLACK;
}

/** Degrees between the two of a pair. */
function separationOf(left: Directions, i: number, right: Directions, j: number): number {
  const at = ({ longitude, latitude }: Directions, row: number): Direction => ({
    longitude: longitude[row] as number,
    latitude: latitude[row] as number,
  });
  return separation(at(left, i), at(right, j));
}
