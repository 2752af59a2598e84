import { SkybucketError } from '../../errors';
import type { Table, TableOptions } from '../../table/table';
import { deepestRange } from './deepest-range';

/** The most rows whose pixel numbers are kept. */
const MOST_ROWS = 100_000_000;

/** Which row of a map a pixel has, -1 for none: of maps whose rows name their pixels. */
export interface MapIndex {
  rowOf(pixel: number | bigint): number;
}

/**
 * Reads the column of pixel numbers, as a whole.
 *
 * @param unique true where they are NUNIQ numbers; `rowOf` takes pixels of order 29 then
 */
export async function readMapIndex(
  table: Table,
  column: number,
  unique: boolean,
  options: TableOptions,
): Promise<MapIndex> {
  if (table.rows > MOST_ROWS) {
    throw new SkybucketError(
      'too-large',
      `The HEALPix map has ${table.rows.toLocaleString('en-US')} rows, too many to find a pixel in.`,
    );
  }
  return unique ? uniqueIndex(table, column, options) : plainIndex(table, column, options);
}

async function plainIndex(table: Table, column: number, options: TableOptions): Promise<MapIndex> {
  const pixels = new Float64Array(table.rowsPresent);
  let sorted = true;
  await eachNumber(table, column, options, (value, row) => {
    pixels[row] = Number(value);
    sorted &&= row === 0 || (pixels[row - 1] as number) < (pixels[row] as number);
  });
  const rows = sorted ? undefined : order(pixels.length, (a, b) => at(pixels, a) - at(pixels, b));
  const keys = rows === undefined ? pixels : Float64Array.from(rows, (row) => at(pixels, row));
  return {
    rowOf: (pixel) => {
      const found = lastUpTo(keys, Number(pixel));
      return keys[found] === Number(pixel) ? (rows?.[found] ?? found) : -1;
    },
  };
}

async function uniqueIndex(table: Table, column: number, options: TableOptions): Promise<MapIndex> {
  const starts = new BigInt64Array(table.rowsPresent);
  const ends = new BigInt64Array(table.rowsPresent);
  await eachNumber(table, column, options, (value, row) => {
    const [start, end] = deepestRange(BigInt(value));
    starts[row] = start;
    ends[row] = end;
  });
  const rows = order(starts.length, (a, b) => compare(starts[a] as bigint, starts[b] as bigint));
  const keys = BigInt64Array.from(rows, (row) => starts[row] as bigint);
  return {
    rowOf: (pixel) => {
      const row = rows[lastUpTo(keys, BigInt(pixel))];
      return row !== undefined && pixel < (ends[row] as bigint) ? row : -1;
    },
  };
}

async function eachNumber(
  table: Table,
  column: number,
  options: TableOptions,
  use: (value: number | bigint, row: number) => void,
): Promise<void> {
  for await (const { from, columns } of table.scan([column], options)) {
    let row = from;
    for (const value of columns[0]?.values ?? []) {
      if (typeof value === 'string' || (typeof value === 'number' && !Number.isInteger(value))) {
        throw new SkybucketError('format', 'The HEALPix map has a pixel that is no whole number.');
      }
      use(value, row++);
    }
  }
}

function at(values: Float64Array, k: number): number {
  return values[k] as number;
}

function order(length: number, by: (a: number, b: number) => number): Uint32Array {
  return Uint32Array.from({ length }, (_, k) => k).sort(by);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The last of ascending values that is not above one; -1 where all are. */
function lastUpTo(values: Float64Array | BigInt64Array, value: number | bigint): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number | bigint) <= value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}
