import type { CatalogRequest, DatasetRef } from '../../core/catalogs/request/request';
import type { Meter } from '../../core/bytes/meter';
import type { EngineEnd, RowSink } from '../../core/engines/engine';
import {
  cancelled,
  isCancelled,
  sentence,
  SkybucketError,
  throwIfAborted,
} from '../../core/errors';
import type {
  CatalogChoice,
  CatalogFailure,
  CatalogPlan,
  CatalogReply,
  CatalogResult,
  CatalogState,
  CatalogTable,
} from '../../protocol/catalog';
import type {
  CatalogMatchMethods,
  CatalogMatchPlan,
  CatalogMatchRequest,
  MatchChoice,
} from '../../protocol/catalog-match';
import type { RpcRequestOptions } from '../../protocol/rpc-client';
import type { RunEnd } from '../../worker/catalog/methods';
import { toWireError } from '../../worker/wire-error';
import type { ChosenRows } from '../catalogs-sky/chosen-rows';
import type { SkyModel } from '../catalogs-sky/sky-handlers';
import type { TableContent, TableFile } from '../editors/table-handlers';
import type { EngineModel, RowsRun } from '../engines/engine-model';
import { CatalogRun } from './catalog-run';
import type { CatalogAsked, CatalogWorker, CatalogWorkerParts } from './catalog-worker';
import { filterProblem } from './filter-problem';
import { ResultKeeper } from './keep-results';
import { type CatalogLimits, costly } from './limits';
import { type MatchNeeds, matchResult, planMatch } from './match-result';
import { type Planning, QueryPlans } from './query-plans';
import type { KeptCatalogResult, ResultStore } from './result-store';
import { resultTitle } from './result-title';
import { ShownDataset } from './shown-dataset';
import { takeRows } from './take-rows';

export interface CatalogModelNeeds {
  /** Starts the worker of the panel. */
  worker(onDeath: CatalogWorkerParts['onDeath']): CatalogWorker;
  /** Counts all that the worker reads. */
  readonly meter: Meter;
  readonly results: Pick<ResultStore, 'add' | 'get' | 'onDidChange'>;
  readonly chosen: ChosenRows;
  limits(): CatalogLimits;
  /** What people call a data set. */
  nameOf(dataset: DatasetRef): string;
  /** Tables and catalogues that a result can be matched with. */
  matchChoices(but: string | undefined): Promise<readonly MatchChoice[]>;
  readonly now: () => number;
  readonly newId: () => string;
  /** What goes wrong without anybody waiting for it, for the log. */
  onProblem(error: unknown): void;
}

/** `progress`: only figures of what is under way have changed. */
export type CatalogChange = 'state' | 'progress';

/** The catalogue that a panel shows: what is asked of it, how that runs, and the rows of its result. */
export class CatalogModel implements EngineModel, SkyModel, TableFile {
  private readonly worker: CatalogWorker;
  private readonly dataset: ShownDataset;
  private readonly keeper: ResultKeeper;
  private readonly plans: QueryPlans;
  private readonly listeners = new Set<(change: CatalogChange) => void>();
  private readonly listening: readonly { dispose(): void }[];
  private request: CatalogRequest | undefined;
  private running: CatalogRun | undefined;
  /** The run that began last, ended or not. */
  private last: CatalogRun | undefined;
  private result: CatalogResult | undefined;
  private table: CatalogTable | undefined;
  private kept = false;
  /** Why the rows of a result are not there. */
  private failure: unknown;
  private ending: Promise<void> | undefined;

  constructor(private readonly needs: CatalogModelNeeds) {
    this.worker = needs.worker((reason) => this.died(reason));
    this.keeper = new ResultKeeper(this.worker, needs.results);
    this.dataset = new ShownDataset({
      worker: this.worker,
      onLeave: () => this.leave(),
      onChange: () => this.changed(),
    });
    this.plans = new QueryPlans({
      ...{ worker: this.worker, dataset: this.dataset, meter: needs.meter },
      limits: () => needs.limits(),
      onPlanned: (request) => (this.request = request),
      onChange: (change) => this.changed(change),
    });
    this.listening = [
      needs.chosen.onDidChange((id) => {
        if (id === this.result?.id) {
          this.changed();
        }
      }),
      needs.results.onDidChange(() => void this.followKept()),
    ];
  }

  get state(): CatalogState {
    const { request, running, result, table } = this;
    const { plan, planning } = this.plans;
    const { ref: dataset, known } = this.dataset;
    const chosen = result && this.needs.chosen.get(result.id);
    return {
      title: dataset === undefined ? 'Catalogue' : this.needs.nameOf(dataset),
      ...{ dataset, catalog: known, request, result, table },
      failure: this.failureToTell(),
      ...{ plan, planning },
      running: running && {
        progress: running.progress,
        paused: running.paused,
        engine: running.engine,
      },
      chosen: chosen && { version: chosen.version, count: chosen.rows.length },
    };
  }

  get catalog(): CatalogReply | undefined {
    return this.dataset.known;
  }

  get resultId(): string | undefined {
    return this.result?.id;
  }

  get isKept(): boolean {
    return this.kept;
  }

  /** Counts all that is read for the panel; engines count with it, too. */
  get meter(): Meter {
    return this.needs.meter;
  }

  get shown(): DatasetRef | undefined {
    return this.dataset.ref;
  }

  onDidChange(listener: (change: CatalogChange) => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  /**
   * Opens a data set in place of the one that was there. The same one that is being opened already is waited for.
   *
   * @throws SkybucketError what is wrong with it
   */
  openCatalog(dataset: DatasetRef): Promise<CatalogReply | CatalogChoice> {
    return this.dataset.open(dataset);
  }

  /**
   * Shows a result that is kept, from what is kept alone.
   *
   * @throws SkybucketError `not-found` where it is kept no more, or what reading it throws
   */
  async showResult(id: string): Promise<void> {
    await this.showKept(await this.needs.results.get(id));
  }

  /** As {@link showResult}, of what the store gave. @throws SkybucketError what reading its rows throws */
  async showKept({ result, catalog, uri }: KeptCatalogResult): Promise<void> {
    this.leave();
    this.dataset.place(result.request.dataset, catalog);
    this.request = result.request;
    this.result = result;
    this.kept = true;
    this.changed();
    await this.readResult(result, uri);
  }

  /** A result that was to be shown cannot be. */
  failResult(error: unknown): void {
    this.failure = error;
    this.changed();
  }

  /** Asks the worker, whatever data set is open there. */
  ask<K extends keyof CatalogAsked>(
    method: K,
    params: CatalogAsked[K][0],
    options: RpcRequestOptions<CatalogAsked[K][2]> = {},
  ): Promise<CatalogAsked[K][1]> {
    return this.worker.request(method, params, options);
  }

  /** Asks the worker about the data set on show, which it opens where it has not. */
  async askOpen<K extends keyof CatalogAsked>(
    method: K,
    params: CatalogAsked[K][0],
    options: RpcRequestOptions<CatalogAsked[K][2]> = {},
  ): Promise<CatalogAsked[K][1]> {
    if (this.dataset.ref !== undefined) {
      await this.dataset.ready(this.dataset.ref);
    }
    return this.worker.request(method, params, options);
  }

  /** What is wrong with a filter. Columns that are known, of a kept result, say it without reading the data set. */
  async checkFilter(
    params: CatalogAsked['checkFilter'][0],
    options: RpcRequestOptions<never> = {},
  ): Promise<CatalogAsked['checkFilter'][1]> {
    const { isOpen, known } = this.dataset;
    return isOpen || known === undefined
      ? this.askOpen('checkFilter', params, options)
      : { problem: filterProblem(params.filter, known.columns) };
  }

  async use<T>(work: (content: TableContent) => Promise<T>): Promise<T> {
    return work({ request: (...asked) => this.ask(...asked) });
  }

  /**
   * Plans a query; a newer call ends an older one as cancelled.
   *
   * @throws SkybucketError what is wrong with the request, or with reading what tells of the files
   */
  plan(request: CatalogRequest, planning: Planning = {}): Promise<CatalogPlan> {
    return this.plans.make(request, planning);
  }

  /**
   * Runs a query, and keeps what comes of it. It goes on when nobody waits for it.
   *
   * @throws SkybucketError `costly` above the limit unless the user has agreed; what planning and running throw
   */
  async run(request: CatalogRequest, agreed: boolean): Promise<CatalogResult> {
    this.checkIdle();
    const plan = await this.plans.of(request);
    this.checkIdle();
    if (plan.asks && !agreed) {
      throw costly({ ...plan, rows: plan.rows.expected });
    }
    return this.perform({ request, engine: '', sql: '' }, (run) =>
      this.ask(
        'run',
        { request, mostMemory: this.needs.limits().memory },
        {
          onProgress: ({ progress, table }) => {
            run.progress = progress;
            this.grown(run, table);
          },
        },
      ),
    );
  }

  async runRows(
    asked: RowsRun,
    work: (sink: RowSink, signal: AbortSignal) => Promise<EngineEnd>,
    signal: AbortSignal,
  ): Promise<CatalogResult> {
    this.checkIdle();
    const rows = {
      ask: this.ask.bind(this),
      grown: (run: CatalogRun, table: CatalogTable) => this.grown(run, table),
      progressed: () => this.changed('progress'),
    };
    return this.perform(asked, (run) => takeRows(run, rows, work, signal));
  }

  /** @throws SkybucketError what the worker throws */
  planMatch(
    request: CatalogMatchRequest,
    options: RpcRequestOptions<CatalogMatchMethods['planMatch'][2]>,
  ): Promise<CatalogMatchPlan> {
    return planMatch(this.matching, request, options);
  }

  /** See `matchResult`. */
  matchCatalog(
    request: CatalogMatchMethods['matchCatalog'][0],
    options: RpcRequestOptions<CatalogMatchMethods['matchCatalog'][2]>,
  ): Promise<CatalogMatchMethods['matchCatalog'][1]> {
    return matchResult(this.matching, request, options);
  }

  async pause(paused: boolean): Promise<void> {
    if (this.running !== undefined && this.running.paused !== paused) {
      this.running.setPaused(paused);
      this.changed();
      if (this.running.engine === '') {
        await this.ask('pause', { paused });
      }
    }
  }

  /** Ends what is planned or run; what has come stays. */
  async stop(): Promise<void> {
    this.plans.stop();
    const run = this.running;
    if (run !== undefined) {
      run.stop.abort();
      if (run.engine === '') {
        await this.ask('stop', {});
      }
    }
  }

  matchChoices(): Promise<readonly MatchChoice[]> {
    return this.needs.matchChoices(this.resultId);
  }

  /** Ends what runs and keeps what came of it, then ends the worker. */
  dispose(): Promise<void> {
    return (this.ending ??= this.end());
  }

  private async end(): Promise<void> {
    this.listening.forEach((listening) => listening.dispose());
    this.listeners.clear();
    await this.stop().catch(() => undefined);
    await this.settled(this.last);
    await this.worker.close();
  }

  private get matching(): MatchNeeds {
    const { worker, needs } = this;
    return {
      worker,
      limits: () => needs.limits(),
      nameOf: (dataset) => needs.nameOf(dataset),
      showTable: (table) => (this.table = table),
      onShow: () => this.result && { result: this.result, table: this.table, kept: this.kept },
      checkIdle: () => this.checkIdle(),
      perform: async (asked, work) => {
        const { rows } = await this.perform(asked, work);
        return rows;
      },
    };
  }

  /** Does what gives rows, as the result on show, and keeps it. */
  private async perform(
    asked: RowsRun & { readonly title?: string },
    work: (run: CatalogRun) => Promise<RunEnd>,
  ): Promise<CatalogResult> {
    const { needs } = this;
    const { request } = asked;
    const { known } = this.dataset;
    const title = asked.title ?? resultTitle(needs.nameOf(request.dataset), request);
    const before = this.last;
    const run = new CatalogRun({ ...asked, title, id: needs.newId() }, needs);
    this.last = run;
    this.running = run;
    this.request = request;
    this.result = run.result;
    this.table = undefined;
    this.kept = false;
    this.failure = undefined;
    this.changed();
    let end: RunEnd | undefined;
    try {
      // Of the table before nothing is left in the worker once there is another.
      await this.settled(before);
      // It may have been stopped, or left, while it waited.
      throwIfAborted(run.stop.signal);
      end = await work(run);
    } catch (error) {
      run.failure = error;
    }
    run.settle(end, run.result.rows);
    if (this.running === run) {
      this.running = undefined;
    }
    if (this.result?.id === run.result.id) {
      this.result = run.before?.result ?? run.result;
      this.table = run.before?.table ?? end?.table ?? this.table;
      this.kept = run.before?.kept ?? false;
    }
    if (end !== undefined) {
      this.keep(run.result, known, end.table.hdu);
    }
    run.end();
    this.changed();
    if (run.failure !== undefined) {
      throw run.failure;
    }
    return run.result;
  }

  private grown(run: CatalogRun, table: CatalogTable): void {
    if (this.running === run) {
      run.grow(table.rows);
      this.result = run.result;
      this.table = table;
      this.changed('progress');
    }
  }

  private keep(result: CatalogResult, catalog: CatalogReply | undefined, hdu: number): void {
    this.keeper.keep(result, catalog, hdu, (failure) => {
      const { result: shown } = this;
      if (failure !== undefined) {
        this.needs.onProblem(failure);
      }
      if (shown?.id === result.id) {
        this.kept = failure === undefined;
        if (failure !== undefined) {
          const warning = `The result could not be kept. ${sentence(failure)}`;
          this.result = { ...shown, warnings: [...shown.warnings, warning] };
        }
      }
      this.changed();
    });
  }

  /** The result on show was renamed, or is kept no more. */
  private async followKept(): Promise<void> {
    const { result } = this;
    if (result === undefined || !this.kept) {
      return;
    }
    const found = await this.needs.results.get(result.id).catch(() => undefined);
    if (this.result === result && found?.result.title !== result.title) {
      this.kept = found !== undefined;
      this.result = { ...result, title: found?.result.title ?? result.title };
      this.changed();
    }
  }

  /** A run has ended, and what came of it is kept. */
  private async settled(run: CatalogRun | undefined): Promise<void> {
    await run?.ended;
    await this.keeper.settled;
  }

  /** What was on show makes room for another data set. */
  private leave(): void {
    this.plans.drop();
    if (this.running !== undefined) {
      void this.stop().catch((error: unknown) => this.needs.onProblem(error));
      this.running = undefined;
    }
    this.request = undefined;
    this.result = undefined;
    this.table = undefined;
    this.kept = false;
    this.failure = undefined;
  }

  /** @throws SkybucketError why its rows cannot be read, which the panel says, too */
  private async readResult(result: CatalogResult, uri: string): Promise<void> {
    const { state, complete, warnings } = result;
    try {
      await this.settled(this.last);
      if (this.result?.id !== result.id) {
        // Opening it now would stop what has begun meanwhile.
        return;
      }
      const { table } = await this.ask('openResult', { uri, state, complete, warnings });
      if (this.result?.id === result.id) {
        this.table = table;
        this.failure = undefined;
        this.changed();
      }
    } catch (error) {
      if (this.result?.id === result.id && !isCancelled(error)) {
        this.failResult(error);
      }
      throw error;
    }
  }

  private failureToTell(): CatalogFailure | undefined {
    const { failure } = this.dataset;
    if (this.failure !== undefined) {
      return { of: 'result', ...toWireError(this.failure) };
    }
    return failure === undefined ? undefined : { of: 'dataset', ...toWireError(failure) };
  }

  /** The rows in its memory are gone with it; those that are kept are read again. */
  private died(reason: string): void {
    this.needs.onProblem(new Error(`The worker of a catalogue died. ${reason}`));
    const { result, table } = this;
    this.table = undefined;
    this.plans.forget();
    this.changed();
    if (result !== undefined && table !== undefined && this.ending === undefined) {
      if (this.kept) {
        void this.readAgain(result);
      } else if (this.running === undefined) {
        this.failResult(rowsLost());
      }
    }
  }

  private async readAgain(result: CatalogResult): Promise<void> {
    try {
      const { uri } = await this.needs.results.get(result.id);
      await this.readResult(result, uri);
    } catch (error) {
      this.needs.onProblem(error);
    }
  }

  private checkIdle(): void {
    if (this.ending !== undefined) {
      throw cancelled();
    }
    if (this.running !== undefined) {
      throw new SkybucketError('unsupported', 'A query is running in this panel.', {
        hint: 'Stop it first, or wait until it has ended.',
      });
    }
  }

  private changed(change: CatalogChange = 'state'): void {
    this.listeners.forEach((listener) => listener(change));
  }
}

function rowsLost(): SkybucketError {
  return new SkybucketError(
    'protocol',
    'The rows of the result are gone: what held them stopped.',
    {
      ...{ hint: 'Run the query again.', retryable: true },
    },
  );
}
