import { readFileSync } from 'node:fs';
import type { ElementArray, ElementType } from '../../../src/core/table/table';
import { column, MemoryTable, type MemoryColumn } from './memory-table';

export interface TableTruth {
  readonly rows: number;
  readonly columns: readonly {
    readonly name: string;
    readonly type: ElementType;
    readonly values: string | readonly string[];
    readonly missing: string;
  }[];
  readonly sorts: readonly {
    readonly keys: readonly (readonly [string, boolean])[];
    readonly rows: string;
  }[];
  readonly filters: readonly { readonly filter: string; readonly rows: string }[];
  readonly statistics: readonly {
    readonly column: string;
    readonly count: number;
    readonly missing: number;
    readonly nan: number;
    readonly infinite: number;
    readonly min?: string;
    readonly max?: string;
    readonly sum?: number;
    readonly mean?: number;
    readonly deviation?: number;
    readonly median?: number;
    readonly distinct?: number;
    readonly counts?: readonly number[];
    readonly texts?: readonly string[];
  }[];
  readonly histograms: readonly {
    readonly column: string;
    readonly bins: number;
    readonly range: readonly [number, number] | null;
    readonly low: number;
    readonly high: number;
    readonly counts: readonly number[];
    readonly below: number;
    readonly above: number;
  }[];
}

/** What numpy and SQLite say; see make_table_truth.py. */
export const truth = JSON.parse(
  readFileSync(new URL('../../fixtures/table-truth.json', import.meta.url), 'utf8'),
) as TableTruth;

/** Rows as bits of a hexadecimal number. */
export function rowSet(hexadecimal: string): number[] {
  const bits = BigInt(`0x${hexadecimal}`);
  return Array.from({ length: truth.rows }, (_, row) => row).filter(
    (row) => (bits >> BigInt(row)) & 1n,
  );
}

export function rowList(base64: string): number[] {
  return [...Buffer.from(base64, 'base64')];
}

/** The table of the truth, given in slices of so many rows. */
export function truthTable(rowsPerSlice = 37): MemoryTable {
  return new MemoryTable(truth.columns.map(columnOf), truth.rows, rowsPerSlice);
}

/** The position of a column. */
export function positionOf(name: string): number {
  return truth.columns.findIndex((each) => each.name === name);
}

function columnOf({ name, type, values, missing }: TableTruth['columns'][number]): MemoryColumn {
  const rows = new Set(rowSet(missing));
  return column(name, type, arrayOf(type, values), {
    missing: Array.from({ length: truth.rows }, (_, row) => (rows.has(row) ? 1 : 0)),
  });
}

const ARRAYS: Partial<Record<ElementType, new (buffer: ArrayBuffer) => ElementArray>> = {
  logical: Uint8Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
  complex64: Float32Array,
};

function arrayOf(type: ElementType, values: string | readonly string[]): ElementArray {
  if (typeof values !== 'string') {
    return values;
  }
  const { buffer } = Uint8Array.from(Buffer.from(values, 'base64'));
  return new (ARRAYS[type] as new (of: ArrayBuffer) => ElementArray)(buffer);
}
