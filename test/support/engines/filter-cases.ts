import type { RowFilter } from '../../../src/core/catalogs/filter/row-filter';
import { matching } from '../../../src/core/catalogs/filter/row-filter';
import type { SqlColumn } from '../../../src/core/engines/sql/column';
import type { ColumnArray, ColumnPart } from '../../../src/core/table/expression/evaluate';

/** Filters of every kind over rows with everything that can go wrong in them. */

export const COLUMNS: readonly SqlColumn[] = [
  { name: 'id', type: 'int32', list: false },
  { name: 'flag', type: 'int32', list: false },
  { name: 'mag', type: 'float64', list: false },
  { name: 'col', type: 'float32', list: false },
  { name: 'cntr', type: 'int64', list: false },
  { name: 'name', type: 'text', list: false },
  { name: 'good', type: 'bool', list: false },
];

const MAGS = [15.1, NaN, null, Infinity, -Infinity, 0, -0.5, 0.5, 1.5, 2.5, -1.5, 14.999999, 7];
const COLS = [15.1, 2.5, NaN, null, -3.25, 0.1, 16777216, Infinity];
const FLAGS = [0, 1, 4, null, -7, 2147483647, -2147483648];
const CNTRS = [0n, 9007199254740993n, 9007199254740992n, null, -5n, 9223372036854775807n, 17n];
const NAMES = ['J0401+25', "M 31's", null, '100%_a', 'ÄÖü', '', 'back\\slash', 'j0401+26'];
const GOOD = [true, false, null];
export const ROWS = 600;

const pick = <T>(list: readonly T[], row: number, step: number): T =>
  list[Math.floor((row * 7919 * step + (row * row) / 3) % list.length)] as T;
export const rows = Array.from({ length: ROWS }, (_, row) => ({
  id: row,
  flag: pick(FLAGS, row, 1),
  mag: pick(MAGS, row, 3),
  col: pick(COLS, row, 5),
  cntr: pick(CNTRS, row, 11),
  name: pick(NAMES, row, 13),
  good: pick(GOOD, row, 17),
}));

export const FILTERS = [
  'flag == 0 and mag < 15.1 and mag - col > 0.8',
  'flag == 0',
  'flag != 0',
  'not (flag != 0)',
  'mag == mag',
  'mag != mag',
  'not (mag < 15)',
  'not (mag >= 15)',
  'not (mag between 0 and 10)',
  'mag > 0 or flag > 0',
  'not (mag > 0 or flag > 0)',
  'not (mag > 0 and flag > 0)',
  'col < 15.1',
  'col <= 15.1',
  'col == 15.1',
  'col = 0.1',
  'col >= 16777217',
  'col == mag',
  'col + 0 == 15.1',
  'col in (15.1, 2.5, 0.1)',
  'col not in (2.5)',
  'mag in (15.1, 7, 0)',
  'mag not in (15.1, 7, 0)',
  'flag in (0, 1, 2.5)',
  'flag in (0.5)',
  'flag not in (0, 4)',
  '[("flag", "not in", [0, 4])]',
  '[[("flag", "==", 0), ("mag", "<", 15)], [("name", "in", ["J0401+25"])]]',
  'cntr == 9007199254740993',
  'cntr in (9007199254740993, 17)',
  'cntr < 9007199254740993',
  'cntr > 1.5',
  'cntr <= -4.5',
  'cntr = 1.5',
  'cntr != 1.5',
  'not (cntr != 1.5)',
  'cntr < 1e300',
  'cntr > 1e300',
  'cntr < 99999999999999999999',
  'cntr == flag',
  'cntr % 5 == 2',
  'cntr % -5 == -3',
  'cntr % flag == 0',
  'cntr & 1 == 1',
  'cntr - 1 > 9007199254740991 and cntr < 9007199254741000',
  '-cntr > 0',
  'flag & 5 = 4',
  'flag | 1 = 1',
  'flag + flag > 4000000000',
  'flag * 2 = 8',
  'flag / 0 > 0',
  'flag / 8 = 0.5',
  'flag % 3 == 2',
  'mag % 2 = 0.5',
  'mag % -2 = -0.5',
  '-mag > -1',
  'mag ** 2 > 2',
  '2 ** flag > 1',
  'mag - -1 > 2',
  'mag is null',
  'mag is not null',
  'mag is nan',
  'mag is not nan',
  'flag is nan',
  'flag is not nan',
  'not (mag + col is null)',
  'name is null',
  "name == 'J0401+25'",
  "name != 'J0401+25'",
  "name < 'M'",
  "name >= 'j'",
  "name == 'M 31''s'",
  "name in ('', 'ÄÖü')",
  "name like 'j0401%'",
  "name like '%\\%\\_a'",
  "name not like '%\\\\slash'",
  "name like '_ 31\\'''",
  "name contains 'Ö'",
  "name contains '%_'",
  "name startswith 'J0'",
  "name endswith '_a'",
  "name endswith '\\slash'",
  'good',
  'not good',
  'good == true',
  'good != (flag > 0)',
  'good and mag > 1',
  'good or mag > 1',
  '(mag > 1) == (flag > 1)',
  '0 < mag < 10',
  '0 < flag <= 4 < mag',
  'flag between 0 and 4',
  'cntr between -5 and 17',
  'cntr between 0.5 and 17.5',
  'col between 0.1 and 15.1',
  "name between 'J' and 'k'",
  'round(mag) == 2',
  'round(mag) == 0',
  'round(-mag) = -2',
  'floor(mag) = -2',
  'ceil(mag) = -1',
  'abs(mag) = 1.5',
  'sqrt(mag) > 1',
  'sqrt(mag) is nan',
  'log10(mag) > 0',
  'ln(mag) < 0',
  'log(mag) < 0',
  'log2(mag) < 1',
  'exp(mag) > 100',
  'sin(rad(mag)) > 0',
  'cos(deg(mag)) > 0.5',
  'tan(mag) > 1 and asin(mag) > 0',
  'acos(mag) < 2',
  'atan(mag) > 1',
  'atan2(mag, col) > 1',
  'pow(mag, 2) = 2.25',
  'min(mag, col) < 1',
  'max(mag, col, flag) > 15',
  'isfinite(mag)',
  'not isfinite(mag)',
  'isnan(col)',
  'min(mag) == 7',
];

/** The rows that a filter of ours chooses. */
export function chosenRows(filter: RowFilter): number[] {
  const parts = filter.uses.map(({ column }) => partOf((COLUMNS[column] as SqlColumn).name));
  return [...matching(filter)(parts, ROWS)];
}

function partOf(name: string): ColumnPart {
  const cells = rows.map((row) => row[name as keyof typeof row]);
  const missing = Uint8Array.from(cells, (cell) => (cell === null ? 1 : 0));
  return { values: valuesOf(name, cells), missing, start: 0 };
}

function valuesOf(name: string, cells: readonly unknown[]): ColumnArray {
  switch (name) {
    case 'name':
      return cells.map((cell) => (cell === null ? '' : String(cell)));
    case 'cntr':
      return BigInt64Array.from(cells, (cell) => (cell === null ? 0n : (cell as bigint)));
    case 'mag':
      return Float64Array.from(cells, (cell) => Number(cell));
    case 'col':
      return Float32Array.from(cells, (cell) => Number(cell));
    case 'good':
      return Uint8Array.from(cells, (cell) => Number(cell));
    default:
      return Int32Array.from(cells, (cell) => Number(cell));
  }
}
