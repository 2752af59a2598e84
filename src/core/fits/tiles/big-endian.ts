import { brokenStream } from './broken-stream';

/** Whole numbers of a tile; of one byte unsigned. */
export type Integers = Uint8Array | Int16Array | Int32Array | BigInt64Array;
export type Floats = Float32Array | Float64Array;

/** Big-endian integers, as wide as the bytes of each pixel are. */
export function integersOf(bytes: Uint8Array, count: number): Integers {
  const view = viewOf(bytes);
  switch (bytes.length / count) {
    case 1:
      return new Uint8Array(bytes);
    case 2: {
      const out = new Int16Array(count);
      for (let i = 0; i < count; i += 1) {
        out[i] = view.getInt16(2 * i);
      }
      return out;
    }
    case 4: {
      const out = new Int32Array(count);
      for (let i = 0; i < count; i += 1) {
        out[i] = view.getInt32(4 * i);
      }
      return out;
    }
    case 8: {
      const out = new BigInt64Array(count);
      for (let i = 0; i < count; i += 1) {
        out[i] = view.getBigInt64(8 * i);
      }
      return out;
    }
    default:
      throw wrongLength(bytes, count);
  }
}

/** Big-endian floats, single or double as the bytes of each pixel are. */
export function floatsOf(bytes: Uint8Array, count: number): Floats {
  const view = viewOf(bytes);
  switch (bytes.length / count) {
    case 4: {
      const out = new Float32Array(count);
      for (let i = 0; i < count; i += 1) {
        out[i] = view.getFloat32(4 * i);
      }
      return out;
    }
    case 8: {
      const out = new Float64Array(count);
      for (let i = 0; i < count; i += 1) {
        out[i] = view.getFloat64(8 * i);
      }
      return out;
    }
    default:
      throw wrongLength(bytes, count);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function wrongLength(bytes: Uint8Array, count: number): Error {
  return brokenStream('pixel', `has ${bytes.length} bytes where ${count} pixels are`);
}
