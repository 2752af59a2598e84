import type { FolderOptions } from '../../core/catalogs/layout/dataset-folder';
import type { Dataset, DatasetPlan } from '../../core/catalogs/dataset/dataset';
import type { PlanOptions } from '../../core/catalogs/query/plan';
import { queryRegion } from '../../core/catalogs/query/query-region';
import { ResultTable } from '../../core/catalogs/query/result-table';
import { requestKey } from '../../core/catalogs/request/read-request';
import { regionOf } from '../../core/catalogs/request/region-of';
import type { CatalogRequest, DatasetRef } from '../../core/catalogs/request/request';
import { cancelled, SkybucketError, throwIfAborted } from '../../core/errors';
import type { Column } from '../../core/table/table';
import type { CatalogChoice, CatalogReply } from '../../protocol/catalog';
import type { WorkerTools } from '../tools';
import { catalogReply, choiceReply, planReply } from './catalog-reply';
import { LastCall } from './last-call';
import type { MatchSession, PreparedQuery } from './match-session';
import type { RunEnd } from './methods';
import { openDataset } from './open-dataset';
import type { FolderHost } from './remote-file';
import { ResultOnShow } from './result-on-show';

interface Opened {
  readonly ref: DatasetRef;
  readonly dataset: Dataset;
}

/** What one panel has: its data set, the query that was planned last, and the result on show. */
export class CatalogSession implements MatchSession {
  readonly result: ResultOnShow;
  private current: Opened | undefined;
  private planned: { readonly key: string; readonly plan: DatasetPlan } | undefined;
  private readonly openings = new LastCall();
  private readonly plannings = new LastCall();

  constructor(
    private readonly host: FolderHost,
    private readonly tools: WorkerTools,
  ) {
    this.result = new ResultOnShow(host);
  }

  /** @throws SkybucketError see `openDataset`; `cancelled` after a newer call. */
  async open(ref: DatasetRef, options: FolderOptions): Promise<CatalogReply | CatalogChoice> {
    return this.openings.run(options.signal, async (signal) => {
      const found = await openDataset(this.host, ref, this.tools, { ...options, signal });
      if ('choices' in found) {
        return choiceReply(ref, found);
      }
      await this.take({ ref, dataset: found }, signal);
      return catalogReply(ref, found);
    });
  }

  /** @throws SkybucketError `protocol` where none is open. */
  get dataset(): Dataset {
    if (this.current === undefined) {
      throw new SkybucketError('protocol', 'No data set is open.', { hint: 'Open one first.' });
    }
    return this.current.dataset;
  }

  /** Finds what a query has to read, and keeps that for {@link take}. */
  async plan(request: CatalogRequest, options: PlanOptions): Promise<DatasetPlan> {
    return this.plannings.run(options.signal, async (signal) => {
      const dataset = await this.datasetOf(request.dataset, { signal });
      const plan = await planOf(dataset, request, { ...options, signal });
      if (signal.aborted) {
        await plan.close();
        throw cancelled();
      }
      const former = this.planned;
      this.planned = { key: requestKey(request), plan };
      await former?.plan.close();
      return plan;
    });
  }

  /** The plan of a query, which from now on is closed by whoever asked for it. */
  async takePlan(request: CatalogRequest, options: PlanOptions): Promise<DatasetPlan> {
    if (this.planned?.key !== requestKey(request)) {
      await this.plan(request, options);
    }
    const { planned } = this;
    if (planned === undefined) {
      throw cancelled();
    }
    this.planned = undefined;
    return planned.plan;
  }

  async look(ref: DatasetRef, options: FolderOptions): Promise<CatalogReply | CatalogChoice> {
    const { current } = this;
    if (current !== undefined && isSame(current.ref, ref)) {
      return catalogReply(ref, current.dataset);
    }
    const found = await openDataset(this.host, ref, this.tools, options);
    if ('choices' in found) {
      return choiceReply(ref, found);
    }
    await found.close();
    return catalogReply(ref, found);
  }

  async prepare(request: CatalogRequest, options: FolderOptions): Promise<PreparedQuery> {
    const { current } = this;
    const shared = current !== undefined && isSame(current.ref, request.dataset);
    const dataset = shared ? current.dataset : await this.openOne(request.dataset, options);
    const closeOwn = async (): Promise<void> => (shared ? undefined : dataset.close());
    try {
      const plan = await planOf(dataset, request, options);
      const { rows, ...figures } = planReply(plan);
      return {
        plan: { ...figures, problems: [...plan.problems, ...plan.gone], rows: rows.atMost },
        run: async ({ onProgress, ...given }) => {
          const result = new ResultTable(plan.columns);
          await plan.run(result, {
            ...given,
            onProgress: ({ bytes, ofBytes }) => onProgress?.(ofBytes === 0 ? 1 : bytes / ofBytes),
          });
          throwIfAborted(given.signal);
          return result;
        },
        close: async () => {
          await plan.close();
          await closeOwn();
        },
      };
    } catch (error) {
      await closeOwn();
      throw error;
    }
  }

  begin(columns: readonly Column[]): ResultTable {
    return this.result.begin(columns);
  }

  ended(): RunEnd {
    return this.result.end();
  }

  private async datasetOf(ref: DatasetRef, options: FolderOptions): Promise<Dataset> {
    const { current } = this;
    if (current !== undefined && isSame(current.ref, ref)) {
      return current.dataset;
    }
    const dataset = await this.openOne(ref, options);
    await this.take({ ref, dataset }, options.signal);
    return dataset;
  }

  private async openOne(ref: DatasetRef, options: FolderOptions): Promise<Dataset> {
    const found = await openDataset(this.host, ref, this.tools, options);
    if ('choices' in found) {
      throw new SkybucketError('unsupported', 'There are several catalogues in this place.', {
        hint: 'Open it, and choose one of them.',
      });
    }
    return found;
  }

  private async take(opened: Opened, signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) {
      await opened.dataset.close();
      throw cancelled();
    }
    const { current, planned } = this;
    this.current = opened;
    this.planned = undefined;
    await planned?.plan.close();
    await current?.dataset.close();
  }
}

/** @throws SkybucketError `unsupported` where nothing is asked for, and what planning throws. */
async function planOf(
  dataset: Dataset,
  { columns, filter, region, position }: CatalogRequest,
  options: PlanOptions,
): Promise<DatasetPlan> {
  if (columns.length === 0) {
    throw new SkybucketError('unsupported', 'No column is chosen.', {
      hint: 'Choose at least one.',
    });
  }
  const where = queryRegion(regionOf(region));
  return dataset.plan({ columns, filter, region: where, position }, options);
}

function isSame(a: DatasetRef, b: DatasetRef): boolean {
  return a.uri === b.uri && a.part === b.part;
}
