import type { Inflate } from '../../bytes/inflate';
import { SkybucketError } from '../../errors';
import { inPlace } from '../tiles/broken-stream';
import type { PackedColumn } from './packed-columns';
import { bytesOf, ELEMENT_BYTES } from './tform';
import { unpackBytes } from './unpack-bytes';

/** The largest piece that is unpacked at once. */
const LARGEST = 256 * 2 ** 20;
/** Bytes of a descriptor of the compressed table, which follows each one of the table that is held. */
const PACKED_DESCRIPTOR = 16;

/** A column of a tile, and the rows of it. */
export interface ColumnOfTile {
  readonly column: PackedColumn;
  readonly tile: number;
  readonly rows: number;
}

/** An array of a column of arrays: where it lies in both tables, in bytes of their heaps. */
export interface PackedArray {
  readonly of: ColumnOfTile;
  /** Row of the tile. */
  readonly row: number;
  /** From the start of the heap of the table that is held. */
  readonly start: number;
  readonly length: number;
  /** From the start of the heap of the compressed table; a length of 0 where it was left out. */
  readonly packedStart: number;
  readonly packedLength: number;
}

/**
 * The cells of a column of a tile, one after the other, as they stand in the rows; in a column of arrays
 * the descriptors of all rows, then those of their compressed arrays (see {@link arraysOf}).
 *
 * @throws SkybucketError `format`, `too-large`, each naming tile and column.
 */
export function unpackColumn(of: ColumnOfTile, stream: Uint8Array, inflate: Inflate): Uint8Array {
  const { column, rows } = of;
  const { compression, width, letter, descriptor } = column;
  try {
    if (descriptor !== undefined) {
      const length = checkedLength(rows * (width + PACKED_DESCRIPTOR));
      return unpackBytes('GZIP_1', stream, length, 1, inflate);
    }
    // cfitsio shuffles no complex numbers, though it says GZIP_2, and nobody else writes such tables.
    const shuffled = 'IJKED'.includes(letter) ? ELEMENT_BYTES[letter] : 1;
    return unpackBytes(compression, stream, checkedLength(rows * width), shuffled, inflate);
  } catch (error) {
    throw inPlace(placeOf(of), error);
  }
}

/**
 * The first `length` bytes of an array.
 *
 * @throws SkybucketError `format` for one that is broken or was left out, `too-large`.
 */
export function unpackArray(array: PackedArray, stream: Uint8Array, inflate: Inflate): Uint8Array {
  const { compression, letter } = array.of.column;
  try {
    if (array.packedLength === 0) {
      throw new SkybucketError('format', 'The array was left out of the compressed table.');
    }
    // What would not get smaller is kept as it is.
    if (stream.length === array.length) {
      return stream;
    }
    const elementBytes = letter === 'M' || letter === 'X' ? 1 : ELEMENT_BYTES[letter];
    return unpackBytes(compression, stream, checkedLength(array.length), elementBytes, inflate);
  } catch (error) {
    throw inPlace(`${placeOf(array.of)}, row ${array.row + 1} of it,`, error);
  }
}

/** The arrays of the rows that have any and overlap bytes `[from, to)` of the heap of the table that is held. */
export function arraysOf(
  of: ColumnOfTile,
  cells: Uint8Array,
  from: number,
  to: number,
): PackedArray[] {
  const { column, rows } = of;
  const view = new DataView(cells.buffer, cells.byteOffset, cells.byteLength);
  const arrays: PackedArray[] = [];
  for (let row = 0; row < rows; row += 1) {
    const [count, start] = readDescriptor(view, row * column.width, column.descriptor);
    const length = bytesOf(column.letter, count);
    if (length > 0 && start < to && start + length > from) {
      const at = rows * column.width + row * PACKED_DESCRIPTOR;
      const [packedLength, packedStart] = readDescriptor(view, at, 'Q');
      arrays.push({ of, row, start, length, packedStart, packedLength });
    }
  }
  return arrays;
}

/** Bytes of the heap `[from, to)` that the arrays of a column of a tile lie in. */
export function heapRange(of: ColumnOfTile, cells: Uint8Array): readonly [number, number] {
  const { column, rows } = of;
  const view = new DataView(cells.buffer, cells.byteOffset, cells.byteLength);
  let from = Infinity;
  let to = 0;
  for (let row = 0; row < rows; row += 1) {
    const [count, start] = readDescriptor(view, row * column.width, column.descriptor);
    if (count > 0) {
      from = Math.min(from, start);
      to = Math.max(to, start + bytesOf(column.letter, count));
    }
  }
  return [from, to];
}

/** How many elements, and where (FITS 4.0, section 7.3.5). */
export function readDescriptor(
  view: DataView,
  at: number,
  kind: 'P' | 'Q' | undefined,
): readonly [count: number, start: number] {
  return kind === 'Q'
    ? [Number(view.getBigUint64(at)), Number(view.getBigUint64(at + 8))]
    : [view.getUint32(at), view.getUint32(at + 4)];
}

function checkedLength(length: number): number {
  if (length > LARGEST) {
    throw new SkybucketError(
      'too-large',
      `It has ${length} bytes; only up to ${LARGEST / 2 ** 20} MiB can be unpacked at once.`,
    );
  }
  return length;
}

function placeOf({ column, tile }: ColumnOfTile): string {
  return `Column ${column.index + 1} in tile ${tile + 1} of the compressed table`;
}
