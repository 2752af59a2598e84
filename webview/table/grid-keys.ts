import type { Stroke } from '../ui/stroke';
import type { Place, ScreenSize, Selection } from './selection';
import { HEAD, extended, placeAfterKey, single } from './selection';

/** What the keys do to the grid, as far as it is more than moving the cursor. */
export interface GridCommands {
  /** Chooses cells, and brings the cursor in sight. */
  moveTo(selection: Selection): void;
  copy(names: boolean): void;
  /** Sorts by the column at a place; `add` keeps the keys before. */
  sort(place: number, add: boolean): void;
  /** The array in a cell, where it can be looked at. */
  open(place: Place): void;
  menu(place: Place): void;
  /** Makes the column at a place wider or narrower by so many pixels. */
  widen(place: number, pixels: number): void;
  move(place: number, direction: 1 | -1): void;
  fit(place: number): void;
  hide(place: number): void;
  /** Puts the focus into the field for a row, or for the filter. */
  goToRow(): void;
  filter(): void;
}

export interface KeyContext {
  readonly selection: Selection | undefined;
  readonly rows: number;
  readonly columns: number;
  readonly screen: ScreenSize;
}

/** Pixels by which a key makes a column wider. */
const WIDEN = 16;

/** Does what a key asks for; false where it is no key of the grid. */
export function runKey(event: Stroke, context: KeyContext, commands: GridCommands): boolean {
  const ctrl = event.ctrlKey || event.metaKey;
  const { rows, columns, screen } = context;
  if (columns === 0) {
    return false;
  }
  const selection = context.selection ?? single(rows > 0 ? 0 : HEAD, 0);
  const { cursor } = selection;
  return (
    (ctrl && !event.altKey && runCommandKey(event, selection, context, commands)) ||
    (event.altKey && !ctrl && cursor.row === HEAD && runWidthKey(event, cursor.column, commands)) ||
    (!ctrl && !event.altKey && runPlainKey(event, selection, commands)) ||
    runMove(event, ctrl, context, { rows, columns }, screen, commands)
  );
}

function runCommandKey(
  { key, shiftKey }: Stroke,
  selection: Selection,
  { rows, columns }: KeyContext,
  commands: GridCommands,
): boolean {
  switch (key.toLowerCase()) {
    case 'c':
      commands.copy(shiftKey);
      return true;
    case 'a':
      commands.moveTo({ ...selection, whole: 'all' });
      return true;
    case ' ':
      commands.moveTo({ ...selection, whole: shiftKey ? 'all' : 'columns' });
      return rows > 0 && columns > 0;
    case 'g':
      commands.goToRow();
      return true;
    case 'f':
      commands.filter();
      return true;
    default:
      return false;
  }
}

/** Of the head that has the cursor. */
function runWidthKey({ key, shiftKey }: Stroke, place: number, commands: GridCommands): boolean {
  const direction = { ArrowLeft: -1 as const, ArrowRight: 1 as const }[key];
  if (direction === undefined) {
    return false;
  }
  if (shiftKey) {
    commands.move(place, direction);
  } else {
    commands.widen(place, direction * WIDEN);
  }
  return true;
}

function runPlainKey(
  { key, shiftKey }: Stroke,
  selection: Selection,
  commands: GridCommands,
): boolean {
  const { cursor } = selection;
  const inHead = cursor.row === HEAD;
  switch (key) {
    case 'Enter':
      if (inHead) {
        commands.sort(cursor.column, shiftKey);
      } else {
        commands.open(cursor);
      }
      return true;
    case ' ':
      if (shiftKey && !inHead) {
        commands.moveTo({ ...selection, whole: 'rows' });
      } else if (inHead) {
        commands.sort(cursor.column, shiftKey);
      }
      return true;
    case 'Escape':
      commands.moveTo(single(cursor.row, cursor.column));
      // The viewer may have something of its own to end.
      return false;
    case 'Delete':
      if (inHead) {
        commands.hide(cursor.column);
      }
      return inHead;
    case 'ContextMenu':
      commands.menu(cursor);
      return true;
    case 'F10':
      if (shiftKey) {
        commands.menu(cursor);
      }
      return shiftKey;
    default:
      return false;
  }
}

function runMove(
  { key, altKey, shiftKey }: Stroke,
  ctrl: boolean,
  { selection }: KeyContext,
  extent: { readonly rows: number; readonly columns: number },
  screen: ScreenSize,
  commands: GridCommands,
): boolean {
  // The first arrow only shows where the cursor is.
  const from = selection?.cursor ?? { row: extent.rows > 0 ? 0 : HEAD, column: 0 };
  const to = placeAfterKey(from, { key, ctrl, alt: altKey }, extent, screen);
  if (to === undefined) {
    return false;
  }
  if (selection === undefined) {
    commands.moveTo(single(from.row, from.column));
  } else if (shiftKey && from.row !== HEAD && to.row !== HEAD) {
    commands.moveTo(extended(selection, to));
  } else if (!shiftKey || from.row === HEAD) {
    commands.moveTo(single(to.row, to.column));
  }
  return true;
}
