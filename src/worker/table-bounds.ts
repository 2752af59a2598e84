import { SkybucketError } from '../core/errors';
import type { Column } from '../core/table/table';
import type { TableView } from '../core/table/view';
import { MOST_CELLS, MOST_COPIED } from '../protocol/table';

/** Points that are drawn one by one, at most. */
const MOST_POINTS = 1_000_000;

/** Keys to sort by, at most. */
const MOST_KEYS = 16;

/** More than any screen has columns. */
const MOST_BINS = 4096;

interface RowsAsked {
  readonly from: number;
  readonly to: number;
  readonly columns: readonly number[];
}

/** @throws SkybucketError `protocol` for what is no part of a table, or too much of it. */
export function checkCells({ from, to, columns }: RowsAsked, view: TableView): void {
  checkPart({ from, to, columns }, view, MOST_CELLS);
}

/** The same for what goes to the clipboard. */
export function checkCopied({ from, to, columns }: RowsAsked, view: TableView): void {
  if (Number.isSafeInteger(to - from) && (to - from) * columns.length > MOST_COPIED) {
    throw new SkybucketError(
      'too-large',
      `At most ${MOST_COPIED.toLocaleString('en-US')} cells can be copied at once.`,
      { hint: 'Select fewer rows, or export the table as CSV.' },
    );
  }
  checkPart({ from, to, columns }, view, MOST_COPIED);
}

function checkPart({ from, to, columns }: RowsAsked, view: TableView, most: number): void {
  const whole = Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from <= to;
  if (!whole || (to - from) * columns.length > most || columns.length > most) {
    throw new SkybucketError(
      'protocol',
      `There are no ${columns.length} columns of rows ${from} to ${to} to be had at once.`,
    );
  }
  checkColumns(view.store.table.columns, columns);
}

/** @throws SkybucketError `protocol` for a column that is not there. */
export function checkColumns(columns: readonly Column[], asked: readonly number[]): void {
  for (const column of asked) {
    columnAt(columns, column);
  }
}

/** @throws SkybucketError `protocol` where there is no such column. */
export function columnAt(columns: readonly Column[], asked: number): Column {
  const column = columns[asked];
  if (column === undefined) {
    throw new SkybucketError('protocol', `There is no column ${asked} among ${columns.length}.`);
  }
  return column;
}

/** @throws SkybucketError `protocol` where the view has no such row. */
export function checkRow(view: TableView, row: number): void {
  if (!Number.isSafeInteger(row) || row < 0 || row >= view.rows) {
    throw new SkybucketError('protocol', `There is no row ${row} among ${view.rows}.`);
  }
}

/** @throws SkybucketError `protocol` for what is no number of a row. */
export function checkFrom(from: number): void {
  if (!Number.isSafeInteger(from) || from < 0) {
    throw new SkybucketError('protocol', `There is no row ${from}.`);
  }
}

/** @throws SkybucketError `protocol` for more keys than anybody sorts by. */
export function checkKeys(keys: readonly unknown[]): void {
  if (keys.length > MOST_KEYS) {
    throw new SkybucketError('protocol', `At most ${MOST_KEYS} columns can be sorted by.`);
  }
}

/** @throws SkybucketError `protocol` for points that cannot be given. */
export function checkPoints(most: number): void {
  if (!Number.isSafeInteger(most) || most < 1 || most > MOST_POINTS) {
    throw new SkybucketError(
      'protocol',
      `${most} points cannot be given; 1 to ${MOST_POINTS} can.`,
    );
  }
}

/** @throws SkybucketError `protocol` for bins that cannot be made. */
export function checkColumnBins(
  bins: number,
  [low, high]: readonly [number, number] = [0, 1],
): void {
  const range = Number.isFinite(high - low) && low <= high;
  if (!range || !Number.isSafeInteger(bins) || bins < 1 || bins > MOST_BINS) {
    throw new SkybucketError(
      'protocol',
      `There is no histogram of ${bins} bins from ${low} to ${high}; at most ${MOST_BINS} can be had.`,
    );
  }
}
