import type { AdqlCatalog, AdqlTable } from './catalog';
import { partsOfTableName } from './quote';

export interface IndexedTable {
  readonly table: AdqlTable;
  /** Its name in parts, quotes taken off: `['gaiadr3', 'gaia_source']`. */
  readonly parts: readonly string[];
}

/** The tables of a catalogue by name, however a query writes them. */
export class TableIndex {
  readonly tables: readonly IndexedTable[];
  private readonly byLast = new Map<string, IndexedTable[]>();
  private readonly firsts = new Set<string>();

  private constructor(catalog: AdqlCatalog) {
    this.tables = catalog.tables.map((table) => ({
      table,
      parts: withSchema(partsOfTableName(table.name, table.schema), table.schema),
    }));
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

export function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Whether `path` ends with the parts of `tail`. */
export function isTail(tail: readonly string[], path: readonly string[]): boolean {
  const skipped = path.length - tail.length;
  return skipped >= 0 && tail.every((part, i) => isSameName(part, path[skipped + i] ?? ''));
}

/** Some services list tables without the schema that a query needs: `["schemas"]` of `TAP_SCHEMA`. */
function withSchema(parts: string[], schema: string): string[] {
  // A delimited name such as "I/355/gaiadr3" stands by itself where it is listed in quotes.
  return parts.length === 1 &&
    /^[A-Za-z][A-Za-z0-9_]*$/.test(schema) &&
    /^\w+$/.test(parts[0] ?? '')
    ? [schema, ...parts]
    : parts;
}
