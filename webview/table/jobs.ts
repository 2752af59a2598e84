import { countOf, formatCount } from '../../src/protocol/figures';
import type { TableFormat, TableRef, TableReply } from '../../src/protocol/table';
import { MOST_COPIED } from '../../src/protocol/table';
import { troubleOf } from '../image/host';
import { Activity } from './activity';
import { costText } from './arrange-text';
import { FREE_BYTES } from './arrangement';
import type { TableHost } from './table-host';

/** Cells that are copied without a word. */
const FEW_CELLS = 10_000;

export interface JobTarget {
  readonly ref: TableRef;
  readonly table: TableReply;
  /** Rows of the view. */
  readonly rows: number;
}

/** Some cells of a view: rows `[from, to)`, columns by their position in the table. */
export interface Cells {
  readonly from: number;
  readonly to: number;
  readonly columns: readonly number[];
}

type Stop = Pick<AbortController, 'abort'>;

/** What takes its time beside looking at the rows: copying many cells, and exporting. */
export class TableJobs {
  readonly #host: TableHost;
  readonly #onCopy: (text: string, what: string) => void;
  readonly #activity: Activity;
  #stop: Stop = new AbortController();

  /** @param leave puts the focus elsewhere, when the button that had it has gone. */
  constructor(host: TableHost, onCopy: (text: string, what: string) => void, leave: () => void) {
    this.#host = host;
    this.#activity = new Activity('Copy or export', leave);
    this.#onCopy = onCopy;
  }

  get element(): HTMLElement {
    return this.#activity.element;
  }

  /** Ends what is under way. */
  stop(): void {
    this.#stop.abort();
    this.#activity.show(undefined);
  }

  /** @param what names the cells for the message; undefined for how many there are. */
  copy(target: JobTarget, cells: Cells, names: boolean, what?: string): void {
    const { from, to, columns } = cells;
    const count = (to - from) * columns.length;
    if (count > MOST_COPIED) {
      const most = formatCount(MOST_COPIED);
      this.stop();
      this.#say(
        `${countOf(count, 'cell')} are chosen; at most ${most} can be copied at once. Export them as CSV instead.`,
      );
      return;
    }
    this.#run('Copying', async (signal) => {
      const many = count > FEW_CELLS;
      if (many && !(await this.#agreed('Copying', 'Copy', target, cells, signal))) {
        return;
      }
      if (many) {
        this.#show('Copying…', undefined);
      }
      const asked = { ...target.ref, from, to, columns, names };
      const { text } = await this.#host.request('rowsText', asked, { signal });
      if (!signal.aborted) {
        this.#activity.show(undefined);
        this.#onCopy(text, what ?? countOf(count, 'cell'));
      }
    });
  }

  /** Writes all rows of the view; `name` is proposed for the file. */
  export(
    target: JobTarget,
    columns: readonly number[],
    { name, format }: { readonly name: string; readonly format: TableFormat },
  ): void {
    this.#run('Exporting', async (signal) => {
      const cells = { from: 0, to: target.rows, columns };
      if (!(await this.#agreed('Exporting', 'Export', target, cells, signal))) {
        return;
      }
      this.#show('Exporting…', 0);
      const onProgress = ({ done }: { done: number }): void => {
        if (!signal.aborted) {
          this.#show('Exporting…', done);
        }
      };
      const asked = { ...target.ref, name, columns, format };
      const options = { signal, onProgress };
      const { saved } = await this.#host.request('exportTable', asked, options);
      if (signal.aborted) {
        return;
      }
      if (saved) {
        this.#say(
          `Exported ${countOf(target.rows, 'row')} of ${countOf(columns.length, 'column')}.`,
        );
      } else {
        this.#activity.show(undefined);
      }
    });
  }

  /** Whether the user agrees to what it costs; they are not asked where that is little. */
  async #agreed(
    doing: string,
    label: string,
    { table, ref }: JobTarget,
    { from, to, columns }: Cells,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (table.local) {
      return true;
    }
    const asked = { hdu: ref.hdu, columns };
    const whole = await this.#host.request('columnsCost', asked, { signal });
    const share = Math.min(1, (to - from) / Math.max(1, table.rowsPresent));
    const bytes = whole.bytes * share;
    if (bytes <= FREE_BYTES || signal.aborted) {
      return !signal.aborted;
    }
    const cost = { bytes, requests: Math.ceil(whole.requests * share) };
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(false), { once: true });
      this.#activity.show({
        text: `${doing} reads about ${costText(cost)}.`,
        actions: [
          { label, primary: true, onClick: () => resolve(true) },
          { label: 'Cancel', onClick: () => this.stop() },
        ],
      });
    });
  }

  #run(doing: string, work: (signal: AbortSignal) => Promise<void>): void {
    this.stop();
    const stop = new AbortController();
    this.#stop = stop;
    work(stop.signal).catch((error: unknown) => {
      const trouble = troubleOf(error);
      if (stop.signal.aborted) {
        return;
      }
      if (trouble === undefined) {
        this.stop();
      } else {
        const why = [trouble.message, trouble.hint].filter(Boolean).join(' ');
        this.#say(`${doing} failed. ${why}`, true);
      }
    });
  }

  #show(text: string, done: number | undefined): void {
    this.#activity.show({ text, done, actions: [{ label: 'Cancel', onClick: () => this.stop() }] });
  }

  #say(text: string, trouble = false): void {
    const dismiss = { label: 'Dismiss', onClick: () => this.#activity.show(undefined) };
    this.#activity.show({ text, trouble, actions: [dismiss] });
  }
}
