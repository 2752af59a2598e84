import { SkybucketError, throwIfAborted } from '../core/errors';
import { csvNames, csvRows } from '../core/table/csv';
import type { Column, TableSlice } from '../core/table/table';
import { tsvNames, tsvRows } from '../core/table/tsv';
import { Turns } from '../core/table/turns';
import type { TableView } from '../core/table/view';
import type { TableQuestions } from './methods';

/** Cells of one piece of CSV; about ten bytes each. */
const CELLS_PER_PIECE = 65_536;

/** Cells that are read at once for the clipboard. */
const CELLS_PER_READ = 65_536;

/** Cells between two looks at the clock. */
const CELLS_PER_LOOK = 1024;

/** What a clipboard can bear. */
const MOST_TEXT = 64 * 2 ** 20;

type CsvParams = TableQuestions['csv'][0];
type CsvReply = TableQuestions['csv'][1];

/** Pieces of a view as CSV. While one travels, the next is made. */
export class CsvPieces {
  private next: { key: string; piece: Promise<CsvReply>; stop: AbortController } | undefined;

  async piece(view: TableView, params: CsvParams, signal: AbortSignal): Promise<CsvReply> {
    const { next } = this;
    this.next = undefined;
    const made = next?.key === keyOf(params) ? next : undefined;
    if (next !== made) {
      next?.stop.abort();
    }
    const abort = (): void => made?.stop.abort();
    signal.addEventListener('abort', abort, { once: true });
    try {
      throwIfAborted(signal);
      const reply = await (made?.piece ?? csvPiece(view, params, signal));
      if (reply.to < reply.rows) {
        this.begin(view, { ...params, from: reply.to, names: false });
      }
      return reply;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  private begin(view: TableView, params: CsvParams): void {
    const stop = new AbortController();
    const piece = csvPiece(view, params, stop.signal);
    // It fails for whoever asks for it.
    piece.catch(() => undefined);
    this.next = { key: keyOf(params), piece, stop };
  }
}

function keyOf({ hdu, view, from, columns, names }: CsvParams): string {
  return JSON.stringify([hdu, view, from, columns, names]);
}

async function csvPiece(
  view: TableView,
  { from, columns: asked, names }: CsvParams,
  signal: AbortSignal,
): Promise<CsvReply> {
  const columns = columnsOf(view, asked);
  const rows = Math.max(1, Math.floor(CELLS_PER_PIECE / Math.max(1, asked.length)));
  const slice = await readSome(view, from, from + rows, asked, signal);
  const parts = names ? [csvNames(columns)] : [];
  for await (const text of textOf(csvRows, columns, slice, signal)) {
    parts.push(text);
  }
  const bytes = new TextEncoder().encode(parts.join(''));
  return { bytes, to: Math.min(from, view.rows) + slice.rows, rows: view.rows };
}

/** Rows `[from, to)` of a view for the clipboard; the last line has no end, so that one value is just that. */
export async function clipboardText(
  view: TableView,
  { from, to, columns: asked, names }: TableQuestions['rowsText'][0],
  signal: AbortSignal,
): Promise<string> {
  const columns = columnsOf(view, asked);
  const end = Math.min(to, view.rows);
  const parts = names ? [tsvNames(columns)] : [];
  const rows = Math.max(1, Math.floor(CELLS_PER_READ / Math.max(1, asked.length)));
  let length = 0;
  for (let row = from; row < end;) {
    const slice = await readSome(view, row, Math.min(row + rows, end), asked, signal);
    for await (const text of textOf(tsvRows, columns, slice, signal)) {
      parts.push(text);
      length += text.length;
      if (length > MOST_TEXT) {
        throw new SkybucketError('too-large', 'This is too much text for the clipboard.', {
          hint: 'Select fewer rows or columns, or export the table as CSV.',
        });
      }
    }
    row += slice.rows;
  }
  return parts.join('').replace(/\n$/, '');
}

/** The text of the rows of a slice, some at a time; others have their turn meanwhile. */
async function* textOf(
  write: typeof csvRows,
  columns: readonly Column[],
  slice: TableSlice,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const turns = new Turns(signal);
  const stride = Math.max(1, Math.floor(CELLS_PER_LOOK / Math.max(1, columns.length)));
  for (let row = 0; row < slice.rows; row += stride) {
    yield write(columns, slice, row, Math.min(row + stride, slice.rows));
    if (turns.over) {
      await turns.next();
    }
  }
}

/** Rows from `from` on: all up to `to`, or fewer where their arrays are too long to be had at once. */
async function readSome(
  view: TableView,
  from: number,
  to: number,
  columns: readonly number[],
  signal: AbortSignal,
): Promise<TableSlice> {
  for (let end = to; ; end = from + Math.ceil((end - from) / 8)) {
    try {
      return await view.readOn(from, end, columns, { signal });
    } catch (error) {
      const large = error instanceof SkybucketError && error.code === 'too-large';
      if (!large || end - from <= 1) {
        throw error;
      }
    }
  }
}

function columnsOf(view: TableView, asked: readonly number[]): Column[] {
  return asked.map((column) => view.store.table.columns[column] as Column);
}
