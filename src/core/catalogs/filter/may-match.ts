import type { Comparison } from '../../table/expression/syntax';
import type { Typed, TypedOf } from '../../table/expression/typed';
import {
  ANYTHING,
  mayBeEqual,
  mayBeLess,
  mayDiffer,
  mayHold,
  point,
  type Range,
  type Scalar,
} from './range';

/** What a condition may be in some rows. What is missing counts as neither. */
interface Outcome {
  readonly true: boolean;
  readonly false: boolean;
}

const EITHER: Outcome = { true: true, false: true };

/**
 * Whether a condition may hold in any of some rows of which only ranges are known. A no is sure; a yes is not.
 *
 * @param ranges what is known of each column that the condition uses, in that order.
 */
export function mayMatch(typed: Typed, ranges: readonly Range[]): boolean {
  return outcome(typed, ranges).true;
}

function outcome(typed: Typed, ranges: readonly Range[]): Outcome {
  switch (typed.kind) {
    case 'constant':
      return { true: typed.value === true, false: typed.value === false };
    case 'column': {
      const range = ranges[typed.use] ?? ANYTHING;
      return { true: mayHold(range, 1), false: mayHold(range, 0) };
    }
    case 'not': {
      const of = outcome(typed.operand, ranges);
      return { true: of.false, false: of.true };
    }
    case 'and': {
      const all = typed.operands.map((operand) => outcome(operand, ranges));
      return { true: all.every((one) => one.true), false: all.some((one) => one.false) };
    }
    case 'or': {
      const all = typed.operands.map((operand) => outcome(operand, ranges));
      return { true: all.some((one) => one.true), false: all.every((one) => one.false) };
    }
    case 'compare':
      return compared(typed, ranges);
    case 'in': {
      const range = rangeOf(typed.operand, ranges);
      const there = [...typed.list].some((value) => mayHold(range, value));
      return { true: there, false: !range.nothing };
    }
    case 'is': {
      const range = rangeOf(typed.operand, ranges);
      const asked = typed.what === 'null' ? range.missing : range.nan && !range.nothing;
      return { true: asked, false: !range.nothing || typed.what === 'null' };
    }
    case 'match': {
      const { nothing } = rangeOf(typed.operand, ranges);
      return { true: !nothing, false: !nothing };
    }
    case 'row':
    case 'as number':
    case 'as wide':
    case 'negate':
    case 'arithmetic':
    case 'call':
      return EITHER;
  }
}

/** `a < b < c` holds where both do. */
function compared({ operators, operands }: TypedOf<'compare'>, ranges: readonly Range[]): Outcome {
  const values = operands.map((operand) => rangeOf(operand, ranges));
  const all = operators.map((operator, i) =>
    between(operator, values[i] as Range, values[i + 1] as Range),
  );
  return { true: all.every((one) => one.true), false: all.some((one) => one.false) };
}

function between(operator: Comparison, a: Range, b: Range): Outcome {
  const nan = (a.nan || b.nan) && !a.nothing && !b.nothing;
  switch (operator) {
    case '=':
      return { true: mayBeEqual(a, b), false: mayDiffer(a, b) };
    case '!=':
      return { true: mayDiffer(a, b), false: mayBeEqual(a, b) };
    case '<':
      return { true: mayBeLess(a, b, false), false: nan || mayBeLess(b, a, true) };
    case '<=':
      return { true: mayBeLess(a, b, true), false: nan || mayBeLess(b, a, false) };
    case '>':
      return { true: mayBeLess(b, a, false), false: nan || mayBeLess(a, b, true) };
    case '>=':
      return { true: mayBeLess(b, a, true), false: nan || mayBeLess(a, b, false) };
  }
}

function rangeOf(typed: Typed, ranges: readonly Range[]): Range {
  switch (typed.kind) {
    case 'constant':
      return point(typeof typed.value === 'boolean' ? Number(typed.value) : typed.value);
    case 'column':
      return ranges[typed.use] ?? ANYTHING;
    case 'row':
      return { ...ANYTHING, low: 0, nan: false, missing: false };
    case 'as number': {
      // Rounding keeps the order.
      const range = rangeOf(typed.operand, ranges);
      return { ...range, low: numberOf(range.low), high: numberOf(range.high), mayHave: undefined };
    }
    case 'as wide':
      return rangeOf(typed.operand, ranges);
    case 'negate': {
      const range = rangeOf(typed.operand, ranges);
      return { ...range, low: negative(range.high), high: negative(range.low), mayHave: undefined };
    }
    case 'arithmetic':
      return typed.type === 'number' ? arithmetic(typed, ranges) : ANYTHING;
    case 'call':
      return ANYTHING;
    case 'not':
    case 'compare':
    case 'and':
    case 'or':
    case 'match':
    case 'in':
    case 'is': {
      const of = outcome(typed, ranges);
      return { ...ANYTHING, low: of.false ? 0 : 1, high: of.true ? 1 : 0, nan: false };
    }
  }
}

/** Sums, differences and products of doubles are rounded, which keeps the order of their ends. */
function arithmetic(
  { operator, left, right }: TypedOf<'arithmetic'>,
  ranges: readonly Range[],
): Range {
  const a = ends(rangeOf(left, ranges));
  const b = ends(rangeOf(right, ranges));
  if (a.nothing || b.nothing) {
    return { ...ANYTHING, nothing: true };
  }
  switch (operator) {
    case '+':
      return result([a.low + b.low, a.high + b.high], a, b);
    case '-':
      return result([a.low - b.high, a.high - b.low], a, b);
    case '*':
      return result([a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high], a, b);
    case '/':
      return b.low > 0 || b.high < 0
        ? result([a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high], a, b)
        : ANYTHING;
    case '%':
    case '**':
    case '&':
    case '|':
      return ANYTHING;
  }
}

interface Ends {
  readonly low: number;
  readonly high: number;
  readonly nan: boolean;
  readonly missing: boolean;
  readonly nothing: boolean;
}

function ends({ low, high, nan, missing, nothing }: Range): Ends {
  return {
    low: numberOf(low) ?? -Infinity,
    high: numberOf(high) ?? Infinity,
    ...{ nan, missing, nothing },
  };
}

/** Infinities give NaN where they meet; then nothing is known but that. */
function result(values: readonly number[], a: Ends, b: Ends): Range {
  const finite = [a, b].every(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  const missing = a.missing || b.missing;
  if (!finite) {
    return values.some(Number.isNaN)
      ? { ...ANYTHING, missing }
      : { low: Math.min(...values), high: Math.max(...values), nan: true, missing, nothing: false };
  }
  return {
    ...{ low: Math.min(...values), high: Math.max(...values) },
    ...{ nan: a.nan || b.nan, missing, nothing: false },
  };
}

function numberOf(value: Scalar | undefined): number | undefined {
  return value === undefined || typeof value === 'string' ? undefined : Number(value);
}

function negative(value: Scalar | undefined): number | bigint | undefined {
  return value === undefined || typeof value === 'string' ? undefined : -value;
}
