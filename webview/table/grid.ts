import { formatCount } from '../../src/protocol/figures';
import type { SortKey } from '../../src/protocol/table';
import { element } from '../ui/dom';
import type { Columns, Span } from './columns';
import { columnsInSight, placeAt } from './columns';
import { CURSOR_ID, GridBody, ROW_HEIGHT } from './grid-body';
import { GridHead } from './grid-head';
import { GridScroller } from './grid-scroller';
import type { Sight } from './pages';
import { wholeGroups } from './pages';
import type { RowPages } from './row-pages';
import { RowTrouble } from './row-trouble';
import { reveal } from './scale';
import type { Place, ScreenSize, Selection } from './selection';
import { HEAD, boxOf } from './selection';

/** What the grid draws; read anew at each frame. */
export interface GridSource {
  readonly columns: Columns;
  readonly rows: number;
  /** Rows of the table: row numbers are no larger. */
  readonly rowsOfTable: number;
  readonly sort: readonly SortKey[];
  readonly selection: Selection | undefined;
  readonly origin: 0 | 1;
  /** Whether a row of the table is one of those that are pointed out; undefined where none is. */
  readonly isMarked: ((number: number) => boolean) | undefined;
  readonly pages: Pick<RowPages, 'pageRows' | 'drawnColumn' | 'drawnNumber' | 'trouble' | 'retry'>;
}

/** Rows that are read ahead of those in sight. */
const AHEAD = 16;
/** Room for the row numbers at least, and for each of their characters, in pixels. */
const LEAST_NUMBERS = 52;
const NUMBER_CHARACTER = 7.5;
/** Far down, positions counted from the first row would be larger than a browser can bear. */
const ROWS_OF_BASE = 4096;

/**
 * A grid of which only the cells in sight exist. They are drawn on a layer that never moves where the
 * scroll position says, so that nothing blank comes into sight before it is drawn, and no element is
 * taller than a browser can bear.
 */
export class Grid {
  readonly head = new GridHead();
  readonly body = new GridBody();
  readonly #scroller: GridScroller;
  readonly #trouble = new RowTrouble(() => this.#source?.pages.retry());
  readonly #onSight: (sight: Sight) => void;
  #source: GridSource | undefined;
  #headHeight = 0;
  #numberWidth = LEAST_NUMBERS;
  #layout = 0;
  #frame: number | undefined;

  /** @param onSight is told at each frame what is in sight. */
  constructor(onSight: (sight: Sight) => void) {
    this.#onSight = onSight;
    const rows = element('div', { class: 'grid-body', attributes: { role: 'presentation' } }, [
      this.body.element,
      this.#trouble.element,
    ]);
    this.#scroller = new GridScroller([this.head.element, rows], {
      onMove: () => this.draw(),
      onResize: () => this.#paint(),
    });
  }

  get element(): HTMLElement {
    return this.#scroller.element;
  }

  /** Another table, or none; from its first row. */
  show(source: GridSource | undefined): void {
    this.#source = source;
    this.refresh();
    this.scrollTo(0, 0);
  }

  /** The same table with more rows: what is in sight stays there. */
  grow(source: GridSource): void {
    this.#source = source;
    this.refresh();
  }

  /** Columns moved or changed their width, or there are other rows. */
  refresh(): void {
    const source = this.#source;
    if (source === undefined) {
      return;
    }
    const { columns, rows, origin } = source;
    this.#layout++;
    this.#headHeight = this.head.setUnits(columns.lines.some(({ unit }) => Boolean(unit)));
    this.head.setOrigin(origin);
    this.element.ariaRowCount = String(rows + 1);
    this.element.ariaColCount = String(columns.shown.length + 1);
    const longest = formatCount(Math.max(source.rowsOfTable, 1)).length;
    this.#numberWidth = Math.max(LEAST_NUMBERS, longest * NUMBER_CHARACTER + 20);
    this.element.style.setProperty('--numbers', `${this.#numberWidth}px`);
    this.element.style.setProperty('--head', `${this.#headHeight}px`);
    this.#scroller.setContent(
      this.#numberWidth + columns.width,
      this.#headHeight + rows * ROW_HEIGHT,
    );
    this.draw();
  }

  /** Draws what is in sight at the next frame. */
  draw(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#paint();
    });
  }

  /** The first row that is wholly in sight. */
  get firstRow(): number {
    return Math.ceil(this.#scroller.top / ROW_HEIGHT);
  }

  get left(): number {
    return this.#scroller.left;
  }

  /** Rows and columns that fit on the screen. */
  get screen(): ScreenSize {
    const { from, to } = this.#places(0);
    return { rows: Math.floor(this.#bodyHeight / ROW_HEIGHT), columns: to - from };
  }

  /** Rows in sight. */
  get rowsInSight(): Span {
    const { rows, columns } = this.#source ?? { rows: 0 };
    if (columns?.shown.length === 0) {
      return { from: 0, to: 0 };
    }
    const { top } = this.#scroller;
    const from = Math.min(rows, Math.floor(top / ROW_HEIGHT));
    const to = Math.min(rows, Math.ceil((top + this.#bodyHeight) / ROW_HEIGHT));
    return { from, to: Math.max(from, to) };
  }

  /** Puts a row on top, and the columns so many pixels to the left. */
  scrollTo(row: number, left: number): void {
    this.#scroller.moveTo(row * ROW_HEIGHT, left);
  }

  scrollBy(right: number, down: number): void {
    this.#scroller.moveBy(right, down);
  }

  /** Scrolls as little as needed to bring a cell in sight; with `middle`, its row there. */
  reveal({ row, column }: Place, middle = false): void {
    const { top, left } = this.#scroller;
    const { offsets = [0] } = this.#source?.columns ?? {};
    const start = offsets[column] ?? 0;
    const toLeft = reveal(left, this.#bodyWidth, start, offsets[column + 1] ?? start);
    if (row === HEAD) {
      this.#scroller.moveTo(top, toLeft);
      return;
    }
    const height = this.#bodyHeight;
    const y = row * ROW_HEIGHT;
    const near = reveal(top, height, y, y + ROW_HEIGHT);
    const above = Math.floor(height / 2 / ROW_HEIGHT) * ROW_HEIGHT;
    this.#scroller.moveTo(middle && near !== top ? y - above : near, toLeft);
  }

  /** The nearest cell to a point of the window; its row is −1 in the head. */
  placeAtPoint(clientX: number, clientY: number): Place {
    const { columns, rows = 0 } = this.#source ?? {};
    const y = clientY - this.#scroller.rect.top - this.#headHeight;
    const row = Math.floor((this.#scroller.top + y) / ROW_HEIGHT);
    return {
      row: y < 0 ? HEAD : Math.min(Math.max(row, 0), rows - 1),
      column: placeAt(columns?.offsets ?? [0], this.xOf(clientX)),
    };
  }

  /** A point of the window in pixels of the columns. */
  xOf(clientX: number): number {
    const { rect, left } = this.#scroller;
    return clientX - rect.left - this.#numberWidth + left;
  }

  /** How far a point lies outside the cells, in pixels to the right and down; 0 within them. */
  beyond(clientX: number, clientY: number): { readonly x: number; readonly y: number } {
    const { left, right, top, bottom } = this.#scroller.rect;
    const past = (at: number, low: number, high: number): number =>
      at < low ? at - low : Math.max(0, at - high);
    return {
      x: past(clientX, left + this.#numberWidth, right),
      y: past(clientY, top + this.#headHeight, bottom),
    };
  }

  /** Where a cell, or the head of its column, begins and ends on the screen. */
  pointBelow({ row, column }: Place): { readonly x: number; readonly y: number } {
    const { rect, top, left } = this.#scroller;
    const offset = this.#source?.columns.offsets[column] ?? 0;
    const below = row === HEAD ? 0 : (row + 1) * ROW_HEIGHT - top;
    return {
      x: rect.left + this.#numberWidth + offset - left,
      y: rect.top + this.#headHeight + below,
    };
  }

  get #bodyHeight(): number {
    return Math.max(0, this.#scroller.size.height - this.#headHeight);
  }

  get #bodyWidth(): number {
    return Math.max(0, this.#scroller.size.width - this.#numberWidth);
  }

  /** Columns in sight, and so many beside them. */
  #places(overscan: number): Span {
    const { offsets = [0] } = this.#source?.columns ?? {};
    const { from, to } = columnsInSight(offsets, this.left, Math.max(0, this.#bodyWidth - 1));
    return { from: Math.max(0, from - overscan), to: Math.min(offsets.length - 1, to + overscan) };
  }

  #paint(): void {
    const source = this.#source;
    const { top, left, size } = this.#scroller;
    if (source === undefined || size.height === 0) {
      return;
    }
    const { columns, selection, pages, origin, rows, sort, isMarked } = source;
    const inSight = this.rowsInSight;
    const base = Math.floor(inSight.from / ROWS_OF_BASE) * ROWS_OF_BASE;
    this.body.element.style.transform = `translate(${-left}px, ${base * ROW_HEIGHT - top}px)`;
    const box = selection && boxOf(selection, { rows, columns: columns.shown.length });
    const whole = selection?.whole ?? 'cells';
    const scene = {
      places: this.#places(1),
      columns: columns.shown,
      offsets: columns.offsets,
      left,
      layout: this.#layout,
    };
    const allRows = whole === 'columns' || whole === 'all';
    this.head.draw({
      ...scene,
      sort,
      chosen: box && allRows ? { from: box.column0, to: box.column1 } : undefined,
      cursor: selection?.cursor.row === HEAD ? selection.cursor.column : undefined,
    });
    const { pageRows } = pages;
    this.body.draw({
      ...scene,
      rows: inSight,
      base,
      selected: box,
      cursor: selection?.cursor,
      rowsChosen: whole === 'rows' || whole === 'all',
      numberText: (row) => {
        const number = pages.drawnNumber(row);
        return number === undefined ? '' : formatCount(number + origin);
      },
      cellText: (row, column) =>
        pages.drawnColumn(Math.floor(row / pageRows), column)?.[row % pageRows],
      failed: (row) => pages.trouble(Math.floor(row / pageRows)) !== undefined,
      marked:
        isMarked &&
        ((row) => {
          const number = pages.drawnNumber(row);
          return number !== undefined && isMarked(number);
        }),
    });
    if (this.head.cursorInSight || this.body.cursorInSight) {
      this.element.setAttribute('aria-activedescendant', CURSOR_ID);
    } else {
      this.element.removeAttribute('aria-activedescendant');
    }
    this.#trouble.draw(source, inSight, top);
    this.#tell(source, inSight, scene.places);
  }

  #tell({ columns: { shown }, rows }: GridSource, inSight: Span, places: Span): void {
    const { down } = this.#scroller;
    const [from, to] = wholeGroups(places.from, places.to, shown.length);
    this.#onSight({
      from: Math.max(0, inSight.from - (down ? 0 : AHEAD)),
      to: Math.min(rows, inSight.to + (down ? AHEAD : 0)),
      middle: (inSight.from + inSight.to) / 2,
      columns: shown
        .slice(from, to)
        .flatMap(({ index, problem }) => (problem === undefined ? [index] : [])),
    });
  }
}
