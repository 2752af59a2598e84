import type { AdqlCatalog, AdqlTable } from './catalog';
import { partsOfTableName } from './quote';

export interface IndexedTable {
  readonly table: AdqlTable;
  /** Its name in parts, quotes taken off, its schema before it: `['gaiadr3', 'gaia_source']`. */
  readonly parts: readonly string[];
  /** The same as a query has it: IRSA lists `fp_psc` and takes it so, whatever its schema is called. */
  readonly written: readonly string[];
}

/** The tables of a catalogue by name, however a query writes them. */
export class TableIndex {
  readonly tables: readonly IndexedTable[];
  private readonly byLast = new Map<string, IndexedTable[]>();
  private readonly firsts = new Set<string>();

  private constructor(catalog: AdqlCatalog) {
    this.tables = catalog.tables.map((table) => {
      const parts = withSchema(partsOfTableName(table.name, table.schema), table.schema);
      return { table, parts, written: partsInQuery(table) };
    });
    for (const each of this.tables) {
      if (each.parts.length > 1) {
        this.firsts.add((each.parts[0] ?? '').toLowerCase());
      }
      const key = (each.parts[each.parts.length - 1] ?? '').toLowerCase();
      const same = this.byLast.get(key) ?? [];
      this.byLast.set(key, same);
      same.push(each);
    }
  }

  private static readonly made = new WeakMap<AdqlCatalog, TableIndex>();

  /** Made once for each catalogue. */
  static of(catalog: AdqlCatalog): TableIndex {
    const index = this.made.get(catalog) ?? new TableIndex(catalog);
    this.made.set(catalog, index);
    return index;
  }

  /**
   * The table a query means by these parts. Either may leave out leading ones: a service finds `gaia_source`
   * without its schema, and some take a database before it. Case counts only to choose among several.
   */
  find(path: readonly string[]): IndexedTable | undefined {
    const last = path[path.length - 1];
    const named = last === undefined ? [] : (this.byLast.get(last.toLowerCase()) ?? []);
    const fitting = named.filter(({ parts }) => isTail(path, parts) || isTail(parts, path));
    return fitting.find(({ parts }) => parts[parts.length - 1] === last) ?? fitting[0];
  }

  /** Whether the names of any tables begin with this one. */
  has(schema: string): boolean {
    return this.firsts.has(schema.toLowerCase());
  }

  /** Tables whose names begin with these parts, more of them following. */
  within(path: readonly string[]): readonly IndexedTable[] {
    return this.tables.filter(
      ({ parts }) =>
        parts.length > path.length && path.every((part, i) => isSameName(part, parts[i] ?? '')),
    );
  }
}

/** The name of a table in parts, as queries take it. */
export function partsInQuery({ name, schema }: Pick<AdqlTable, 'name' | 'schema'>): string[] {
  const listed = partsOfTableName(name, schema);
  return NEEDED.test(schema) ? withSchema(listed, schema) : listed;
}

export function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Whether `path` ends with the parts of `tail`. */
export function isTail(tail: readonly string[], path: readonly string[]): boolean {
  const skipped = path.length - tail.length;
  return skipped >= 0 && tail.every((part, i) => isSameName(part, path[skipped + i] ?? ''));
}

/** What a service lists is what its queries take, by TAP; but some list `schemas` of this schema alone so. */
const NEEDED = /^tap_schema$/i;

/** A query may name the schema also where the list leaves it out. */
function withSchema(parts: string[], schema: string): string[] {
  // A delimited name such as "I/355/gaiadr3" stands by itself where it is listed in quotes.
  return parts.length === 1 &&
    /^[A-Za-z][A-Za-z0-9_]*$/.test(schema) &&
    /^\w+$/.test(parts[0] ?? '')
    ? [schema, ...parts]
    : parts;
}
