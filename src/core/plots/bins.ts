import { SkybucketError } from '../errors';
import type { Range } from './plotted-rows';

/** Bins along an axis, at most. */
const MOST_BINS = 4096;

/**
 * Bins of equal width as numpy's `histogram` and `histogram2d` have them: each holds the values from its lower edge up
 * to, but not at, its upper one; the last holds its upper edge too.
 */
export class Bins {
  readonly range: Range;
  readonly width: number;
  private readonly edges: Float64Array;

  /**
   * @param range one half is added on both sides where the limits are the same
   * @throws SkybucketError `protocol` for bins that cannot be made
   */
  constructor(
    readonly count: number,
    [low, high]: Range,
  ) {
    if (!Number.isSafeInteger(count) || count < 1 || count > MOST_BINS) {
      throw new SkybucketError('protocol', `There are no ${count} bins to be had.`, {
        hint: `Choose 1 to ${MOST_BINS}.`,
      });
    }
    if (!(Number.isFinite(high - low) && low <= high)) {
      throw new SkybucketError('protocol', 'The limits of a plot are two numbers, low and high.');
    }
    const [first, last] = low === high ? [low - 0.5, high + 0.5] : [low, high];
    this.range = [first, last];
    this.width = (last - first) / count;
    this.edges = Float64Array.from({ length: count + 1 }, (_, k) =>
      k === count ? last : first + k * this.width,
    );
  }

  /** The bin of a finite value; −1 outside. */
  at(value: number): number {
    const { edges, count } = this;
    const [first, last] = this.range;
    if (!(value >= first && value <= last)) {
      return -1;
    }
    // By division, and then by the edges themselves, which rounding may put on the other side.
    const bin = Math.min(Math.floor(((value - first) / (last - first)) * count), count - 1);
    if (value < (edges[bin] as number)) {
      return bin - 1;
    }
    return bin < count - 1 && value >= (edges[bin + 1] as number) ? bin + 1 : bin;
  }
}

/** Rows in the cells of a grid, row by row from the lowest y. */
export class BinGrid {
  readonly counts: Uint32Array;

  constructor(
    readonly x: Bins,
    readonly y: Bins,
  ) {
    this.counts = new Uint32Array(x.count * y.count);
  }

  /** Counts a point; true where a cell has it. */
  add(x: number, y: number): boolean {
    const [column, row] = [this.x.at(x), this.y.at(y)];
    if (column < 0 || row < 0) {
      return false;
    }
    const cell = row * this.x.count + column;
    this.counts[cell] = (this.counts[cell] as number) + 1;
    return true;
  }
}
