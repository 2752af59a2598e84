import type { FilledForm, SearchState } from '../../src/protocol/search';
import { troubleOf } from '../image/host';
import { element, setText } from '../ui/dom';
import { createSplitter } from '../ui/splitter';
import { footprintsIn, type RowFootprint } from './footprint-data';
import { Footprints } from './footprints/footprints';
import { FormPane } from './form/form-pane';
import type { KeptSearch } from './kept-state';
import { ProductsPane } from './products/products-pane';
import { ResultsPane } from './results/results-pane';
import './search.css';
import type { SearchHost } from './search-host';

/** What was done is told for so long, in milliseconds. */
const SAYING = 4_000;
/** Footprints are drawn as they come, not more often than so, in milliseconds. */
const DRAW_PACE = 300;

const FORM = { min: 220, max: 560, width: 300 };
const SKY = { min: 200, max: 900, width: 320 };

/** The panel of a search: the form, the rows, the products of one of them, and all on the sky. */
export class SearchPage {
  readonly element: HTMLElement;
  readonly #host: SearchHost;
  readonly #onKept: (kept: KeptSearch) => void;
  readonly #form: FormPane;
  readonly #results: ResultsPane;
  readonly #products: ProductsPane;
  readonly #sky: Footprints;
  readonly #said = element('div', { class: 'search-said', attributes: { role: 'status' } });
  /** Of the search that was on show, until one is told of. */
  readonly #keptId: string | undefined;
  #state: SearchState | undefined;
  #asked: { readonly form: FilledForm; readonly asNew: boolean } | undefined;
  #run = new AbortController();
  #skyOf: number | undefined;
  #skyStop = new AbortController();
  #sayTimer: ReturnType<typeof setTimeout> | undefined;
  #formWidth: number;
  #skyWidth: number;

  /** @param onKept told when something changes that the panel is to be brought back with. */
  constructor(host: SearchHost, kept: KeptSearch, onKept: (kept: KeptSearch) => void) {
    this.#host = host;
    this.#onKept = onKept;
    this.#keptId = kept.id;
    this.#formWidth = kept.formWidth ?? FORM.width;
    this.#skyWidth = kept.skyWidth ?? SKY.width;
    this.#form = new FormPane(host, {
      onChange: () => this.#keep(),
      onSearch: (form, asNew) => void this.#search(form, asNew, false),
      onCancel: () => this.#cancel(),
      onCopyPython: (form) => void this.#copyPython(form, undefined),
    });
    this.#results = new ResultsPane(host, {
      onRow: (row) => this.#look(row),
      onChange: () => this.#keep(),
      onCopy: (text, what) => void this.#copy(text, what),
      onCancel: () => this.#cancel(),
      onRetry: () => this.#again(false),
      onAllTheSame: () => this.#again(true),
    });
    this.#products = new ProductsPane(host, {
      onSay: (words) => this.#say(words),
      onCopyPython: (row) => void this.#copyPython(this.#form.filled, row),
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
    this.element = this.#build();
    this.#listen();
    this.#resize();
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

  #build(): HTMLElement {
    const splitter = (
      label: string,
      side: 'left' | 'right',
      bounds: typeof FORM,
      width: number,
      onResize: (width: number) => void,
    ): HTMLElement => createSplitter({ label, side, ...bounds, width, onResize });
    const left = splitter('Width of the form', 'left', FORM, this.#formWidth, (width) => {
      this.#formWidth = width;
      this.#resize();
    });
    const right = splitter('Width of the sky', 'right', SKY, this.#skyWidth, (width) => {
      this.#skyWidth = width;
      this.#resize();
    });
    return element('main', { class: 'search' }, [
      element('div', { class: 'search-left' }, [this.#form.element, left]),
      element('div', { class: 'search-middle' }, [this.#results.element, this.#products.element]),
      element('div', { class: 'search-right' }, [right, this.#sky.element]),
      this.#said,
    ]);
  }

  #listen(): void {
    const host = this.#host;
    host.on('search', (state) => this.#show(state));
    host.on('fill', (form) => {
      this.#form.fill(form);
      this.#form.focus();
      this.#keep();
    });
    host.on('revealRow', ({ row }) => void this.#results.reveal(row));
    host.on('settings', ({ pixelOrigin }) => this.#results.setOrigin(pixelOrigin));
  }

  #resize(): void {
    this.element.style.setProperty('--form-width', `${this.#formWidth}px`);
    this.element.style.setProperty('--sky-width', `${this.#skyWidth}px`);
    this.#keep();
  }

  #show(state: SearchState): void {
    this.#state = state;
    this.#form.follow(state);
    this.#results.show(state);
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
    try {
      await this.#host.request('runSearch', { form, asNew, evenIfCostly }, { signal });
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted) {
        this.#results.fail(trouble);
      }
    }
  }

  /** The search exists by now, so that it is not made once more. */
  #again(evenIfCostly: boolean): void {
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

  async #copyPython(form: FilledForm, row: number | undefined): Promise<void> {
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
      formWidth: this.#formWidth,
      skyWidth: this.#skyWidth,
    });
  }
}
