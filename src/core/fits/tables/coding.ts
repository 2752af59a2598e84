import type { ElementType } from '../../table/table';
import { ELEMENT_BYTES, type Letter } from './tform';

/** How elements are stored, and what they are turned into. */
export interface Coding {
  readonly letter: Letter;
  readonly type: ElementType;
  /** Bytes from one element to the next; of strings, the length of one. Bits have 0. */
  readonly size: number;
  /** value = stored · scale + zero; 1 and 0 where the type alone says what the values are. */
  readonly scale: number;
  readonly zero: number;
  /** TNULL: the stored integer that stands for a missing value; undefined where none can. */
  readonly blank: bigint | undefined;
}

const PLAIN: Readonly<Record<Letter, ElementType>> = {
  ...{ L: 'logical', X: 'bit', B: 'uint8', I: 'int16', J: 'int32', K: 'int64', A: 'text' },
  ...{ E: 'float32', D: 'float64', C: 'complex64', M: 'complex128' },
};

/** TZERO that makes an integer of the other signedness (FITS 4.0, table 19). */
const OTHER_SIGN: Partial<Record<Letter, { readonly zero: number; readonly type: ElementType }>> = {
  B: { zero: -128, type: 'int8' },
  I: { zero: 2 ** 15, type: 'uint16' },
  J: { zero: 2 ** 31, type: 'uint32' },
  K: { zero: 2 ** 63, type: 'uint64' },
};

/** What the integers can hold, unscaled. */
const RANGES: Partial<Record<Letter, readonly [bigint, bigint]>> = {
  B: [0n, 255n],
  I: [-(2n ** 15n), 2n ** 15n - 1n],
  J: [-(2n ** 31n), 2n ** 31n - 1n],
  K: [-(2n ** 63n), 2n ** 63n - 1n],
};

const COMPLEX = new Set<Letter>(['C', 'M']);
const UNSCALED = new Set<Letter>(['L', 'X', 'A']);

/**
 * The coding of elements with the given TSCAL, TZERO and TNULL. Integers keep their type unless they are
 * scaled by more than the convention for the other signedness; everything scaled is double precision.
 * A real TZERO moves the real part of a complex number only, as complex arithmetic has it.
 */
export function codingOf(
  letter: Letter,
  scale = 1,
  zero = 0,
  blank: bigint | undefined = undefined,
  stringLength = 1,
): Coding {
  const size = letter === 'A' ? stringLength : ELEMENT_BYTES[letter];
  const [least, most] = RANGES[letter] ?? [1n, 0n];
  const possible = blank !== undefined && least <= blank && blank <= most;
  const coding = { letter, size, blank: possible ? blank : undefined };
  const other = OTHER_SIGN[letter];
  if (scale === 1 && other?.zero === zero) {
    return { ...coding, type: other.type, scale: 1, zero: 0 };
  }
  if (UNSCALED.has(letter) || (scale === 1 && zero === 0)) {
    return { ...coding, type: PLAIN[letter], scale: 1, zero: 0 };
  }
  return { ...coding, type: COMPLEX.has(letter) ? 'complex128' : 'float64', scale, zero };
}
