import { quoteText, unquote } from '../../adql/quote';
import { numberIn, rowsOf, type TableRecord, textIn } from '../../votable/records';
import { runQuery } from './run';
import type { TapService } from './service';
import { oneLine, type TapColumn, type TapSchema, type TapTable, typeOf } from './tableset';

/** More tables than any service has, so that its own limit does not cut the list. */
const MOST_ROWS = 200_000;

interface Options {
  readonly signal?: AbortSignal | undefined;
}

/** Rows of a table of TAP_SCHEMA, and whether they are all. */
interface Answer<T> {
  readonly items: readonly T[];
  readonly complete: boolean;
}

export async function askSchemas(
  service: TapService,
  options: Options,
): Promise<Answer<TapSchema>> {
  const query = 'SELECT schema_name, description, utype FROM TAP_SCHEMA.schemas';
  return ask(service, query, options, (row) => ({
    name: textIn(row, 'schema_name') ?? '',
    title: undefined,
    utype: textIn(row, 'utype'),
    description: oneLine(textIn(row, 'description')),
  }));
}

/** @param schema as the service lists it; undefined for the tables of all. */
export async function askTables(
  service: TapService,
  schema: string | undefined,
  options: Options,
): Promise<Answer<TapTable>> {
  const where = schema === undefined ? '' : ` WHERE schema_name = ${quoteText(schema)}`;
  const query = `SELECT schema_name, table_name, table_type, description, utype FROM TAP_SCHEMA.tables${where}`;
  return ask(service, query, options, (row) => ({
    name: textIn(row, 'table_name') ?? '',
    schema: textIn(row, 'schema_name') ?? schema ?? '',
    title: undefined,
    type: textIn(row, 'table_type'),
    utype: textIn(row, 'utype'),
    description: oneLine(textIn(row, 'description')),
    rows: undefined,
    columns: undefined,
  }));
}

/** @param table as the service lists it. */
export async function askColumns(
  service: TapService,
  table: string,
  options: Options,
): Promise<Answer<TapColumn>> {
  // TAP 1.0 calls the length "size", 1.1 arraysize; asking for all takes whichever there is.
  const query = `SELECT * FROM TAP_SCHEMA.columns WHERE table_name = ${quoteText(table)}`;
  const { items, complete } = await ask(service, query, options, (row) => ({
    order: numberIn(row, 'column_index') ?? 0,
    column: columnOf(row),
  }));
  // Where they have no order of their own, that of the answer stays.
  const sorted = [...items].sort((a, b) => a.order - b.order);
  return { items: sorted.map(({ column }) => column), complete };
}

function columnOf(row: TableRecord): TapColumn {
  const type = textIn(row, 'datatype');
  const size = textIn(row, 'arraysize') ?? textIn(row, 'size');
  return {
    name: textIn(row, 'column_name') ?? '',
    type: type === undefined ? undefined : typeOf(type, size === undefined ? {} : { size }),
    unit: textIn(row, 'unit'),
    ucd: textIn(row, 'ucd'),
    utype: textIn(row, 'utype'),
    xtype: textIn(row, 'xtype'),
    description: oneLine(textIn(row, 'description')),
    indexed: numberIn(row, 'indexed') === 1,
    principal: numberIn(row, 'principal') === 1,
  };
}

async function ask<T>(
  service: TapService,
  query: string,
  { signal }: Options,
  read: (row: TableRecord) => T,
): Promise<Answer<T>> {
  const result = await runQuery(service, { query, mostRows: MOST_ROWS }, { signal });
  const items: T[] = [];
  for await (const row of rowsOf(result.table, { signal })) {
    items.push(read(lowerCased(row)));
  }
  return { items, complete: result.partial === undefined };
}

/** Some services give the names of columns in capitals, or in the quotes that `size` needs in a query. */
function lowerCased(row: TableRecord): TableRecord {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [unquote(name).toLowerCase(), value]),
  );
}
