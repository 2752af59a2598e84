import type { ArrowField } from '../../src/core/parquet/arrow-schema';
import type { ParquetColumn } from '../../src/core/parquet/columns';
import type { LogicalType, SchemaElement } from '../../src/core/parquet/schema-element';
import { openParquet, type ParquetFile } from '../../src/core/parquet/parquet-file';
import { ParquetTable } from '../../src/core/parquet/parquet-table';
import type { ByteReader } from '../../src/core/bytes/reader';
import type { TableSlice } from '../../src/core/table/table';
import type { Comparison } from './comparison';
import { isList, isObject, listAt, objectAt, type Json, type JsonObject } from './json';
import { cellValue, isList as isCellList, type CellValue } from './table-values';

/** Compares the footer, the schema with its metadata, the first rows and the statistics of a Parquet file. */
export async function compareParquet(
  comparison: Comparison,
  reader: ByteReader,
  truth: JsonObject,
): Promise<void> {
  const file = await openParquet(reader);
  const footer = objectAt(truth, 'footer');
  if (footer) {
    compareFooter(comparison, file, footer);
  }
  const arrow = objectAt(truth, 'arrow');
  if (arrow) {
    compareFields(comparison, 'arrow.fields', file.arrow?.fields ?? [], listAt(arrow, 'fields'));
    compareColumnWords(comparison, file, listAt(arrow, 'fields'));
  }
  const table = new ParquetTable(file);
  if (truth['count'] !== undefined) {
    comparison.same('count', BigInt(table.rows), BigInt(String(truth['count'])));
  }
  const all = table.columns.map(({ index }) => index);
  const first = listAt(truth, 'first3').filter(isObject);
  if (first.length > 0) {
    comparison.same('first3.length', first.length, Math.min(3, table.rows));
    compareRows(comparison, 'first3', table.columns, await table.read(0, first.length, all), first);
  }
  const rows = listAt(truth, 'rows').filter(isObject);
  if (rows.length > 0) {
    comparison.same('rows.length', rows.length, table.rows);
    compareRows(comparison, 'rows', table.columns, await table.read(0, rows.length, all), rows);
    // From the middle of one row group into the next, and backwards: by pages where there is an index.
    const some = Array.from({ length: 9 }, (_, i) => 30 - 2 * i);
    const picked = some.map((row) => rows[row] as JsonObject);
    const fresh = new ParquetTable(file);
    compareRows(comparison, 'picked', table.columns, await fresh.readRows(some, all), picked);
  }
  await compareStatistics(comparison, table, objectAt(truth, 'stats') ?? {});
}

function compareFooter(
  comparison: Comparison,
  { metadata }: ParquetFile,
  footer: JsonObject,
): void {
  comparison.same('footer.num_rows', metadata.rows, footer['num_rows']);
  comparison.same('footer.created_by', metadata.createdBy ?? null, footer['created_by'] ?? null);
  comparison.same(
    'footer.kv_keys',
    [...metadata.keyValues.keys()].sort().join(),
    listAt(footer, 'kv_keys').map(String).sort().join(),
  );
  const groups = listAt(footer, 'row_groups').filter(isObject);
  comparison.same('footer.row_groups.length', metadata.rowGroups.length, groups.length);
  groups.forEach((group, i) => {
    const ours = metadata.rowGroups[i];
    const at = `footer.row_groups[${i}]`;
    comparison.same(`${at}.rows`, ours?.rows, group['rows']);
    comparison.same(`${at}.file_path`, ours?.chunks[0]?.filePath ?? null, group['file_path']);
    comparison.same(`${at}.codec`, ours?.chunks[0]?.codec ?? null, group['codec']);
  });
  const schema = listAt(footer, 'schema').filter(isObject);
  if (footer['schema'] !== undefined) {
    comparison.same('footer.schema.length', metadata.elements.length, schema.length);
  }
  schema.forEach((theirs, i) => {
    const ours = metadata.elements[i] as SchemaElement;
    const at = `footer.schema[${i}]`;
    comparison.same(`${at}.name`, ours.name, theirs['name']);
    comparison.same(`${at}.type`, ours.type ?? null, theirs['type']);
    comparison.same(`${at}.repetition`, ours.repetition ?? null, theirs['repetition']);
    comparison.same(`${at}.converted`, ours.converted ?? null, theirs['converted']);
    comparison.same(`${at}.children`, ours.children, theirs['children']);
    const logical = ours.saysLogical ? logicalName(ours.logical) : null;
    comparison.same(`${at}.logical`, logical, theirs['logical']);
  });
}

function logicalName(logical: LogicalType | undefined): string | null {
  return logical?.kind ?? null;
}

function compareFields(
  comparison: Comparison,
  path: string,
  ours: readonly ArrowField[],
  theirs: readonly Json[],
): void {
  comparison.same(`${path}.length`, ours.length, theirs.length);
  theirs.filter(isObject).forEach((field, i) => {
    const mine = ours[i];
    comparison.same(`${path}[${i}].name`, mine?.name, field['name']);
    comparison.same(`${path}[${i}].nullable`, mine?.nullable, field['nullable']);
    const metadata = objectAt(field, 'metadata') ?? {};
    comparison.same(
      `${path}[${i}].metadata.size`,
      mine?.metadata.size,
      Object.keys(metadata).length,
    );
    for (const [key, value] of Object.entries(metadata)) {
      comparison.same(`${path}[${i}].metadata.${key}`, mine?.metadata.get(key), value);
    }
  });
}

/** Unit and description of the columns that people see. */
function compareColumnWords(
  comparison: Comparison,
  { columns }: ParquetFile,
  fields: readonly Json[],
): void {
  for (const field of fields.filter(isObject)) {
    const metadata = objectAt(field, 'metadata') ?? {};
    const column = columns.find(({ name }) => name === field['name']);
    if (column && Object.keys(metadata).length > 0) {
      comparison.same(`columns.${column.name}.unit`, column.unit ?? '', metadata['unit'] ?? '');
      const description = metadata['description'] ?? '';
      comparison.same(`columns.${column.name}.description`, column.description ?? '', description);
    }
  }
}

function compareRows(
  comparison: Comparison,
  path: string,
  columns: readonly ParquetColumn[],
  slice: TableSlice,
  theirs: readonly JsonObject[],
): void {
  theirs.forEach((row, i) => {
    for (const [name, value] of Object.entries(row)) {
      compareValue(comparison, `${path}[${i}].${name}`, fieldOf(columns, slice, i, name), value);
    }
  });
}

/** Fields of a struct are columns of ours. */
function fieldOf(
  columns: readonly ParquetColumn[],
  slice: TableSlice,
  row: number,
  name: string,
): CellValue | { readonly [key: string]: CellValue } | undefined {
  const valueOf = (column: ParquetColumn): CellValue => {
    const values = slice.columns[column.index];
    return values === undefined ? null : cellValue(values, row, column);
  };
  const own = columns.find((column) => column.name === name);
  if (own) {
    return valueOf(own);
  }
  const below = columns.filter((column) => column.name.startsWith(`${name}.`));
  return Object.fromEntries(
    below.map((column) => [column.name.slice(name.length + 1), valueOf(column)]),
  );
}

function compareValue(
  comparison: Comparison,
  path: string,
  ours: CellValue | { readonly [key: string]: CellValue } | undefined,
  theirs: Json | undefined,
): void {
  if (theirs === null || theirs === undefined) {
    // JSON has no NaN, which the truth writes as null.
    comparison.same(path, Number.isNaN(ours) ? null : ours, null);
  } else if (isList(theirs)) {
    const list = isCellList(ours as CellValue) ? (ours as readonly CellValue[]) : [];
    comparison.same(`${path}.length`, list.length, theirs.length);
    theirs.forEach((value, i) => compareValue(comparison, `${path}[${i}]`, list[i], value));
  } else if (isObject(theirs)) {
    for (const [key, value] of Object.entries(theirs)) {
      const field = (ours as { readonly [key: string]: CellValue } | undefined)?.[key];
      compareValue(comparison, `${path}.${key}`, field, value);
    }
  } else if (typeof ours === 'bigint') {
    comparison.same(path, ours, BigInt(String(theirs)));
  } else if (typeof ours === 'number') {
    comparison.same(path, ours, Number(theirs));
  } else if (typeof ours === 'string') {
    // The reference writes a blank between day and time.
    const text = String(theirs);
    comparison.same(path, ours, /^\d{4}-\d\d-\d\d \d/.test(text) ? text.replace(' ', 'T') : text);
  } else {
    comparison.same(path, ours, theirs);
  }
}

/** Of all values, read by us; and what the file says of itself must lie around them. */
async function compareStatistics(
  comparison: Comparison,
  table: ParquetTable,
  theirs: JsonObject,
): Promise<void> {
  for (const [name, truth] of Object.entries(theirs)) {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (!isObject(truth) || column === undefined || isInformational(column)) {
      continue;
    }
    let nulls = 0;
    let min: number | bigint | string | undefined;
    let max: number | bigint | string | undefined;
    for await (const { columns } of table.scan([column.index])) {
      const [part] = columns;
      for (let i = 0; i < (part?.values.length ?? 0); i++) {
        if (part?.missing?.[i] === 1) {
          nulls += 1;
          continue;
        }
        const value = part?.values[i] as number | bigint | string;
        // The reference takes NaN for the largest of all numbers.
        min = min === undefined || Number.isNaN(min) || value < min ? value : min;
        max = max === undefined || Number.isNaN(value) || value > max ? value : max;
      }
    }
    comparison.same(`stats.${name}.nulls`, String(nulls), truth['nulls']);
    compareBound(comparison, `stats.${name}.min`, column, min, truth['min']);
    compareBound(comparison, `stats.${name}.max`, column, max, truth['max']);
  }
}

function compareBound(
  comparison: Comparison,
  path: string,
  column: ParquetColumn,
  ours: number | bigint | string | undefined,
  theirs: Json | undefined,
): void {
  if (column.type === 'logical') {
    comparison.same(path, ours === 1, theirs);
  } else {
    compareValue(comparison, path, ours ?? null, theirs);
  }
}

/** INT96 and float16 are beyond the reference, see the README of the files. */
function isInformational({ leaves }: ParquetColumn): boolean {
  const [leaf] = leaves;
  return leaf?.type === 'INT96' || leaf?.element.logical?.kind === 'FLOAT16';
}
