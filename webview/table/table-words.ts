import { countOf, formatCount } from '../../src/protocol/figures';
import type { TableReply } from '../../src/protocol/table';
import type { NoticeContent } from '../image/notice';
import type { TableView } from './arrangement';
import type { Columns } from './columns';

/** What is said where there are no cells to show. */
export function emptyNotice(
  { rows, rowsPresent }: TableReply,
  columns: Columns,
  view: TableView,
  actions: { onShowAll(): void; onClear(): void },
): NoticeContent | undefined {
  if (columns.lines.length === 0) {
    const text = rows > 0 ? `It has ${countOf(rows, 'row')} of nothing.` : undefined;
    return { icon: 'table', title: 'This table has no columns', text };
  }
  if (columns.shown.length === 0) {
    return {
      icon: 'table',
      title: 'All columns are hidden',
      actions: [{ label: 'Show all columns', onClick: actions.onShowAll }],
    };
  }
  if (rowsPresent === 0) {
    const text =
      rows > 0 ? `The file ends before the first of ${countOf(rows, 'row')}.` : undefined;
    return { icon: 'table', title: 'This table has no rows', text };
  }
  return view.rows > 0
    ? undefined
    : {
        icon: 'table',
        title: 'No row matches the filter',
        actions: [{ label: 'Clear the filter', onClick: actions.onClear }],
      };
}

/** What is wrong with the table, one sentence each. */
export function bannerLines(
  { rows, rowsPresent }: TableReply,
  warnings: readonly string[],
): readonly string[] {
  return rowsPresent < rows
    ? [
        `The file ends early: ${formatCount(rowsPresent)} of ${countOf(rows, 'row')} are there.`,
        ...warnings,
      ]
    : warnings;
}

/** Lines that are said above a table, at most. */
const MOST_LINES = 2;

/** The first of the lines, and how many more there are. */
export function bannerText(lines: readonly string[]): string {
  const more = lines.length - MOST_LINES;
  const said = lines.slice(0, MOST_LINES).join(' ');
  return more > 0 ? `${said} (${formatCount(more)} more)` : said;
}
