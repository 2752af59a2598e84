import type { AdqlCatalog, AdqlColumn } from './catalog';
import { cursorAt, type Cursor } from './cursor';
import { functionsOf } from './functions';
import { parseQuery } from './parse';
import { type Place, placeAt } from './place';
import type { Select } from './query';
import { quoteIdentifier, quoteTablePart, unquote } from './quote';
import { Scope, selectAt } from './scope';
import { tokensAround } from './statements';
import { type IndexedTable, isSameName, TableIndex } from './table-index';

export interface Completion {
  readonly kind: 'keyword' | 'function' | 'schema' | 'table' | 'column' | 'alias' | 'type';
  /** What is shown. */
  readonly label: string;
  /** What is written, in quotes where it needs them. */
  readonly insert: string;
  /** Beside the label, in a few words: type and unit of a column, a function's arguments. */
  readonly detail: string | undefined;
  readonly description: string | undefined;
}

export interface Completions {
  readonly items: readonly Completion[];
  /** Offsets of what an item takes the place of; `to` may lie behind the cursor. */
  readonly from: number;
  readonly to: number;
  /** True where there are more than are given: ask again when more is typed. */
  readonly more: boolean;
  /** Tables, as the service lists them, without whose columns something may be missing. */
  readonly wanted: readonly string[];
  /** Schemas, as the service lists them, without whose tables something may be missing. */
  readonly wantedSchemas: readonly string[];
}

const MOST_ITEMS = 1000;

const KEYWORDS: Readonly<Record<Place, string>> = {
  start: 'SELECT,WITH',
  list: 'DISTINCT,TOP,ALL,AS,FROM,CASE,NULL',
  table: '',
  'behind-table':
    'AS,JOIN,INNER JOIN,LEFT OUTER JOIN,RIGHT OUTER JOIN,FULL OUTER JOIN,CROSS JOIN,NATURAL JOIN,ON,USING,' +
    'WHERE,GROUP BY,HAVING,ORDER BY,OFFSET,UNION,EXCEPT,INTERSECT',
  condition:
    'AND,OR,NOT,IN,IS NULL,IS NOT NULL,BETWEEN,LIKE,EXISTS,NULL,SELECT,JOIN,LEFT OUTER JOIN,WHERE,GROUP BY,HAVING,' +
    'ORDER BY,OFFSET,UNION,EXCEPT,INTERSECT',
  column: 'HAVING,ORDER BY,OFFSET',
  order: 'ASC,DESC,OFFSET',
  type: '',
  by: 'BY',
  nothing: '',
};

const TYPES =
  'SMALLINT,INTEGER,BIGINT,REAL,DOUBLE PRECISION,CHAR,VARCHAR,TIMESTAMP,POINT,CIRCLE,POLYGON';

/** What can be written at an offset of a document of queries. Never fails. */
export function completionsAt(text: string, offset: number, catalog: AdqlCatalog): Completions {
  const tokens = tokensAround(text, offset);
  const query = parseQuery(text, tokens);
  const cursor = cursorAt(text, tokens, query, offset);
  if (cursor === undefined) {
    return { items: [], from: offset, to: offset, more: false, wanted: [], wantedSchemas: [] };
  }
  const select = selectAt(query, cursor.from);
  const scope = new Scope(catalog);
  const place = placeAt(text, query, select, cursor);
  const collected = collect(place, cursor, select, catalog, scope);
  const fitting = distinct(collected.filter(({ label }) => fits(cursor.prefix, label)));
  return {
    items: fitting.slice(0, MOST_ITEMS),
    from: cursor.from,
    to: cursor.to,
    more: fitting.length > MOST_ITEMS,
    wanted: [...scope.wanted],
    wantedSchemas: schemasWithout(cursor, catalog),
  };
}

function collect(
  place: Place,
  cursor: Cursor,
  select: Select | undefined,
  catalog: AdqlCatalog,
  scope: Scope,
): Completion[] {
  const { path, quoted } = cursor;
  // Behind `.` or `"` only a name can follow.
  const words = path.length === 0 && !quoted;
  const keywords = words ? keywordItems(KEYWORDS[place], cursor) : [];
  switch (place) {
    case 'nothing':
      return [];
    case 'type':
      return words ? keywordItems(TYPES, cursor).map((each) => ({ ...each, kind: 'type' })) : [];
    case 'start':
    case 'by':
    case 'behind-table':
      return keywords;
    case 'table':
      return tableItems(cursor, catalog, select);
    case 'list':
    case 'condition':
    case 'column':
    case 'order': {
      if (path.length > 0) {
        return memberItems(cursor, catalog, select, scope);
      }
      const functions = words && place !== 'column' ? functionItems(catalog, cursor) : [];
      return [
        ...(place === 'order' ? outputItems(select) : []),
        ...columnItems(scope.columns(select)),
        ...aliasItems(select),
        ...functions,
        ...keywords,
      ];
    }
  }
}

function keywordItems(list: string, { prefix }: Cursor): Completion[] {
  return list
    .split(',')
    .filter(Boolean)
    .map((word) => item('keyword', word, inCaseOf(prefix, word)));
}

function functionItems(catalog: AdqlCatalog, { prefix }: Cursor): Completion[] {
  return functionsOf(catalog).map(({ name, signatures, description }) => {
    const written = name === name.toUpperCase() ? inCaseOf(prefix, name) : name;
    return item('function', name, written, signatures[0]?.slice(name.length), description);
  });
}

/** Whoever writes small letters gets small letters. */
function inCaseOf(prefix: string, word: string): string {
  return /[a-z]/.test(prefix) && prefix === prefix.toLowerCase() ? word.toLowerCase() : word;
}

function tableItems(
  cursor: Cursor,
  catalog: AdqlCatalog,
  select: Select | undefined,
): Completion[] {
  const { path } = cursor;
  const index = TableIndex.of(catalog);
  if (path.length > 0) {
    return index.within(path).map((each) => tableItem(each, each.parts.slice(path.length)));
  }
  const queries = (select?.named ?? []).map(({ name }) =>
    item('table', name, quoteTablePart(name), 'of this query'),
  );
  const schemas = catalog.schemas
    // One without tables is of no use, once all tables are known.
    .filter(({ name }) => !catalog.complete || index.has(unquote(name)))
    .map(({ name, description }) =>
      item('schema', unquote(name), quoteTablePart(unquote(name)), undefined, description),
    );
  return [...queries, ...schemas, ...index.tables.map((each) => tableItem(each, each.written))];
}

/** The schema in front of the cursor, where none of its tables is known yet. */
function schemasWithout({ path }: Cursor, catalog: AdqlCatalog): string[] {
  const [schema = ''] = path;
  return catalog.complete || path.length !== 1 || TableIndex.of(catalog).has(schema)
    ? []
    : catalog.schemas.map(({ name }) => name).filter((name) => isSameName(unquote(name), schema));
}

function tableItem({ table }: IndexedTable, parts: readonly string[]): Completion {
  const detail = parts.length === 1 && table.schema !== '' ? table.schema : undefined;
  const insert = parts.map(quoteTablePart).join('.');
  return item('table', parts.join('.'), insert, detail, table.description);
}

/** Behind `alias.`, `schema.table.` or `schema.` */
function memberItems(
  { path }: Cursor,
  catalog: AdqlCatalog,
  select: Select | undefined,
  scope: Scope,
): Completion[] {
  const columns = scope.named(select, path);
  if (columns) {
    return columnItems(columns);
  }
  const used = (select?.tables ?? []).map((table) => table.path);
  return TableIndex.of(catalog)
    .within(path)
    .filter(
      ({ parts }) =>
        // Once there are tables, only they can be named.
        used.length === 0 ||
        used.some(
          (each) =>
            parts.length === each.length &&
            parts.every((part, i) => isSameName(part, each[i] ?? '')),
        ),
    )
    .map((each) => tableItem(each, each.parts.slice(path.length)));
}

function columnItems(columns: ReturnType<Scope['columns']>): Completion[] {
  const count = new Map<string, Set<string>>();
  for (const { column, table } of columns) {
    const key = unquote(column.name).toLowerCase();
    count.set(key, (count.get(key) ?? new Set()).add(table));
  }
  return columns.map(({ column, table }) => {
    const tables = count.get(unquote(column.name).toLowerCase())?.size ?? 1;
    // A name that several tables have means nothing without its table.
    const owner = tables > 1 && table !== '' ? `${quoteTablePart(table)}.` : '';
    const name = unquote(column.name);
    const label = owner === '' ? name : `${table}.${name}`;
    return item(
      'column',
      label,
      owner + quoteIdentifier(column.name),
      detailOf(column, table),
      column.description,
    );
  });
}

function detailOf({ type, unit, indexed }: AdqlColumn, table: string): string | undefined {
  const parts = [type, unit === '' ? undefined : unit, indexed ? 'indexed' : undefined];
  const said = parts.filter((part) => part !== undefined && part !== '').join(', ');
  return [said, table].filter(Boolean).join(' · ') || undefined;
}

function aliasItems(select: Select | undefined): Completion[] {
  const items: Completion[] = [];
  for (let at = select; at; at = at.outer) {
    for (const table of at.tables) {
      const name = Scope.nameOf(table);
      if (name !== undefined) {
        const detail = table.alias === undefined ? undefined : table.path.join('.');
        items.push(item('alias', name, quoteTablePart(name), detail));
      }
    }
  }
  return items;
}

/** What the SELECT list calls its columns. */
function outputItems(select: Select | undefined): Completion[] {
  return (select?.outputs ?? []).flatMap((output) =>
    output.kind === 'column'
      ? [item('column', output.name, quoteIdentifier(output.name), 'of the SELECT list')]
      : [],
  );
}

function item(
  kind: Completion['kind'],
  label: string,
  insert: string,
  detail?: string,
  description?: string,
): Completion {
  return {
    kind,
    label,
    insert,
    detail: detail || undefined,
    description: description || undefined,
  };
}

/** Whether the letters typed are in the label in this order. */
function fits(prefix: string, label: string): boolean {
  const text = label.toLowerCase();
  let at = 0;
  for (const letter of prefix.toLowerCase()) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) {
      return false;
    }
  }
  return true;
}

function distinct(items: readonly Completion[]): Completion[] {
  const seen = new Set<string>();
  return items.filter(({ kind, insert }) => {
    const key = `${kind}\n${insert}`;
    return !seen.has(key) && Boolean(seen.add(key));
  });
}
