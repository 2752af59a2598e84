import type { ChosenCell, TableSubject } from '../table/subject';
import type { TableHost } from '../table/table-host';
import type { Context } from './context';

/** What the panels look at that are about a table alone, wherever it is shown. */
export interface RowsContext extends Pick<Context, 'focus' | 'onCopy'> {
  readonly host: TableHost;
  readonly table: TableSubject;
  /** The array of a cell is to be looked at as a picture or as a line. */
  onOpenCell(cell: ChosenCell, as: 'picture' | 'line'): void;
}

/** What the panels beside a table look at, and what they tell the viewer. */
export interface TableContext extends Omit<RowsContext, 'host'>, Pick<Context, 'host'> {
  /** Gives the plot the room of the table, or back; undefined where there is none to give. */
  readonly onEnlarge?: (() => void) | undefined;
}

/** Tells one order of the rows of one table from another. */
export function viewKey({ hdu, table, view }: TableSubject): string {
  return hdu === undefined || table === undefined ? '' : `${hdu}/${view}/${epochOf(table)}`;
}

/** A table opened anew may be another one. */
const epochs = new WeakMap<object, number>();
let latest = 0;

function epochOf(table: object): number {
  const epoch = epochs.get(table) ?? ++latest;
  epochs.set(table, epoch);
  return epoch;
}
