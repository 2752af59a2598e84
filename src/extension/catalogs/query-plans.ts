import type { Meter } from '../../core/bytes/meter';
import { onAbort } from '../../core/bytes/on-abort';
import { requestKey } from '../../core/catalogs/request/read-request';
import type { CatalogRequest, DatasetRef } from '../../core/catalogs/request/request';
import type { CatalogPlan, CatalogState } from '../../protocol/catalog';
import type { CatalogWorker } from './catalog-worker';
import { type CatalogLimits, isAbove } from './limits';
import type { ShownDataset } from './shown-dataset';

export interface QueryPlansNeeds {
  readonly worker: Pick<CatalogWorker, 'request' | 'generation'>;
  readonly dataset: Pick<ShownDataset, 'ready'>;
  readonly meter: Pick<Meter, 'figures'>;
  limits(): CatalogLimits;
  /** A query has been planned: it is what was asked last. */
  onPlanned(request: CatalogRequest): void;
  onChange(change: 'state' | 'progress'): void;
}

/** What is wanted of a request that reads. */
export interface Planning {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((step: PlanStep) => void) | undefined;
}

interface PlanStep {
  readonly done: number;
  readonly known: number;
}

interface Planned {
  readonly key: string;
  readonly dataset: DatasetRef;
  readonly plan: CatalogPlan;
  /** Of the worker that knows it. */
  readonly generation: number;
}

/** The plan of a panel: what a query would read. */
export class QueryPlans {
  private planned: Planned | undefined;
  private under: { done: number; known: number; readonly stop: AbortController } | undefined;

  constructor(private readonly needs: QueryPlansNeeds) {}

  /** The one that was made last; undefined where it is of no use any more. */
  get plan(): CatalogPlan | undefined {
    return this.planned && this.asking(this.planned.plan, this.planned.dataset);
  }

  /** How far the one that is being made is. */
  get planning(): CatalogState['planning'] {
    return this.under && { done: this.under.done, known: this.under.known };
  }

  /**
   * Plans a query; a newer call ends an older one as cancelled.
   *
   * @throws SkybucketError what is wrong with the request, or with reading what tells of the files
   */
  async make(request: CatalogRequest, { signal, onProgress }: Planning = {}): Promise<CatalogPlan> {
    const { worker, meter, dataset, onChange, onPlanned } = this.needs;
    this.stop();
    // Another data set drops what is planned: that is to be what was there before.
    const opening = dataset.ready(request.dataset);
    const stop = new AbortController();
    const forget = onAbort(signal, () => stop.abort());
    const under = { done: 0, known: 0, stop };
    this.under = under;
    onChange('state');
    try {
      await opening;
      const before = meter.figures();
      const reply = await worker.request(
        'plan',
        { request },
        {
          signal: stop.signal,
          onProgress: (step) => {
            Object.assign(under, step);
            onProgress?.(step);
            onChange('progress');
          },
        },
      );
      const { bytes, requests } = meter.figures();
      const spent = { bytes: bytes - before.bytes, requests: requests - before.requests };
      const plan = this.asking({ ...reply, spent }, request.dataset);
      if (this.under === under) {
        const { generation } = worker;
        this.planned = { key: requestKey(request), dataset: request.dataset, plan, generation };
        onPlanned(request);
      }
      return plan;
    } finally {
      forget();
      if (this.under === under) {
        this.under = undefined;
        onChange('state');
      }
    }
  }

  /** The plan of a query, which is made where it has not been. @throws SkybucketError as {@link make} */
  async of(request: CatalogRequest): Promise<CatalogPlan> {
    const { planned } = this;
    const isSame =
      planned?.key === requestKey(request) && planned.generation === this.needs.worker.generation;
    return this.asking(isSame ? planned.plan : await this.make(request), request.dataset);
  }

  /** Ends the one that is being made as cancelled. */
  stop(): void {
    this.under?.stop.abort();
  }

  /** Another data set is on show. */
  drop(): void {
    this.stop();
    this.under = undefined;
    this.planned = undefined;
  }

  /** The worker that knew it is gone. */
  forget(): void {
    this.planned = undefined;
  }

  /** A plan with whether it is above the limit, which the user may have changed meanwhile. */
  private asking(plan: Omit<CatalogPlan, 'asks'>, dataset: DatasetRef): CatalogPlan {
    const cost = { ...plan, rows: plan.rows.expected };
    return { ...plan, asks: isAbove(cost, this.needs.limits(), dataset) };
  }
}
