import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/lib/root.mjs';
import { sampleFolder } from './editor';

/** What astropy says of an HDU; the fields these tests compare. */
export interface HduTruth {
  readonly data_offset: number;
  readonly bitpix: number;
  /** Keyword, value, comment. */
  readonly cards: readonly (readonly [string, string | number | boolean, string])[];
  readonly image?: {
    /** Slowest axis first, as numpy has it. */
    readonly shape: readonly number[];
    readonly min: number;
    readonly max: number;
  };
  /** Lower and upper limit. */
  readonly zscale?: readonly [number, number];
}

export interface FileTruth {
  /** The lines of `info()`: number, name, version, type, cards, dimensions, format. */
  readonly info: readonly (readonly [number, string, number, string, number, string, string])[];
  readonly hdus: readonly HduTruth[];
}

/** The truth of a file of the sample bucket. */
export function readTruth(key: string): FileTruth {
  const path = join(root, 'test', 'fixtures', 'golden', 'truth', 'sample', `${key}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as FileTruth;
}

export function readSample(key: string): Buffer {
  return readFileSync(join(sampleFolder, key));
}

/** The pixels of a plane, rows from the bottom, values as they are after scaling. */
export interface TruePlane {
  readonly width: number;
  readonly height: number;
  at(x: number, y: number): number;
}

/**
 * Reads a plane straight from the bytes, with none of our readers: IEEE floats, 32-bit integers with the
 * BZERO of unsigned ones, and 16-bit ones with BSCALE and BZERO. `slice` counts the planes of a cube from 0.
 */
export function truePlane(file: Buffer, hdu: HduTruth, slice = 0): TruePlane {
  const [height = 0, width = 0] = hdu.image?.shape.slice(-2) ?? [];
  const view = new DataView(file.buffer, file.byteOffset + hdu.data_offset);
  const card = (name: string, otherwise: number): number =>
    Number(hdu.cards.find(([keyword]) => keyword === name)?.[1] ?? otherwise);
  const [zero, scale] = [card('BZERO', 0), card('BSCALE', 1)];
  const read = {
    [-32]: (at: number) => view.getFloat32(4 * at),
    32: (at: number) => view.getInt32(4 * at) + zero,
    16: (at: number) => view.getInt16(2 * at) * scale + zero,
  }[hdu.bitpix];
  if (read === undefined) throw new Error(`BITPIX ${hdu.bitpix} is not read here.`);
  return { width, height, at: (x, y) => read((slice * height + y) * width + x) };
}

/** All values of a plane that are numbers, in ascending order. */
export function finite({ width, height, at }: TruePlane): Float64Array {
  const all = Float64Array.from({ length: width * height }, (_, i) =>
    at(i % width, Math.floor(i / width)),
  );
  return all.filter(Number.isFinite).sort();
}

/** numpy's `percentile` (linear) of ascending values. */
export function percentile(ascending: Float64Array, percent: number): number {
  const at = (percent / 100) * (ascending.length - 1);
  const [below = Number.NaN, above = below] = ascending.subarray(Math.floor(at));
  return below + (above - below) * (at - Math.floor(at));
}
