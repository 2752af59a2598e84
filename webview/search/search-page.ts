import type { FilledForm, SearchState } from '../../src/protocol/search';
import { troubleOf } from '../image/host';
import { element, setText } from '../ui/dom';
import { footprintsIn, type RowFootprint } from './footprint-data';
import { Footprints } from './footprints/footprints';
import { FormPane } from './form/form-pane';
import { QueryPane } from './form/query-pane';
import type { KeptSearch } from './kept-state';
import { Panes } from './panes';
import { ProductsPane } from './products/products-pane';
import { RowActions, rowItems } from './results/row-actions';
import { ResultsPane } from './results/results-pane';
import './search.css';
import type { SearchHost } from './search-host';

/** What was done is told for so long, in milliseconds. */
const SAYING = 4_000;
/** Footprints are drawn as they come, not more often than so, in milliseconds. */
const DRAW_PACE = 300;

/** The panel of a search: the form, the rows, the products of one of them, and all on the sky. */
export class SearchPage {
  readonly #host: SearchHost;
  readonly #onKept: (kept: KeptSearch) => void;
  readonly #form: FormPane;
  readonly #query: QueryPane;
  readonly #results: ResultsPane;
  readonly #products: ProductsPane;
  readonly #rows: RowActions;
  readonly #sky: Footprints;
  readonly #panes: Panes;
  readonly #said = element('div', { class: 'search-said', attributes: { role: 'status' } });
  /** Of the search that was on show, until one is told of. */
  readonly #keptId: string | undefined;
  #state: SearchState | undefined;
  #asked: { readonly form: FilledForm; readonly asNew: boolean } | undefined;
  #run = new AbortController();
  #skyOf: number | undefined;
  #skyStop = new AbortController();
  #sayTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param onKept told when something changes that the panel is to be brought back with. */
  constructor(host: SearchHost, kept: KeptSearch, onKept: (kept: KeptSearch) => void) {
    this.#host = host;
    this.#onKept = onKept;
    this.#keptId = kept.id;
    this.#form = new FormPane(host, {
      onChange: () => this.#keep(),
      onSearch: (form, asNew) => void this.#search(form, asNew, false),
      onCancel: () => this.#cancel(),
      onCopyPython: (form) => void this.#copyPython(form, undefined),
    });
    this.#query = new QueryPane({
      onRun: () => void this.#rerun(false),
      onCancel: () => this.#cancel(),
      onEdit: () => void this.#try(async () => void (await host.request('editQuery', {}))),
      onCopyPython: () => void this.#copyPython(undefined, undefined),
    });
    this.#results = new ResultsPane(host, {
      onRow: (row) => this.#look(row),
      onChange: () => this.#keep(),
      onCopy: (text, what) => void this.#copy(text, what),
      onCancel: () => this.#cancel(),
      onRetry: () => this.#again(false),
      onAllTheSame: () => this.#again(true),
      onRunAgain: () => void this.#rerun(false),
      rowItems: (row) => rowItems(row, this.#rows),
    });
    this.#products = new ProductsPane(host, {
      onSay: (words) => this.#say(words),
      onCopyPython: (row) => void this.#copyPython(undefined, row),
    });
    this.#rows = new RowActions(host, {
      onSay: (words) => this.#say(words),
      onTrouble: (trouble) => this.#products.fail(trouble),
      onCopyPython: (row) => void this.#copyPython(undefined, row),
    });
    this.#sky = new Footprints({
      onSelect: (row) => (row === undefined ? undefined : void this.#results.reveal(row)),
      // What the pointer is on is told by the map itself.
      onHover: () => undefined,
    });
    this.#results.restore(kept.table);
    if (kept.form !== undefined) {
      this.#form.restore(kept.form);
    }
    const parts = {
      ...{ form: [this.#form.element, this.#query.element], results: this.#results.element },
      ...{ products: this.#products.element, sky: this.#sky.element },
    };
    this.#panes = new Panes(parts, kept.panes, () => this.#keep());
    this.#results.addTool(this.#panes.toggle);
    this.element.append(this.#said);
    this.#listen();
  }

  get element(): HTMLElement {
    return this.#panes.element;
  }

  /** Asks which services there are, and shows the form of the first, or of the one that is filled in. */
  async open(): Promise<void> {
    try {
      const { services } = await this.#host.request('searchServices', {});
      this.#form.showServices(services);
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined) {
        this.#results.fail(trouble);
      }
    }
  }

  #listen(): void {
    const host = this.#host;
    host.on('search', (state) => this.#show(state));
    host.on('fill', (form) => {
      this.#panes.showForm();
      this.#form.fill(form);
      this.#form.focus();
      this.#keep();
    });
    host.on('revealRow', ({ row }) => void this.#results.reveal(row));
    host.on('settings', ({ pixelOrigin }) => this.#results.setOrigin(pixelOrigin));
  }

  #show(state: SearchState): void {
    this.#state = state;
    this.#form.follow(state);
    this.#form.element.hidden = state.query !== undefined;
    this.#query.show(state);
    this.#results.show(state);
    this.#panes.setHasRows(state.table !== undefined);
    if (state.table?.version !== this.#skyOf) {
      this.#skyOf = state.table?.version;
      void this.#loadSky();
    }
    this.#keep();
  }

  async #search(form: FilledForm, asNew: boolean, evenIfCostly: boolean): Promise<void> {
    this.#run.abort();
    this.#run = new AbortController();
    const { signal } = this.#run;
    this.#asked = { form, asNew };
    await this.#running(
      this.#host.request('runSearch', { form, asNew, evenIfCostly }, { signal }),
      signal,
    );
  }

  /** The search on show, as it is, once more. */
  async #rerun(evenIfCostly: boolean): Promise<void> {
    this.#run.abort();
    this.#run = new AbortController();
    const { signal } = this.#run;
    this.#asked = undefined;
    await this.#running(this.#host.request('rerunSearch', { evenIfCostly }, { signal }), signal);
  }

  async #running(run: Promise<unknown>, signal: AbortSignal): Promise<void> {
    this.#panes.showResults();
    try {
      await run;
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted) {
        this.#results.fail(trouble);
      }
    }
  }

  /** The search exists by now, so that it is not made once more. */
  #again(evenIfCostly: boolean): void {
    if (this.#asked === undefined && this.#state?.id !== undefined) {
      void this.#rerun(evenIfCostly);
      return;
    }
    const form = this.#asked?.form ?? this.#form.filled;
    const asNew = this.#state?.id === undefined && (this.#asked?.asNew ?? false);
    void this.#search(form, asNew, evenIfCostly);
  }

  #cancel(): void {
    this.#run.abort();
    void this.#host.request('cancelSearch', {}).catch(() => undefined);
  }

  #look(row: number | undefined): void {
    this.#products.show(row);
    this.#sky.selected = row;
  }

  async #loadSky(): Promise<void> {
    this.#skyStop.abort();
    this.#skyStop = new AbortController();
    const { signal } = this.#skyStop;
    const all: RowFootprint[] = [];
    this.#sky.show([]);
    if (this.#state?.table === undefined) {
      return;
    }
    let drawn = performance.now();
    try {
      await this.#host.request(
        'footprints',
        {},
        {
          signal,
          onProgress: (batch) => {
            all.push(...footprintsIn(batch));
            if (!signal.aborted && performance.now() - drawn > DRAW_PACE) {
              this.#sky.show(all);
              drawn = performance.now();
            }
          },
        },
      );
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted) {
        this.#say(`The footprints could not be read. ${trouble.message}`);
      }
    }
    if (!signal.aborted) {
      this.#sky.show(all);
      this.#sky.selected = this.#results.row;
    }
  }

  async #copy(text: string, what: string): Promise<void> {
    await this.#try(async () => {
      await this.#host.request('copy', { text });
      this.#say(`Copied ${what}.`);
    });
  }

  async #copyPython(form: FilledForm | undefined, row: number | undefined): Promise<void> {
    await this.#try(async () => {
      await this.#host.request('copyPython', { form, row });
      this.#say('Copied as Python.');
    });
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined) {
        this.#say([trouble.message, trouble.hint].filter(Boolean).join(' '));
      }
    }
  }

  #say(words: string): void {
    clearTimeout(this.#sayTimer);
    setText(this.#said, words);
    this.#sayTimer = setTimeout(() => setText(this.#said, ''), SAYING);
  }

  #keep(): void {
    this.#onKept({
      id: this.#state === undefined ? this.#keptId : this.#state.id,
      form: this.#form.draft,
      table: this.#results.kept,
      panes: this.#panes.kept,
    });
  }
}
