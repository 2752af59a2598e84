/** IEEE 754 binary16, which not every host of the extension knows. */

let values: Float32Array | undefined;

/** All 65,536 of them by their bits: a quarter of a megabyte, made once. */
export function halfValues(): Float32Array {
  values ??= Float32Array.from({ length: 2 ** 16 }, (_, bits) => valueOf(bits));
  return values;
}

function valueOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) {
    return fraction === 0 ? sign * Infinity : NaN;
  }
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The bits of the half nearest to a number; of two equally near, the one whose last bit is 0. */
export function halfBits(value: number): number {
  if (Number.isNaN(value)) {
    return 0x7e00;
  }
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size >= 65_520) {
    return sign | 0x7c00;
  }
  const exponent = Math.max(-14, exponentOf(size));
  // Steps of the half at this size, as a number without rounding: a power of two divides exactly.
  const steps = roundHalfEven(size / 2 ** (exponent - 10));
  // A carry into the next power of two is what adding the fraction to the exponent makes of it.
  return sign | (exponent === -14 ? steps : ((exponent + 14) << 10) + steps);
}

/** The shortest decimal that is nearest to this half among all of them. */
export function shortestHalf(value: number): string {
  if (!Number.isFinite(value)) {
    return String(value);
  }
  const bits = halfBits(value);
  for (let digits = 1; digits < 6; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (halfBits(short) === bits) {
      return String(short);
    }
  }
  return String(value);
}

function exponentOf(size: number): number {
  const guess = Math.floor(Math.log2(size));
  return 2 ** guess > size ? guess - 1 : 2 ** (guess + 1) <= size ? guess + 1 : guess;
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
