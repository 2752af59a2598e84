import { SkybucketError } from '../../errors';
import { readerMemory } from './column-reader';
import type { Field } from './field';
import type { Heap } from './heap-reader';
import type { Range } from './row-pieces';
import { ELEMENT_BYTES } from './tform';

/** What one reading may take in memory, in bytes: of those that are read, and of what comes of them. */
export const MOST_MEMORY = 256 * 2 ** 20;
/** The same for a slice of a scan, since some of them are read ahead. */
export const MOST_SLICE_MEMORY = 32 * 2 ** 20;
/** Reads of one plan; each costs some memory of its own. */
const MOST_PIECES = 1_000_000;
/** Bytes that a slice of a scan reads. */
const SLICE_LENGTH = 4 * 2 ** 20;
/** Memory that a slice may take for each byte that it reads. */
const MEMORY_PER_BYTE = 8;
const MOST_SLICE_ROWS = 2 ** 18;
const MOST_SLICE_PIECES = 4096;

/** Columns that are to be read, and the parts of the rows that they need. */
export interface Reading {
  readonly fields: readonly Field[];
  readonly ranges: readonly Range[];
  /** True where rows that follow on each other are read as one. */
  readonly wholeRows: boolean;
  /** Elements of a cell at most. */
  readonly most: number;
}

/**
 * Before anything is allocated for it.
 *
 * @throws SkybucketError `too-large` if `rows` in `runs` that follow on each other take more than
 *   `mostMemory`.
 */
export function checkSize(reading: Reading, rows: number, runs: number, mostMemory: number): void {
  const { fields, ranges, wholeRows, most } = reading;
  const stored = storedBytes(ranges) * rows;
  const made = fields.reduce((sum, field) => sum + readerMemory(field, rows, most), 0);
  checkMemory(Math.max(stored, made), mostMemory);
  if ((wholeRows ? runs : rows * ranges.length) > MOST_PIECES) {
    throw new SkybucketError('too-large', `${rows} rows are more than can be read at once.`, {
      hint: 'Choose fewer rows.',
    });
  }
}

/** @throws SkybucketError `too-large` if `bytes` are more than `most`. */
export function checkMemory(bytes: number, most: number): void {
  if (bytes > most) {
    throw new SkybucketError(
      'too-large',
      `These rows take ${Math.round(bytes / 2 ** 20)} MiB, more than can be read at once.`,
      { hint: 'Choose fewer rows or columns.' },
    );
  }
}

/** Rows of a slice of a scan; `heapPerRow` bytes of the heap belong to each on average. */
export function rowsPerSlice(reading: Reading, heapPerRow: number): number {
  const { fields, ranges, wholeRows, most } = reading;
  const made = fields.reduce((sum, field) => sum + readerMemory(field, 1, most), 0);
  const perRow = Math.max(storedBytes(ranges) + heapPerRow, made / MEMORY_PER_BYTE, 1);
  const mostRows = wholeRows ? MOST_SLICE_ROWS : MOST_SLICE_PIECES;
  return Math.max(1, Math.min(Math.floor(SLICE_LENGTH / perRow), mostRows));
}

/** The most that the arrays of `rows` rows take by what the header says. */
export function heapBytes(fields: readonly Field[], rows: number, heap: Heap): number {
  let bytes = 0;
  for (const { cell } of fields) {
    if (cell.kind === 'heap' && rows > 0) {
      const { letter } = cell.coding;
      const size = letter === 'X' ? 1 / 8 : ELEMENT_BYTES[letter];
      bytes += (cell.longest ?? Infinity) * size * rows;
    }
  }
  return Math.min(bytes, Math.max(0, heap.present - heap.gap));
}

function storedBytes(ranges: readonly Range[]): number {
  return ranges.reduce((sum, [start, end]) => sum + end - start, 0);
}
