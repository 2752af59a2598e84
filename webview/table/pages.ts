import { MOST_CELLS } from '../../src/protocol/table';

/** Which rows and columns of a view are in sight, or about to be. */
export interface Sight {
  /** Half-open range of rows. */
  readonly from: number;
  readonly to: number;
  /** The row in the middle of the screen: what is nearest to it is asked for first. */
  readonly middle: number;
  /** Positions in the table. */
  readonly columns: readonly number[];
}

/** Rows of one page, and the columns of them that are asked for together. */
export interface PageRequest {
  readonly page: number;
  readonly columns: readonly number[];
}

/** About as many bytes as one request is worth: a page of very wide rows has few of them. */
const PAGE_BYTES = 1_000_000;
const MOST_PAGE_ROWS = 256;
const LEAST_PAGE_ROWS = 32;

/** Rows that are asked for together. */
export function rowsOfPage(bytesPerRow: number): number {
  const rows = Math.floor(PAGE_BYTES / Math.max(1, bytesPerRow));
  return 2 ** Math.floor(Math.log2(Math.min(Math.max(rows, LEAST_PAGE_ROWS), MOST_PAGE_ROWS)));
}

/** The pages that hold a sight, nearest to its middle first. */
export function pagesOf({ from, to, middle }: Sight, pageRows: number): number[] {
  const first = Math.floor(from / pageRows);
  const pages = Array.from({ length: Math.ceil(to / pageRows) - first }, (_, i) => first + i);
  const distance = (page: number): number => Math.abs((page + 0.5) * pageRows - middle);
  return pages.sort((a, b) => distance(a) - distance(b));
}

/** What is to be asked for, most urgent first, where `has` says what is here or on its way. */
export function planPages(
  sight: Sight,
  pageRows: number,
  has: (page: number, column: number) => boolean,
): PageRequest[] {
  const most = Math.max(1, Math.floor(MOST_CELLS / pageRows));
  return pagesOf(sight, pageRows).flatMap((page) => {
    const missing = sight.columns.filter((column) => !has(page, column));
    return Array.from({ length: Math.ceil(missing.length / most) }, (_, i) => ({
      page,
      columns: missing.slice(i * most, (i + 1) * most),
    }));
  });
}

/** Columns come in groups of this many, so that not every step to the side is a request. */
const GROUP = 8;

/** Places `[from, to)` widened to whole groups. */
export function wholeGroups(from: number, to: number, count: number): [from: number, to: number] {
  return [Math.floor(from / GROUP) * GROUP, Math.min(count, Math.ceil(to / GROUP) * GROUP)];
}
