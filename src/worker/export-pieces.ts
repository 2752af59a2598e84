import { throwIfAborted } from '../core/errors';
import { csvNames, csvRows } from '../core/table/csv';
import { ecsvHead, ecsvRows } from '../core/table/ecsv';
import type { Column, Table } from '../core/table/table';
import type { TableView } from '../core/table/view';
import { voTableEnd, voTableHead, voTableRows } from '../core/votable/write-votable';
import type { TableFormat } from '../protocol/table';
import type { TableQuestions } from './methods';
import { RowBatch } from './row-batches';
import { columnsOf, textOf } from './table-text';

/** Cells of one piece; some ten to twenty bytes each. */
const CELLS_PER_PIECE = 65_536;

/** Exports that rows are kept ready for. */
const MOST_READY = 4;

type PieceParams = TableQuestions['csv'][0];
type PieceReply = TableQuestions['csv'][1];

interface Writing {
  /** What stands before the rows. */
  head(columns: readonly Column[], table: Table): string;
  readonly rows: typeof csvRows;
  readonly end: string;
}

/** Formats of which any rows can be written by themselves. */
export type RowFormat = Exclude<TableFormat, 'fits' | 'parquet'>;

const WRITINGS: Readonly<Record<RowFormat, Writing>> = {
  csv: { head: csvNames, rows: csvRows, end: '' },
  votable: {
    head: (columns, { warnings }) =>
      voTableHead(columns, { infos: warnings.map((value) => ({ name: 'warning', value })) }),
    rows: voTableRows,
    end: voTableEnd(),
  },
  ecsv: { head: (columns, { warnings }) => ecsvHead(columns, warnings), rows: ecsvRows, end: '' },
};

/** Pieces of views as files of one format. Rows for the next ones are read meanwhile. */
export class ExportPieces {
  /** Rows for the piece that will be asked for next, by what that will be. Nobody else waits for them. */
  private readonly ready = new Map<string, RowBatch>();
  private readonly writing: Writing;

  constructor(format: RowFormat) {
    this.writing = WRITINGS[format];
  }

  /** @throws SkybucketError `cancelled`, or what reading throws. */
  async piece(view: TableView, params: PieceParams, signal: AbortSignal): Promise<PieceReply> {
    throwIfAborted(signal);
    const from = Math.min(params.from, view.rows);
    const key = keyOf(params, from);
    const batch = this.ready.get(key) ?? new RowBatch(view, from, params.columns);
    this.ready.delete(key);
    const abort = (): void => batch.abort();
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await this.pieceOf(batch, view, params, from, signal);
    } catch (error) {
      batch.abort();
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  private async pieceOf(
    batch: RowBatch,
    view: TableView,
    params: PieceParams,
    from: number,
    signal: AbortSignal,
  ): Promise<PieceReply> {
    const columns = columnsOf(view, params.columns);
    const slice = await batch.slice;
    const next = batch.next(slice);
    const start = from - batch.from;
    const most = Math.max(1, Math.floor(CELLS_PER_PIECE / Math.max(1, columns.length)));
    const end = Math.min(start + most, slice.rows);
    const { head, rows, end: last } = this.writing;
    const parts = params.names ? [head(columns, view.store.table)] : [];
    for await (const text of textOf(rows, columns, slice, start, end, signal)) {
      parts.push(text);
    }
    const to = batch.from + end;
    if (to >= view.rows) {
      parts.push(last);
    }
    const bytes = new TextEncoder().encode(parts.join(''));
    const rest = end < slice.rows ? batch : next;
    if (rest !== undefined) {
      this.keepReady(keyOf(params, to), rest);
    }
    return { bytes, to, rows: view.rows };
  }

  private keepReady(key: string, batch: RowBatch): void {
    this.ready.get(key)?.abort();
    this.ready.delete(key);
    this.ready.set(key, batch);
    for (const [oldest, unused] of [...this.ready].slice(0, -MOST_READY)) {
      unused.abort();
      this.ready.delete(oldest);
    }
  }
}

function keyOf({ hdu, view, columns }: PieceParams, from: number): string {
  return JSON.stringify([hdu, view, from, columns]);
}
