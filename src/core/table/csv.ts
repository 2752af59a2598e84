import { columnName } from './element-type';
import { cellText } from './format';
import type { Column, TableSlice } from './table';

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** How a cell begins that a spreadsheet takes for a formula. */
const FORMULA = /^[\t\r\n ]*[=+\-@]/;

/** What a formula needs to do more than arithmetic: call a function, or another program. */
const CALLS = /[(|!]/;

const EXACT = { exact: true };

/** The line of the names of the columns, as RFC 4180 has it. */
export function csvNames(columns: readonly Column[]): string {
  return `${columns.map((column) => field(disarmed(columnName(column)))).join(',')}\r\n`;
}

/**
 * The rows `[from, to)` of a slice, as RFC 4180 has them: the columns in the order of the slice, values
 * exact, a missing one as an empty field and an empty text as two quotes; arrays as `cellText` writes them.
 *
 * Numbers are never altered, and texts in one case only: see {@link disarmed}.
 */
export function csvRows(
  columns: readonly Column[],
  slice: TableSlice,
  from = 0,
  to = slice.rows,
): string {
  // A line with nothing on it would not be read as a row.
  const absent = columns.length === 1 ? '""' : '';
  const lines: string[] = [];
  for (let row = from; row < to; row++) {
    const fields = slice.columns.map((part, i) => {
      const column = columns[i] as Column;
      const cell = cellText(part, row, column, EXACT);
      return cell === null ? absent : field(column.type === 'text' ? disarmed(cell) : cell);
    });
    lines.push(`${fields.join(',')}\r\n`);
  }
  return lines.join('');
}

/**
 * A text that a spreadsheet would run as a formula that calls something gets an apostrophe in front, which
 * spreadsheets take for “this is text”. Others that begin like one (`+47 1234`, `-00 12`, `=`) are names of
 * stars and signs, do no harm, and stay as they are.
 */
export function disarmed(text: string): string {
  return FORMULA.test(text) && CALLS.test(text) ? `'${text}` : text;
}

function field(text: string): string {
  return text === '' || NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
