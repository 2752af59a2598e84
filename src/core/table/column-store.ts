import { SkybucketError, throwIfAborted } from '../errors';
import { ColumnLoading } from './column-loading';
import { bytesOf, isScalar } from './element-type';
import { typeOf } from './scan-elements';
import type { ReadCost, Table } from './table';
import type { GrowingColumn, ElementKey, WholeColumn } from './whole-column';

/** What all columns together may take in memory. */
export const MOST_BYTES = 512 * 2 ** 20;

/** Columns that are kept, of any number of tables; those used last longest. */
export class ColumnMemory {
  /** The one used last stands last. */
  private readonly kept = new Map<string, GrowingColumn>();
  private tables = 0;

  constructor(readonly most = MOST_BYTES) {}

  /** A number that tells the columns of a table from those of others. */
  register(): number {
    return this.tables++;
  }

  get(key: string): WholeColumn | undefined {
    const column = this.kept.get(key);
    if (column !== undefined) {
      this.kept.delete(key);
      this.kept.set(key, column);
    }
    return column;
  }

  has(key: string): boolean {
    return this.kept.has(key);
  }

  keep(key: string, column: GrowingColumn): void {
    this.kept.set(key, column);
    let bytes = 0;
    for (const other of this.kept.values()) {
      bytes += other.bytes;
    }
    for (const [oldest, other] of this.kept) {
      if (bytes <= this.most) {
        break;
      }
      bytes -= other.bytes;
      this.kept.delete(oldest);
    }
  }
}

export interface LoadOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * Called as the columns fill: rows that are there of all of them. What has been given may be read from the
   * columns at once.
   */
  readonly onRows?: ((rows: number, columns: readonly WholeColumn[]) => void) | undefined;
}

/**
 * Whole columns of a table, in memory: each is read once, in one scan together with those that are asked
 * for at the same time. Of arrays only the elements that are asked for are kept.
 */
export class ColumnStore {
  private readonly loading = new Map<string, ColumnLoading>();
  /** Columns whose texts turned out to be more than is kept. */
  private readonly tooLong = new Set<string>();
  private readonly number: number;

  constructor(
    readonly table: Table,
    private readonly memory: ColumnMemory,
  ) {
    this.number = memory.register();
  }

  /** What loading would cost now. */
  cost(keys: readonly ElementKey[]): ReadCost {
    const needed = keys.filter((key) => !this.memory.has(this.nameOf(key)));
    return this.scanCost(needed.map(({ column }) => column));
  }

  /** What reading whole columns would cost now: of arrays all elements, which are not kept. */
  columnsCost(columns: readonly number[]): ReadCost {
    return this.scanCost(
      columns.filter((column) => {
        const found = this.table.columns[column];
        const kept = this.memory.has(this.nameOf({ column, element: 0 }));
        return found !== undefined && !(isScalar(found) && kept);
      }),
    );
  }

  private scanCost(columns: readonly number[]): ReadCost {
    const each = [...new Set(columns)];
    return each.length === 0 ? { bytes: 0, requests: 0 } : this.table.scanCost(each);
  }

  /** Whether so many columns have room in memory; of texts that is known only once they have been read. */
  fits(keys: readonly ElementKey[]): boolean {
    if (keys.some((key) => this.tooLong.has(this.nameOf(key)))) {
      return false;
    }
    const bytesPerRow = keys.reduce((sum, key) => sum + bytesOf(typeOf(this.table, key)), 0);
    return bytesPerRow * this.table.rowsPresent <= this.memory.most;
  }

  /** @throws SkybucketError `too-large` where they have no room. */
  checkFits(keys: readonly ElementKey[]): void {
    if (!this.fits(keys)) {
      const what = keys.length === 1 ? 'this column' : 'these columns';
      throw new SkybucketError(
        'too-large',
        `The ${this.table.rowsPresent} rows of ${what} do not fit into memory.`,
        { hint: 'Use fewer columns, or smaller ones.' },
      );
    }
  }

  /**
   * The columns, once all rows that are there have been read.
   *
   * @throws SkybucketError `too-large` for more than memory has room for, `cancelled`, or what reading
   *   throws.
   */
  async load(keys: readonly ElementKey[], options: LoadOptions = {}): Promise<WholeColumn[]> {
    const { signal, onRows } = options;
    throwIfAborted(signal);
    this.checkReadable(keys);
    const names = keys.map((key) => this.nameOf(key));
    const kept = new Map(names.map((name) => [name, this.memory.get(name)]));
    const sources = this.sources(keys, kept);
    if (sources.size === 0) {
      return names.map((name) => kept.get(name) as WholeColumn);
    }
    const columns = names.map((name) => {
      const column = kept.get(name) ?? this.loading.get(name)?.columns.get(name);
      return column as WholeColumn;
    });
    const report = (): void => {
      const rows = Math.min(...[...sources].map((source) => source.rows));
      onRows?.(rows, columns);
    };
    sources.forEach((source) => source.listeners.add(report));
    // One that fails lets go of the others.
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      await Promise.all([...sources].map((source) => source.join(stop.signal)));
    } finally {
      stop.abort();
      signal?.removeEventListener('abort', abort);
      sources.forEach((source) => source.listeners.delete(report));
    }
    return columns;
  }

  /** What is under way with some of the columns; a scan is begun for those that nobody has asked for. */
  private sources(
    keys: readonly ElementKey[],
    kept: ReadonlyMap<string, WholeColumn | undefined>,
  ): Set<ColumnLoading> {
    const sources = new Set<ColumnLoading>();
    const fresh = new Map<string, ElementKey>();
    for (const key of keys) {
      const name = this.nameOf(key);
      const under = this.loading.get(name);
      if (kept.get(name) === undefined && under === undefined) {
        fresh.set(name, key);
      } else if (under !== undefined && kept.get(name) === undefined) {
        sources.add(under);
      }
    }
    if (fresh.size > 0) {
      sources.add(this.begin(fresh));
    }
    return sources;
  }

  private begin(keys: ReadonlyMap<string, ElementKey>): ColumnLoading {
    this.checkFits([...keys.values()]);
    const loading = new ColumnLoading(this.table, keys, (columns) => {
      keys.forEach((_, name) => {
        this.loading.delete(name);
        if (loading.columns.get(name)?.tooLong === true) {
          this.tooLong.add(name);
        }
      });
      columns?.forEach((column, name) => this.memory.keep(name, column));
    });
    keys.forEach((_, name) => this.loading.set(name, loading));
    return loading;
  }

  /** @throws SkybucketError where there is no such column, or it cannot be read. */
  checkReadable(keys: readonly ElementKey[]): void {
    for (const { column, element } of keys) {
      const found = this.table.columns[column];
      if (found === undefined || (isScalar(found) && element !== 0)) {
        throw new SkybucketError('protocol', `There is no element ${element} of column ${column}.`);
      }
      if (found.problem !== undefined) {
        throw new SkybucketError('unsupported', `“${found.name}” cannot be read.`, {
          hint: found.problem,
        });
      }
    }
  }

  private nameOf({ column, element }: ElementKey): string {
    return `${this.number}:${column}:${element}`;
  }
}
