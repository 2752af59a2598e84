/**
 * Values of some rows. The arrays may be longer than there are rows, and are written anew for the next
 * rows: who keeps them copies them. Logical values are 0 and 1. What stands where a value is missing
 * has no meaning.
 */
export interface Vector<T extends Values = Values> {
  readonly values: T;
  /** 1 for each value that is missing; undefined where none is. */
  readonly missing: Uint8Array | undefined;
}

export type Values =
  Float64Array | BigInt64Array | ArrayLike<bigint> | readonly string[] | Uint8Array;

/** Rows evaluated at a time, at most: what is made on the way then stays in the nearest cache. */
export const BATCH = 2048;

/** Missing where either is. Written into `into` where both have some. */
export function eitherMissing(
  a: Uint8Array | undefined,
  b: Uint8Array | undefined,
  rows: number,
  into: Uint8Array,
): Uint8Array | undefined {
  if (a === undefined || b === undefined) {
    return a ?? b;
  }
  for (let i = 0; i < rows; i++) {
    into[i] = (a[i] as number) | (b[i] as number);
  }
  return into;
}
