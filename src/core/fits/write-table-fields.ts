import { newCard } from '../cutout/write-card';
import { SkybucketError } from '../errors';
import { distinctNames } from '../table/distinct-names';
import { isScalar } from '../table/element-type';
import type { Column, ElementType } from '../table/table';
import type { Card } from './card';
import { asciiText, isWrittenAsText, spareOf, type Scanned } from './write-table-scan';

/** Letters of TFORMn, and the bytes of an element. */
const FORMS = { L: 1, B: 1, I: 2, J: 4, K: 8, E: 4, D: 8, C: 8, M: 16, A: 1 } as const;
export type FormLetter = keyof typeof FORMS;

/** How a column is stored in a row of a binary table. */
export interface WrittenField {
  readonly column: Column;
  readonly name: string;
  readonly letter: FormLetter;
  /** Bytes of an element; of a text the characters that it has room for. */
  readonly size: number;
  /** Elements of a cell; undefined for those that lie in the heap. */
  readonly count: number | undefined;
  /** Bytes in a row. */
  readonly width: number;
  /** What is taken from a value before it is stored. */
  readonly zero: bigint;
  /** What is stored for a missing integer. */
  readonly missing: bigint | undefined;
  /** Of all cells in the heap. */
  readonly heapBytes: number;
  readonly most: number;
}

/** Columns that a binary table can have. */
const MOST_FIELDS = 999;
const DESCRIPTOR_BYTES = 16;
const LEAST: Readonly<Record<'I' | 'J' | 'K', bigint>> = {
  I: -(2n ** 15n),
  J: -(2n ** 31n),
  K: -(2n ** 63n),
};

const LETTERS: Readonly<Record<ElementType, FormLetter>> = {
  ...{ logical: 'L', bit: 'L', int8: 'I', uint8: 'B', int16: 'I', uint16: 'I', int32: 'J' },
  ...{ uint32: 'J', int64: 'K', uint64: 'K', float32: 'E', float64: 'D', complex64: 'C' },
  ...{ complex128: 'M', text: 'A' },
};
const ZEROS: Partial<Record<ElementType, bigint>> = {
  ...{ uint16: 2n ** 15n, uint32: 2n ** 31n, uint64: 2n ** 63n },
};
/** Where a value is missing, the next wider type has one to spare. */
const WIDER: Partial<Record<ElementType, 'I' | 'J' | 'K'>> = {
  ...{ uint8: 'I', int16: 'J', uint16: 'J', int32: 'K', uint32: 'K' },
};

/**
 * The fields of a binary table for columns, of which those that need it have been scanned.
 *
 * @throws SkybucketError `too-large` for more columns than FITS can number, `unsupported` where nothing can stand for
 *   a missing integer.
 */
export function writtenFields(
  columns: readonly Column[],
  scans: readonly (Scanned | undefined)[],
): WrittenField[] {
  if (columns.length > MOST_FIELDS) {
    throw new SkybucketError(
      'too-large',
      `A FITS table has at most ${MOST_FIELDS} columns, and these are ${columns.length}.`,
      { hint: 'Choose fewer columns, or export as Parquet.' },
    );
  }
  // Readers do not tell capital letters from others.
  const names = distinctNames(columns, (name) => asciiText(name).toLowerCase());
  return columns.map((column, i) => fieldOf(column, asciiText(names[i] as string), scans[i]));
}

function fieldOf(column: Column, name: string, scan: Scanned | undefined): WrittenField {
  const { type, shape, variable } = column;
  const { letter, zero, missing } = storedAs(column, name, scan);
  const inHeap = variable && !isWrittenAsText(column);
  const size = letter === 'A' ? Math.max(1, scan?.longest ?? 1) : FORMS[letter];
  const scalar = isScalar(column) || (type === 'text' && variable);
  const count = scalar ? 1 : shape.reduce((product, length) => product * length, 1);
  return {
    ...{ column, name, letter, size, zero, missing },
    count: inHeap ? undefined : count,
    width: inHeap ? DESCRIPTOR_BYTES : count * size,
    heapBytes: inHeap ? (scan?.elements ?? 0) * size : 0,
    most: scan?.most ?? 0,
  };
}

function storedAs(
  { type, variable }: Column,
  name: string,
  scan: Scanned | undefined,
): Pick<WrittenField, 'letter' | 'zero' | 'missing'> {
  const letter = LETTERS[type];
  const zero = ZEROS[type] ?? 0n;
  if (variable && zero !== 0n && scan?.anyMissing !== true && scan?.beyondSigned !== true) {
    // astropy gives arrays of variable length as they are stored, without TZERO.
    return { letter: WIDER[type] ?? 'K', zero: 0n, missing: undefined };
  }
  if (scan === undefined || !scan.anyMissing || !/^u?int/.test(type)) {
    return { letter, zero, missing: undefined };
  }
  if (variable && !scan.beyondDouble) {
    // A number that is none: astropy cannot read arrays of variable length with TNULL.
    return { letter: 'D', zero: 0n, missing: undefined };
  }
  if (zero === 0n && type !== 'uint8' && (scan.spare !== undefined || type === 'int64')) {
    return { letter, zero, missing: spareOf(scan, name) };
  }
  if (type === 'uint64' && scan.beyondSigned) {
    return { letter, zero, missing: spareOf(scan, name) - zero };
  }
  const wider = WIDER[type] ?? 'K';
  return { letter: wider, zero: 0n, missing: LEAST[wider] };
}

/** The cards that describe a field, the first of them 1. */
export function fieldCards(field: WrittenField, n: number): Card[] {
  const { column, name, letter, size, count, zero, missing, most } = field;
  const { unit, description, display, shape } = column;
  const cards = [newCard(`TTYPE${n}`, name)];
  const repeat = count === undefined ? undefined : letter === 'A' ? count * size : count;
  cards.push(newCard(`TFORM${n}`, repeat === undefined ? `1Q${letter}(${most})` : repeat + letter));
  const dims = letter === 'A' ? [size, ...[...shape].reverse()] : [...shape].reverse();
  if (!column.variable && dims.length > 1) {
    cards.push(newCard(`TDIM${n}`, `(${dims.join(',')})`));
  }
  if (unit !== undefined && unit !== '') {
    cards.push(newCard(`TUNIT${n}`, unit));
  }
  if (zero !== 0n) {
    cards.push(newCard(`TSCAL${n}`, 1), newCard(`TZERO${n}`, zero));
  }
  if (missing !== undefined) {
    cards.push(newCard(`TNULL${n}`, missing));
  }
  if (display !== undefined && /^[A-Z]{1,2}\d+/i.test(display)) {
    cards.push(newCard(`TDISP${n}`, display));
  }
  if (description !== undefined && description !== '') {
    cards.push(newCard(`TCOMM${n}`, description));
  }
  return cards;
}
