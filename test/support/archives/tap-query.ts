import { separation } from './geometry';
import type { TapTable } from './tap-tables';
import type { VoColumn, VoRow } from './votable';

/**
 * As much of ADQL as tests and the sample need: one table (or the collections of CAOM), columns by name,
 * comparisons, one circle, TOP, ORDER BY. What else is asked is refused with a reason.
 */

export interface TapRows {
  readonly columns: readonly VoColumn[];
  readonly rows: readonly VoRow[];
  /** Whether MAXREC cut them. */
  readonly overflow: boolean;
}

/** Words of the service for a query that it does not take. */
export class QueryError extends Error {}

const NUMBER = '[-+]?[\\d.]+(?:[eE][-+]?\\d+)?';
const CIRCLE = new RegExp(
  `^CONTAINS\\(POINT\\((?:'ICRS',)?(\\w+),(\\w+)\\),CIRCLE\\((?:'ICRS',)?(${NUMBER}),(${NUMBER}),(${NUMBER})\\)\\)=1$`,
  'i',
);

/** @throws QueryError */
export function runTap(query: string, tables: readonly TapTable[], maxrec: number): TapRows {
  const text = query.replace(/--.*$/gm, '').replace(/\s+/g, ' ').trim().replace(/;$/, '');
  const parts =
    /^SELECT (DISTINCT )?(?:TOP (\d+) )?(.+?) FROM ([\w."]+)(?: (?:AS )?(?!WHERE|ORDER|JOIN)\w+)?( JOIN .+?)?(?: WHERE (.+?))?(?: ORDER BY ([\w.]+)( DESC)?)?$/i.exec(
      text,
    );
  if (parts === null) {
    throw new QueryError(`Incorrect ADQL query: ${text.slice(0, 80)}`);
  }
  const [, distinct, top, wanted = '', from = '', join, where, order, descending] = parts;
  const table = tables.find(
    ({ name }) => name.toLowerCase() === from.replaceAll('"', '').toLowerCase(),
  );
  if (table === undefined) {
    throw new QueryError(`Table not found: ${from}`);
  }
  const columns = columnsOf(table, wanted);
  // Of a join what it is joined with is not looked at: all collections have images.
  const tests =
    where === undefined || join !== undefined ? [] : where.split(/ AND /i).map(testOf(table));
  let rows = table.rows().filter((row) => tests.every((test) => test(row)));
  if (order !== undefined) {
    const by = columnsOf(table, order)[0]?.name ?? order;
    const sign = descending === undefined ? 1 : -1;
    rows = rows.toSorted((a, b) => sign * compared(a[by] ?? null, b[by] ?? null));
  }
  if (distinct !== undefined) {
    const seen = new Set<string>();
    rows = rows.filter((row) => {
      const key = JSON.stringify(columns.map(({ name }) => row[name]));
      return !seen.has(key) && seen.add(key);
    });
  }
  const chosen = rows.slice(0, top === undefined ? undefined : Number(top));
  return { columns, rows: chosen.slice(0, maxrec), overflow: chosen.length > maxrec };
}

function columnsOf(table: TapTable, wanted: string): readonly VoColumn[] {
  if (wanted.trim() === '*') {
    return table.columns;
  }
  return wanted.split(',').map((part) => {
    const name = part
      .trim()
      .replaceAll('"', '')
      .replace(/^\w+\./, '')
      .toLowerCase();
    const column = table.columns.find((each) => each.name.toLowerCase() === name);
    if (column === undefined) {
      throw new QueryError(`Unknown column "${part.trim()}"`);
    }
    return column;
  });
}

function testOf(table: TapTable): (condition: string) => (row: VoRow) => boolean {
  return (condition) => {
    const circle = CIRCLE.exec(condition.replace(/\s/g, ''));
    if (circle !== null) {
      const [, ra = '', dec = '', ...numbers] = circle;
      const [a = 0, d = 0, r = 0] = numbers.map(Number);
      return (row) => separation(Number(row[ra]), Number(row[dec]), a, d) <= r;
    }
    const comparison = /^([\w."]+) ?(<=|>=|<>|=|<|>) ?(?:'((?:[^']|'')*)'|([-+\d.eE]+))$/.exec(
      condition.trim(),
    );
    const [, name = '', sign = '', text, number] = comparison ?? [];
    if (comparison === null) {
      throw new QueryError(`This service does not understand "${condition.slice(0, 80)}"`);
    }
    const column = columnsOf(table, name)[0] as VoColumn;
    const against = text === undefined ? Number(number) : text.replaceAll("''", "'");
    return (row) => {
      const value = row[column.name] ?? null;
      return value !== null && SIGNS[sign]?.(compared(value, against)) === true;
    };
  };
}

const SIGNS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
};

function compared(a: string | number | null, b: string | number | null): number {
  if (typeof a === 'number' && typeof b === 'number') {
    return a - b;
  }
  const [x, y] = [String(a ?? ''), String(b ?? '')];
  return x < y ? -1 : x > y ? 1 : 0;
}
