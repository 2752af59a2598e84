import type { CellReply, ColumnLine } from '../../../src/protocol/table';
import { formatCount } from '../../../src/protocol/figures';
import { formatNumber } from '../../image/format';
import { isReal } from '../numbers';

/** How the elements of a cell are shown, besides as a list. */
export type CellForm = 'scalar' | 'line' | 'picture' | 'complex' | 'bits' | 'list' | 'empty';

/** Bytes of an element, as far as its type says. */
const BYTES: Readonly<Record<string, number>> = { complex64: 8, complex128: 16, bit: 1 / 8 };

export function cellForm(column: ColumnLine, { count, shape }: CellReply): CellForm {
  const isArray = column.variable || column.shape.length > 0;
  if (!isArray) {
    return 'scalar';
  }
  if (count === 0) {
    return 'empty';
  }
  if (column.type === 'bit' || column.type === 'bool') {
    return 'bits';
  }
  if (count > 1 && column.type.startsWith('complex')) {
    return 'complex';
  }
  if (count > 1 && isReal(column.type)) {
    return shape.filter((length) => length > 1).length > 1 ? 'picture' : 'line';
  }
  return 'list';
}

/** Bytes of a cell as it is stored; undefined where its length is not known before it is read. */
export function cellBytes({ type, shape, variable }: ColumnLine): number | undefined {
  const bits = /\d+$/.exec(type)?.[0];
  const each = BYTES[type] ?? (bits === undefined ? 1 : Number(bits) / 8);
  return variable ? undefined : Math.ceil(shape.reduce((a, b) => a * b, each));
}

/** `[2, 0, 11]`: the place of an element, slowest axis first; `12` where there is one axis. */
export function placeText(index: number, shape: readonly number[], origin: 0 | 1): string {
  if (shape.length < 2) {
    return String(index + origin);
  }
  const places: number[] = [];
  let rest = index;
  for (const length of [...shape].reverse()) {
    places.unshift((rest % length) + origin);
    rest = Math.floor(rest / length);
  }
  return places.join(', ');
}

/** The real and imaginary parts of complex numbers, NaN for what is missing; undefined where a text is none. */
export function complexParts(
  texts: readonly (string | null)[],
): { readonly real: number[]; readonly imaginary: number[] } | undefined {
  const real: number[] = [];
  const imaginary: number[] = [];
  for (const text of texts) {
    const parts = text === null ? [Number.NaN, Number.NaN] : partsOf(text);
    if (parts === undefined) {
      return undefined;
    }
    real.push(parts[0] ?? Number.NaN);
    imaginary.push(parts[1] ?? Number.NaN);
  }
  return { real, imaginary };
}

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|nan|inf(?:inity)?)`;
const COMPLEX = new RegExp(`^(${NUMBER})([+-]${NUMBER.slice(5)})[ij]$`, 'i');

function partsOf(text: string): [number, number] | undefined {
  const match = COMPLEX.exec(text.replace(/[\s()]/g, ''));
  return match === null ? undefined : [numberOf(match[1]), numberOf(match[2])];
}

function numberOf(text = ''): number {
  return Number(text.replace(/inf(inity)?$/i, 'Infinity'));
}

function isSet(text: string): boolean {
  return /^(1|t|true)$/i.test(text);
}

/** `1011 0010 1…`: bits in groups of eight, as they are stored. */
export function bitText(texts: readonly (string | null)[]): string {
  const bits = texts.map((text) => (text === null ? '?' : isSet(text) ? '1' : '0'));
  const groups: string[] = [];
  for (let i = 0; i < bits.length; i += 8) {
    groups.push(bits.slice(i, i + 8).join(''));
  }
  return groups.join(' ');
}

/** The smallest and the largest finite value, or undefined where none is finite. */
export function finiteEnds(
  values: Float64Array,
): { readonly low: number; readonly high: number } | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (Number.isFinite(value)) {
      low = value < low ? value : low;
      high = value > high ? value : high;
    }
  }
  return low <= high ? { low, high } : undefined;
}

/** `20 bits, 7 of them set` */
export function bitsText(texts: readonly (string | null)[]): string {
  const set = texts.filter((text) => text !== null && isSet(text)).length;
  return `${formatCount(texts.length)} ${texts.length === 1 ? 'bit' : 'bits'}, ${formatCount(set)} of them set`;
}

/** `12 × 30 values from 1.5 to 8.25` */
export function valuesText({ shape, count }: CellReply, values: Float64Array): string {
  const size = shape.length > 1 ? shape.join(' × ') : formatCount(count);
  const ends = finiteEnds(values);
  const range =
    ends === undefined
      ? ''
      : ends.low === ends.high
        ? `, all ${formatNumber(ends.low, 7)}`
        : ` from ${formatNumber(ends.low, 7)} to ${formatNumber(ends.high, 7)}`;
  return `${size} ${count === 1 ? 'value' : 'values'}${range}`;
}
