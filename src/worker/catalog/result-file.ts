import { writeParquet } from '../../core/parquet/write/write-parquet';
import type { Table, TableSlice } from '../../core/table/table';
import type { CatalogQuestions } from './methods';

type Piece = CatalogQuestions['resultFile'][1];

/** A table as a Parquet file, piece by piece. */
export class ResultFile {
  private readonly pieces: AsyncGenerator<Uint8Array, void, void>;
  private readonly stop = new AbortController();
  private rows = 0;

  constructor(private readonly table: Table) {
    const { signal } = this.stop;
    this.pieces = writeParquet(table.columns, this.slices(signal), {
      signal,
      metadata: warningsIn(table.warnings),
    });
  }

  async next(): Promise<Piece> {
    const { value, done } = await this.pieces.next();
    if (done === true || value === undefined) {
      return { bytes: new Uint8Array(0), done: true, share: 1 };
    }
    const share = this.table.rows === 0 ? 1 : this.rows / this.table.rows;
    // A copy: the port takes the buffer along.
    return { bytes: value.slice(), done: false, share };
  }

  /** Nobody wants the rest. */
  async close(): Promise<void> {
    this.stop.abort();
    await this.pieces.return().catch(() => undefined);
  }

  private async *slices(signal: AbortSignal): AsyncGenerator<TableSlice> {
    const all = this.table.columns.map(({ index }) => index);
    for await (const slice of this.table.scan(all, { signal })) {
      yield slice;
      this.rows += slice.rows;
    }
  }
}

/** Whoever opens the file by itself is told what was wrong with the result. */
function warningsIn(warnings: readonly string[]): ReadonlyMap<string, string> {
  return new Map(warnings.length > 0 ? [['skybucket:warnings', JSON.stringify(warnings)]] : []);
}
