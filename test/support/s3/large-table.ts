import type { ObjectBody } from './objects';

/**
 * A made-up catalogue that is larger than anybody's memory: a binary table of 500 columns (ID, RA, DEC
 * and 497 fluxes) whose rows are made when they are read. The same row always has the same values.
 */

const block = 2880;
const fluxes = 497;
export const largeTableColumns = 3 + fluxes;
const rowLength = 24 + 4 * fluxes;

function card(keyword: string, value: string | number | boolean): string {
  const shown =
    typeof value === 'string'
      ? `'${value.padEnd(8)}'`
      : (typeof value === 'boolean' ? (value ? 'T' : 'F') : String(value)).padStart(20);
  return `${keyword.padEnd(8)}= ${shown}`.padEnd(80);
}

function padded(lines: readonly string[]): string {
  const text = [...lines, 'END'.padEnd(80)].join('');
  return text.padEnd(Math.ceil(text.length / block) * block);
}

function headers(rows: number): Uint8Array {
  const primary = [card('SIMPLE', true), card('BITPIX', 8), card('NAXIS', 0), card('EXTEND', true)];
  const table = [
    card('XTENSION', 'BINTABLE'),
    card('BITPIX', 8),
    card('NAXIS', 2),
    card('NAXIS1', rowLength),
    card('NAXIS2', rows),
    card('PCOUNT', 0),
    card('GCOUNT', 1),
    card('TFIELDS', largeTableColumns),
    card('EXTNAME', 'SURVEY'),
    ...column(1, 'ID', 'K'),
    ...column(2, 'RA', 'D', 'deg'),
    ...column(3, 'DEC', 'D', 'deg'),
    ...Array.from({ length: fluxes }, (_, i) => column(i + 4, `FLUX_${i + 1}`, 'E', 'uJy')).flat(),
  ];
  return new TextEncoder().encode(padded(primary) + padded(table));
}

function column(number: number, name: string, format: string, unit?: string): string[] {
  const cards = [card(`TTYPE${number}`, name), card(`TFORM${number}`, format)];
  return unit === undefined ? cards : [...cards, card(`TUNIT${number}`, unit)];
}

/** A number in [0, 1) that looks random and follows from the row and the column (Wang's hash). */
function chance(row: number, at: number): number {
  let hash = Math.imul(row ^ Math.imul(at + 1, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** What is in a row: `ID` is its number counted from 1. */
export function largeTableValue(row: number, column: number): number {
  if (column === 0) {
    return row + 1;
  }
  if (column === 1) {
    return 360 * chance(row, 1);
  }
  if (column === 2) {
    return (Math.asin(2 * chance(row, 2) - 1) * 180) / Math.PI;
  }
  return Math.fround(10 ** (3 * chance(row, column)) - 1);
}

function rowBytes(row: number, view: DataView, at: number): void {
  view.setBigInt64(at, BigInt(row + 1));
  view.setFloat64(at + 8, largeTableValue(row, 1));
  view.setFloat64(at + 16, largeTableValue(row, 2));
  for (let i = 0; i < fluxes; i += 1) {
    view.setFloat32(at + 24 + 4 * i, largeTableValue(row, i + 3));
  }
}

/** 20 GB at ten million rows, none of them kept. */
export function largeTableBody(rows = 10_000_000): ObjectBody {
  const head = headers(rows);
  const dataLength = rows * rowLength;
  return {
    size: head.length + Math.ceil(dataLength / block) * block,
    read: (offset, length) => {
      const out = new Uint8Array(length);
      out.set(head.subarray(offset, offset + length));
      const from = Math.max(0, offset - head.length);
      const to = Math.min(offset + length - head.length, dataLength);
      const one = new Uint8Array(rowLength);
      const view = new DataView(one.buffer);
      for (let row = Math.floor(from / rowLength); row * rowLength < to; row += 1) {
        rowBytes(row, view, 0);
        const start = row * rowLength;
        const part = one.subarray(Math.max(0, from - start), Math.min(rowLength, to - start));
        out.set(part, Math.max(start, from) + head.length - offset);
      }
      return out;
    },
  };
}
