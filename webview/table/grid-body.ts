import type { ColumnLine } from '../../src/protocol/table';
import { element } from '../ui/dom';
import { MISSING, alignment } from './cell-text';
import type { Span } from './columns';
import type { Box, Place } from './selection';
import { Slot } from './slot';

/** Must be the height of `.grid-row` in the style sheet. */
export const ROW_HEIGHT = 22;
/** The element of the cell under the cursor, which has the focus in the eyes of screen readers. */
export const CURSOR_ID = 'grid-cursor';

/** What the rows in sight are drawn from. */
export interface BodyScene {
  readonly rows: Span;
  readonly places: Span;
  readonly columns: readonly ColumnLine[];
  readonly offsets: readonly number[];
  /** The row that stands at 0 of the layer the rows are on. */
  readonly base: number;
  /** How far the columns are scrolled: the row numbers are moved as far, and so stay. */
  readonly left: number;
  /** Another number whenever columns moved or changed their width. */
  readonly layout: number;
  readonly selected: Box | undefined;
  readonly cursor: Place | undefined;
  /** Whether whole rows are chosen. */
  readonly rowsChosen: boolean;
  readonly numberText: (row: number) => string;
  /** Null where it is missing; undefined while it is not here. */
  readonly cellText: (row: number, column: number) => string | null | undefined;
  /** Whether the row could not be read. */
  readonly failed: (row: number) => boolean;
  /** Whether the row is one of those that are pointed out; undefined where none is. */
  readonly marked: ((row: number) => boolean) | undefined;
}

class Row {
  readonly node = element('div', { class: 'grid-row', attributes: { role: 'row' } });
  readonly number = new Slot('rowheader');
  readonly slots: Slot[] = [];
  row = -1;
  base = -1;
  #left = 0;
  #marked = false;

  constructor() {
    this.number.node.setAttribute('aria-colindex', '1');
    this.node.append(this.number.node);
  }

  /** One property of 50 elements: a variable of the layer would style every cell anew. */
  setLeft(left: number): void {
    if (left !== this.#left) {
      this.#left = left;
      this.number.node.style.transform = `translateX(${left}px)`;
    }
  }

  setMarked(marked: boolean): void {
    if (marked !== this.#marked) {
      this.#marked = marked;
      this.node.classList.toggle('marked', marked);
    }
  }

  resize(count: number): void {
    while (this.slots.length < count) {
      const slot = new Slot('gridcell');
      this.slots.push(slot);
      this.node.append(slot.node);
    }
    this.slots.splice(count).forEach(({ node }) => node.remove());
  }
}

/**
 * The cells in sight. Row r is drawn by element r modulo the number of them, and so are columns, so that
 * scrolling by a row writes one row, and scrolling by a column one cell of each.
 */
export class GridBody {
  readonly element = element('div', { class: 'grid-rows', attributes: { role: 'rowgroup' } });
  #rows: Row[] = [];
  #across = 0;
  #cursorInSight = false;

  get cursorInSight(): boolean {
    return this.#cursorInSight;
  }

  /** The slot that an element belongs to, and the row it shows. */
  slotOf(target: Element): { readonly slot: Slot; readonly row: number } | undefined {
    const row = this.#rows.find(({ node }) => node.contains(target));
    const slot = row?.slots.find(({ node }) => node === target);
    return row && slot && { slot, row: row.row };
  }

  draw(scene: BodyScene): void {
    const { rows, places } = scene;
    this.#resize(rows.to - rows.from, places.to - places.from);
    this.#cursorInSight = false;
    for (let i = 0; i < this.#rows.length; i++) {
      const at = rows.from + i;
      const row = this.#rows[at % this.#rows.length];
      if (row !== undefined) {
        this.#drawRow(row, at, scene);
      }
    }
  }

  #resize(rows: number, across: number): void {
    // Two columns to spare: how many are in sight changes with their widths.
    const fits = across <= this.#across && across > this.#across - 12;
    const wide = fits ? this.#across : across + 2;
    if (rows === this.#rows.length && wide === this.#across) {
      return;
    }
    this.#across = wide;
    while (this.#rows.length < rows) {
      const row = new Row();
      this.#rows.push(row);
      this.element.append(row.node);
    }
    this.#rows.splice(rows).forEach(({ node }) => node.remove());
    this.#rows.forEach((row) => row.resize(wide));
  }

  #drawRow(row: Row, at: number, scene: BodyScene): void {
    const { places, base, columns, offsets, selected, cursor, layout } = scene;
    if (row.row !== at || row.base !== base) {
      row.row = at;
      row.base = base;
      row.node.style.top = `${(at - base) * ROW_HEIGHT}px`;
      // The heads are the first row.
      row.node.setAttribute('aria-rowindex', String(at + 2));
    }
    row.setLeft(scene.left);
    row.setMarked(scene.marked?.(at) ?? false);
    const inRow = selected !== undefined && at >= selected.row0 && at < selected.row1;
    const mark = inRow && scene.rowsChosen ? ' selected' : cursor?.row === at ? ' current' : '';
    row.number.show(scene.numberText(at), `cell-number${mark}`);
    const failed = scene.failed(at);
    for (let i = 0; i < this.#across; i++) {
      const place = places.from + i;
      const slot = row.slots[place % this.#across];
      const column = place < places.to ? columns[place] : undefined;
      if (slot === undefined || column === undefined) {
        slot?.show('', 'cell unused');
        slot?.setId('');
        continue;
      }
      const left = offsets[place] ?? 0;
      slot.put(layout, place, left, (offsets[place + 1] ?? 0) - left);
      const inside = inRow && place >= selected.column0 && place < selected.column1;
      const isCursor = cursor?.row === at && cursor.column === place;
      const text = failed ? '' : scene.cellText(at, column.index);
      const state = `${inside ? ' selected' : ''}${isCursor ? ' cursor' : ''}`;
      slot.show(text === null ? MISSING : (text ?? ''), `cell ${look(column, text)}${state}`);
      slot.setSelected(inside);
      slot.setId(isCursor ? CURSOR_ID : '');
      this.#cursorInSight ||= isCursor;
    }
  }
}

function look(column: ColumnLine, text: string | null | undefined): string {
  if (column.problem !== undefined) {
    return 'unreadable';
  }
  const state = text === undefined ? ' loading' : text === null ? ' missing' : '';
  return `${alignment(column)}${state}`;
}
