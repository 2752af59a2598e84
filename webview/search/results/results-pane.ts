import type { SearchState } from '../../../src/protocol/search';
import type { TableReply } from '../../../src/protocol/table';
import type { Trouble } from '../../image/host';
import { troubleOf } from '../../image/host';
import { createNotice } from '../../image/notice';
import { Activity } from '../../table/activity';
import type { KeptTable } from '../../table/kept';
import { TablePane } from '../../table/table-pane';
import { createButton } from '../../ui/button';
import type { ContextMenuItem } from '../../ui/context-menu';
import { element, setText } from '../../ui/dom';
import { icon } from '../../ui/icons';
import type { SearchHost } from '../search-host';
import { findRow } from './find-row';
import { progressWords, ranWords, rowsWords, shareOf } from './run-words';
import { usualColumns } from './usual-columns';

export interface ResultsActions {
  /** Another row (of the table), or none, is the one the user looks at. */
  onRow(row: number | undefined): void;
  /** Something that is kept has changed. */
  onChange(): void;
  onCopy(text: string, what: string): void;
  onCancel(): void;
  onRetry(): void;
  /** The search on show, as it is, once more. */
  onRunAgain(): void;
  /** What can be done with a row of the table. */
  rowItems(row: number): readonly ContextMenuItem[];
  /** The user wants what a service will hardly answer, all the same. */
  onAllTheSame(): void;
}

/** The rows of a search: how the search went, and the table of what it has brought. */
export class ResultsPane {
  readonly element: HTMLElement;
  readonly #host: SearchHost;
  readonly #actions: ResultsActions;
  readonly #table: TablePane;
  readonly #title = element('span', { class: 'results-title' });
  readonly #figures = element('span', { class: 'results-figures', attributes: { role: 'status' } });
  readonly #partialText = element('span', {
    class: 'partial-text',
    attributes: { role: 'status' },
  });
  readonly #runAgain = createButton({
    label: 'Run again',
    title: 'Asks the service once more for all rows',
    onClick: () => this.#actions.onRunAgain(),
  });
  readonly #partial = element('div', { class: 'results-partial' }, [
    icon('warning'),
    this.#partialText,
    this.#runAgain.element,
  ]);
  readonly #head = element('div', { class: 'results-head' }, [this.#title, this.#figures]);
  readonly #activity = new Activity('Search', () => this.#table.focus());
  readonly #instead = element('div', { class: 'results-instead' });
  #state: SearchState | undefined;
  #trouble: Trouble | undefined;
  #version: number | undefined;
  #row: number | undefined;
  /** The row under the cursor of the table when that was last looked at. */
  #atCursor: number | undefined;
  #kept: KeptTable | undefined;
  /** A row that is to be shown once the table is there. */
  #awaited: number | undefined;
  #isLoading = false;
  #stop = new AbortController();
  #finding = new AbortController();

  constructor(host: SearchHost, actions: ResultsActions) {
    this.#host = host;
    this.#actions = actions;
    this.#table = new TablePane(host, {
      onChange: () => this.#follow(),
      onCopy: (text, what) => actions.onCopy(text, what),
      // Cells with arrays are footprints and the like: nothing to be looked at here.
      onOpenCell: () => undefined,
      onColumn: () => undefined,
      rowItems: (row) => actions.rowItems(row),
    });
    this.#table.element.classList.add('results-table');
    this.element = element(
      'section',
      { class: 'results', attributes: { 'aria-label': 'Results' } },
      [
        this.#head,
        this.#partial,
        this.#activity.element,
        element('div', { class: 'results-body' }, [this.#table.element, this.#instead]),
      ],
    );
    this.#showInstead();
  }

  /** How the table was left; undefined while there is none. */
  get kept(): KeptTable | undefined {
    return this.#table.state ?? this.#kept;
  }

  /** The row (of the table) that the user looks at. */
  get row(): number | undefined {
    return this.#row;
  }

  /** @param kept how the table was left when it was shown last; taken up with the first rows. */
  restore(kept: KeptTable | undefined): void {
    this.#kept = kept;
  }

  /** Puts a button before the title. */
  addTool(button: HTMLElement): void {
    this.#head.prepend(button);
  }

  show(state: SearchState): void {
    const isOther = state.id !== this.#state?.id;
    this.#state = state;
    if (state.running !== undefined || isOther) {
      this.#trouble = undefined;
    }
    const { run, title } = state;
    setText(this.#title, title);
    this.#title.title = title;
    const words = run === undefined ? [] : [rowsWords(run), ranWords(run, Date.now())];
    setText(this.#figures, words.join(' · '));
    this.#figures.title = words.join(' · ');
    setText(this.#partialText, run?.partial ?? '');
    this.#partial.hidden = run?.partial === undefined || state.running !== undefined;
    this.#showActivity();
    const version = state.table?.version;
    if (version !== this.#version) {
      this.#version = version;
      void this.#load();
    }
    this.#showInstead();
  }

  /** Says why a search has failed. */
  fail(trouble: Trouble): void {
    this.#trouble = trouble;
    this.#showActivity();
    this.#showInstead();
  }

  setOrigin(origin: 0 | 1): void {
    this.#table.setOrigin(origin);
  }

  /** Chooses a row of the table and brings it in sight. */
  async reveal(row: number): Promise<void> {
    this.#finding.abort();
    this.#finding = new AbortController();
    const { signal } = this.#finding;
    if (this.#isLoading || this.#state === undefined) {
      this.#awaited = row;
      return;
    }
    const { hdu, view, rows } = this.#table;
    if (hdu === undefined || row === this.#row) {
      return;
    }
    try {
      const at = await findRow(this.#host, { hdu, view }, rows, row, signal);
      if (signal.aborted) {
        return;
      }
      if (at === undefined) {
        const dismiss = { label: 'Dismiss', onClick: () => this.#showActivity() };
        const text = 'That row is left out by the filter of the table.';
        this.#activity.show({ text, actions: [dismiss] });
      } else {
        this.#table.goTo(at);
      }
      this.#choose(row);
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted) {
        this.fail(trouble);
      }
    }
  }

  #choose(row: number | undefined): void {
    if (row !== this.#row) {
      this.#row = row;
      this.#actions.onRow(row);
    }
  }

  /** The cursor of the table has moved, or what is in sight has. */
  #follow(): void {
    const number = this.#table.cell?.number;
    if (number !== undefined && number !== this.#atCursor) {
      this.#atCursor = number;
      this.#choose(number);
    }
    this.#actions.onChange();
  }

  /** How the table is looked at now, for other rows of the same columns: which are shown, sorted by, filtered. */
  get #left(): { readonly names: string; readonly table: KeptTable } | undefined {
    const { table, state } = this.#table;
    return table && state
      ? { names: namesOf(table), table: { ...state, row: 0, cell: undefined } }
      : undefined;
  }

  async #load(): Promise<void> {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const { table, title } = this.#state ?? {};
    const left = this.#left;
    this.#atCursor = undefined;
    this.#choose(undefined);
    this.#isLoading = false;
    if (table === undefined) {
      this.#awaited = undefined;
      this.#table.clear();
      return;
    }
    const { hdu, fileName } = table;
    this.#isLoading = true;
    try {
      const reply = await this.#host.request('table', { hdu }, { signal });
      if (!signal.aborted) {
        const before = this.#kept ?? (left?.names === namesOf(reply) ? left.table : undefined);
        const isQuery = this.#state?.query !== undefined;
        const kept = before ?? (isQuery ? undefined : usualColumns(reply));
        this.#kept = undefined;
        this.#isLoading = false;
        this.#table.show({ hdu, title: title ?? '', fileName }, reply, kept);
        this.#showInstead();
        this.#showAwaited();
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted) {
        this.#isLoading = false;
        this.#table.clear();
        this.fail(trouble);
      }
    }
  }

  #showAwaited(): void {
    const row = this.#awaited;
    this.#awaited = undefined;
    if (row !== undefined) {
      void this.reveal(row);
    }
  }

  #showActivity(): void {
    const running = this.#state?.running;
    const trouble = this.#trouble;
    if (running !== undefined) {
      this.#activity.show({
        text: progressWords(running),
        done: shareOf(running),
        actions: [{ label: 'Cancel', onClick: () => this.#actions.onCancel() }],
      });
    } else if (trouble !== undefined) {
      const again =
        trouble.code === 'costly'
          ? { label: 'Search all the same', onClick: () => this.#actions.onAllTheSame() }
          : { label: 'Retry', onClick: () => this.#actions.onRetry() };
      const dismiss = (): void => {
        this.#trouble = undefined;
        this.#showActivity();
        this.#showInstead();
      };
      this.#activity.show({
        text: [trouble.message, trouble.hint].filter(Boolean).join(' '),
        trouble: true,
        actions: [again, { label: 'Dismiss', onClick: dismiss }],
      });
    } else {
      this.#activity.show(undefined);
    }
  }

  #showInstead(): void {
    const { table, run, running } = this.#state ?? {};
    this.#instead.hidden = table !== undefined;
    const words =
      running !== undefined
        ? {
            title: 'Searching…',
            text: 'The rows are shown when they are here. What has come is kept if you cancel.',
          }
        : run === undefined
          ? {
              title:
                this.#trouble === undefined
                  ? 'Nothing has been searched for yet'
                  : 'The search brought no rows',
              text:
                this.#trouble === undefined
                  ? 'Fill in a place or a criterion, then choose Search.'
                  : 'What went wrong stands above.',
            }
          : {
              title: 'The rows of this search are not kept any more',
              text: 'Run it again to see them.',
            };
    this.#instead.replaceChildren(createNotice({ icon: 'table', ...words }));
  }
}

function namesOf({ columns }: TableReply): string {
  return JSON.stringify(columns.map(({ name }) => name));
}
