import type { ColumnLine } from '../../src/protocol/table';
import { MISSING } from './cell-text';
import { dropPlace } from './columns';
import type { Columns } from './columns';
import type { Grid } from './grid';
import { isSortable } from './grid-head';
import type { GridCommands } from './grid-keys';
import type { Place, Selection } from './selection';
import { HEAD, boxOf, extended, holds, single } from './selection';

export interface PointerSource {
  readonly columns: Columns;
  readonly rows: number;
  readonly selection: Selection | undefined;
}

export interface PointerCommands extends Pick<GridCommands, 'sort' | 'open' | 'fit'> {
  select(selection: Selection): void;
  resize(column: number, pixels: number): void;
  /** Puts a column before another, or last. */
  moveBefore(column: number, before: number | undefined): void;
  /** A menu about a place, at a point of the window. */
  menuAt(place: Place, x: number, y: number): void;
}

/** Pixels a pointer may move and still have clicked. */
const CLICK = 4;

/** What the mouse and the fingers do to the grid. */
export class GridPointer {
  readonly #grid: Grid;
  readonly #source: () => PointerSource | undefined;
  readonly #commands: PointerCommands;

  constructor(grid: Grid, source: () => PointerSource | undefined, commands: PointerCommands) {
    this.#grid = grid;
    this.#source = source;
    this.#commands = commands;
    const { element } = grid;
    element.addEventListener('pointerdown', (event) => this.#onDown(event));
    element.addEventListener('pointermove', (event) => this.#onHover(event));
    element.addEventListener('dblclick', (event) => this.#onDoubleClick(event));
    element.addEventListener('contextmenu', (event) => this.#onMenu(event));
  }

  #onDown(event: PointerEvent): void {
    const source = this.#source();
    const { target } = event;
    if (event.button !== 0 || source === undefined || !(target instanceof Element)) {
      return;
    }
    const column = this.#grid.head.columnOf(target);
    if (column !== undefined) {
      if (target.classList.contains('head-edge')) {
        this.#dragEdge(event, column, source.columns);
      } else {
        this.#dragHead(event, column, source.columns);
      }
    } else if (this.#grid.head.isCorner(target)) {
      this.#commands.select({ ...single(0, 0), whole: 'all' });
    } else if (target.closest('.cell, .cell-number') !== null) {
      this.#dragCells(event, target, source);
    }
  }

  /** Follows the pointer until it is lifted; a finger that scrolls instead takes it away. */
  #follow(event: PointerEvent, move: (event: PointerEvent) => void, end: () => void): void {
    const { element } = this.#grid;
    const stop = new AbortController();
    const { signal } = stop;
    element.setPointerCapture(event.pointerId);
    element.addEventListener('pointermove', move, { signal });
    element.addEventListener(
      'lostpointercapture',
      () => {
        stop.abort();
        end();
      },
      { signal },
    );
  }

  #dragEdge(event: PointerEvent, { index }: ColumnLine, columns: Columns): void {
    const width = columns.widthAt(columns.placeOf(index));
    event.preventDefault();
    this.#grid.element.focus({ preventScroll: true });
    this.#follow(
      event,
      ({ clientX }) => this.#commands.resize(index, width + clientX - event.clientX),
      () => undefined,
    );
  }

  /** A click sorts, a drag puts the column elsewhere. */
  #dragHead(event: PointerEvent, column: ColumnLine, columns: Columns): void {
    const { head } = this.#grid;
    const place = columns.placeOf(column.index);
    let to: number | undefined;
    let dragged = false;
    let lifted = false;
    const up = ({ pointerId }: PointerEvent): void => {
      lifted = pointerId === event.pointerId;
    };
    this.#grid.element.addEventListener('pointerup', up, { once: true });
    this.#follow(
      event,
      ({ clientX, pointerType }) => {
        // A finger that moves scrolls.
        dragged ||= pointerType !== 'touch' && Math.abs(clientX - event.clientX) > CLICK;
        if (dragged) {
          to = dropPlace(columns.offsets, this.#grid.xOf(clientX));
          head.showDrop(columns.offsets[to]);
        }
      },
      () => {
        this.#grid.element.removeEventListener('pointerup', up);
        head.showDrop(undefined);
        if (dragged && to !== undefined && to !== place && to !== place + 1) {
          this.#commands.moveBefore(column.index, columns.shown[to]?.index);
        } else if (!dragged && lifted) {
          this.#commands.select(single(HEAD, place));
          if (isSortable(column)) {
            this.#commands.sort(place, event.shiftKey);
          }
        }
      },
    );
  }

  #dragCells(event: PointerEvent, target: Element, { selection }: PointerSource): void {
    const grid = this.#grid;
    const byRows = target.closest('.cell-number') !== null;
    const whole = byRows ? 'rows' : 'cells';
    const at = grid.placeAtPoint(event.clientX, event.clientY);
    const start = byRows ? { ...at, column: selection?.cursor.column ?? 0 } : at;
    const begun = selection !== undefined && selection.cursor.row !== HEAD;
    const first =
      event.shiftKey && begun
        ? { ...extended(selection, start), whole: byRows ? ('rows' as const) : selection.whole }
        : { ...single(start.row, start.column), whole };
    this.#commands.select(first as Selection);
    if (event.pointerType === 'touch') {
      return;
    }
    let point = { clientX: event.clientX, clientY: event.clientY };
    let last = `${start.row}/${start.column}`;
    const extend = (): void => {
      const reached = grid.placeAtPoint(point.clientX, point.clientY);
      const cursor = {
        row: Math.max(0, reached.row),
        column: byRows ? start.column : reached.column,
      };
      const current = this.#source()?.selection;
      const key = `${cursor.row}/${cursor.column}`;
      if (current !== undefined && key !== last) {
        last = key;
        this.#commands.select(extended(current, cursor));
      }
    };
    // Beyond the edge the rows go on passing while the pointer rests.
    const timer = setInterval(() => {
      const beyond = grid.beyond(point.clientX, point.clientY);
      if (beyond.x !== 0 || beyond.y !== 0) {
        grid.scrollBy(byRows ? 0 : beyond.x, beyond.y * 2);
        extend();
      }
    }, 40);
    this.#follow(
      event,
      ({ clientX, clientY }) => {
        point = { clientX, clientY };
        const { x, y } = grid.beyond(clientX, clientY);
        if (x === 0 && y === 0) {
          extend();
        }
      },
      () => clearInterval(timer),
    );
  }

  /** The whole of a text that has no room, in the way titles are shown. */
  #onHover({ target }: PointerEvent): void {
    const found = target instanceof Element ? this.#grid.body.slotOf(target) : undefined;
    if (found === undefined) {
      return;
    }
    const { node, place } = found.slot;
    const problem = this.#source()?.columns.shown[place]?.problem;
    const text = node.textContent ?? '';
    const missing = node.classList.contains('missing') && text === MISSING;
    const clipped = node.scrollWidth > node.clientWidth;
    found.slot.setTitle(problem ?? (missing ? 'missing' : clipped ? text : ''));
  }

  #onDoubleClick({ clientX, clientY }: MouseEvent): void {
    const source = this.#source();
    // Its own target is the grid, which has captured the pointer.
    const target = document.elementFromPoint(clientX, clientY);
    if (source === undefined || target === null) {
      return;
    }
    const column = this.#grid.head.columnOf(target);
    if (column !== undefined && target.classList.contains('head-edge')) {
      this.#commands.fit(source.columns.placeOf(column.index));
    } else if (target.closest('.cell') !== null) {
      this.#commands.open(this.#grid.placeAtPoint(clientX, clientY));
    }
  }

  #onMenu(event: MouseEvent): void {
    const source = this.#source();
    const { target, clientX, clientY } = event;
    if (source === undefined || !(target instanceof Element)) {
      return;
    }
    const inside = target.closest('.cell, .cell-number, .head:not(.head-corner)') !== null;
    // By the keyboard it comes without a point, and is opened by the key itself.
    event.preventDefault();
    if (!inside) {
      return;
    }
    const place = this.#grid.placeAtPoint(clientX, clientY);
    const { selection, columns, rows } = source;
    const box = selection && boxOf(selection, { rows, columns: columns.shown.length });
    // What is chosen stays so where the menu is about it.
    if (box === undefined || !holds(box, place.row, place.column)) {
      this.#commands.select(single(place.row, place.column));
    }
    this.#commands.menuAt(place, clientX, clientY);
  }
}
