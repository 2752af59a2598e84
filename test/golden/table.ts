import type { ByteReader } from '../../src/core/bytes/reader';
import type { Hdu } from '../../src/core/fits/hdu';
import { openTable } from '../../src/core/fits/tables/open-table';
import { cellText } from '../../src/core/table/format';
import type { Column, ColumnValues, Table } from '../../src/core/table/table';
import { NodeInflate } from '../../src/platform/node/inflate';
import type { Comparison } from './comparison';
import { isObject, listAt, objectAt, type Json, type JsonObject } from './json';
import { columnHash, columnStatistics, isNumeric } from './table-statistics';
import { cellValue, isList, type CellValue } from './table-values';

/** Rows that are compared one by one from the first on. */
const FIRST_ROWS = 3;

/** Compares the rows, columns and statistics of a table. */
export async function compareTable(
  comparison: Comparison,
  path: string,
  reader: ByteReader,
  hdu: Hdu,
  truth: JsonObject,
): Promise<void> {
  const table = openTable(reader, hdu, new NodeInflate());
  comparison.same(`${path}.rows`, table.rows, truth['rows']);
  compareColumns(comparison, `${path}.columns`, table.columns, listAt(truth, 'columns'));
  const first = listAt(truth, 'first3');
  await compareRows(comparison, `${path}.first3`, table, 0, first);
  comparison.same(
    `${path}.first3.length`,
    truth['first3'] === undefined || first.length === Math.min(FIRST_ROWS, table.rows),
    true,
  );
  const last = objectAt(truth, 'last');
  if (last) {
    await compareRows(comparison, `${path}.last`, table, table.rows - 1, [last]);
  }
  const missing = objectAt(truth, 'missing') ?? {};
  for (const [name, count] of Object.entries(missing)) {
    comparison.same(`${path}.missing.${name}`, await missingElements(table, name), count);
  }
  await compareTexts(comparison, `${path}.texts`, table, objectAt(truth, 'texts') ?? {});
  const statistics = objectAt(truth, 'column_stats');
  if (statistics) {
    await compareStatistics(comparison, `${path}.column_stats`, table, statistics);
  }
}

/** Compares random groups: names of their parameters and count, and where the truth has them the values. */
export async function compareGroups(
  comparison: Comparison,
  path: string,
  reader: ByteReader,
  hdu: Hdu,
  truth: JsonObject,
): Promise<void> {
  const table = openTable(reader, hdu, new NodeInflate());
  const names = table.columns.slice(0, -1).map(({ name }) => name);
  comparison.same(`${path}.parnames`, names.join(), listAt(truth, 'parnames').join());
  comparison.same(`${path}.n`, table.rows, truth['n']);
  const all = table.columns.map(({ index }) => index);
  const slice = await table.read(0, table.rows, all);
  const cells = (row: number): (CellValue | undefined)[] =>
    slice.columns.map((values, i) => cellValue(values, row, table.columns[i] as Column));
  listAt(truth, 'rows').forEach((row, i) => {
    compareValue(comparison, `${path}.rows[${i}]`, cells(i).slice(0, -1) as CellValue[], row);
  });
  listAt(truth, 'data').forEach((data, i) => {
    compareValue(comparison, `${path}.data[${i}]`, cells(i).at(-1), data);
  });
}

/** Compares the values of a HEALPix map: the first column of its table, whose cells may hold many pixels. */
export async function compareMap(
  comparison: Comparison,
  reader: ByteReader,
  hdu: Hdu,
  truth: JsonObject,
): Promise<void> {
  const map = objectAt(truth, 'map');
  if (map) {
    const ours = await columnHash(openTable(reader, hdu, new NodeInflate()), 0);
    comparison.same('map.shape', ours.count, Number(listAt(map, 'shape')[0]));
    comparison.same('map.sha256_f64le', ours.sha256, map['sha256_f64le']);
    comparison.same('map.first5', ours.first5.join(), listAt(map, 'first5').map(Number).join());
    comparison.same('map.last5', ours.last5.join(), listAt(map, 'last5').map(Number).join());
  }
}

function compareColumns(
  comparison: Comparison,
  path: string,
  ours: readonly Column[],
  theirs: readonly Json[],
): void {
  comparison.same(`${path}.length`, ours.length, theirs.length);
  theirs.forEach((column, i) => {
    if (isObject(column)) {
      const at = `${path}[${i}]`;
      const mine = ours[i];
      comparison.same(`${at}.name`, mine?.name, column['name']);
      comparison.same(`${at}.unit`, mine?.unit ?? null, column['unit'] ?? null);
      comparison.same(`${at}.disp`, mine?.display ?? null, column['disp'] ?? null);
      comparison.same(`${at}.problem`, mine?.problem, undefined);
    }
  });
}

async function compareRows(
  comparison: Comparison,
  path: string,
  table: Table,
  from: number,
  theirs: readonly Json[],
): Promise<void> {
  const all = table.columns.map(({ index }) => index);
  const slice = await table.read(from, from + theirs.length, all);
  theirs.forEach((row, i) => {
    if (!isObject(row)) {
      return;
    }
    for (const [name, value] of Object.entries(row)) {
      const column = table.columns.find((candidate) => candidate.name === name);
      const values = column && slice.columns[column.index];
      const ours = values && cellValue(values, i, column);
      compareValue(comparison, `${path}[${i}].${name}`, ours, value);
    }
  });
}

/** What we take for missing is the file's to decide, so a reference that knows nothing of it is not asked. */
function compareValue(
  comparison: Comparison,
  path: string,
  ours: CellValue | undefined,
  theirs: Json,
): void {
  if (theirs === null) {
    comparison.same(path, ours, null);
    return;
  }
  if (ours === null) {
    return;
  }
  if (isList(ours)) {
    const list = Array.isArray(theirs) ? (theirs as readonly Json[]) : [];
    comparison.same(`${path}.length`, ours.length, list.length);
    list.forEach((value, i) => compareValue(comparison, `${path}[${i}]`, ours[i], value));
  } else if (typeof ours === 'object') {
    const complex = isObject(theirs) ? theirs : {};
    comparison.same(`${path}.re`, ours.re, Number(complex['re']));
    comparison.same(`${path}.im`, ours.im, Number(complex['im']));
  } else if (typeof ours === 'string') {
    // Characters of an array in the heap come one by one from the reference, and it takes the newline
    // at the end of a string for a blank.
    const text = Array.isArray(theirs) ? theirs.join('') : String(theirs);
    comparison.same(path, ours.trimEnd(), text.trimEnd());
  } else if (typeof ours === 'boolean') {
    comparison.same(path, ours, theirs);
  } else if (typeof ours === 'bigint' || typeof theirs === 'bigint') {
    comparison.same(path, BigInt(ours ?? 0), BigInt(theirs as bigint | number));
  } else {
    comparison.same(path, ours, Number(theirs));
  }
}

/** Elements of the column that are missing. */
async function missingElements(table: Table, name: string): Promise<number> {
  const index = table.columns.findIndex((column) => column.name === name);
  let count = 0;
  for await (const { columns } of table.scan([index])) {
    count += columns[0]?.missing?.reduce((sum, flag) => sum + flag, 0) ?? 0;
  }
  return count;
}

/** Compares cells as the file wants them shown. */
async function compareTexts(
  comparison: Comparison,
  path: string,
  table: Table,
  theirs: JsonObject,
): Promise<void> {
  const all = table.columns.map(({ index }) => index);
  for (const [name, texts] of Object.entries(theirs)) {
    const column = table.columns.find((candidate) => candidate.name === name) as Column;
    const { columns } = await table.read(0, table.rows, all);
    const values = columns[column.index] as ColumnValues;
    (texts as readonly Json[]).forEach((text, row) => {
      comparison.same(`${path}.${name}[${row}]`, cellText(values, row, column), text);
    });
  }
}

async function compareStatistics(
  comparison: Comparison,
  path: string,
  table: Table,
  theirs: JsonObject,
): Promise<void> {
  for (const [name, value] of Object.entries(theirs)) {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (!isObject(value) || column === undefined || !isNumeric(column)) {
      comparison.differ(`${path}.${name}`, column?.type, value);
      continue;
    }
    const ours = await columnStatistics(table, column);
    if (ours.missing > 0) {
      continue;
    }
    comparison.same(`${path}.${name}.finite`, ours.finite, value['finite']);
    const largest = Math.max(Math.abs(ours.min), Math.abs(ours.max));
    for (const key of ['min', 'max', 'mean'] as const) {
      if (value[key] !== undefined && value[key] !== null) {
        const relative = key === 'mean' && column.type === 'float32' ? 1e-6 : 1e-9;
        comparison.near(`${path}.${name}.${key}`, ours[key], Number(value[key]), relative, largest);
      }
    }
  }
}
