import type { AdqlCatalog, AdqlColumn } from './catalog';
import type { Output, ParsedQuery, Select, TableReference } from './query';
import { unquote } from './quote';
import { isSameName, isTail, TableIndex } from './table-index';

/** Of queries in queries that name each other's columns. */
const DEEPEST = 20;

/** A column that can be named at some place of a query. */
export interface VisibleColumn {
  readonly column: AdqlColumn;
  /** By what the query calls its table: the alias, else the last part of the name. */
  readonly table: string;
}

/** Finds what a query names. */
export class Scope {
  /** Tables whose columns are not known yet, as the service lists them: whoever asks can load them. */
  readonly wanted = new Set<string>();
  private readonly index: TableIndex;

  constructor(catalog: AdqlCatalog) {
    this.index = TableIndex.of(catalog);
  }

  /** Columns of all tables of a SELECT, then of those around it. */
  columns(select: Select | undefined): VisibleColumn[] {
    const all: VisibleColumn[] = [];
    for (let at = select, depth = 0; at && depth < DEEPEST; at = at.outer, depth++) {
      for (const table of at.tables) {
        all.push(...this.columnsOf(table, at, 0));
      }
    }
    return all;
  }

  /** The tables of a SELECT, and of those around it, that `path.` means; the innermost only. */
  named(select: Select | undefined, path: readonly string[]): VisibleColumn[] | undefined {
    for (let at = select, depth = 0; at && depth < DEEPEST; at = at.outer, depth++) {
      const { tables } = at;
      const table =
        tables.find(({ alias }) => path.length === 1 && isSameName(alias ?? '', path[0] ?? '')) ??
        tables.find((each) => each.path.length > 0 && isTail(path, each.path)) ??
        tables.find((each) => each.path.length > 0 && isTail(each.path, path));
      if (table) {
        return this.columnsOf(table, at, 0);
      }
    }
    return undefined;
  }

  /** What names the tables of a SELECT have: aliases first. */
  static nameOf(table: TableReference): string | undefined {
    return table.alias ?? table.path[table.path.length - 1];
  }

  private columnsOf(reference: TableReference, at: Select, depth: number): VisibleColumn[] {
    const table = Scope.nameOf(reference) ?? '';
    return this.columnsIn(reference, at, depth).map((column) => ({ column, table }));
  }

  private columnsIn(reference: TableReference, at: Select, depth: number): readonly AdqlColumn[] {
    if (depth > DEEPEST) {
      return [];
    }
    const { path, query } = reference;
    if (path.length === 0) {
      return this.outputsOf(query, depth);
    }
    const [first = ''] = path;
    const named =
      path.length === 1
        ? // The last of a name counts; one WITH cannot name its own query.
          [...at.named].reverse().find(({ name }) => isSameName(name, first))
        : undefined;
    if (named) {
      return named.columns?.map((name) => ({ name })) ?? this.outputsOf(named.query, depth);
    }
    const found = this.index.find(path)?.table;
    if (found && found.columns === undefined) {
      this.wanted.add(found.name);
    }
    return found?.columns ?? [];
  }

  private outputsOf(select: Select | undefined, depth: number): AdqlColumn[] {
    return select?.outputs.flatMap((output) => this.outputColumns(output, select, depth)) ?? [];
  }

  private outputColumns(output: Output, select: Select, depth: number): readonly AdqlColumn[] {
    if (output.kind === 'all') {
      return select.tables
        .filter((table) => {
          const path = table.alias === undefined ? table.path : [table.alias];
          return output.path.length === 0 || isTail(output.path, path);
        })
        .flatMap((table) => this.columnsIn(table, select, depth + 1));
    }
    const known = select.tables
      .flatMap((table) => this.columnsIn(table, select, depth + 1))
      .find(({ name }) => isSameName(unquote(name), output.name));
    return [known ?? { name: output.name }];
  }
}

/** The SELECT an offset is in, the innermost of them. */
export function selectAt({ selects }: ParsedQuery, offset: number): Select | undefined {
  // Each comes after what it lies in, so the last that has the offset is the innermost.
  return selects.filter(({ from, to }) => from < offset && offset <= to).pop();
}
