import type { Box } from '../image/plane';
import { decodeNumbers, type ElementPlace, type RealDatatype } from './decode-elements';
import type { PixelLayout } from './pixel-layout';

export type PixelValues = Float32Array | Float64Array;

/** Where decoded pixels go: rows of `width` values from column `x0` on. */
export interface Target {
  readonly values: PixelValues;
  readonly x0: number;
  readonly width: number;
  /** Place of a row of the plane among those of the target, -1 for one that is not wanted. */
  row(y: number): number;
}

/** How elements become pixels. */
export interface PixelCoding {
  readonly datatype: RealDatatype;
  readonly little: boolean;
  /** Bytes from the start of an element to the number in it: not 0 for imaginary parts. */
  readonly part: number;
  /** What stands for a missing pixel, as the datatype holds it. */
  readonly blank: number | bigint | undefined;
}

/** The bytes of a box, and where its first pixel is in them. */
export interface BoxBytes {
  readonly bytes: Uint8Array;
  readonly first: number;
}

const SMALL = new Set<RealDatatype>([
  ...(['bool8', 'int8', 'uint8', 'int16', 'uint16', 'float16', 'float32'] as const),
]);

/** Float32 where it holds every value exactly. */
export function pixelArray(datatype: RealDatatype, length: number): PixelValues {
  return SMALL.has(datatype) ? new Float32Array(length) : new Float64Array(length);
}

/** Decodes a box into its place in the target; missing pixels are NaN. */
export function decodeBox(
  { bytes, first }: BoxBytes,
  box: Box,
  layout: PixelLayout,
  coding: PixelCoding,
  target: Target,
): void {
  const rounded = coding.datatype === 'int64' || coding.datatype === 'uint64';
  eachRun(box, layout, first + coding.part, target, (place, at, line) => {
    const out = line ?? target.values;
    decodeNumbers(bytes, place, coding.datatype, coding.little, out, at);
    if (coding.blank === undefined) {
      return;
    }
    if (rounded) {
      blankExactly(bytes, place, coding, out, at);
    } else {
      blankEqual(out, at, place.count, Number(coding.blank));
    }
  });
}

/** Makes the pixels of the target NaN whose mark in the box is not zero. */
export function applyMarks(
  { bytes, first }: BoxBytes,
  box: Box,
  layout: PixelLayout,
  { datatype, little, part }: PixelCoding,
  target: Target,
): void {
  const marks = new Float64Array(Math.max(box.x1 - box.x0, box.y1 - box.y0));
  eachRun(box, layout, first + part, target, (place, at, line) => {
    decodeNumbers(bytes, place, datatype, little, marks, 0);
    const out = line ?? target.values;
    for (let i = 0; i < place.count; i += 1) {
      if (marks[i] !== 0) {
        out[at + i] = NaN;
      }
    }
  });
}

/**
 * Calls `run` for the longer lines of the box, rows or columns. A row is to be filled into the target from
 * `at` on; of a column what the target has is given as `line`, and put back after.
 */
function eachRun(
  { x0, x1, y0, y1 }: Box,
  { strideX, strideY }: PixelLayout,
  first: number,
  target: Target,
  run: (place: ElementPlace, at: number, line?: PixelValues) => void,
): void {
  const columns = x1 - x0;
  const rows = y1 - y0;
  if (rows <= columns) {
    for (let y = y0; y < y1; y += 1) {
      const row = target.row(y);
      if (row >= 0) {
        const start = first + (y - y0) * strideY;
        run({ start, stride: strideX, count: columns }, row * target.width + x0 - target.x0);
      }
    }
    return;
  }
  const { values, width } = target;
  const places = Array.from({ length: rows }, (_, k) => target.row(y0 + k));
  const line = values instanceof Float32Array ? new Float32Array(rows) : new Float64Array(rows);
  for (let x = x0; x < x1; x += 1) {
    const column = x - target.x0;
    places.forEach((row, k) => {
      line[k] = row < 0 ? 0 : (values[row * width + column] as number);
    });
    run({ start: first + (x - x0) * strideX, stride: strideY, count: rows }, 0, line);
    places.forEach((row, k) => {
      if (row >= 0) {
        values[row * width + column] = line[k] as number;
      }
    });
  }
}

function blankEqual(out: PixelValues, at: number, count: number, blank: number): void {
  for (let i = at; i < at + count; i += 1) {
    if (out[i] === blank) {
      out[i] = NaN;
    }
  }
}

/** Of 64-bit integers, several are rounded to one double. */
function blankExactly(
  bytes: Uint8Array,
  place: ElementPlace,
  { datatype, little, blank }: PixelCoding,
  out: PixelValues,
  at: number,
): void {
  const { count } = place;
  const exact = datatype === 'int64' ? new BigInt64Array(count) : new BigUint64Array(count);
  decodeNumbers(bytes, place, datatype, little, exact, 0);
  exact.forEach((value, i) => {
    if (value === blank) {
      out[at + i] = NaN;
    }
  });
}
