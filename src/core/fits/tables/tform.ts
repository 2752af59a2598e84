/** Letters of the data types of a binary table (FITS 4.0, table 18), without the array descriptors. */
export type Letter = 'L' | 'X' | 'B' | 'I' | 'J' | 'K' | 'A' | 'E' | 'D' | 'C' | 'M';

/** Bytes of one element as stored; a bit has none of its own. */
export const ELEMENT_BYTES: Readonly<Record<Letter, number>> = {
  ...{ L: 1, X: 0, B: 1, I: 2, J: 4, K: 8, A: 1, E: 4, D: 8, C: 8, M: 16 },
};

/** A TFORMn of a binary table: `rT`, `rAw`, `rPt(max)`, `rQt(max)`. */
export interface Tform {
  /** Elements of a cell; for an array descriptor 0 or 1 of them. */
  readonly repeat: number;
  /** What the cell, or the array in the heap, is made of. */
  readonly letter: Letter;
  /** The descriptor of 2 × 32 (`P`) or 2 × 64 bits (`Q`) that stands in the row. */
  readonly descriptor: 'P' | 'Q' | undefined;
  /** Characters of each string of an `rAw` cell. */
  readonly stringLength: number | undefined;
  /** The longest array in the heap, where the file says. */
  readonly longest: number | undefined;
  /** Bytes of the cell in the row. */
  readonly width: number;
}

const FORM = /^(\d*)(?:([PQ])([LXBIJKAEDCM])(?:\((\d*)\))?|([LXBIJKAEDCM])(\d*))/i;
/** A repeat count beyond this overflows what a row can be in any file. */
const MOST_REPEAT = Number.MAX_SAFE_INTEGER / 16;

/** Reads a TFORMn (FITS 4.0, section 7.3.1); undefined where it is none. */
export function parseTform(text: string): Tform | undefined {
  const found = FORM.exec(text.trim());
  if (!found) {
    return undefined;
  }
  const [, count = '', descriptor, arrayLetter, longest = '', plainLetter, suffix = ''] = found;
  const letter = (arrayLetter ?? plainLetter ?? '').toUpperCase() as Letter;
  const written = count === '' ? 1 : Number(count);
  if (!(written <= MOST_REPEAT)) {
    return undefined;
  }
  if (descriptor !== undefined) {
    const kind = descriptor.toUpperCase() as 'P' | 'Q';
    return {
      ...{ repeat: written, letter, descriptor: kind, stringLength: undefined },
      longest: longest === '' ? undefined : Number(longest),
      width: written * (kind === 'P' ? 8 : 16),
    };
  }
  const length = letter === 'A' && suffix !== '' ? Number(suffix) : undefined;
  // `A7` is how ASCII tables write it, and a common mistake for `7A`.
  const repeat = count === '' && length !== undefined ? length : written;
  return {
    ...{ repeat, letter, descriptor: undefined, longest: undefined },
    stringLength: length !== undefined && length > 0 && length < repeat ? length : undefined,
    width: bytesOf(letter, repeat),
  };
}

/** Bytes that `count` elements take side by side. */
export function bytesOf(letter: Letter, count: number): number {
  return letter === 'X' ? Math.ceil(count / 8) : ELEMENT_BYTES[letter] * count;
}
