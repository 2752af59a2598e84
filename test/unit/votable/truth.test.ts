import { describe, expect, it } from 'vitest';
import { isList, type CellValue } from '../../golden/table-values';
import { cellsOf, read, truth } from './support/read';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

interface Case {
  readonly text: string;
  readonly tables: readonly {
    readonly fields: readonly { name: string; datatype: string; unit: string | null }[];
    readonly rows: readonly (readonly Json[])[];
  }[];
}

/** As the truth writes it: integers as text, words for what JSON lacks. */
function asTruth(value: CellValue, datatype: string): Json {
  if (isList(value)) {
    return value.map((inner) => asTruth(inner, datatype));
  }
  if (typeof value === 'bigint') {
    return String(value);
  }
  if (typeof value === 'number') {
    const isInteger = /^(?:unsignedByte|short|int|long)$/.test(datatype);
    return isInteger || !Number.isFinite(value) ? String(value) : value;
  }
  if (typeof value === 'object' && value !== null) {
    const { re, im } = value as { re: number; im: number };
    return { re, im };
  }
  return value;
}

/** Arrays whose last axis varies are one list here. */
function flat(value: Json): Json {
  return Array.isArray(value) ? (value.flat(9) as Json[]) : value;
}

function isNaNs(value: CellValue): boolean {
  const isComplex = typeof value === 'object' && value !== null && 're' in value;
  return Number.isNaN(isComplex ? value.re : value);
}

const cases = truth<Record<string, Case>>('truth.json');

describe('what astropy wrote', () => {
  it.each(
    Object.keys(cases).flatMap((name) =>
      [1 << 20, 997, 7].map((pieces) => [name, pieces] as const),
    ),
  )('is read as astropy reads it: %s, in pieces of %i bytes', async (name, pieces) => {
    const { text, tables } = cases[name] as Case;
    const document = await read(text, { pieces });
    expect([document.cut, document.warnings]).toEqual([undefined, []]);
    expect(document.tables.length).toBe(tables.length);
    for (const [i, table] of document.tables.entries()) {
      const { fields, rows } = tables[i] as Case['tables'][number];
      expect(table.columns.map((column) => [column.name, column.unit ?? null])).toEqual(
        fields.map((field) => [field.name, field.unit]),
      );
      const ours = await cellsOf(table);
      expect(ours.length).toBe(rows.length);
      ours.forEach((row, at) => {
        row.forEach((value, column) => {
          const { datatype, name: field } = fields[column] as (typeof fields)[number];
          const theirs = flat((rows[at] as readonly Json[])[column] as Json);
          const where = `${field} in row ${at}`;
          // A number that is missing is NaN in BINARY, and the reference masks every NaN.
          if (theirs === null && isNaNs(value)) {
            return;
          }
          expect([where, flat(asTruth(value, datatype))]).toEqual([where, theirs]);
        });
      });
    }
  });
});
