import type { ColumnLine, TableReply } from '../../src/protocol/table';
import type { Arrangement } from './arrangement';
import type { Columns } from './columns';
import type { JobTarget } from './jobs';
import type { Extent, Selection } from './selection';
import { bounded } from './selection';

/** Which table is shown, in words too. */
export interface TableTarget {
  readonly hdu: number;
  /** What the table is called, and the file it is in. */
  readonly title: string;
  readonly fileName: string;
}

/** One table while it is on show. */
export class TableModel {
  readonly target: TableTarget;
  readonly table: TableReply;
  readonly columns: Columns;
  readonly arrangement: Arrangement;
  selection: Selection | undefined;

  constructor(target: TableTarget, table: TableReply, columns: Columns, arrangement: Arrangement) {
    this.target = target;
    this.table = table;
    this.columns = columns;
    this.arrangement = arrangement;
  }

  get rows(): number {
    return this.arrangement.view.rows;
  }

  get extent(): Extent {
    return { rows: this.rows, columns: this.columns.shown.length };
  }

  /** The view, for jobs on it. */
  get job(): JobTarget {
    const { hdu } = this.target;
    return { ref: { hdu, view: this.arrangement.view.view }, table: this.table, rows: this.rows };
  }

  columnAt(place: number): ColumnLine | undefined {
    return this.columns.shown[place];
  }

  /** Carries out a change of the columns; the cursor stays on its column where that is still shown. */
  changeColumns(change: (columns: Columns) => void): void {
    const { selection } = this;
    const column = selection && this.columnAt(selection.cursor.column)?.index;
    change(this.columns);
    if (selection === undefined || column === undefined) {
      return;
    }
    const place = this.columns.placeOf(column);
    const { row } = selection.cursor;
    const moved = { row, column: place < 0 ? selection.cursor.column : place };
    // What was chosen beside the cursor may lie elsewhere now.
    const kept = place === selection.cursor.column ? selection.anchor : moved;
    this.selection = bounded({ ...selection, anchor: kept, cursor: moved }, this.extent);
  }
}
