/** A function of numbers. What it gives of NaN is NaN, but for the two that ask. */
export interface NumberFunction {
  readonly fewest: number;
  readonly most: number;
  /** `logical` where it gives true or false. */
  readonly gives: 'number' | 'logical';
  readonly of: (...values: number[]) => number;
}

const one = (of: (value: number) => number): NumberFunction => ({
  fewest: 1,
  most: 1,
  gives: 'number',
  of,
});

const test = (of: (value: number) => boolean): NumberFunction => ({
  fewest: 1,
  most: 1,
  gives: 'logical',
  of: (value) => (of(value) ? 1 : 0),
});

const two = (of: (a: number, b: number) => number): NumberFunction => ({
  fewest: 2,
  most: 2,
  gives: 'number',
  of,
});

const many = (of: (...values: number[]) => number): NumberFunction => ({
  fewest: 1,
  most: 16,
  gives: 'number',
  of,
});

/** Angles are in radians, as everywhere but in tables: `sin(rad(dec))`. */
export const FUNCTIONS: ReadonlyMap<string, NumberFunction> = new Map([
  ['abs', one(Math.abs)],
  ['sqrt', one(Math.sqrt)],
  ['exp', one(Math.exp)],
  ['ln', one(Math.log)],
  ['log', one(Math.log)],
  ['log10', one(Math.log10)],
  ['log2', one(Math.log2)],
  ['sin', one(Math.sin)],
  ['cos', one(Math.cos)],
  ['tan', one(Math.tan)],
  ['asin', one(Math.asin)],
  ['acos', one(Math.acos)],
  ['atan', one(Math.atan)],
  ['atan2', two(Math.atan2)],
  ['deg', one((radians) => radians * (180 / Math.PI))],
  ['rad', one((degrees) => degrees * (Math.PI / 180))],
  ['floor', one(Math.floor)],
  ['ceil', one(Math.ceil)],
  ['round', one(roundHalfToEven)],
  ['pow', two((base, exponent) => base ** exponent)],
  ['min', many(Math.min)],
  ['max', many(Math.max)],
  ['isfinite', test(Number.isFinite)],
  ['isnan', test(Number.isNaN)],
]);

/** As numpy rounds: 0.5 and 1.5 both go to the even neighbour. */
function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
}

/** Python's and numpy's remainder: it has the sign of the divisor. */
export function remainder(value: number, divisor: number): number {
  const rest = value % divisor;
  return rest !== 0 && rest < 0 !== divisor < 0 ? rest + divisor : rest;
}

export function wideRemainder(value: bigint, divisor: bigint): bigint {
  const rest = value % divisor;
  return rest !== 0n && rest < 0n !== divisor < 0n ? rest + divisor : rest;
}

/** Bits of whole numbers; NaN of others. Negative ones have the bits of their two's complement. */
export function bits(operator: '&' | '|', a: number, b: number): number {
  if ((a | 0) === a && (b | 0) === b) {
    return operator === '&' ? a & b : a | b;
  }
  if (!Number.isInteger(a) || !Number.isInteger(b)) {
    return NaN;
  }
  return Number(wideBits(operator, BigInt(a), BigInt(b)));
}

export function wideBits(operator: '&' | '|', a: bigint, b: bigint): bigint {
  return operator === '&' ? a & b : a | b;
}
