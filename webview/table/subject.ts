import type { ColumnLine, TableReply } from '../../src/protocol/table';

/** A cell the user has chosen. */
export interface ChosenCell {
  /** Row of the view, and of the table. */
  readonly row: number;
  readonly number: number;
  readonly column: ColumnLine;
  /** As the grid shows it; null where it is missing. */
  readonly text: string | null;
}

/** What the inspector looks at while a table is on show. Read anew at each update. */
export interface TableSubject {
  readonly hdu: number | undefined;
  readonly table: TableReply | undefined;
  /** See `TableRef.view`, and how many rows it has. */
  readonly view: string;
  readonly rows: number;
  /** The column the user looks at: that of the chosen cell, or whose header was chosen. */
  readonly column: ColumnLine | undefined;
  readonly cell: ChosenCell | undefined;
  /** Chooses a row of the view and brings it in sight. */
  goTo(row: number): void;
}
