import { FineHistogram } from './fine-histogram';
import { medianInSteps } from './select';

/** Values kept for an exact median: 64 MB of them in single precision, 128 MB in double. */
const MOST_KEPT = 16 * 2 ** 20;

/** Room for this many values at first; it doubles as they come. */
const FIRST_ROOM = 65_536;

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
      this.keep(values);
    }
    this.count += values.length;
  }

  /** About the median so far; NaN of no values. Costs little. */
  about(): number {
    return this.histogram.median();
  }

  /** The exact median, or undefined where there are more values than are kept. */
  exact(): number | undefined {
    const steps = this.exactInSteps();
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) {
        return value;
      }
    }
  }

  /** The same in steps of less than a millisecond, for who has other things to do meanwhile. */
  *exactInSteps(): Generator<void, number | undefined, void> {
    if (this.count > this.most) {
      return undefined;
    }
    return this.kept ? yield* medianInSteps(this.kept.subarray(0, this.count)) : NaN;
  }

  private keep(values: Float32Array | Float64Array): void {
    const length = this.count + values.length;
    if (this.kept === undefined || this.kept.length < length) {
      const room = Math.min(this.most, Math.max(2 * length, FIRST_ROOM));
      const grown =
        values instanceof Float32Array ? new Float32Array(room) : new Float64Array(room);
      grown.set(this.kept?.subarray(0, this.count) ?? []);
      this.kept = grown;
    }
    this.kept.set(values, this.count);
  }
}
