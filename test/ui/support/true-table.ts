import type { HduTruth } from './truth';

/** What an element is: integers of 64 bits as bigint, a missing one (TNULL) as null. */
export type TrueValue = number | bigint | boolean | string | null;

/** A binary table, read straight from the bytes with none of our readers. */
export interface TrueTable {
  readonly rows: number;
  readonly names: readonly string[];
  /** The elements of a cell; of a scalar the only one. Rows are counted from 0. */
  elements(row: number, name: string): readonly TrueValue[];
  at(row: number, name: string): TrueValue;
}

interface Field {
  readonly offset: number;
  readonly count: number;
  readonly code: string;
  readonly missing: number | undefined;
}

const sizes: Readonly<Record<string, number>> = { L: 1, B: 1, A: 1, I: 2, K: 8, E: 4, D: 8, P: 8 };

/** Columns of TFORM L, B, I, K, A, E, D and PE: what the sample files have. */
export function trueTable(file: Buffer, hdu: HduTruth): TrueTable {
  const cards = new Map(hdu.cards.map(([keyword, value]) => [keyword, value]));
  const [width, rows, count] = ['NAXIS1', 'NAXIS2', 'TFIELDS'].map((name) =>
    Number(cards.get(name)),
  ) as [number, number, number];
  const view = new DataView(file.buffer, file.byteOffset + hdu.data_offset);
  const fields = new Map<string, Field>();
  let offset = 0;
  for (let number = 1; number <= count; number++) {
    const form = String(cards.get(`TFORM${number}`));
    const [, repeat = '', code = ''] = /^(\d*)([LBAIKEDP])/.exec(form) ?? [];
    const size = sizes[code];
    if (size === undefined) throw new Error(`TFORM ${form} is not read here.`);
    const null_ = cards.get(`TNULL${number}`);
    const missing = null_ === undefined ? undefined : Number(null_);
    const elements = repeat === '' ? 1 : Number(repeat);
    fields.set(String(cards.get(`TTYPE${number}`)), { offset, count: elements, code, missing });
    offset += elements * size;
  }

  const element = (code: string, at: number): TrueValue => {
    switch (code) {
      case 'L':
        return view.getUint8(at) === 'T'.charCodeAt(0);
      case 'B':
        return view.getUint8(at);
      case 'I':
        return view.getInt16(at);
      case 'K':
        return view.getBigInt64(at);
      case 'E':
        return view.getFloat32(at);
      default:
        return view.getFloat64(at);
    }
  };
  const elements = (row: number, name: string): readonly TrueValue[] => {
    const field = fields.get(name);
    if (field === undefined) throw new Error(`There is no column ${name}.`);
    const start = row * width + field.offset;
    if (field.code === 'A') {
      const bytes = Buffer.from(view.buffer, view.byteOffset + start, field.count);
      return [bytes.toString('latin1').replace(/[ \0]+$/, '')];
    }
    if (field.code === 'P') {
      const [length, heap] = [view.getInt32(start), rows * width + view.getInt32(start + 4)];
      return Array.from({ length }, (_, i) => view.getFloat32(heap + 4 * i));
    }
    const size = sizes[field.code] ?? 1;
    return Array.from({ length: field.count }, (_, i) => {
      const value = element(field.code, start + i * size);
      return Number(value) === field.missing ? null : value;
    });
  };
  return {
    rows,
    names: [...fields.keys()],
    elements,
    at: (row, name) => elements(row, name)[0] ?? null,
  };
}

/** Whether the text of a cell stands for this value: numbers by their value, all else as it is written. */
export function isText(text: string, value: TrueValue): boolean {
  if (typeof value === 'number') {
    return text !== '' && (Number(text) === value || Math.fround(Number(text)) === value);
  }
  const written = { true: 'True', false: 'False', null: '–' }[String(value)];
  return text === (typeof value === 'string' ? value : (written ?? String(value)));
}
