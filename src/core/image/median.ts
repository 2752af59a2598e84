import { FineHistogram } from './fine-histogram';
import { medianOf } from './select';

/** Values kept for an exact median: 64 MB of them in single precision, 128 MB in double. */
const MOST_KEPT = 16 * 2 ** 20;

/**
 * The median of finite values that come piece by piece, in bounded memory: at any time to one part in
 * some thousands of its value, and in the end exactly unless there were too many to keep.
 */
export class RunningMedian {
  private readonly histogram = new FineHistogram();
  private readonly most: number;
  /** The values so far; undefined before there are any, and once there are too many. */
  private kept: Float32Array | Float64Array | undefined;
  private count = 0;

  /** @param pixels how many values there may be, at most */
  constructor(pixels: number, mostKept = MOST_KEPT) {
    this.most = Math.min(pixels, mostKept);
  }

  /** @param values finite ones, always of the same type */
  add(values: Float32Array | Float64Array): void {
    this.histogram.add(values);
    if (this.count + values.length > this.most) {
      this.kept = undefined;
    } else {
      this.kept ??=
        values instanceof Float32Array ? new Float32Array(this.most) : new Float64Array(this.most);
      this.kept.set(values, this.count);
    }
    this.count += values.length;
  }

  /** About the median so far; NaN of no values. Costs little. */
  about(): number {
    return this.histogram.median();
  }

  /** The exact median, or undefined where there are more values than are kept. */
  exact(): number | undefined {
    if (this.count > this.most) {
      return undefined;
    }
    return this.kept ? medianOf(this.kept.subarray(0, this.count)) : NaN;
  }
}
