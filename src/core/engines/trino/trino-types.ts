import type { ElementType } from '../../table/table';
import type { Cell } from '../engine';

/** A column of an answer, of an engine that writes types as Trino does: `decimal(10, 2)`, `array(double)`. */
export interface EngineColumn {
  readonly name: string;
  readonly type: string;
}

const TYPES: ReadonlyMap<string, ElementType> = new Map<string, ElementType>([
  ['boolean', 'logical'],
  ['tinyint', 'int8'],
  ['smallint', 'int16'],
  ['integer', 'int32'],
  ['int', 'int32'],
  ['bigint', 'int64'],
  ['real', 'float32'],
  ['float', 'float32'],
  ['double', 'float64'],
]);

/** Digits that a double has at least. */
const DOUBLE_DIGITS = 15;

/** What its cells become: numbers where they are, text of all else. Long decimals stay text, so that no digit is lost. */
export function elementTypeOf(type: string): ElementType {
  const [, name = '', digits] = /^([a-z]+)(?:\((\d+))?/i.exec(type.trim()) ?? [];
  if (name.toLowerCase() === 'decimal') {
    return digits !== undefined && Number(digits) <= DOUBLE_DIGITS ? 'float64' : 'text';
  }
  return TYPES.get(name.toLowerCase()) ?? 'text';
}

/** A cell as JSON has it. */
export function cellOf(value: unknown, type: ElementType): Cell {
  if (value === null || value === undefined) {
    return null;
  }
  if (type === 'logical') {
    return typeof value === 'boolean' ? value : null;
  }
  if (type === 'int64' || type === 'uint64') {
    const digits = typeof value === 'string' ? value : jsonText(value);
    return /^-?\d+$/.test(digits) ? digits : null;
  }
  if (type === 'text') {
    return typeof value === 'string' ? value : jsonText(value);
  }
  // NaN and the infinities are texts there.
  return typeof value === 'string' ? numberOf(value) : Number(value);
}

function numberOf(text: string): number | null {
  const number = Number(text);
  return Number.isNaN(number) && text !== 'NaN' ? null : number;
}

/** Lists and maps, with integers beyond 2^53 as they are. */
function jsonText(value: unknown): string {
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(jsonText).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([key, one]) => `${JSON.stringify(key)}:${jsonText(one)}`,
    );
    return `{${entries.join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}
