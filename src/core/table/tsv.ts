import { disarmed } from './csv';
import { columnName } from './element-type';
import { cellText } from './format';
import type { Column, TableSlice } from './table';

/** Rows for the clipboard: what spreadsheets, editors and `read_clipboard` take. */

export function tsvNames(columns: readonly Column[]): string {
  return `${columns.map((column) => cellOf(columnName(column))).join('\t')}\n`;
}

/** The rows `[from, to)` of a slice: values exact, missing ones empty. */
export function tsvRows(
  columns: readonly Column[],
  slice: TableSlice,
  from = 0,
  to = slice.rows,
): string {
  const lines: string[] = [];
  for (let row = from; row < to; row++) {
    const cells = slice.columns.map((part, i) => {
      const column = columns[i] as Column;
      const cell = cellText(part, row, column, { exact: true }) ?? '';
      return column.type === 'text' ? cellOf(cell) : cell;
    });
    lines.push(`${cells.join('\t')}\n`);
  }
  return lines.join('');
}

/** What would begin another cell or line is a blank there: the clipboard knows no quotes. */
function cellOf(text: string): string {
  return disarmed(text.replace(/[\t\r\n\u0085\u2028\u2029]+/g, ' '));
}
