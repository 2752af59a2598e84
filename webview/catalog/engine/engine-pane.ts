import type { CatalogRequest } from '../../../src/protocol/catalog';
import type { EngineLine } from '../../../src/protocol/engine';
import { troubleOf } from '../../image/host';
import { createButton } from '../../ui/button';
import { element, setText } from '../../ui/dom';
import { createSelect } from '../../ui/select';
import type { CatalogHost } from '../catalog-host';
import './engine.css';

/** Letters typed in a row are one change. */
const PAUSE_MS = 300;

/** Where a query is sent to an engine: its SQL, shown and editable. */
export class EnginePane {
  readonly element: HTMLElement;
  readonly #host: CatalogHost;
  readonly #select;
  readonly #place = element('span', { class: 'engine-place' });
  readonly #sql = element('textarea', {
    class: 'engine-sql',
    attributes: { 'aria-label': 'SQL', spellcheck: 'false', rows: '8' },
  });
  readonly #problem = element('div', {
    class: 'engine-problem',
    attributes: { role: 'status' },
  });
  readonly #run;
  readonly #renew;
  readonly #secret;
  readonly #copy;
  #request: CatalogRequest | undefined;
  #engines: readonly EngineLine[] | undefined;
  #chosen: string | undefined;
  /** The SQL that was made for the request; another text in the field is the user's own. */
  #made = '';
  #running = false;
  /** A run or question of its own is under way. */
  #sent = false;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: CatalogHost) {
    this.#host = host;
    this.#select = createSelect<string>({
      label: 'Engine',
      title: 'Who runs the SQL',
      onChange: (id) => {
        this.#chosen = id;
        this.#showEngine();
        void this.#makeSql(true);
      },
    });
    this.#run = createButton({
      label: 'Run SQL',
      look: 'primary',
      title: 'Sends the SQL to the engine; its rows become the result',
      onClick: () => void this.#runSql(),
    });
    this.#renew = createButton({
      label: 'From the query',
      title: 'Writes the SQL anew from the query; changes of yours are lost',
      onClick: () => void this.#makeSql(true),
    });
    this.#copy = createButton({
      label: 'Copy SQL',
      onClick: () => void this.#try(() => this.#host.request('copy', { text: this.#sql.value })),
    });
    this.#secret = createButton({
      label: 'Sign in…',
      title: 'Asks for the password, token or keys of the engine',
      onClick: () => void this.#setSecret(),
    });
    const add = createButton({
      label: 'Add engine…',
      title: 'Sets up Trino or Amazon Athena',
      onClick: () => void this.#addEngine(),
    });
    this.element = element(
      'section',
      { class: 'engine-pane', attributes: { 'aria-label': 'SQL engine' } },
      [
        element('div', { class: 'engine-head' }, [
          this.#select.element,
          add.element,
          this.#place,
          this.#secret.element,
        ]),
        this.#sql,
        this.#problem,
        element('div', { class: 'engine-buttons' }, [
          this.#run.element,
          this.#renew.element,
          this.#copy.element,
        ]),
      ],
    );
    this.element.hidden = true;
    this.#sql.addEventListener('input', () => this.#update());
    this.#sql.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        event.stopPropagation();
        void this.#runSql();
      }
    });
    this.#update();
  }

  /** Shows the SQL of what the form asks, once it is seen; undefined where it asks nothing yet. */
  show(request: CatalogRequest | undefined): void {
    this.#request = request;
    this.element.hidden = request === undefined;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#refresh(), PAUSE_MS);
  }

  /** Whether a query runs, by whomever. */
  setRunning(running: boolean): void {
    this.#running = running;
    this.#update();
  }

  get #engine(): EngineLine | undefined {
    return this.#engines?.find(({ id }) => id === this.#chosen);
  }

  /** Asks nothing while nobody looks. */
  async #refresh(): Promise<void> {
    if (this.#request === undefined || this.element.offsetParent === null) {
      return;
    }
    if (this.#engines === undefined) {
      await this.#loadEngines();
    }
    await this.#makeSql(false);
  }

  async #loadEngines(): Promise<void> {
    await this.#try(async () => {
      const { engines, problems } = await this.#host.request('engines', {});
      this.#engines = engines;
      if (!engines.some(({ id }) => id === this.#chosen)) {
        this.#chosen = engines[0]?.id;
      }
      this.#select.setChoices(
        engines.map(({ id, label }) => ({ value: id, label })),
        this.#chosen,
      );
      const none =
        'No engine is set up. Trino and Amazon Athena can run the query where the data is.';
      this.#say(problems[0] ?? (engines.length === 0 ? none : ''), problems.length > 0);
    });
    this.#showEngine();
  }

  #showEngine(): void {
    const engine = this.#engine;
    const known = engine !== undefined;
    this.#select.element.hidden = !known;
    setText(this.#place, engine?.place ?? '');
    this.#secret.element.hidden = engine?.lacksSecret !== true;
    this.#sql.hidden = !known;
    for (const { element: button } of [this.#run, this.#renew, this.#copy]) {
      button.hidden = !known;
    }
    this.#update();
  }

  /** @param anew also where the user has changed the text */
  async #makeSql(anew: boolean): Promise<void> {
    const [request, engine] = [this.#request, this.#engine];
    const own = this.#sql.value !== this.#made;
    if (request === undefined || engine === undefined || (own && !anew)) {
      return;
    }
    const number = ++this.#asked;
    await this.#try(async () => {
      const { sql, problem } = await this.#host.request('sqlOf', { engine: engine.id, request });
      if (number === this.#asked) {
        this.#made = sql;
        this.#sql.value = sql;
        this.#say(problem ?? '', sql === '');
      }
    });
    this.#update();
  }

  async #runSql(): Promise<void> {
    const [request, engine, sql] = [this.#request, this.#engine, this.#sql.value.trim()];
    if (!this.#canRun() || request === undefined || engine === undefined) {
      return;
    }
    this.#sent = true;
    this.#update();
    this.#say('', false);
    await this.#try(() => this.#host.request('runSql', { engine: engine.id, request, sql }));
    this.#sent = false;
    this.#update();
  }

  async #setSecret(): Promise<void> {
    const engine = this.#engine;
    if (engine !== undefined) {
      await this.#try(() => this.#host.request('setEngineSecret', { engine: engine.id }));
      await this.#loadEngines();
    }
  }

  async #addEngine(): Promise<void> {
    const before = new Set(this.#engines?.map(({ id }) => id));
    await this.#try(() => this.#host.request('addEngine', {}));
    await this.#loadEngines();
    const added = this.#engines?.find(({ id }) => !before.has(id));
    if (added !== undefined) {
      this.#chosen = added.id;
      this.#select.setValue(added.id);
      this.#showEngine();
      await this.#makeSql(true);
    }
  }

  #canRun(): boolean {
    const sql = this.#sql.value.trim();
    return !this.#running && !this.#sent && sql !== '' && this.#engine !== undefined;
  }

  #update(): void {
    this.#run.setDisabled(!this.#canRun());
    this.#renew.setDisabled(this.#sql.value === this.#made);
    this.#copy.setDisabled(this.#sql.value.trim() === '');
  }

  #say(text: string, wrong: boolean): void {
    setText(this.#problem, text);
    this.#problem.classList.toggle('is-error', wrong);
  }

  /** What goes wrong is said below the SQL; a run that was stopped says nothing. */
  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined) {
        this.#say([trouble.message, trouble.hint].filter(Boolean).join(' '), true);
      }
    }
  }
}
