import { SkybucketError } from '../errors';
import type { Range } from './plotted-rows';

/** Hexagons of one plot, at most. */
const MOST_HEXAGONS = 2_000_000;

/** matplotlib's: what is smaller in both limits than this is nothing. */
const NOTHING = (1e6 / 1e-15) * 2.2250738585072014e-308;

/**
 * The hexagons of matplotlib's `hexbin`: two grids of points, one of them moved by half a cell, and each point
 * belongs to the nearest. The arithmetic is matplotlib's (3.11), operation by operation, so that a point on a border
 * goes where it goes there.
 */
export class HexGrid {
  /** Rows in each hexagon: those of the first grid column by column from the left, then those of the second. */
  readonly counts: Uint32Array;
  /** Width and height of a hexagon. */
  readonly width: number;
  readonly height: number;
  private readonly xMin: number;
  private readonly yMin: number;
  private readonly stepX: number;
  private readonly stepY: number;

  /**
   * @param nx hexagons along x, and `ny` along y, as in matplotlib's `gridsize` of two
   * @param x limits, low below high; see {@link hexLimits}
   * @throws SkybucketError `protocol` for no hexagons, or more than can be drawn, or limits that are none
   */
  constructor(
    readonly nx: number,
    readonly ny: number,
    x: Range,
    y: Range,
  ) {
    const whole = Number.isSafeInteger(nx) && Number.isSafeInteger(ny) && nx >= 1 && ny >= 1;
    if (!whole || hexagonsOf(nx, ny) > MOST_HEXAGONS) {
      throw new SkybucketError('protocol', `There are no ${nx} × ${ny} hexagons to be had.`, {
        hint: 'Choose a grid of 2 to 1000.',
      });
    }
    if (!(isRange(x) && isRange(y))) {
      throw new SkybucketError('protocol', 'The limits of a plot are two numbers, low and high.');
    }
    const padding = 1e-9 * (x[1] - x[0]);
    this.xMin = x[0] - padding;
    const xMax = x[1] + padding;
    this.yMin = y[0];
    this.stepX = (xMax - this.xMin) / nx;
    this.stepY = (y[1] - this.yMin) / ny;
    this.width = this.stepX;
    this.height = (this.stepY / 3) * 2;
    this.counts = new Uint32Array(hexagonsOf(nx, ny));
  }

  /** Counts a point; true where a hexagon has it. */
  add(x: number, y: number): boolean {
    const { nx, ny } = this;
    const ix = (x - this.xMin) / this.stepX;
    const iy = (y - this.yMin) / this.stepY;
    const ix1 = roundHalfToEven(ix);
    const iy1 = roundHalfToEven(iy);
    const ix2 = Math.floor(ix);
    const iy2 = Math.floor(iy);
    const [dx1, dy1] = [ix - ix1, iy - iy1];
    const [dx2, dy2] = [ix - ix2 - 0.5, iy - iy2 - 0.5];
    if (dx1 * dx1 + 3 * (dy1 * dy1) < dx2 * dx2 + 3 * (dy2 * dy2)) {
      if (ix1 >= 0 && ix1 < nx + 1 && iy1 >= 0 && iy1 < ny + 1) {
        this.count(ix1 * (ny + 1) + iy1);
        return true;
      }
    } else if (ix2 >= 0 && ix2 < nx && iy2 >= 0 && iy2 < ny) {
      this.count((nx + 1) * (ny + 1) + ix2 * ny + iy2);
      return true;
    }
    return false;
  }

  /** The middle of a hexagon. */
  centre(hexagon: number): readonly [x: number, y: number] {
    const { nx, ny } = this;
    const first = (nx + 1) * (ny + 1);
    const [column, row] =
      hexagon < first
        ? [Math.floor(hexagon / (ny + 1)), hexagon % (ny + 1)]
        : [Math.floor((hexagon - first) / ny) + 0.5, ((hexagon - first) % ny) + 0.5];
    return [column * this.stepX + this.xMin, row * this.stepY + this.yMin];
  }

  private count(hexagon: number): void {
    this.counts[hexagon] = (this.counts[hexagon] as number) + 1;
  }
}

/** `int(nx / sqrt(3))`, which makes the hexagons regular on a square plot. */
export function rowsOfHexagons(nx: number): number {
  return Math.trunc(nx / Math.sqrt(3));
}

/** The limits that matplotlib takes for values that reach so far: never the same on both sides. */
export function hexLimits(range: Range | undefined): Range {
  if (range === undefined) {
    return [0, 1];
  }
  const [low, high] = range;
  const most = Math.max(Math.abs(low), Math.abs(high));
  if (most < NOTHING) {
    return [-0.1, 0.1];
  }
  return high - low <= most * 1e-15
    ? [low - 0.1 * Math.abs(low), high + 0.1 * Math.abs(high)]
    : range;
}

function hexagonsOf(nx: number, ny: number): number {
  return (nx + 1) * (ny + 1) + nx * ny;
}

function isRange([low, high]: Range): boolean {
  return Number.isFinite(high - low) && low < high;
}

function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
}
