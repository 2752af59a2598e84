import type { RowPiece } from './box-rows';

/** A value and where it is, 0-based. */
export interface PlacedValue {
  readonly value: number;
  readonly x: number;
  readonly y: number;
}

/**
 * Count, sum, variance and extremes of the finite values of an image, piece by piece in any order, in
 * double precision. Rounding errors do not grow with the number of pixels, and values far from zero
 * with little spread lose nothing: sums keep what rounding takes from them (Knuth's two-sum), squares
 * are taken about the mean of each piece, and pieces are joined by the distance of their means (Chan,
 * Golub and LeVeque 1979).
 */
export class Moments {
  pixels = 0;
  finite = 0;
  infinite = 0;
  /** The smallest and largest value where it occurs first: lowest row, then smallest x. */
  min: PlacedValue | undefined;
  max: PlacedValue | undefined;
  private total = 0;
  /** What rounding took from the total. */
  private lost = 0;
  /** A number among the values, and how far above it their mean is: more digits than the mean holds. */
  private origin = 0;
  private offset = 0;
  /** Sum of the squared distances from the mean. */
  private squares = 0;

  add({ x, y, values }: RowPiece): void {
    let finite = 0;
    let missing = 0;
    let sum = 0;
    let lost = 0;
    let low = Infinity;
    let high = -Infinity;
    let lowAt = 0;
    let highAt = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      // NaN for NaN and for infinities.
      if (value - value !== 0) {
        missing += value === value ? 0 : 1;
        continue;
      }
      finite += 1;
      const next = sum + value;
      const taken = next - sum;
      lost += sum - (next - taken) + (value - taken);
      sum = next;
      if (value < low) {
        low = value;
        lowAt = i;
      }
      if (value > high) {
        high = value;
        highAt = i;
      }
    }
    this.pixels += values.length;
    this.infinite += values.length - finite - missing;
    if (finite > 0) {
      this.joinSpread(values, finite, sum / finite);
      this.joinSum(sum, lost);
      this.finite += finite;
      this.min = firstOf(this.min, { value: low, x: x + lowAt, y }, -1);
      this.max = firstOf(this.max, { value: high, x: x + highAt, y }, 1);
    }
  }

  get sum(): number {
    if (this.finite === 0) {
      return NaN;
    }
    // Beyond the largest double nothing can be kept.
    return Number.isFinite(this.lost) ? this.total + this.lost : this.total;
  }

  get mean(): number {
    return this.sum / this.finite;
  }

  /** Standard deviation of the population. */
  get deviation(): number {
    return Math.sqrt(this.squares / this.finite);
  }

  private joinSum(sum: number, lost: number): void {
    const next = this.total + sum;
    const taken = next - this.total;
    this.lost += this.total - (next - taken) + (sum - taken) + lost;
    this.total = next;
  }

  private joinSpread(values: Float32Array | Float64Array, finite: number, mean: number): void {
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (value - value === 0) {
        const distance = value - mean;
        sum += distance;
        squares += distance * distance;
      }
    }
    // What the mean lacks, because it was rounded.
    const rest = sum / finite;
    if (this.finite === 0) {
      this.origin = mean;
    }
    const apart = mean - this.origin + rest - this.offset;
    const share = finite / (this.finite + finite);
    this.squares += Math.max(0, squares - sum * rest) + apart * apart * this.finite * share;
    this.offset += apart * share;
  }
}

/** The more extreme of two in the given direction; of equal ones that of the lower row, then of the smaller x. */
function firstOf(a: PlacedValue | undefined, b: PlacedValue, direction: 1 | -1): PlacedValue {
  if (a === undefined) {
    return b;
  }
  const ahead = (b.value - a.value) * direction || a.y - b.y || a.x - b.x;
  return ahead > 0 ? b : a;
}
