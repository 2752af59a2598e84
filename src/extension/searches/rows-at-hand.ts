import { SkybucketError } from '../../core/errors';
import type { Table } from '../../core/table/table';
import type { ReadVoTableOptions } from '../../core/votable/read-options';
import { readVoTable } from '../../core/votable/read-votable';
import type { SearchFiles } from './search-files';

interface AtHand {
  readonly table: Table;
  /** False where only the first rows were read. */
  readonly whole: boolean;
}

export interface RowsOptions extends Pick<ReadVoTableOptions, 'signal'> {
  /** As many rows are enough; left out, all of them. */
  readonly upTo?: number | undefined;
}

/** Tables that stay in memory, those used last. */
const MOST_AT_HAND = 2;
/** More rows than asked for are read, as they are wanted next. */
const LEAST_READ = 1000;

/** The rows of searches, in memory as far as they are used, else read from their files. */
export class RowsAtHand {
  private readonly tables = new Map<string, AtHand>();
  /** How often the rows of a search have become others. */
  private readonly changes = new Map<string, number>();

  constructor(private readonly files: Pick<SearchFiles, 'read'>) {}

  /** Keeps the rows that a search has just brought. */
  put(id: string, table: Table): void {
    this.change(id);
    this.keep(id, { table, whole: true });
  }

  forget(id: string): void {
    this.change(id);
    this.tables.delete(id);
  }

  /** @throws SkybucketError `not-found` where the rows are kept no more; what reading throws */
  async get(id: string, { signal, upTo = Infinity }: RowsOptions = {}): Promise<Table> {
    const known = this.tables.get(id);
    if (known !== undefined && (known.whole || known.table.rows >= upTo)) {
      this.keep(id, known);
      return known.table;
    }
    // Twice as many as before, so that many small steps do not read it over and over.
    const most = Math.max(LEAST_READ, upTo, 2 * (known?.table.rows ?? 0));
    const mostRows = Number.isFinite(most) ? most : undefined;
    const change = this.changes.get(id);
    const { tables, cut } = await readVoTable(this.files.read(id), { signal, mostRows });
    const [table] = tables;
    if (table === undefined) {
      throw new SkybucketError('format', 'The rows of this search cannot be read.', {
        hint: cut ?? 'Run it again.',
      });
    }
    // Rows that were replaced while they were read are not those of next time.
    if (this.changes.get(id) === change) {
      this.keep(id, { table, whole: mostRows === undefined || table.rows < mostRows });
    }
    return table;
  }

  private change(id: string): void {
    this.changes.set(id, (this.changes.get(id) ?? 0) + 1);
  }

  private keep(id: string, rows: AtHand): void {
    this.tables.delete(id);
    this.tables.set(id, rows);
    for (const oldest of this.tables.keys()) {
      if (this.tables.size <= MOST_AT_HAND) {
        break;
      }
      this.tables.delete(oldest);
    }
  }
}
