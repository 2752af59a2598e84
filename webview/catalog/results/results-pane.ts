import type { CatalogResult, CatalogState, CatalogTable } from '../../../src/protocol/catalog';
import type { TableReply } from '../../../src/protocol/table';
import type { Trouble } from '../../image/host';
import { troubleOf } from '../../image/host';
import { findRow } from '../../search/results/find-row';
import { Activity } from '../../table/activity';
import type { KeptTable } from '../../table/kept';
import { TablePane } from '../../table/table-pane';
import { createButton } from '../../ui/button';
import { element, setText } from '../../ui/dom';
import type { CatalogHost } from '../catalog-host';
import type { DetailName } from '../details/details';
import { Details } from '../details/details';
import { progressWords, resultWords, shareOf } from '../plan/plan-words';
import type { PlottedTable } from '../plots/plots-pane';
import { ChosenInTable } from './chosen-in-table';
import { Growth } from './growth';
import { CHOSEN_VIEW, ResultHost } from './result-host';
import { ResultNotes } from './result-notes';
import { ResultsInstead } from './results-instead';

export interface ResultsActions {
  /** Something that is kept, or the rows on show, has changed. */
  onChange(): void;
  onCopy(text: string, what: string): void;
  onPause(paused: boolean): void;
  onStop(): void;
  /** The request of the result, once more. */
  onRunAgain(): void;
  onShowOnImage(): void;
  /** Other rows are chosen; undefined for none. */
  onChosen(rows: Uint32Array | undefined): void;
  onTrouble(trouble: Trouble): void;
  /** What can be said of the chosen column or cell is to be seen. */
  onDetail(name: DetailName): void;
}

/** A snapshot of the table, of which result. */
interface Snapshot {
  readonly id: string;
  readonly title: string;
  readonly table: CatalogTable;
}

/** The rows of a query: how it goes, what is wrong with them, and the table of them, which may grow. */
export class ResultsPane {
  readonly head: HTMLElement;
  readonly notes: ResultNotes;
  readonly activity: Activity;
  readonly element: HTMLElement;
  readonly #rowsHost: ResultHost;
  readonly #actions: ResultsActions;
  readonly #table: TablePane;
  readonly #title = element('span', { class: 'results-title' });
  readonly #figures = element('span', { class: 'results-figures', attributes: { role: 'status' } });
  readonly #image = createButton({
    label: 'Show on image',
    text: 'Show on image',
    title: 'Marks the rows on an image that is open',
    look: 'icon',
    onClick: () => this.#actions.onShowOnImage(),
  });
  readonly #chosen: ChosenInTable;
  readonly details: Details;
  readonly #instead = new ResultsInstead(() => this.#actions.onRunAgain());
  readonly #growth = new Growth<Snapshot>((snapshot) => this.#load(snapshot));
  #state: CatalogState | undefined;
  #shown: (Snapshot & { readonly reply: TableReply }) | undefined;
  #wanted: number | undefined;
  #kept: { readonly id: string; readonly table: KeptTable } | undefined;
  #only = false;
  #awaited: number | undefined;
  #stop = new AbortController();
  #finding = new AbortController();

  constructor(host: CatalogHost, actions: ResultsActions) {
    this.#actions = actions;
    this.#rowsHost = new ResultHost(host);
    this.notes = new ResultNotes(() => actions.onRunAgain());
    this.activity = new Activity('Query', () =>
      this.activity.element.querySelector<HTMLElement>('vscode-button')?.focus(),
    );
    this.#table = new TablePane(this.#rowsHost, {
      onChange: () => actions.onChange(),
      onCopy: (text, what) => actions.onCopy(text, what),
      onOpenCell: () => actions.onDetail('cell'),
      onColumn: () => actions.onDetail('column'),
      rowItems: (row) => this.#chosen.itemsOf(row, this.#shown?.table.rows ?? 0),
    });
    this.#table.element.classList.add('results-table');
    this.details = new Details({
      ...{ host: this.#rowsHost, table: this.#table },
      onCopy: (text, what) => actions.onCopy(text, what),
      onOpenCell: () => actions.onDetail('cell'),
    });
    this.#chosen = new ChosenInTable(host, this.#table, {
      onChosen: (rows) => this.#takeChosen(rows),
      onOnly: (only) => this.#showOnly(only),
      onError: (error) => this.#fail(error, undefined),
    });
    this.head = element('div', { class: 'results-head' }, [
      this.#title,
      this.#figures,
      this.#image.element,
    ]);
    this.element = element('section', { class: 'results', attributes: { 'aria-label': 'Rows' } }, [
      this.#chosen.bar.element,
      element('div', { class: 'results-body' }, [this.#table.element, this.#instead.element]),
    ]);
    this.#showInstead();
  }

  /** How the table was left; undefined while there is none. */
  get kept(): KeptTable | undefined {
    return this.#table.state ?? this.#kept?.table;
  }

  /** The rows that are plotted and matched: those of the table's filter, in its order. */
  get plotted(): PlottedTable | undefined {
    const shown = this.#shown;
    const { hdu } = this.#table;
    if (shown === undefined || hdu === undefined) {
      return undefined;
    }
    const { columns } = shown.reply;
    // A plot of the chosen rows alone would leave nothing else to choose.
    const of = this.#only ? { view: '', rows: shown.reply.rowsPresent } : this.#table;
    return { hdu, view: of.view, rows: of.rows, columns, title: shown.title };
  }

  /** @param table how the table of this result was left; taken up with its first rows. */
  restore(id: string, table: KeptTable): void {
    this.#kept = { id, table };
  }

  addTool(button: HTMLElement): void {
    this.head.prepend(button);
  }

  show(state: CatalogState): void {
    this.#state = state;
    const { result, running, table } = state;
    const title = result?.title ?? state.title;
    setText(this.#title, title);
    this.#title.title = title;
    const figures = result === undefined ? '' : resultWords(result, Date.now());
    setText(this.#figures, running === undefined ? figures : '');
    this.#figures.title = figures;
    this.notes.show(result, running !== undefined);
    this.#showActivity(state);
    this.#image.element.hidden = table === undefined || table.rows === 0;
    this.#follow(result, table, running !== undefined);
    this.#chosen.follow(state.chosen);
    this.#showInstead();
  }

  setOrigin(origin: 0 | 1): void {
    this.#table.setOrigin(origin);
    this.details.setOrigin(origin);
  }

  focus(): void {
    this.#table.focus();
  }

  /** Brings a row of the table in sight. */
  async reveal(row: number): Promise<void> {
    this.#finding.abort();
    this.#finding = new AbortController();
    const { signal } = this.#finding;
    const { hdu, view, rows } = this.#table;
    if (hdu === undefined) {
      this.#awaited = row;
      return;
    }
    try {
      const at = await findRow(this.#rowsHost, { hdu, view }, rows, row, signal);
      if (at !== undefined && !signal.aborted) {
        this.#table.goTo(at);
      }
    } catch (error) {
      this.#fail(error, signal);
    }
  }

  /** Takes up another table, or the same one grown. */
  #follow(
    result: CatalogResult | undefined,
    table: CatalogTable | undefined,
    isRunning: boolean,
  ): void {
    const id = result?.id ?? '';
    const isOther = id !== this.#shown?.id;
    if (table === undefined || (isRunning && table.rows === 0)) {
      this.#growth.forget();
      this.#wanted = undefined;
      if (this.#shown !== undefined && (table === undefined || isOther)) {
        this.#clear();
      }
      return;
    }
    if (table.hdu !== this.#wanted || isOther) {
      this.#wanted = table.hdu;
      this.#growth.push({ id, table, title: result?.title ?? '' }, !isRunning || isOther);
    } else if (!isRunning) {
      // What waits is the last there is.
      this.#growth.push({ id, table, title: result?.title ?? '' }, true);
    }
  }

  async #load(snapshot: Snapshot): Promise<void> {
    if (snapshot.id === this.#shown?.id && snapshot.table.hdu === this.#shown.table.hdu) {
      return;
    }
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    try {
      const { hdu } = snapshot.table;
      const reply = await this.#rowsHost.request('table', { hdu }, { signal });
      if (signal.aborted) {
        return;
      }
      const before = this.#shown;
      const grows = before?.id === snapshot.id && namesOf(before.reply) === namesOf(reply);
      this.#shown = { ...snapshot, reply };
      if (!grows) {
        this.#only = false;
        this.#rowsHost.showOnly(undefined);
        this.#table.show(this.#target(), reply, this.#keptFor(snapshot, before?.reply, reply));
      } else if (!this.#only) {
        await this.#table.grow(this.#target(), reply);
      }
      this.#showInstead();
      this.#showChosen();
      this.#actions.onChange();
      this.#revealAwaited();
    } catch (error) {
      this.#fail(error, signal);
    }
  }

  #target(): { readonly hdu: number; readonly title: string; readonly fileName: string } {
    const { table, title } = this.#shown ?? { table: { hdu: 0 }, title: '' };
    return { hdu: table.hdu, title, fileName: '' };
  }

  /** As it was left before the page went; else columns and order as of the result before, where they are the same. */
  #keptFor(
    { id }: Snapshot,
    before: TableReply | undefined,
    reply: TableReply,
  ): KeptTable | undefined {
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept?.id === id) {
      return kept.table;
    }
    const { state } = this.#table;
    return state !== undefined && before !== undefined && namesOf(before) === namesOf(reply)
      ? { ...state, filter: '', row: 0, cell: undefined }
      : undefined;
  }

  #clear(): void {
    this.#stop.abort();
    this.#shown = undefined;
    this.#only = false;
    this.#rowsHost.showOnly(undefined);
    this.#table.clear();
    this.#actions.onChange();
  }

  #revealAwaited(): void {
    const row = this.#awaited;
    this.#awaited = undefined;
    if (row !== undefined) {
      void this.reveal(row);
    }
  }

  #takeChosen(rows: Uint32Array | undefined): void {
    this.#actions.onChosen(rows);
    if (this.#only) {
      this.#showOnly(rows !== undefined);
    }
    this.#showChosen();
  }

  #showChosen(): void {
    this.#chosen.show(this.#shown !== undefined, this.#only);
  }

  /** Shows the chosen rows alone, or all; filter, order and columns stay. */
  #showOnly(only: boolean): void {
    const shown = this.#shown;
    const { rows } = this.#chosen;
    this.#only = only && rows !== undefined;
    if (shown === undefined) {
      return;
    }
    const { state } = this.#table;
    const { hdu } = shown.table;
    const chosen = this.#only && rows !== undefined ? { hdu, rows } : undefined;
    this.#rowsHost.showOnly(chosen);
    const whole = chosen && { view: CHOSEN_VIEW, rows: chosen.rows.length };
    const kept = state && { ...state, row: 0, cell: undefined };
    this.#table.show(this.#target(), shown.reply, kept, whole);
    this.#showChosen();
    this.#actions.onChange();
  }

  #showActivity({ running }: CatalogState): void {
    const { onPause, onStop } = this.#actions;
    if (running === undefined) {
      this.activity.show(undefined);
      return;
    }
    const { progress, paused, engine } = running;
    const pause = paused
      ? { label: 'Resume', onClick: () => onPause(false) }
      : { label: 'Pause', onClick: () => onPause(true) };
    this.activity.show({
      text: progressWords(progress, paused, engine),
      done: shareOf(progress),
      actions: [pause, { label: 'Stop', onClick: onStop }],
    });
  }

  #showInstead(): void {
    this.#instead.show(this.#state, this.#shown !== undefined);
  }

  #fail(error: unknown, signal: AbortSignal | undefined): void {
    const trouble = troubleOf(error);
    if (trouble !== undefined && signal?.aborted !== true) {
      this.#actions.onTrouble(trouble);
    }
  }
}

function namesOf({ columns }: TableReply): string {
  return JSON.stringify(columns.map(({ name, type }) => [name, type]));
}
