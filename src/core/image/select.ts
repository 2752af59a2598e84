const DIGIT_BITS = 16;
const DIGITS = 2 ** DIGIT_BITS;
const TOP = DIGITS / 2;

/** Values looked at in one step. */
const STRIDE = 65_536;

/**
 * The median of finite values: the middle one, or the mean of the two in the middle. NaN of none.
 * Leaves their order alone; in time proportional to their number, whatever they are.
 */
export function medianOf(values: Float32Array | Float64Array): number {
  const steps = medianInSteps(values);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) {
      return value;
    }
  }
}

/** The same in steps of less than a millisecond, for who has other things to do meanwhile. */
export function* medianInSteps(values: Float32Array | Float64Array): Generator<void, number, void> {
  if (values.length === 0) {
    return NaN;
  }
  const half = values.length >> 1;
  const upper = yield* select(values, half);
  if (values.length % 2 === 1) {
    return upper;
  }
  const lower = yield* select(values, half - 1);
  const sum = lower + upper;
  return Number.isFinite(sum) ? sum / 2 : lower / 2 + upper / 2;
}

/**
 * The value with so many before it in ascending order, found 16 bits at a time from the highest: count
 * how often each occurs among the values that agree with those found, and see where the rank falls.
 * Bit patterns of positive floats ascend with their values, those of negative ones descend.
 */
function* select(values: Float32Array | Float64Array, rank: number): Generator<void, number, void> {
  // The lowest digit comes first: all platforms this runs on are little-endian.
  const digits = new Uint16Array(values.buffer, values.byteOffset, values.byteLength / 2);
  const perValue = values.BYTES_PER_ELEMENT / 2;
  const found = new Uint16Array(perValue);
  const counts = new Uint32Array(DIGITS);
  let before = 0;
  for (let place = perValue - 1; place >= 0; place--) {
    counts.fill(0);
    for (let start = 0; start < digits.length; start += STRIDE * perValue) {
      const some = digits.subarray(start, start + STRIDE * perValue);
      countDigits(some, found, place, counts);
      yield;
    }
    const top = place === perValue - 1;
    const negative = !top && (found[perValue - 1] as number) >= TOP;
    for (let k = 0; k < DIGITS; k++) {
      const digit = top ? (k < TOP ? DIGITS - 1 - k : k - TOP) : negative ? DIGITS - 1 - k : k;
      const count = counts[digit] as number;
      if (rank < before + count) {
        found[place] = digit;
        break;
      }
      before += count;
    }
  }
  const [value = NaN] =
    values instanceof Float32Array
      ? new Float32Array(found.buffer)
      : new Float64Array(found.buffer);
  return value;
}

/** Counts the digits at a place of the values whose higher digits are those found. */
function countDigits(
  digits: Uint16Array,
  found: Uint16Array,
  place: number,
  counts: Uint32Array,
): void {
  const perValue = found.length;
  for (let start = 0; start < digits.length; start += perValue) {
    let higher = perValue - 1;
    while (higher > place && digits[start + higher] === found[higher]) {
      higher -= 1;
    }
    if (higher === place) {
      (counts[digits[start + place] as number] as number)++;
    }
  }
}
