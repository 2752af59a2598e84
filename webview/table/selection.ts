/** What of the grid is chosen. Columns are places among those shown, rows those of the view. */

/** Row of the column heads, above the first. */
export const HEAD = -1;

export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Selection {
  /** Where it began, and where the cursor is. */
  readonly anchor: Place;
  readonly cursor: Place;
  readonly whole: 'cells' | 'rows' | 'columns' | 'all';
}

/** Half-open. */
export interface Box {
  readonly row0: number;
  readonly row1: number;
  readonly column0: number;
  readonly column1: number;
}

export interface Extent {
  readonly rows: number;
  readonly columns: number;
}

export function single(row: number, column: number): Selection {
  const place = { row, column };
  return { anchor: place, cursor: place, whole: 'cells' };
}

/** The selection with its cursor elsewhere: what it began with stays. */
export function extended(selection: Selection, cursor: Place): Selection {
  return { ...selection, cursor };
}

/** The cells that are chosen; none where only a column head is. */
export function boxOf({ anchor, cursor, whole }: Selection, { rows, columns }: Extent): Box {
  const wholeRows = whole === 'rows' || whole === 'all';
  const wholeColumns = whole === 'columns' || whole === 'all';
  const inHead = anchor.row < 0 || cursor.row < 0;
  const row0 = Math.max(0, Math.min(anchor.row, cursor.row));
  const row1 = Math.max(anchor.row, cursor.row) + 1;
  return {
    row0: wholeColumns ? 0 : row0,
    row1: wholeColumns ? rows : inHead ? row0 : Math.min(rows, row1),
    column0: wholeRows ? 0 : Math.min(anchor.column, cursor.column),
    column1: wholeRows ? columns : Math.min(columns, Math.max(anchor.column, cursor.column) + 1),
  };
}

export function cellsIn({ row0, row1, column0, column1 }: Box): number {
  return Math.max(0, row1 - row0) * Math.max(0, column1 - column0);
}

export function holds(box: Box, row: number, column: number): boolean {
  return row >= box.row0 && row < box.row1 && column >= box.column0 && column < box.column1;
}

/** Back inside a grid that has shrunk; undefined where nothing is left of it. */
export function bounded(selection: Selection, { rows, columns }: Extent): Selection | undefined {
  if (columns === 0) {
    return undefined;
  }
  const inside = ({ row, column }: Place): Place => ({
    row: Math.min(row, rows - 1),
    column: Math.min(column, columns - 1),
  });
  return { ...selection, anchor: inside(selection.anchor), cursor: inside(selection.cursor) };
}

export interface KeyStroke {
  readonly key: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
}

/** Rows and columns of a screen, which PageDown and Alt+PageDown go by. */
export interface ScreenSize {
  readonly rows: number;
  readonly columns: number;
}

/** Where a key leads from a place, or undefined for any other key. The head is above the first row. */
export function placeAfterKey(
  { row, column }: Place,
  { key, ctrl, alt }: KeyStroke,
  { rows, columns }: Extent,
  screen: ScreenSize,
): Place | undefined {
  const move = (down: number, right: number): Place => ({
    row: Math.min(Math.max(row + down, row === HEAD || down === -1 ? HEAD : 0), rows - 1),
    column: Math.min(Math.max(column + right, 0), columns - 1),
  });
  const page = Math.max(1, screen.rows - 1);
  const across = Math.max(1, screen.columns - 1);
  if (alt) {
    const turn = { PageUp: -across, PageDown: across }[key];
    return turn === undefined ? undefined : move(0, turn);
  }
  switch (key) {
    case 'ArrowUp':
      return ctrl ? { row: 0, column } : move(-1, 0);
    case 'ArrowDown':
      return ctrl ? { row: rows - 1, column } : move(1, 0);
    case 'ArrowLeft':
      return ctrl ? { row, column: 0 } : move(0, -1);
    case 'ArrowRight':
      return ctrl ? { row, column: columns - 1 } : move(0, 1);
    case 'PageUp':
      return move(-page, 0);
    case 'PageDown':
      return move(page, 0);
    case 'Home':
      return { row: ctrl ? 0 : row, column: 0 };
    case 'End':
      return { row: ctrl ? rows - 1 : row, column: columns - 1 };
    default:
      return undefined;
  }
}
