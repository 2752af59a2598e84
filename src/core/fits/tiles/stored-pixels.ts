import type { Bitpix } from '../image-parameters';
import type { Floats, Integers } from './big-endian';
import type { TilePixels } from './tile-job';

/**
 * The array of BITPIX with these numbers in it: themselves where they are of that type, else copied.
 * Integers that do not fit are set to the nearest that does, which lossy HCOMPRESS needs at the ends of
 * the range.
 */
export function pixelsOf(numbers: Integers | Floats, bitpix: Bitpix): TilePixels {
  switch (bitpix) {
    case 8:
      return numbers instanceof Uint8Array ? numbers : clipped(numbers, Uint8Array, 0, 255);
    case 16:
      return numbers instanceof Int16Array
        ? numbers
        : clipped(numbers, Int16Array, -(2 ** 15), 2 ** 15 - 1);
    case 32:
      return numbers instanceof Int32Array
        ? numbers
        : clipped(numbers, Int32Array, -(2 ** 31), 2 ** 31 - 1);
    case 64:
      return numbers instanceof BigInt64Array
        ? numbers
        : BigInt64Array.from(doubles(numbers), BigInt);
    case -32:
      return numbers instanceof Float32Array ? numbers : Float32Array.from(doubles(numbers));
    case -64:
      return numbers instanceof Float64Array ? numbers : Float64Array.from(doubles(numbers));
  }
}

type NumberArray = Exclude<Integers | Floats, BigInt64Array>;

function doubles(numbers: Integers | Floats): NumberArray {
  return numbers instanceof BigInt64Array ? Float64Array.from(numbers, Number) : numbers;
}

function clipped<A extends Uint8Array | Int16Array | Int32Array>(
  numbers: Integers | Floats,
  type: new (length: number) => A,
  least: number,
  most: number,
): A {
  const from = doubles(numbers);
  const out = new type(from.length);
  for (let i = 0; i < out.length; i += 1) {
    const number = from[i] as number;
    out[i] = number < least ? least : number > most ? most : number;
  }
  return out;
}
