import type { ElementArray } from '../table/table';
import type { ScalarDatatype } from './array';
import { halfValues } from './half';

/** Numbers of which every kind of element can be made; 64-bit integers stay exact in the two of their own. */
export type NumberArray = Exclude<ElementArray, readonly string[]>;

/** The datatypes of one number; complex ones are two of them. */
export type RealDatatype = Exclude<ScalarDatatype, 'complex64' | 'complex128'>;

/** Elements in some bytes: `count` of them, `stride` bytes apart (negative: backwards), from `start` on. */
export interface ElementPlace {
  readonly start: number;
  readonly stride: number;
  readonly count: number;
}

const HOST_LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * Decodes elements into `out` from `at` on. The array is to hold each value; integers of 64 bits are
 * rounded once, to the nearest double, in arrays of floats.
 */
export function decodeNumbers(
  bytes: Uint8Array,
  place: ElementPlace,
  datatype: RealDatatype,
  little: boolean,
  out: NumberArray,
  at: number,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (out instanceof BigInt64Array || out instanceof BigUint64Array) {
    decodeExact(view, place, little, out, at);
  } else if (datatype === 'int64' || datatype === 'uint64') {
    decodeRounded(view, place, datatype === 'int64', little, out, at);
  } else if (!copied(bytes, place, datatype, little, out, at)) {
    decodeSmall(view, place, datatype, little, out, at);
  }
}

type SmallArray = Exclude<NumberArray, BigInt64Array | BigUint64Array>;

/** Floats side by side in the order of this machine need no decoding: several times as fast. */
function copied(
  bytes: Uint8Array,
  { start, stride, count }: ElementPlace,
  datatype: RealDatatype,
  little: boolean,
  out: SmallArray,
  at: number,
): boolean {
  const same =
    (datatype === 'float32' && out instanceof Float32Array) ||
    (datatype === 'float64' && out instanceof Float64Array);
  const size = out.BYTES_PER_ELEMENT;
  if (!same || little !== HOST_LITTLE || stride !== size) {
    return false;
  }
  const to = new Uint8Array(out.buffer, out.byteOffset + at * size, count * size);
  to.set(bytes.subarray(start, start + count * size));
  return true;
}

// The loops are written out: a function called for each element would cost several times more.

function decodeSmall(
  view: DataView,
  { start, stride, count }: ElementPlace,
  datatype: Exclude<RealDatatype, 'int64' | 'uint64'>,
  little: boolean,
  out: SmallArray,
  at: number,
): void {
  let byte = start;
  const end = at + count;
  switch (datatype) {
    case 'bool8':
      for (let i = at; i < end; i += 1, byte += stride) {
        out[i] = view.getUint8(byte) === 0 ? 0 : 1;
      }
      break;
    case 'int8':
      for (let i = at; i < end; i += 1, byte += stride) {
        out[i] = view.getInt8(byte);
      }
      break;
    case 'uint8':
      for (let i = at; i < end; i += 1, byte += stride) {
        out[i] = view.getUint8(byte);
      }
      break;
    case 'int16':
      for (let i = at; i < end; i += 1, byte += stride) {
        out[i] = view.getInt16(byte, little);
      }
      break;
    case 'uint16':
      for (let i = at; i < end; i += 1, byte += stride) {
        out[i] = view.getUint16(byte, little);
      }
      break;
    case 'int32':
      for (let i = at; i < end; i += 1, byte += stride) {
        out[i] = view.getInt32(byte, little);
      }
      break;
    case 'uint32':
      for (let i = at; i < end; i += 1, byte += stride) {
        out[i] = view.getUint32(byte, little);
      }
      break;
    case 'float16': {
      const halves = halfValues();
      for (let i = at; i < end; i += 1, byte += stride) {
        out[i] = halves[view.getUint16(byte, little)] as number;
      }
      break;
    }
    case 'float32':
      for (let i = at; i < end; i += 1, byte += stride) {
        out[i] = view.getFloat32(byte, little);
      }
      break;
    case 'float64':
      for (let i = at; i < end; i += 1, byte += stride) {
        out[i] = view.getFloat64(byte, little);
      }
      break;
  }
}

/** The upper word times 2^32 is exact as a double, so adding the lower one rounds once. */
function decodeRounded(
  view: DataView,
  { start, stride, count }: ElementPlace,
  signed: boolean,
  little: boolean,
  out: SmallArray,
  at: number,
): void {
  const upper = little ? 4 : 0;
  let byte = start;
  for (let i = at; i < at + count; i += 1, byte += stride) {
    const high = signed
      ? view.getInt32(byte + upper, little)
      : view.getUint32(byte + upper, little);
    out[i] = high * 2 ** 32 + view.getUint32(byte + 4 - upper, little);
  }
}

/** Word by word: BigInt arithmetic would take ten times as long. */
function decodeExact(
  view: DataView,
  { start, stride, count }: ElementPlace,
  little: boolean,
  out: BigInt64Array | BigUint64Array,
  at: number,
): void {
  const words = new Uint32Array(out.buffer, out.byteOffset + 8 * at, 2 * count);
  const upper = little ? 4 : 0;
  const high = HOST_LITTLE ? 1 : 0;
  let byte = start;
  for (let i = 0; i < count; i += 1, byte += stride) {
    words[2 * i + high] = view.getUint32(byte + upper, little);
    words[2 * i + 1 - high] = view.getUint32(byte + 4 - upper, little);
  }
}
