import type { RowsReply, TableRef } from '../../src/protocol/table';
import type { Trouble } from '../image/host';
import { troubleOf } from '../image/host';
import { LruByBytes } from '../image/lru';
import type { PageRequest, Sight } from './pages';
import { pagesOf, planPages } from './pages';
import type { TableHost } from './table-host';

/** Cells that are kept: some tens of MB of text at most. */
const MOST_KEPT = 400_000;
const MOST_FLIGHTS = 3;
/** While one scrolls past by the screen, nothing is asked for until that pauses, in milliseconds. */
const SETTLE = 80;

interface Flight extends PageRequest {
  readonly stop: AbortController;
}

/** The pages of one view that are here. */
class Here {
  readonly cells = new LruByBytes<string, readonly (string | null)[]>(MOST_KEPT);
  readonly numbers = new LruByBytes<number, readonly number[]>(MOST_KEPT);
  readonly #isWhole: boolean;

  /** @param isWhole rows of the view are those of the table. */
  constructor(isWhole: boolean) {
    this.#isWhole = isWhole;
  }

  number(row: number, pageRows: number): number | undefined {
    return this.#isWhole ? row : this.numbers.get(Math.floor(row / pageRows))?.[row % pageRows];
  }
}

export interface RowPagesListener {
  /** Cells came, or failed to. */
  onCells(): void;
  /** All that is known by now to be wrong with the table. */
  onWarnings(warnings: readonly string[]): void;
  /** The host has forgotten the view. */
  onGone(): void;
}

/** The cells of a view that are in sight: asked for by the page, kept while there is room. */
export class RowPages {
  readonly #host: TableHost;
  readonly #listener: RowPagesListener;
  readonly #troubles = new Map<number, Trouble>();
  #here = new Here(true);
  /** What is drawn until the rows in sight are here. */
  #former: Here | undefined;
  #flights: Flight[] = [];
  #ref: TableRef | undefined;
  #pageRows = 1;
  #rows = 0;
  #sight: Sight | undefined;
  #jumpedAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: TableHost, listener: RowPagesListener) {
    this.#host = host;
    this.#listener = listener;
  }

  get pageRows(): number {
    return this.#pageRows;
  }

  /** Whether cells in sight are still to come. */
  get busy(): boolean {
    return this.#flights.length > 0 || this.#timer !== undefined;
  }

  /** Another view, or none; `rows` is how many it has. */
  show(ref: TableRef | undefined, rows: number, pageRows: number): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flights.forEach(({ stop }) => stop.abort());
    this.#flights = [];
    this.#here = new Here(ref?.view === '');
    this.#former = undefined;
    this.#troubles.clear();
    this.#sight = undefined;
    this.#ref = ref;
    this.#rows = rows;
    this.#pageRows = pageRows;
  }

  /** Another view, in place of one that looks much the same: what is drawn stays until the rows in sight are here. */
  replace(ref: TableRef, rows: number): void {
    const former = this.#former ?? this.#here;
    this.show(ref, rows, this.#pageRows);
    this.#former = former;
  }

  /** The same view with more rows at its end: what is here stays, and of the last page the rest is asked for. */
  grow(ref: TableRef, rows: number): void {
    const last = Math.floor(this.#rows / this.#pageRows);
    this.#flights = this.#flights.filter(({ page, stop }) => {
      if (page === last) {
        stop.abort();
      }
      return page !== last;
    });
    this.#troubles.delete(last);
    this.#ref = ref;
    this.#rows = rows;
  }

  /** The texts of a column in a page, by row of the page; undefined while they are not here. */
  column(page: number, column: number): readonly (string | null)[] | undefined {
    return this.#here.cells.get(`${page}/${column}`);
  }

  /** What is drawn of them: while another view comes, those of the one before. */
  drawnColumn(page: number, column: number): readonly (string | null)[] | undefined {
    return this.#former?.cells.get(`${page}/${column}`) ?? this.column(page, column);
  }

  /** The text of a cell, null where it is missing; undefined while it is not here. */
  text(row: number, column: number): string | null | undefined {
    return this.column(Math.floor(row / this.#pageRows), column)?.[row % this.#pageRows];
  }

  /** Position of a row of the view in the table; undefined while it is not known. */
  number(row: number): number | undefined {
    return this.#here.number(row, this.#pageRows);
  }

  /** The number that is drawn beside a row: while another view comes, that of the one before. */
  drawnNumber(row: number): number | undefined {
    return this.#former?.number(row, this.#pageRows) ?? this.number(row);
  }

  /** Why the rows of a page are not here. */
  trouble(page: number): Trouble | undefined {
    return this.#troubles.get(page);
  }

  retry(): void {
    this.#troubles.clear();
    this.#pump();
  }

  /** What is in sight now; may be said at every frame. */
  want(sight: Sight): void {
    const last = this.#sight;
    this.#sight = sight;
    const screen = sight.to - sight.from;
    if (last !== undefined && Math.abs(sight.from - last.from) > screen) {
      const now = performance.now();
      const passing = now - this.#jumpedAt < 2 * SETTLE;
      this.#jumpedAt = now;
      clearTimeout(this.#timer);
      this.#timer = passing ? setTimeout(() => this.#settled(), SETTLE) : undefined;
    }
    this.#drop(sight);
    if (this.#timer === undefined) {
      this.#pump();
    }
  }

  #settled(): void {
    this.#timer = undefined;
    this.#pump();
  }

  /** Cancels what nobody will see. */
  #drop(sight: Sight): void {
    const pages = pagesOf(sight, this.#pageRows);
    this.#flights = this.#flights.filter(({ page, columns, stop }) => {
      const seen = pages.includes(page) && columns.some((column) => sight.columns.includes(column));
      if (!seen) {
        stop.abort();
      }
      return seen;
    });
  }

  #pump(): void {
    const sight = this.#sight;
    const ref = this.#ref;
    if (sight === undefined || ref === undefined) {
      return;
    }
    const plan = planPages(
      sight,
      this.#pageRows,
      (page, column) =>
        this.#isHere(page, column) ||
        this.#troubles.has(page) ||
        this.#flights.some((flight) => flight.page === page && flight.columns.includes(column)),
    );
    if (plan.length === 0 && this.#flights.length === 0 && this.#former !== undefined) {
      this.#former = undefined;
      this.#listener.onCells();
    }
    for (const request of plan.slice(0, Math.max(0, MOST_FLIGHTS - this.#flights.length))) {
      void this.#fly(ref, request);
    }
  }

  /** Whether all rows of the page are here; there may be more of them by now. */
  #isHere(page: number, column: number): boolean {
    const rows = Math.min(this.#pageRows, this.#rows - page * this.#pageRows);
    return (this.#here.cells.get(`${page}/${column}`)?.length ?? -1) >= rows;
  }

  async #fly(ref: TableRef, request: PageRequest): Promise<void> {
    const flight = { ...request, stop: new AbortController() };
    const { page, columns } = request;
    const from = page * this.#pageRows;
    const to = Math.min(this.#rows, from + this.#pageRows);
    this.#flights.push(flight);
    let trouble: Trouble | undefined;
    try {
      const { signal } = flight.stop;
      const reply = await this.#host.request('rows', { ...ref, from, to, columns }, { signal });
      if (!signal.aborted) {
        this.#keep(page, columns, reply, to - from);
      }
    } catch (error) {
      trouble = troubleOf(error);
    }
    if (flight.stop.signal.aborted) {
      return;
    }
    this.#flights = this.#flights.filter((other) => other !== flight);
    if (trouble?.code === 'not-found' && ref.view !== '') {
      this.#listener.onGone();
      return;
    }
    if (trouble !== undefined) {
      this.#troubles.set(page, trouble);
    }
    this.#pump();
    this.#listener.onCells();
  }

  #keep(page: number, columns: readonly number[], reply: RowsReply, rows: number): void {
    const complete = reply.numbers.length >= rows && reply.cells.length >= columns.length;
    if (!complete) {
      throw new Error(`The reader gave ${reply.numbers.length} of ${rows} rows.`);
    }
    if (reply.warnings !== undefined) {
      this.#listener.onWarnings(reply.warnings);
    }
    this.#here.numbers.set(page, reply.numbers, rows);
    columns.forEach((column, at) => {
      const texts = reply.cells[at] ?? [];
      this.#here.cells.set(`${page}/${column}`, texts, texts.length);
    });
  }
}
