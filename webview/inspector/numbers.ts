import type { ColumnLine } from '../../src/protocol/table';
import { formatNumber } from '../image/format';

/** A value of a column with as many digits as its type has, and no more: `0.1` of a float32, not `0.10000000149011612`. */
export function valueText(value: number, type: string): string {
  if (type !== 'float32' && type !== 'complex64') {
    return formatNumber(value, 17);
  }
  for (let digits = 6; digits < 9; digits++) {
    if (Math.fround(Number(value.toPrecision(digits))) === value) {
      return formatNumber(value, digits);
    }
  }
  return formatNumber(value, 9);
}

/** The same, rounded to what can be read at a glance. */
export function shortText(value: number, type: string): string {
  const text = valueText(value, type);
  return isInteger(type) || text.length <= 11 ? text : formatNumber(value, 9);
}

export function isInteger(type: string): boolean {
  return /^u?int/.test(type);
}

/** Whether elements are real numbers, so that an array of them can be drawn. */
export function isReal(type: string): boolean {
  return isInteger(type) || type.startsWith('float');
}

/** `FLUX [Jy]` */
export function titleOf({ name, unit }: Pick<ColumnLine, 'name' | 'unit'>): string {
  return unit === undefined || unit === '' ? name : `${name} [${unit}]`;
}

/** Little-endian numbers of a reply, at whatever place of their buffer they came. */
export function float64s({ buffer, byteOffset, byteLength }: Uint8Array): Float64Array {
  return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
}

export function uint32s({ buffer, byteOffset, byteLength }: Uint8Array): Uint32Array {
  return new Uint32Array(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
}
