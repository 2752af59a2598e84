import type {
  ArrangeProgress,
  FilterProblem,
  SortKey,
  TableCost,
  TableReply,
} from '../../src/protocol/table';
import type { Trouble } from '../image/host';
import { troubleOf } from '../image/host';
import type { TableHost } from './table-host';

/** Bytes that are read without asking. */
export const FREE_BYTES = 20_000_000;

/** Which rows, in which order. */
export interface Arranged {
  readonly filter: string;
  readonly sort: readonly SortKey[];
}

/** A view of the table: the rows that `TableRef.view` names. */
export interface TableView extends Arranged {
  readonly view: string;
  readonly rows: number;
}

export type ArrangeState =
  | { readonly is: 'settled' }
  /** Looks at the filter and at what it costs. */
  | { readonly is: 'looking' }
  /** Asks whether to read that much. */
  | { readonly is: 'asking'; readonly cost: TableCost }
  | { readonly is: 'reading'; readonly progress: ArrangeProgress }
  /** The filter makes no sense. */
  | { readonly is: 'wrong'; readonly problem: FilterProblem }
  | { readonly is: 'failed'; readonly trouble: Trouble };

/** The view that stands for all rows, where those of the table as it is stored are not meant. */
export interface WholeView {
  readonly view: string;
  readonly rows: number;
}

const AS_STORED: Arranged = { filter: '', sort: [] };
const SETTLED: ArrangeState = { is: 'settled' };

/** Sorts and filters one table: the view on show, the one that is wanted, and what lies between. */
export class Arrangement {
  readonly #host: TableHost;
  readonly #hdu: number;
  readonly #table: TableReply;
  readonly #whole: WholeView;
  readonly #onChange: (another: boolean) => void;
  #origin: 0 | 1;
  #view: TableView;
  #wanted: Arranged = AS_STORED;
  #state: ArrangeState = SETTLED;
  #stop = new AbortController();

  /**
   * @param origin what filters count the first row as
   * @param onChange `another` says that `view` is another one.
   * @param whole what is shown unsorted and unfiltered; left out, the table as it is stored. Whoever gives one sees to
   * it that what the host arranges is of its rows.
   */
  constructor(
    host: TableHost,
    hdu: number,
    table: TableReply,
    origin: 0 | 1,
    onChange: (another: boolean) => void,
    whole: WholeView = { view: '', rows: table.rowsPresent },
  ) {
    this.#host = host;
    this.#hdu = hdu;
    this.#table = table;
    this.#origin = origin;
    this.#onChange = onChange;
    this.#whole = whole;
    this.#view = this.#stored;
  }

  /** What the grid shows. */
  get view(): TableView {
    return this.#view;
  }

  /** What was asked for last: the view, unless it is still being made or could not be. */
  get wanted(): Arranged {
    return this.#wanted;
  }

  get state(): ArrangeState {
    return this.#state;
  }

  /** Shows the rows that match, in this order; asks before it reads much. */
  apply(wanted: Arranged): void {
    this.#stop.abort();
    this.#wanted = wanted;
    if (wanted.filter === '' && wanted.sort.length === 0) {
      this.#become(this.#stored);
      return;
    }
    this.#run(async (signal) => {
      this.#be({ is: 'looking' });
      const asked = { hdu: this.#hdu, ...wanted, origin: this.#origin };
      const { problem, cost } = await this.#host.request('arrangeCost', asked, { signal });
      if (signal.aborted) {
        return;
      }
      if (problem !== undefined) {
        this.#be({ is: 'wrong', problem });
      } else if (!this.#table.local && cost.bytes > FREE_BYTES) {
        this.#be({ is: 'asking', cost });
      } else {
        await this.#read(signal);
      }
    });
  }

  /** Rows are counted from another number: a filter may ask for others now. */
  countFrom(origin: 0 | 1): void {
    if (origin !== this.#origin) {
      this.#origin = origin;
      if (this.#wanted.filter !== '') {
        this.apply(this.#wanted);
      }
    }
  }

  /** The user agreed to the cost, or wants to try again. */
  read(): void {
    this.#stop.abort();
    this.#run((signal) => this.#read(signal));
  }

  /** Back to what is on show. */
  cancel(): void {
    this.#stop.abort();
    this.#wanted = { filter: this.#view.filter, sort: this.#view.sort };
    this.#be(SETTLED);
  }

  /** The host has forgotten the view: the rows as stored are shown until it is made anew. */
  renew(): void {
    const { filter, sort } = this.#view;
    this.#become(this.#stored);
    this.apply({ filter, sort });
  }

  dispose(): void {
    this.#stop.abort();
  }

  get #stored(): TableView {
    return { ...AS_STORED, ...this.#whole };
  }

  async #read(signal: AbortSignal): Promise<void> {
    const wanted = this.#wanted;
    this.#be({ is: 'reading', progress: { done: 0, rows: 0 } });
    const onProgress = (progress: ArrangeProgress): void => {
      if (!signal.aborted) {
        this.#be({ is: 'reading', progress });
      }
    };
    const asked = { hdu: this.#hdu, ...wanted, origin: this.#origin };
    const made = await this.#host.request('arrange', asked, { signal, onProgress });
    if (!signal.aborted) {
      this.#become({ ...wanted, ...made });
    }
  }

  #run(work: (signal: AbortSignal) => Promise<void>): void {
    const stop = new AbortController();
    this.#stop = stop;
    work(stop.signal).catch((error: unknown) => {
      const trouble = troubleOf(error);
      if (stop.signal.aborted) {
        return;
      }
      if (trouble === undefined) {
        this.cancel();
      } else {
        this.#be({ is: 'failed', trouble });
      }
    });
  }

  #become(view: TableView): void {
    const another = view.view !== this.#view.view || view.rows !== this.#view.rows;
    this.#view = view;
    this.#state = SETTLED;
    this.#onChange(another);
  }

  #be(state: ArrangeState): void {
    this.#state = state;
    this.#onChange(false);
  }
}

/** The sort after a click on a column: ascending, descending, none; `add` keeps the other keys. */
export function nextSort(sort: readonly SortKey[], column: number, add: boolean): SortKey[] {
  const key = sort.find((each) => each.column === column);
  const next: SortKey[] =
    key === undefined
      ? [{ column, descending: false }]
      : key.descending
        ? []
        : [{ column, descending: true }];
  if (!add) {
    return next;
  }
  // A key keeps its rank while it turns round.
  return key === undefined
    ? [...sort, ...next]
    : sort.flatMap((each) => (each.column === column ? next : [each]));
}
