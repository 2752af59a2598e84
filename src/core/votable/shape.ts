import type { ElementType } from '../table/table';
import type { VoDatatype } from './document';

/** Words that files use for a datatype though no version of VOTable knows them. */
const OTHER_WORDS: Readonly<Record<string, VoDatatype>> = {
  string: 'char',
  unicodestring: 'unicodeChar',
  unicode: 'unicodeChar',
  logical: 'boolean',
  bool: 'boolean',
  byte: 'unsignedByte',
  uint8: 'unsignedByte',
  int16: 'short',
  int32: 'int',
  integer: 'int',
  int64: 'long',
  float32: 'float',
  real: 'float',
  float64: 'double',
  complex64: 'floatComplex',
  complex128: 'doubleComplex',
};

const TYPES: Readonly<Record<VoDatatype, ElementType>> = {
  boolean: 'logical',
  bit: 'bit',
  unsignedByte: 'uint8',
  short: 'int16',
  int: 'int32',
  long: 'int64',
  char: 'text',
  unicodeChar: 'text',
  float: 'float32',
  double: 'float64',
  floatComplex: 'complex64',
  doubleComplex: 'complex128',
};

/** Bytes of an element in a binary stream; bits take one byte for eight. */
export const STREAM_BYTES: Readonly<Record<VoDatatype, number>> = {
  boolean: 1,
  bit: 1,
  unsignedByte: 1,
  short: 2,
  int: 4,
  long: 8,
  char: 1,
  unicodeChar: 2,
  float: 4,
  double: 8,
  floatComplex: 8,
  doubleComplex: 16,
};

/** Elements that a cell may have by its arraysize; what claims more is a lie. */
const MOST_ELEMENTS = 2 ** 28;

/** What a cell holds. Of text an element is a string, of `width` characters at most. */
export interface CellShape {
  readonly datatype: VoDatatype;
  readonly type: ElementType;
  /** Slowest axis first, as numpy writes it; empty for one element, and where the count varies. */
  readonly shape: readonly number[];
  readonly variable: boolean;
  /** Elements of a cell; of one whose count varies, those of one step along its last axis. */
  readonly count: number;
  /** Characters of a string; undefined where its length varies without bound. */
  readonly width: number | undefined;
  /** Of text: whether it is written with its length in a binary stream. */
  readonly counted: boolean;
}

/** Files disagree on what the count before such a cell in a binary stream counts. */
export function isCountedInTwoWays({ variable, type, count }: CellShape): boolean {
  return variable && type !== 'text' && count > 1;
}

export function isDatatype(word: string): word is VoDatatype {
  return Object.hasOwn(TYPES, word);
}

/** The datatype that is meant by a word; undefined for what is not known. */
export function datatypeOf(word: string): VoDatatype | undefined {
  if (isDatatype(word)) {
    return word;
  }
  const lower = word.toLowerCase();
  const alike = Object.keys(TYPES).find((known) => known.toLowerCase() === lower);
  return (
    (alike as VoDatatype | undefined) ??
    (Object.hasOwn(OTHER_WORDS, lower) ? OTHER_WORDS[lower] : undefined)
  );
}

/** A string of any length. */
export const ANY_TEXT: CellShape = {
  ...{ datatype: 'char', type: 'text', shape: [], variable: false, count: 1 },
  ...{ width: undefined, counted: true },
};

/** @returns a sentence where the arraysize makes no sense. */
export function cellShape(datatype: VoDatatype, arraysize: string | undefined): CellShape | string {
  const text = arraysize?.replace(/\s+/g, '') ?? '';
  const type = TYPES[datatype];
  const isText = type === 'text';
  if (text === '' || (text === '1' && !isText)) {
    const one = { datatype, type, shape: [], variable: false, count: 1 };
    return { ...one, width: isText ? 1 : undefined, counted: false };
  }
  const axes = text.split('x');
  const last = axes.pop() as string;
  const open = last.endsWith('*');
  const bound = open ? last.slice(0, -1) : last;
  const fixed = axes.map(lengthOf);
  const end = bound === '' ? undefined : lengthOf(bound);
  if (fixed.includes(undefined) || (end === undefined && (bound !== '' || !open))) {
    return `its arraysize is “${text.slice(0, 40)}”`;
  }
  const lengths = fixed as number[];
  if ([...lengths, end ?? 1].reduce((a, b) => a * b, 1) > MOST_ELEMENTS) {
    return `its arraysize ${text.slice(0, 40)} is more than memory can bear`;
  }
  return isText
    ? textShape(datatype, lengths, open, end)
    : numberShape(datatype, lengths, open, end as number);
}

/** The first axis of text is along its characters. */
function textShape(
  datatype: VoDatatype,
  fixed: readonly number[],
  open: boolean,
  end: number | undefined,
): CellShape {
  const type = 'text';
  const [width, ...rest] = fixed;
  if (width === undefined) {
    return { datatype, type, shape: [], variable: false, count: 1, width: end, counted: open };
  }
  const count = rest.reduce((a, b) => a * b, 1);
  return open
    ? { datatype, type, shape: [], variable: true, count, width, counted: true }
    : {
        ...{ datatype, type, shape: [end as number, ...rest.reverse()], variable: false },
        ...{ count: count * (end as number), width, counted: false },
      };
}

function numberShape(
  datatype: VoDatatype,
  fixed: readonly number[],
  open: boolean,
  end: number,
): CellShape {
  const type = TYPES[datatype];
  const count = fixed.reduce((a, b) => a * b, 1);
  return open
    ? { datatype, type, shape: [], variable: true, count, width: undefined, counted: true }
    : {
        ...{ datatype, type, shape: [end, ...[...fixed].reverse()], variable: false },
        ...{ count: count * end, width: undefined, counted: false },
      };
}

function lengthOf(text: string): number | undefined {
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}
