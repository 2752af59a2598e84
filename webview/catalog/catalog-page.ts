import type {
  CatalogChoice,
  CatalogReply,
  CatalogRequest,
  CatalogState,
  DatasetRef,
} from '../../src/protocol/catalog';
import type { Trouble } from '../image/host';
import { troubleOf } from '../image/host';
import '../search/search.css';
import { element, setText } from '../ui/dom';
import type { CatalogHost } from './catalog-host';
import './catalog.css';
import { DatasetLine } from './dataset/dataset-line';
import { EnginePane } from './engine/engine-pane';
import type { FormDraft } from './form/draft';
import { FormPane } from './form/form-pane';
import { FormSection } from './form/form-section';
import type { KeptCatalog } from './kept-state';
import { MatchPane } from './match/match-pane';
import { Panes } from './panes';
import { PlanFlow } from './plan/plan-flow';
import { PlotsPane } from './plots/plots-pane';
import { ResultsPane } from './results/results-pane';
import { datasetKey, isSameDataset, requestKey } from './same-request';

/** What was done is told for so long, in milliseconds; what went wrong longer. */
const SAYING = 4_000;
const COMPLAINING = 12_000;

/** The panel of a catalogue: the query with its plan on the left, the rows, plots and matches on the right. */
export class CatalogPage {
  readonly #host: CatalogHost;
  readonly #onKept: (kept: KeptCatalog) => void;
  readonly #dataset: DatasetLine;
  readonly #form: FormPane;
  readonly #plan: PlanFlow;
  readonly #engine: EnginePane;
  readonly #engineSection: FormSection;
  readonly #engineHint = element('p', {
    class: 'region-none',
    text: 'The SQL is shown once the query above is complete.',
  });
  readonly #results: ResultsPane;
  readonly #plots: PlotsPane;
  readonly #match: MatchPane;
  readonly #panes: Panes;
  readonly #said = element('div', { class: 'search-said', attributes: { role: 'status' } });
  /** How the panel was left; its form until there is one. */
  #kept: KeptCatalog;
  #state: CatalogState | undefined;
  #catalog: CatalogReply | undefined;
  #choices: CatalogChoice['choices'] = [];
  /** The data set that was asked for last, and the one that the host told of last. */
  #opened: string | undefined;
  #told: string | undefined;
  /** Why it could not be opened, as it is on show. */
  #failed: string | undefined;
  #opening = new AbortController();
  /** The request that the form was filled with, or that it has sent. */
  #known: string | undefined;
  /** The rows that the plots and the match were told of; empty for one that is out of sight. */
  readonly #rowsOf = { plots: '', match: '' };
  #sayTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param onKept told when something changes that the panel is to be brought back with. */
  constructor(host: CatalogHost, kept: KeptCatalog, onKept: (kept: KeptCatalog) => void) {
    this.#host = host;
    this.#kept = kept;
    this.#onKept = onKept;
    this.#dataset = new DatasetLine({
      onChoose: (dataset) => void this.#open(dataset),
      onRetry: () => this.#state?.dataset && void this.#open(this.#state.dataset),
      onCopy: (text, what) => void this.#copy(text, what),
    });
    this.#plan = new PlanFlow(host, {
      request: () => this.#form.request,
      settled: () => this.#form.settled(),
      onSend: (request) => (this.#known = requestKey(request)),
      onAnswer: () => this.#panes.showForm(),
      onRun: () => this.#panes.showResults(),
    });
    this.#engine = new EnginePane(host);
    this.#engineSection = new FormSection(
      'SQL engine',
      [this.#engineHint, this.#engine.element],
      false,
    );
    this.#engineSection.element.addEventListener('toggle', () => this.#showEngine());
    this.#form = new FormPane(
      host,
      {
        onChange: () => this.#formChanged(),
        onPlan: () => void this.#plan.plan(),
        onRun: () => void this.#plan.runForm(),
        onNotebook: () => void this.#withRequest('notebook', 'Wrote the notebook.'),
        onCopyPython: () => void this.#withRequest('copyPython', 'Copied as Python.'),
      },
      this.#plan.element,
      [this.#engineSection.element],
    );
    this.#results = new ResultsPane(host, {
      onChange: () => this.#rowsChanged(),
      onCopy: (text, what) => void this.#copy(text, what),
      onPause: (paused) => void this.#try(() => host.request('pause', { paused })),
      onStop: () => void this.#try(() => host.request('stop', {})),
      onRunAgain: () =>
        this.#state?.result && void this.#plan.run(this.#state.result.request, false),
      onShowOnImage: () => void this.#try(() => host.request('showOnImage', {})),
      onChosen: (rows) => this.#plots.setChosen(rows),
      onTrouble: (trouble) => this.#complain(trouble),
      onDetail: (name) => this.#panes.show(name),
    });
    this.#plots = new PlotsPane(host, { onChange: () => this.#keep() });
    this.#plots.restore(kept.plots);
    this.#match = new MatchPane(host, { onDone: () => this.#say('Matched.') });
    const { head, notes, activity, details } = this.#results;
    this.#panes = new Panes(
      {
        form: [
          element('div', { class: 'catalog-query' }, [this.#dataset.element, this.#form.element]),
        ],
        head: [head, notes.element, activity.element],
        results: {
          table: this.#results.element,
          plots: this.#plots.element,
          match: this.#match.element,
          column: details.element('column'),
          cell: details.element('cell'),
        },
      },
      kept.panes,
      () => this.#rowsChanged(),
    );
    this.#results.addTool(this.#panes.toggle);
    this.element.append(this.#said);
    if (kept.result !== undefined && kept.table !== undefined) {
      this.#results.restore(kept.result, kept.table);
    }
    this.#dataset.show({ is: 'nothing' });
    host.on('state', (state) => this.#show(state));
    host.on('settings', ({ pixelOrigin }) => this.#results.setOrigin(pixelOrigin));
    host.on('revealRow', ({ row }) => void this.#results.reveal(row));
  }

  get element(): HTMLElement {
    return this.#panes.element;
  }

  #show(state: CatalogState): void {
    this.#state = state;
    this.#followDataset(state);
    this.#followRequest(state.request);
    this.#form.setRunning(state.running !== undefined, state.planning !== undefined);
    this.#engine.setRunning(state.running !== undefined);
    this.#plan.show(state);
    this.#results.show(state);
    this.#panes.setHasRows((state.table?.rows ?? 0) > 0);
    this.#keep();
  }

  /** Opens the data set that the panel is for, unless the host has. */
  #followDataset({ dataset, catalog, failure }: CatalogState): void {
    const told = dataset && datasetKey(dataset);
    const isNews = told !== this.#told;
    this.#told = told;
    if (
      catalog !== undefined &&
      (dataset === undefined || isSameDataset(dataset, catalog.dataset))
    ) {
      this.#opened = datasetKey(catalog.dataset);
      this.#takeCatalog(catalog);
    } else if (failure?.of === 'dataset') {
      this.#failToOpen(dataset?.uri ?? '', failure);
      return;
    } else if (dataset !== undefined && isNews && this.#opened !== told) {
      void this.#open(dataset);
    }
    this.#failed = undefined;
  }

  async #open(dataset: DatasetRef): Promise<void> {
    this.#opened = datasetKey(dataset);
    this.#failed = undefined;
    this.#opening.abort();
    this.#opening = new AbortController();
    const { signal } = this.#opening;
    this.#takeCatalog(undefined);
    this.#dataset.show({ is: 'opening', label: dataset.uri });
    try {
      const reply = await this.#host.request('openCatalog', { dataset }, { signal });
      if (signal.aborted) {
        return;
      }
      if ('choices' in reply) {
        this.#choices = reply.choices;
        this.#dataset.show({ is: 'choosing', choices: reply.choices });
      } else {
        this.#opened = datasetKey(reply.dataset);
        this.#takeCatalog(reply);
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted) {
        this.#failToOpen(dataset.uri, trouble);
      }
    }
  }

  /** The same words are left in place: made anew, they would be spoken anew. */
  #failToOpen(label: string, trouble: Trouble): void {
    const said = `${label} ${trouble.message}`;
    if (said !== this.#failed) {
      this.#failed = said;
      this.#takeCatalog(undefined);
      this.#dataset.show({ is: 'failed', label, trouble });
    }
  }

  #takeCatalog(catalog: CatalogReply | undefined): void {
    if (catalog !== undefined && this.#catalog !== undefined) {
      if (JSON.stringify(catalog) === JSON.stringify(this.#catalog)) {
        return;
      }
    }
    if (catalog === undefined && this.#catalog === undefined) {
      return;
    }
    const before = this.#form.draft;
    this.#catalog = catalog;
    if (catalog === undefined) {
      this.#form.show(undefined, undefined);
      return;
    }
    const isOf = (draft: FormDraft | undefined): boolean =>
      draft !== undefined && isSameDataset(draft.dataset, catalog.dataset);
    const left = this.#kept.form;
    this.#kept = { ...this.#kept, form: undefined };
    this.#dataset.show({ is: 'open', catalog, choices: this.#choices });
    if (isOf(before)) {
      this.#form.show(catalog, before);
    } else {
      this.#form.show(catalog, isOf(left) ? left : undefined);
      // What was being typed when the page went is newer than what was asked.
      this.#known = isOf(left) ? requestKey(this.#state?.request) : undefined;
    }
    this.#followRequest(this.#state?.request);
    this.#showEngine();
  }

  /** Fills in what was asked elsewhere: a result that was opened again. */
  #followRequest(request: CatalogRequest | undefined): void {
    const asked = requestKey(request);
    const { dataset } = this.#catalog ?? {};
    const isOurs = request && dataset && isSameDataset(request.dataset, dataset);
    if (isOurs === true && asked !== this.#known) {
      this.#known = asked;
      this.#form.fill(request);
      this.#plan.update();
    }
  }

  #formChanged(): void {
    this.#plan.changed();
    this.#showEngine();
    this.#keep();
  }

  #showEngine(): void {
    if (this.#engineSection.element.open) {
      const { request } = this.#form;
      this.#engineHint.hidden = request !== undefined;
      this.#engine.show(request);
    }
  }

  /** Other rows, or another part of the results, are on show. */
  #rowsChanged(): void {
    const table = this.#results.plotted;
    const of = table === undefined ? 'none' : `${table.hdu}/${table.view}/${table.rows}`;
    for (const part of ['plots', 'match'] as const) {
      // Whoever comes in sight is told of the rows again: other things may have changed meanwhile.
      const told = this.#panes.isShown(part) ? of : '';
      if (told !== this.#rowsOf[part]) {
        this.#rowsOf[part] = told;
        if (told !== '') {
          (part === 'plots' ? this.#plots : this.#match).show(table);
        }
      }
    }
    for (const part of ['column', 'cell'] as const) {
      this.#results.details.update(part, this.#panes.isShown(part));
    }
    this.#keep();
  }

  async #withRequest(method: 'notebook' | 'copyPython', done: string): Promise<void> {
    const request = await this.#form.settled();
    if (request !== undefined) {
      await this.#try(async () => {
        await this.#host.request(method, { request });
        this.#say(done);
      });
    }
  }

  async #copy(text: string, what: string): Promise<void> {
    await this.#try(async () => {
      await this.#host.request('copy', { text });
      this.#say(`Copied ${what}.`);
    });
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined) {
        this.#complain(trouble);
      }
    }
  }

  #complain({ message, hint }: Trouble): void {
    this.#say([message, hint].filter(Boolean).join(' '), COMPLAINING);
  }

  #say(words: string, time = SAYING): void {
    clearTimeout(this.#sayTimer);
    setText(this.#said, words);
    this.#sayTimer = setTimeout(() => setText(this.#said, ''), time);
  }

  #keep(): void {
    const { dataset, catalog, result } = this.#state ?? {};
    this.#onKept({
      dataset: this.#catalog?.dataset ?? dataset ?? catalog?.dataset ?? this.#kept.dataset,
      result: this.#state === undefined ? this.#kept.result : result?.id,
      form: this.#form.draft ?? this.#kept.form,
      table: this.#results.kept,
      panes: this.#panes.kept,
      plots: this.#plots.kept,
    });
  }
}
