import { createHash } from 'node:crypto';
import type { Column, Table } from '../../src/core/table/table';

export interface ColumnStatistics {
  readonly finite: number;
  readonly missing: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

const NOT_NUMERIC = new Set(['logical', 'bit', 'text', 'complex64', 'complex128']);

export function isNumeric(column: Column): boolean {
  return !NOT_NUMERIC.has(column.type);
}

/** Of all elements of a numeric column, from a scan. */
export async function columnStatistics(table: Table, column: Column): Promise<ColumnStatistics> {
  let [finite, missing, sum, carried] = [0, 0, 0, 0];
  let [min, max] = [Infinity, -Infinity];
  for await (const { columns } of table.scan([column.index])) {
    const [values] = columns;
    missing += values?.missing?.reduce((count, flag) => count + flag, 0) ?? 0;
    for (const element of values?.values ?? []) {
      const value = Number(element);
      if (Number.isFinite(value)) {
        finite += 1;
        min = Math.min(min, value);
        max = Math.max(max, value);
        const next = sum + value;
        carried += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
        sum = next;
      }
    }
  }
  return { finite, missing, min, max, mean: (sum + carried) / finite };
}

/**
 * All elements of a numeric column as the truth hashes them: SHA-256 of the little-endian float64 bytes,
 * every NaN as 0x7ff8000000000000; with their count, the first five and the last five.
 */
export async function columnHash(
  table: Table,
  column: number,
): Promise<{ count: number; sha256: string; first5: number[]; last5: number[] }> {
  const hash = createHash('sha256');
  const first5: number[] = [];
  let last5: number[] = [];
  let count = 0;
  for await (const { columns } of table.scan([column])) {
    const numbers = Float64Array.from(columns[0]?.values ?? [], Number);
    const words = new BigUint64Array(numbers.buffer);
    numbers.forEach((value, i) => {
      if (Number.isNaN(value)) {
        words[i] = 0x7ff8000000000000n;
      }
    });
    hash.update(new Uint8Array(numbers.buffer));
    count += numbers.length;
    first5.push(...numbers.subarray(0, 5 - Math.min(5, first5.length)));
    last5 = [...last5, ...numbers.subarray(-5)].slice(-5);
  }
  return { count, sha256: hash.digest('hex'), first5, last5 };
}
