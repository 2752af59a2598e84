import { SkybucketError } from '../../errors';
import type { Directions } from '../../sky/frames';
import { angleBetween } from './area-geometry';
import { areaTest, type RegionTest } from './region-test';

/** Between two meridians and two parallels, in degrees. */
export interface SkyBox {
  /** From here eastward, any turn of the circle … */
  readonly west: number;
  /** … to here: smaller than `west` where it goes over longitude 0. 360 or more beyond it, all around. */
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

const DEGREE = Math.PI / 180;
const HALF_TURN = Math.PI;

/**
 * Longitudes from `west` to `east`, latitudes from `south` to `north`, all four borders included. Its northern and
 * southern borders are parallels, no great circles.
 *
 * @throws SkybucketError `format` where a border is not finite, or the south lies north of the north
 */
export function boxTest(box: SkyBox): RegionTest {
  const { west, east, south, north } = box;
  if (![west, east].every(Number.isFinite) || !(south <= north && south >= -90 && north <= 90)) {
    throw new SkybucketError(
      'format',
      `A box on the sky goes from south to north; its declinations are ${south} and ${north}.`,
    );
  }
  const area = new BoxArea(box);
  return areaTest(area, (directions) => inside(directions, box));
}

/** Degrees from west to east, 360 for all around. */
function widthOf({ west, east }: SkyBox): number {
  if (east - west >= 360) {
    return 360;
  }
  const rest = (east - west) % 360;
  return rest < 0 ? rest + 360 : rest;
}

/** Borders are compared as they were given, so that a row exactly on one is inside. */
function inside({ longitude, latitude }: Directions, box: SkyBox): Uint8Array {
  const { south, north } = box;
  const full = widthOf(box) === 360;
  const [west, east] = [onCircle(box.west), onCircle(box.east)];
  const out = new Uint8Array(longitude.length);
  for (let k = 0; k < out.length; k++) {
    const lat = latitude[k] as number;
    if (lat >= south && lat <= north) {
      const lon = onCircle(longitude[k] as number);
      const between = west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
      out[k] = between || (full && lon >= 0) ? 1 : 0;
    }
  }
  return out;
}

/** From 0 to below 360, unchanged where it is there before. */
function onCircle(longitude: number): number {
  if (longitude >= 0 && longitude < 360) {
    return longitude;
  }
  const rest = longitude % 360;
  const positive = rest < 0 ? rest + 360 : rest;
  return positive >= 360 ? 0 : positive;
}

class BoxArea {
  private readonly middle: number;
  private readonly half: number;
  private readonly full: boolean;
  private readonly south: number;
  private readonly north: number;

  constructor(private readonly box: SkyBox) {
    const width = widthOf(box);
    this.full = width === 360;
    this.half = (width / 2) * DEGREE;
    this.middle = onCircle(box.west + width / 2) * DEGREE;
    this.south = box.south * DEGREE;
    this.north = box.north * DEGREE;
  }

  signedDistance(x: number, y: number, z: number): number {
    const across = Math.sqrt(x * x + y * y);
    const latitude = Math.atan2(z, across);
    /** From the meridian in the middle, less than half a turn. */
    const turn = Math.abs(remainder(Math.atan2(y, x) - this.middle));
    const above = latitude - this.north;
    const below = this.south - latitude;
    if (this.full || turn <= this.half) {
      const outside = Math.max(above, below);
      if (outside > 0) {
        return outside;
      }
      return this.full
        ? -this.depth(above, below)
        : this.insideDistance(turn, above, below, across, z);
    }
    return this.meridianDistance(turn - this.half, across, z);
  }

  /** A pole that belongs to the box is no border. */
  private depth(above: number, below: number): number {
    return Math.min(
      this.box.north === 90 ? Infinity : -above,
      this.box.south === -90 ? Infinity : -below,
      HALF_TURN,
    );
  }

  private insideDistance(
    turn: number,
    above: number,
    below: number,
    across: number,
    z: number,
  ): number {
    const side = this.half - turn;
    // Beyond a quarter of a turn, the nearest point of a meridian is a pole.
    const toSide =
      side < HALF_TURN / 2
        ? Math.asin(Math.min(1, across * Math.sin(side)))
        : Math.atan2(across, Math.abs(z));
    return -Math.min(this.depth(above, below), toSide);
  }

  /** From outside to the nearer of the two meridians between the parallels. `turn` is the way to it. */
  private meridianDistance(turn: number, across: number, z: number): number {
    const otherSide = 2 * HALF_TURN - 2 * this.half - turn;
    const way = Math.min(turn, otherSide);
    const [along, off] = [across * Math.cos(way), across * Math.sin(way)];
    const foot = Math.atan2(z, along);
    if (foot >= this.south && foot <= this.north) {
      return Math.asin(Math.min(1, Math.abs(off)));
    }
    return Math.min(
      angleBetween(along, off, z, Math.cos(this.south), 0, Math.sin(this.south)),
      angleBetween(along, off, z, Math.cos(this.north), 0, Math.sin(this.north)),
    );
  }
}

/** From −π to π. */
function remainder(angle: number): number {
  const turns = Math.round(angle / (2 * HALF_TURN));
  return angle - turns * 2 * HALF_TURN;
}
