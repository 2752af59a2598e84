const SIGN = 0x8000_0000;

/** Bits of the mantissa that tell bins apart: each is 1/8192 of the power of two it lies in. */
const MANTISSA_BITS = 13;
const BINS = 2 ** MANTISSA_BITS;

/** Bits of the higher word of a double (sign, exponent, 20 of the mantissa) below those. */
const DROPPED_BITS = 20 - MANTISSA_BITS;

/** Below this a double has fewer digits; for a median it is zero. */
const SMALLEST_NORMAL = 2 ** -1022;

/**
 * Counts of finite values in bins so fine that the median is known to one part in some thousands of its
 * value, in memory that does not grow with their number: a page of 64 kB for each power of two that
 * occurs, for each sign.
 */
export class FineHistogram {
  private readonly pages: (Float64Array<ArrayBuffer> | undefined)[] = [];
  private count = 0;
  private integers = true;

  add(values: Float32Array | Float64Array): void {
    const doubles = new Float64Array(values);
    // The lower word comes first: all platforms this runs on are little-endian.
    const words = new Int32Array(doubles.buffer);
    let page = new Float64Array(0);
    let number = -1;
    let fractions = 0;
    for (let i = 0; i < doubles.length; i++) {
      const value = doubles[i] as number;
      const high = words[2 * i + 1] as number;
      // Bit patterns in the order of the values: see sortedFinite.
      const key = (high ^ ((high >> 31) | SIGN)) >>> DROPPED_BITS;
      if (key >>> MANTISSA_BITS !== number) {
        number = key >>> MANTISSA_BITS;
        page = this.pages[number] ??= new Float64Array(BINS);
      }
      (page[key & (BINS - 1)] as number)++;
      fractions += Math.trunc(value) === value ? 0 : 1;
    }
    this.count += doubles.length;
    this.integers &&= fractions === 0;
  }

  /** NaN where there is no value. */
  median(): number {
    const middle = (this.count - 1) / 2;
    // Halves first: the sum may be too large.
    return this.at(Math.floor(middle)) / 2 + this.at(Math.ceil(middle)) / 2;
  }

  /** About the value with so many before it in ascending order. */
  private at(rank: number): number {
    let before = 0;
    for (const [number, page] of this.pages.entries()) {
      for (let bin = 0; page !== undefined && bin < BINS; bin++) {
        const count = page[bin] as number;
        if (rank < before + count) {
          return this.within(number * BINS + bin, (rank - before + 0.5) / count);
        }
        before += count;
      }
    }
    return NaN;
  }

  /** The value at a share of the width of a bin; of integers, the one there. */
  private within(key: number, share: number): number {
    const lower = edge(key);
    const upper = Math.min(edge(key + 1), Number.MAX_VALUE);
    const value = lower + (upper - lower) * share;
    if (this.integers) {
      return Math.trunc(value);
    }
    return Math.abs(value) < SMALLEST_NORMAL ? 0 : value;
  }
}

/** The lowest value of a bin. */
function edge(key: number): number {
  const ordered = key << DROPPED_BITS;
  const positive = ordered < 0;
  const view = new DataView(new ArrayBuffer(8));
  view.setInt32(0, positive ? ordered ^ SIGN : ~ordered);
  view.setInt32(4, positive ? 0 : -1);
  return view.getFloat64(0);
}
