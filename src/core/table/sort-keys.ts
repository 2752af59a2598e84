import { isComplex } from './element-type';
import type { FillKeys } from './row-sort';
import type { WholeColumn } from './whole-column';

const SIGN = 0x8000_0000;

/**
 * The keys that bring rows into the order of a column of numbers, lowest word first. The last of them brings
 * NaN behind all numbers and what is missing behind NaN, in both directions.
 *
 * As an integer, the bit pattern of a positive float grows with its value, and that of a negative one falls.
 * With the sign bit flipped, or all bits where it is set, the order of the patterns is that of the values.
 */
export function sortKeys(column: WholeColumn, descending: boolean): FillKeys[] {
  const { values, missing } = column;
  const flip = descending ? -1 : 0;
  const words = wordsOf(column).map((word): FillKeys => {
    return (rows, from, to, keys) => {
      for (let i = from; i < to; i++) {
        const row = rows[i] as number;
        keys[i] = missing?.[row] === 1 ? 0 : word(row) ^ flip;
      }
    };
  });
  const floats = values instanceof Float32Array || values instanceof Float64Array;
  if (!floats && missing === undefined) {
    return words;
  }
  return [...words, lastOnes(column)];
}

/** A word of the key of a row. Values that are no numbers all have the same. */
type Word = (row: number) => number;

function wordsOf({ values, type }: WholeColumn): Word[] {
  const complex = isComplex(type);
  if (values instanceof Float32Array || values instanceof Float64Array) {
    const parts = (place: number): Word[] =>
      values instanceof Float32Array
        ? [float32Word(values, complex ? 2 : 1, place)]
        : float64Words(values, complex ? 2 : 1, place);
    if (!complex) {
      return parts(0);
    }
    const there = numbersIn(values, 2);
    return [...parts(1), ...parts(0)].map((word) => (row) => (there(row) ? word(row) : 0));
  }
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    // The lower word comes first: all platforms this runs on are little-endian.
    const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
    const flip = values instanceof BigInt64Array ? SIGN : 0;
    return [(row) => words[2 * row] as number, (row) => (words[2 * row + 1] as number) ^ flip];
  }
  const integers = values as Int32Array;
  const unsigned = type.startsWith('u') || type === 'logical' || type === 'bit';
  return [unsigned ? (row) => integers[row] as number : (row) => (integers[row] as number) ^ SIGN];
}

function float32Word(values: Float32Array, places: number, place: number): Word {
  const patterns = new Int32Array(values.buffer, values.byteOffset, values.length);
  return (row) => {
    const value = values[row * places + place] as number;
    if (value === 0 || value !== value) {
      return value === 0 ? SIGN : 0;
    }
    const pattern = patterns[row * places + place] as number;
    return pattern ^ ((pattern >> 31) | SIGN);
  };
}

function float64Words(values: Float64Array, places: number, place: number): Word[] {
  const patterns = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  const low: Word = (row) => {
    const at = row * places + place;
    const value = values[at] as number;
    // Zero has two patterns.
    return value === 0 || value !== value
      ? 0
      : (patterns[2 * at] as number) ^ ((patterns[2 * at + 1] as number) >> 31);
  };
  const high: Word = (row) => {
    const at = row * places + place;
    const value = values[at] as number;
    if (value === 0 || value !== value) {
      return value === 0 ? SIGN : 0;
    }
    const pattern = patterns[2 * at + 1] as number;
    return pattern ^ ((pattern >> 31) | SIGN);
  };
  return [low, high];
}

function lastOnes({ values, type, missing }: WholeColumn): FillKeys {
  const floats = values instanceof Float32Array || values instanceof Float64Array;
  const isNumber = floats ? numbersIn(values, isComplex(type) ? 2 : 1) : () => true;
  return (rows, from, to, keys) => {
    for (let i = from; i < to; i++) {
      const row = rows[i] as number;
      keys[i] = missing?.[row] === 1 ? 2 : isNumber(row) ? 0 : 1;
    }
  };
}

/** Tells whether no part of a value is NaN. */
function numbersIn(values: Float32Array | Float64Array, places: number): (row: number) => boolean {
  return (row) => {
    const value = values[row * places] as number;
    const other = values[row * places + places - 1] as number;
    return value === value && other === other;
  };
}
