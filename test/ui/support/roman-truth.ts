import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/lib/root.mjs';
import type { TruePlane } from './truth';

export const golden = join(root, 'test', 'fixtures', 'golden');

/** What asdf says of an array in a block. */
export interface ArrayTruth {
  readonly path: string;
  readonly source: number;
  readonly datatype: keyof typeof readers;
  readonly shape: readonly number[];
  readonly stats: { readonly min: number; readonly max: number; readonly sha256_f64le: string };
}

interface BlockTruth {
  readonly data_offset: number;
  readonly used_size: number;
  readonly data_size: number;
  readonly compression: string;
}

const readers = {
  float32: { bytes: 4, read: (view: DataView, at: number) => view.getFloat32(at, true) },
  float16: { bytes: 2, read: (view: DataView, at: number) => half(view.getUint16(at, true)) },
  uint16: { bytes: 2, read: (view: DataView, at: number) => view.getUint16(at, true) },
  uint32: { bytes: 4, read: (view: DataView, at: number) => view.getUint32(at, true) },
};

/** An ASDF file whose blocks are compressed with LZ4, or not at all, and what asdf says of it. */
export class AsdfTruth {
  readonly bytes: Buffer;
  readonly arrays: readonly ArrayTruth[];
  readonly #blocks: readonly BlockTruth[];

  /** @param path below the folder of the golden files. */
  constructor(path: string) {
    this.bytes = readFileSync(join(golden, path));
    const truth = JSON.parse(readFileSync(join(golden, 'truth', `${path}.json`), 'utf8')) as {
      readonly arrays: readonly ArrayTruth[];
      readonly blocks: readonly BlockTruth[];
    };
    this.arrays = truth.arrays;
    this.#blocks = truth.blocks;
  }

  array(path: string): ArrayTruth {
    return this.arrays.find((array) => array.path === path) as ArrayTruth;
  }

  /**
   * Reads a plane straight from the bytes, with none of our readers; all values of the array are those
   * asdf has read. `slice` counts the planes of a cube from 0.
   */
  plane(path: string, slice = 0): TruePlane {
    const { source, datatype, shape, stats } = this.array(path);
    const { bytes, read } = readers[datatype];
    const block = this.#unpack(this.#blocks[source] as BlockTruth);
    const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
    const values = Float64Array.from({ length: view.byteLength / bytes }, (_, i) =>
      read(view, bytes * i),
    );
    if (sha256(values) !== stats.sha256_f64le) throw new Error(`${path} is misread here.`);
    const [height = 0, width = 0] = shape.slice(-2);
    const at = (x: number, y: number): number =>
      values[(slice * height + y) * width + x] ?? Number.NaN;
    return { width, height, at };
  }

  #unpack({ data_offset, used_size, data_size, compression }: BlockTruth): Uint8Array {
    const stored = this.bytes.subarray(data_offset, data_offset + used_size);
    return compression === 'lz4' ? unpackChunks(stored, data_size) : new Uint8Array(stored);
  }
}

/** Chunks as asdf writes them: the length of each (big-endian), then what it unpacks to (little-endian). */
function unpackChunks(stored: Buffer, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let to = 0;
  for (let at = 0; at < stored.length;) {
    const length = stored.readUInt32BE(at);
    to = unpackLz4(stored.subarray(at + 8, at + 4 + length), out, to);
    at += 4 + length;
  }
  return out;
}

/** A block of LZ4: literals, then a copy of what came before, again and again. */
function unpackLz4(packed: Buffer, out: Uint8Array, begin: number): number {
  let [at, to] = [0, begin];
  const lengthFrom = (nibble: number): number => {
    let length = nibble;
    for (let more = nibble === 15 ? 255 : 0; more === 255; length += more) {
      more = packed[at++] ?? 0;
    }
    return length;
  };
  while (at < packed.length) {
    const token = packed[at++] ?? 0;
    const literals = lengthFrom(token >> 4);
    out.set(packed.subarray(at, at + literals), to);
    at += literals;
    to += literals;
    if (at < packed.length) {
      const back = packed.readUInt16LE(at);
      at += 2;
      for (let left = lengthFrom(token & 15) + 4; left > 0; left--, to++) {
        out[to] = out[to - back] ?? 0;
      }
    }
  }
  return to;
}

/** IEEE 754 half precision. */
function half(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  const sign = bits >> 15 === 1 ? -1 : 1;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** Of the values as float64, little-endian, NaN as the plain one. */
function sha256(values: Float64Array): string {
  const plain = values.map((value) => (Number.isNaN(value) ? Number.NaN : value));
  return createHash('sha256').update(new Uint8Array(plain.buffer)).digest('hex');
}
