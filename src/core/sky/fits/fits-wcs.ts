import type { Wcs, WorldAxis } from '../wcs';
import { applyMap, invertMap, type PlaneMap } from './distortion';
import { applyMatrix, type SquareMatrix } from './linear';
import type { AxisMap } from './spectral';
import type { SkyAxes } from './sky-axes';
import type { TabularGroup } from './table-needs';

/** Positions that go through all steps together: few enough to stay in the cache of the processor. */
const CHUNK = 4096;
/** How near the inverse of a distortion comes, in pixels. */
const TOLERANCE = 1e-10;

/** One step of the way from pixels, between two axes. */
export interface PairStep {
  readonly axes: readonly [number, number];
  readonly map: PlaneMap;
  /** An approximate inverse, to start from. */
  readonly start?: PlaneMap | undefined;
  /** What is a pixel in its units. */
  readonly pixel: number;
}

/** The parts of a FITS WCS, in the order they act. */
export interface WcsParts {
  readonly axes: number;
  readonly worldAxes: readonly WorldAxis[];
  readonly warnings: readonly string[];
  readonly projection: string | undefined;
  /** On pixels: tables of the detector, SIP, tables of distortions. */
  readonly prior: readonly PairStep[];
  /** CRPIX - 1. */
  readonly origin: readonly number[];
  readonly matrix: SquareMatrix;
  readonly inverse: SquareMatrix;
  /** On intermediate coordinates. */
  readonly sequent: readonly PairStep[];
  readonly sky: SkyAxes | undefined;
  /** What each axis adds that nothing else turns into a coordinate, CRVAL; undefined for the others. */
  readonly straight: readonly (number | undefined)[];
  readonly maps: readonly (AxisMap | undefined)[];
  readonly tables: readonly TabularGroup[];
}

/** FITS WCS (papers I to IV): pixels, matrix, projection or scale, and back. */
export class FitsWcs implements Wcs {
  readonly pixelAxes: number;
  readonly worldAxes: readonly WorldAxis[];
  readonly celestial: Wcs['celestial'];
  readonly warnings: readonly string[];
  readonly projection: string | undefined;
  private readonly zeros: readonly number[];

  constructor(private readonly parts: WcsParts) {
    this.pixelAxes = parts.axes;
    this.worldAxes = parts.worldAxes;
    this.warnings = parts.warnings;
    this.projection = parts.projection;
    this.celestial = parts.sky && {
      longitude: parts.sky.longitude,
      latitude: parts.sky.latitude,
      frame: parts.sky.frame,
    };
    this.zeros = new Array<number>(parts.axes).fill(0);
  }

  /** @throws RangeError if there is not one array for each pixel axis, all of one length. */
  toWorld(pixels: readonly Float64Array[]): Float64Array[] {
    return this.inChunks(pixels, (from, to) => {
      const { prior, matrix, origin, sequent } = this.parts;
      const moved = from.map((values, i) => (isTouched(prior, i) ? values.slice() : values));
      for (const { axes, map } of prior) {
        applyMap(map, moved[axes[0]] as Float64Array, moved[axes[1]] as Float64Array);
      }
      applyMatrix(matrix, moved, origin, to, this.zeros);
      for (const { axes, map } of sequent) {
        applyMap(map, to[axes[0]] as Float64Array, to[axes[1]] as Float64Array);
      }
      this.finishWorld(to);
    });
  }

  /** @throws RangeError as {@link toWorld}. */
  toPixel(world: readonly Float64Array[]): Float64Array[] {
    return this.inChunks(world, (from, to) => {
      const { prior, inverse, origin, sequent } = this.parts;
      const moved = from.map((values) => values.slice());
      this.startPixel(moved);
      for (const step of [...sequent].reverse()) {
        undo(step, moved);
      }
      applyMatrix(inverse, moved, this.zeros, to, origin);
      for (const step of [...prior].reverse()) {
        undo(step, to);
      }
    });
  }

  /** Intermediate coordinates to coordinates, in place. */
  private finishWorld(values: readonly Float64Array[]): void {
    const { sky, straight, maps, tables } = this.parts;
    values.forEach((column, i) => {
      const map = maps[i];
      changeEach(column, map && ((value) => map.toWorld(value)), straight[i]);
    });
    for (const { axes, table } of tables) {
      table.toWorld(axes.map((axis) => values[axis] as Float64Array));
    }
    sky?.rotation?.toSky(
      values[sky.longitude] as Float64Array,
      values[sky.latitude] as Float64Array,
    );
  }

  private startPixel(values: readonly Float64Array[]): void {
    const { sky, straight, maps, tables } = this.parts;
    for (const { axes, table } of tables) {
      table.toPlane(axes.map((axis) => values[axis] as Float64Array));
    }
    values.forEach((column, i) => {
      const map = maps[i];
      const add = straight[i];
      changeEach(column, map && ((value) => map.toPlane(value)), add === undefined ? add : -add);
    });
    sky?.rotation?.toPlane(
      values[sky.longitude] as Float64Array,
      values[sky.latitude] as Float64Array,
    );
  }

  private inChunks(
    given: readonly Float64Array[],
    turn: (from: readonly Float64Array[], to: readonly Float64Array[]) => void,
  ): Float64Array[] {
    const length = given[0]?.length ?? 0;
    if (given.length !== this.pixelAxes || given.some((values) => values.length !== length)) {
      throw new RangeError(`${this.pixelAxes} arrays of one length are needed.`);
    }
    const result = given.map(() => new Float64Array(length));
    for (let at = 0; at < length; at += CHUNK) {
      const end = Math.min(at + CHUNK, length);
      const part = (values: Float64Array): Float64Array => values.subarray(at, end);
      turn(given.map(part), result.map(part));
    }
    return result;
  }
}

/** Turns every value of an axis by `map`, else by adding a number, if it has one of them. */
function changeEach(
  column: Float64Array,
  map: ((value: number) => number) | undefined,
  add: number | undefined,
): void {
  for (let k = 0; map !== undefined && k < column.length; k += 1) {
    column[k] = map(column[k] as number);
  }
  for (let k = 0; map === undefined && add !== undefined && k < column.length; k += 1) {
    column[k] = (column[k] as number) + add;
  }
}

function isTouched(steps: readonly PairStep[], axis: number): boolean {
  return steps.some(({ axes }) => axes.includes(axis));
}

function undo({ axes, map, start, pixel }: PairStep, values: readonly Float64Array[]): void {
  const [x, y] = [values[axes[0]] as Float64Array, values[axes[1]] as Float64Array];
  invertMap(map, x, y, { step: pixel / 16, tolerance: TOLERANCE * pixel, start });
}
