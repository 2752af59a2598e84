import { compareText } from '../../table/compare-text';

export type Scalar = number | bigint | string;

/**
 * What an expression may give in some rows: missing or not, and where not, values from `low` to `high`, or NaN.
 * An undefined end is open. It may be more than there really is, never less.
 */
export interface Range {
  readonly low: Scalar | undefined;
  readonly high: Scalar | undefined;
  /** Whether NaN may be among them. */
  readonly nan: boolean;
  /** Whether any may be missing. */
  readonly missing: boolean;
  /** Whether all are missing. */
  readonly nothing: boolean;
  /** A Bloom filter's word on a value: false where it is surely absent. */
  readonly mayHave?: ((value: Scalar) => boolean) | undefined;
}

export const ANYTHING: Range = {
  ...{ low: undefined, high: undefined },
  ...{ nan: true, missing: true, nothing: false },
};

export function point(value: Scalar): Range {
  const nan = Number.isNaN(value);
  return {
    low: nan ? undefined : value,
    high: nan ? undefined : value,
    ...{ nan, missing: false, nothing: false },
  };
}

/** Negative, zero or positive; numbers and bigints are compared exactly. */
export function compareScalars(a: Scalar, b: Scalar): number {
  if (typeof a === 'string' || typeof b === 'string') {
    return compareText(String(a), String(b));
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether some value of `a` may be less than some of `b`, or as small where `orEqual`. */
export function mayBeLess(a: Range, b: Range, orEqual: boolean): boolean {
  if (a.nothing || b.nothing) {
    return false;
  }
  if (a.low === undefined || b.high === undefined) {
    return true;
  }
  const order = compareScalars(a.low, b.high);
  return order < 0 || (orEqual && order === 0);
}

export function mayBeEqual(a: Range, b: Range): boolean {
  return mayBeLess(a, b, true) && mayBeLess(b, a, true) && knows(a, b) && knows(b, a);
}

/** Whether values of `a` and `b` may differ, NaN being unlike everything. */
export function mayDiffer(a: Range, b: Range): boolean {
  if (a.nothing || b.nothing) {
    return false;
  }
  const same = isPoint(a) && isPoint(b) && compareScalars(a.low as Scalar, b.low as Scalar) === 0;
  return a.nan || b.nan || !same;
}

export function isPoint({ low, high, nan }: Range): boolean {
  return low !== undefined && high !== undefined && !nan && compareScalars(low, high) === 0;
}

export function mayHold(range: Range, value: Scalar): boolean {
  return mayBeEqual(range, point(value));
}

/** What a Bloom filter knows of a single value. */
function knows({ mayHave }: Range, other: Range): boolean {
  return mayHave === undefined || !isPoint(other) || mayHave(other.low as Scalar);
}
