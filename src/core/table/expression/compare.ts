import { compareText } from '../compare-text';
import type { Comparison } from './syntax';
import type { ValueType } from './typed';
import { BATCH, eitherMissing, type Vector } from './vector';

/** Compares two vectors of as many rows. The result is overwritten by the next call. */
export type Compare = (a: Vector, b: Vector, rows: number) => Vector<Uint8Array>;

export function comparison(operator: Comparison, left: ValueType, right: ValueType): Compare {
  const values = new Uint8Array(BATCH);
  const both = new Uint8Array(BATCH);
  const doubles = left === 'number' && right === 'number';
  const texts = left === 'text';
  return (a, b, rows) => {
    if (doubles) {
      compareDoubles(operator, a.values as Float64Array, b.values as Float64Array, rows, values);
    } else if (texts) {
      compareTexts(operator, a.values as string[], b.values as string[], rows, values);
    } else {
      compareAny(operator, a.values as Float64Array, b.values as Float64Array, rows, values);
    }
    return { values, missing: eitherMissing(a.missing, b.missing, rows, both) };
  };
}

function compareDoubles(
  operator: Comparison,
  a: Float64Array,
  b: Float64Array,
  rows: number,
  into: Uint8Array,
): void {
  switch (operator) {
    case '=':
      for (let i = 0; i < rows; i++) into[i] = a[i] === b[i] ? 1 : 0;
      break;
    case '!=':
      for (let i = 0; i < rows; i++) into[i] = a[i] === b[i] ? 0 : 1;
      break;
    case '<':
      for (let i = 0; i < rows; i++) into[i] = (a[i] as number) < (b[i] as number) ? 1 : 0;
      break;
    case '<=':
      for (let i = 0; i < rows; i++) into[i] = (a[i] as number) <= (b[i] as number) ? 1 : 0;
      break;
    case '>':
      for (let i = 0; i < rows; i++) into[i] = (a[i] as number) > (b[i] as number) ? 1 : 0;
      break;
    case '>=':
      for (let i = 0; i < rows; i++) into[i] = (a[i] as number) >= (b[i] as number) ? 1 : 0;
      break;
  }
}

/**
 * Of numbers of any two types, and of logical values. `<=` and `>=` between a bigint and a number are
 * exact in JavaScript, and so is what follows from them.
 */
function compareAny(
  operator: Comparison,
  a: ArrayLike<number | bigint>,
  b: ArrayLike<number | bigint>,
  rows: number,
  into: Uint8Array,
): void {
  for (let i = 0; i < rows; i++) {
    into[i] = holds(operator, a[i] as number, b[i] as number) ? 1 : 0;
  }
}

function compareTexts(
  operator: Comparison,
  a: readonly string[],
  b: readonly string[],
  rows: number,
  into: Uint8Array,
): void {
  const equality = operator === '=' || operator === '!=';
  for (let i = 0; i < rows; i++) {
    const left = a[i] as string;
    const right = b[i] as string;
    const order = equality ? Number(left !== right) : compareText(left, right);
    into[i] = holds(operator, order, 0) ? 1 : 0;
  }
}

function holds(operator: Comparison, left: number | bigint, right: number | bigint): boolean {
  switch (operator) {
    case '=':
      return left <= right && left >= right;
    case '!=':
      return !(left <= right && left >= right);
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}
