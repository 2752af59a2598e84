import type { ColumnLine, SortKey } from '../../src/protocol/table';
import { element, setText } from '../ui/dom';
import { alignment, columnTitle, typeText } from './cell-text';
import type { Span } from './columns';
import { CURSOR_ID } from './grid-body';

/** Must be the heights of `.grid-head` in the style sheet, without and with units. */
const HEAD_HEIGHT = 40;
const HEAD_HEIGHT_UNITS = 54;

export interface HeadScene {
  readonly places: Span;
  readonly columns: readonly ColumnLine[];
  readonly offsets: readonly number[];
  /** How far the columns are scrolled. */
  readonly left: number;
  readonly layout: number;
  readonly sort: readonly SortKey[];
  /** Places `[from, to)` of which every row is chosen, and the one with the cursor. */
  readonly chosen: Span | undefined;
  readonly cursor: number | undefined;
}

class Head {
  readonly node: HTMLElement;
  readonly #name = element('span', { class: 'head-name' });
  readonly #sort = element('span', { class: 'head-sort', attributes: { 'aria-hidden': 'true' } });
  readonly #unit = element('span', { class: 'head-unit' });
  readonly #type = element('span', { class: 'head-type' });
  column: ColumnLine | undefined;
  #shown = '';

  constructor() {
    this.node = element('div', { class: 'head', attributes: { role: 'columnheader' } }, [
      element('span', { class: 'head-top' }, [this.#name, this.#sort]),
      this.#unit,
      this.#type,
      element('span', { class: 'head-edge', attributes: { 'aria-hidden': 'true' } }),
    ]);
  }

  hide(): void {
    this.column = undefined;
    this.#shown = '';
    this.node.hidden = true;
    this.node.removeAttribute('id');
  }

  show(column: ColumnLine, place: number, { offsets, layout, sort, ...scene }: HeadScene): void {
    const rank = sort.findIndex((key) => key.column === column.index);
    const descending = sort[rank]?.descending;
    const { chosen } = scene;
    const isChosen = chosen !== undefined && place >= chosen.from && place < chosen.to;
    const isCursor = scene.cursor === place;
    const order = sort.length > 1 ? rank + 1 : 0;
    const shown = `${layout}/${place}/${rank}/${order}/${descending}/${isChosen}/${isCursor}`;
    if (shown === this.#shown && column === this.column) {
      return;
    }
    this.#shown = shown;
    this.column = column;
    const left = offsets[place] ?? 0;
    const { node } = this;
    node.hidden = false;
    node.style.left = `${left}px`;
    node.style.width = `${(offsets[place + 1] ?? 0) - left}px`;
    node.title = columnTitle(column);
    node.className = `head ${alignment(column)}`;
    node.classList.toggle('unreadable', column.problem !== undefined);
    node.classList.toggle('sortable', isSortable(column));
    node.classList.toggle('selected', isChosen);
    node.classList.toggle('cursor', isCursor);
    node.setAttribute('aria-colindex', String(place + 2));
    node.ariaDescription = column.description ?? column.problem ?? '';
    node.ariaDisabled = column.problem === undefined ? null : 'true';
    node.ariaSort = rank < 0 ? 'none' : descending === true ? 'descending' : 'ascending';
    if (isCursor) {
      node.id = CURSOR_ID;
    } else {
      node.removeAttribute('id');
    }
    setText(this.#name, column.name);
    setText(this.#sort, rank < 0 ? '' : `${descending === true ? '▼' : '▲'}${order || ''}`);
    setText(this.#unit, column.unit ?? '');
    setText(this.#type, column.problem === undefined ? typeText(column) : 'cannot be read');
  }
}

export function isSortable({ scalar, problem }: ColumnLine): boolean {
  return scalar && problem === undefined;
}

/** The heads of the columns in sight: name, unit and type. */
export class GridHead {
  readonly element: HTMLElement;
  readonly #row = element('div', {
    class: 'head-row',
    attributes: { role: 'row', 'aria-rowindex': '1' },
  });
  readonly #heads: Head[] = [];
  readonly #corner = element('div', {
    class: 'head head-corner',
    attributes: { role: 'columnheader', 'aria-colindex': '1' },
  });
  readonly #drop = element('div', { class: 'head-drop', attributes: { role: 'presentation' } });
  #cursorInSight = false;

  constructor() {
    this.#row.append(this.#corner, this.#drop);
    this.#drop.hidden = true;
    this.element = element('div', { class: 'grid-head', attributes: { role: 'rowgroup' } }, [
      this.#row,
    ]);
  }

  get cursorInSight(): boolean {
    return this.#cursorInSight;
  }

  /** @param units whether any column has one: without, there is no line for them. */
  setUnits(units: boolean): number {
    this.element.classList.toggle('units', units);
    return units ? HEAD_HEIGHT_UNITS : HEAD_HEIGHT;
  }

  setOrigin(origin: 0 | 1): void {
    setText(this.#corner, 'row');
    this.#corner.title = `Rows of the table, the first counted as ${origin}. Click to choose all cells.`;
    this.#corner.dataset['origin'] = `from ${origin}`;
  }

  columnOf(target: Element): ColumnLine | undefined {
    return this.#heads.find(({ node }) => node.contains(target))?.column;
  }

  isCorner(target: Element): boolean {
    return this.#corner.contains(target);
  }

  draw(scene: HeadScene): void {
    const { places, columns, left } = scene;
    this.#row.style.transform = `translateX(${-left}px)`;
    this.#corner.style.transform = `translateX(${left}px)`;
    while (this.#heads.length < places.to - places.from) {
      const head = new Head();
      this.#heads.push(head);
      this.#row.append(head.node);
    }
    this.#cursorInSight = false;
    const count = this.#heads.length;
    for (let place = places.from; place < places.from + count; place++) {
      const head = this.#heads[place % count];
      const column = place < places.to ? columns[place] : undefined;
      if (column === undefined) {
        head?.hide();
      } else {
        head?.show(column, place, scene);
        this.#cursorInSight ||= scene.cursor === place;
      }
    }
  }

  /** A line at `x` where a column that is dragged would go. */
  showDrop(x: number | undefined): void {
    this.#drop.hidden = x === undefined;
    if (x !== undefined) {
      this.#drop.style.left = `${x}px`;
    }
  }
}
