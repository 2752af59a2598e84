import type { ScalarDatatype } from './array';
import { halfBits, halfValues } from './half';

/**
 * The number of a mask as elements of the datatype hold it: -999.9 is another number as float32.
 * Undefined where none can be it, a bigint for integers of 64 bits.
 */
export function blankValue(
  mask: number | bigint,
  datatype: ScalarDatatype,
): number | bigint | undefined {
  const number = Number(mask);
  if (datatype === 'float16') {
    return halfValues()[halfBits(number)];
  }
  if (datatype === 'float32') {
    return Math.fround(number);
  }
  if (datatype !== 'int64' && datatype !== 'uint64') {
    return number;
  }
  return typeof mask === 'bigint' ? mask : Number.isInteger(mask) ? BigInt(mask) : undefined;
}
