import { bits, remainder, wideBits, wideRemainder } from './functions';
import type { Arithmetic } from './syntax';
import { BATCH, eitherMissing, type Vector } from './vector';

/** Works on two vectors of as many rows. The result is overwritten by the next call. */
export type Binary<V extends Vector> = (a: V, b: V, rows: number) => V;

export function doubleArithmetic(operator: Arithmetic): Binary<Vector<Float64Array>> {
  const values = new Float64Array(BATCH);
  const both = new Uint8Array(BATCH);
  return (a, b, rows) => {
    fill(operator, a.values, b.values, rows, values);
    return { values, missing: eitherMissing(a.missing, b.missing, rows, both) };
  };
}

/** One loop for each operator, which the compiler makes tight. */
function fill(
  operator: Arithmetic,
  a: Float64Array,
  b: Float64Array,
  rows: number,
  values: Float64Array,
): void {
  switch (operator) {
    case '+':
      for (let i = 0; i < rows; i++) values[i] = (a[i] as number) + (b[i] as number);
      break;
    case '-':
      for (let i = 0; i < rows; i++) values[i] = (a[i] as number) - (b[i] as number);
      break;
    case '*':
      for (let i = 0; i < rows; i++) values[i] = (a[i] as number) * (b[i] as number);
      break;
    case '/':
      for (let i = 0; i < rows; i++) values[i] = (a[i] as number) / (b[i] as number);
      break;
    case '**':
      for (let i = 0; i < rows; i++) values[i] = (a[i] as number) ** (b[i] as number);
      break;
    case '%':
      for (let i = 0; i < rows; i++) values[i] = remainder(a[i] as number, b[i] as number);
      break;
    case '&':
    case '|':
      for (let i = 0; i < rows; i++) values[i] = bits(operator, a[i] as number, b[i] as number);
      break;
  }
}

/** A remainder of a division by zero is missing: no integer stands for it. */
export function wideArithmetic(operator: Arithmetic): Binary<Vector<ArrayLike<bigint>>> {
  const values = new Array<bigint>(BATCH).fill(0n);
  const none = new Uint8Array(BATCH);
  return (a, b, rows) => {
    for (let i = 0; i < rows; i++) {
      const divisor = b.values[i] as bigint;
      values[i] = wideOf(operator, a.values[i] as bigint, divisor);
      const lost = (a.missing?.[i] ?? 0) | (b.missing?.[i] ?? 0);
      none[i] = operator === '%' && divisor === 0n ? 1 : lost;
    }
    return { values, missing: none };
  };
}

function wideOf(operator: Arithmetic, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '%':
      return b === 0n ? 0n : wideRemainder(a, b);
    case '&':
    case '|':
      return wideBits(operator, a, b);
    case '*':
    case '/':
    case '**':
      throw new Error(`${operator} is done in doubles.`);
  }
}
