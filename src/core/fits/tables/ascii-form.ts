import type { ElementType } from '../../table/table';
import type { Elements } from './elements';
import { fieldText } from './latin1';

/** How a field of an ASCII table is written (FITS 4.0, section 7.2.1, table 15). */
export interface AsciiForm {
  readonly letter: 'A' | 'I' | 'F' | 'E' | 'D';
  /** Characters. */
  readonly width: number;
  /** Digits after the decimal point where none is written. */
  readonly decimals: number;
  readonly type: ElementType;
  readonly scale: number;
  readonly zero: number;
  /** TNULL without the blanks around it. */
  readonly blank: string | undefined;
}

const FORM = /^([AIFED])(\d*)(?:\.(\d+))?/i;
const NUMBER = /^([+-]?)(\d*)(\.?)(\d*)(?:[ED]?([+-]\d+)|[ED](\d+))?$/i;
const WORDS: ReadonlyMap<string, number> = new Map([
  ...([
    ['nan', NaN],
    ['+nan', NaN],
    ['-nan', NaN],
  ] as const),
  ...([
    ['inf', Infinity],
    ['+inf', Infinity],
    ['-inf', -Infinity],
  ] as const),
  ...([
    ['infinity', Infinity],
    ['+infinity', Infinity],
    ['-infinity', -Infinity],
  ] as const),
]);
/** Every integer of so many characters fits 32 bits. */
const SHORT_INTEGER = 9;
/** An integer of fewer characters fits 64 bits. */
const LONG_INTEGER = 19;

/** Reads a TFORMn of an ASCII table; undefined where it is none. */
export function parseAsciiForm(
  text: string,
  scale: number,
  zero: number,
  blank: string | undefined,
): AsciiForm | undefined {
  const [, written = '', digits = '', decimals = '0'] = FORM.exec(text.trim()) ?? [];
  const letter = written.toUpperCase() as AsciiForm['letter'];
  const width = digits === '' && letter === 'A' ? 1 : Number(digits);
  if (written === '' || width === 0 || !Number.isSafeInteger(width)) {
    return undefined;
  }
  const scaled = letter !== 'A' && (scale !== 1 || zero !== 0);
  const integer = width <= SHORT_INTEGER ? 'int32' : 'int64';
  const type = letter === 'A' ? 'text' : letter === 'I' && !scaled ? integer : 'float64';
  return { letter, width, decimals: Number(decimals), type, scale, zero, blank: blank?.trim() };
}

/**
 * The field of one row. Blank numbers, those that equal TNULL and what is no number are missing; a text
 * is missing only where it equals TNULL.
 */
export function decodeAscii(
  bytes: Uint8Array,
  start: number,
  form: AsciiForm,
  out: Elements,
  at: number,
): void {
  const text = fieldText(bytes, start, form.width);
  const trimmed = text.trim();
  if (trimmed === form.blank && (trimmed !== '' || form.letter !== 'A')) {
    out.setMissing(at);
  } else if (form.letter === 'A') {
    (out.values as string[])[at] = text;
  } else if (form.letter === 'I') {
    decodeInteger(trimmed, form, out, at);
  } else {
    const value = numberIn(trimmed, form.decimals);
    if (value === undefined) {
      out.setMissing(at);
    }
    (out.values as Float64Array)[at] = scaled(value ?? NaN, form);
  }
}

function decodeInteger(text: string, form: AsciiForm, out: Elements, at: number): void {
  if (!/^[+-]?\d+$/.test(text)) {
    out.setMissing(at);
    if (form.type === 'float64') {
      (out.values as Float64Array)[at] = NaN;
    }
  } else if (form.type !== 'int64') {
    (out.values as Int32Array | Float64Array)[at] = scaled(Number(text), form);
  } else {
    const value = BigInt(text.replace('+', ''));
    if (text.length >= LONG_INTEGER && BigInt.asIntN(64, value) !== value) {
      out.setMissing(at);
    } else {
      (out.values as BigInt64Array)[at] = value;
    }
  }
}

/** A number as Fortran writes it: `D` exponents, exponents without a letter, an implied decimal point. */
function numberIn(text: string, decimals: number): number | undefined {
  const found = NUMBER.exec(text);
  const [, sign = '', whole = '', point = '', fraction = '', signed, unsigned] = found ?? [];
  if (!found || whole + fraction === '') {
    return WORDS.get(text.toLowerCase());
  }
  const exponent = Number(signed ?? unsigned ?? 0);
  return point === ''
    ? Number(`${sign}${whole}e${exponent - decimals}`)
    : Number(`${sign}${whole || '0'}.${fraction}e${exponent}`);
}

function scaled(value: number, { scale, zero }: AsciiForm): number {
  return scale === 1 && zero === 0 ? value : value * scale + zero;
}
