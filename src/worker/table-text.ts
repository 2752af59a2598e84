import { SkybucketError } from '../core/errors';
import type { Column, TableSlice } from '../core/table/table';
import { tsvNames, tsvRows } from '../core/table/tsv';
import { Turns } from '../core/table/turns';
import type { TableView } from '../core/table/view';
import type { TableQuestions } from './methods';
import { readSome, rowsPerRead } from './row-batches';

/** Cells between two looks at the clock. */
const CELLS_PER_LOOK = 1024;

/** What a clipboard can bear. */
const MOST_TEXT = 64 * 2 ** 20;

/**
 * Rows `[from, to)` of a view for the clipboard; the last line has no end, so that one value is just that.
 *
 * @throws SkybucketError `too-large` for more text than a clipboard can bear, `cancelled`, or what reading
 *   throws.
 */
export async function clipboardText(
  view: TableView,
  { from, to, columns: asked, names }: TableQuestions['rowsText'][0],
  signal: AbortSignal,
): Promise<string> {
  const columns = columnsOf(view, asked);
  const end = Math.min(to, view.rows);
  const parts = names ? [tsvNames(columns)] : [];
  const most = rowsPerRead(view, asked);
  let length = 0;
  for (let row = from; row < end;) {
    const slice = await readSome(view, row, Math.min(row + most, end), asked, signal);
    for await (const text of textOf(tsvRows, columns, slice, 0, slice.rows, signal)) {
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

/** The text of the rows `[start, end)` of a slice, some at a time; others have their turn meanwhile. */
export async function* textOf(
  write: typeof tsvRows,
  columns: readonly Column[],
  slice: TableSlice,
  start: number,
  end: number,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const turns = new Turns(signal);
  const stride = Math.max(1, Math.floor(CELLS_PER_LOOK / Math.max(1, columns.length)));
  for (let row = start; row < end; row += stride) {
    yield write(columns, slice, row, Math.min(row + stride, end));
    if (turns.over) {
      await turns.next();
    }
  }
}

export function columnsOf(view: TableView, asked: readonly number[]): Column[] {
  return asked.map((column) => view.store.table.columns[column] as Column);
}
