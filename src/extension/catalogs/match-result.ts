import { onAbort } from '../../core/bytes/on-abort';
import type { DatasetRef } from '../../core/catalogs/request/request';
import { SkybucketError } from '../../core/errors';
import type { CatalogTable } from '../../protocol/catalog';
import type {
  CatalogMatchMethods,
  CatalogMatchPlan,
  CatalogMatchRequest,
} from '../../protocol/catalog-match';
import type { RpcRequestOptions } from '../../protocol/rpc-client';
import type { RunEnd } from '../../worker/catalog/methods';
import type { RowsRun } from '../engines/engine-model';
import type { CatalogRun, ShownBefore } from './catalog-run';
import type { CatalogWorker } from './catalog-worker';
import { type CatalogLimits, costly, isAbove } from './limits';
import { matchTitle } from './result-title';

/** What matching needs of the panel whose rows it joins. */
export interface MatchNeeds {
  readonly worker: Pick<CatalogWorker, 'request'>;
  limits(): CatalogLimits;
  nameOf(dataset: DatasetRef): string;
  /** The result on show; undefined where there is none. */
  onShow(): ShownBefore | undefined;
  /** The table before stays on show while its rows are matched. */
  showTable(table: CatalogTable | undefined): void;
  /** @throws SkybucketError where something runs already, or the panel is closed */
  checkIdle(): void;
  /** Does what gives rows, as the result on show. @returns how many there are */
  perform(
    asked: RowsRun & { readonly title: string },
    work: (run: CatalogRun) => Promise<RunEnd>,
  ): Promise<number>;
}

type MatchOptions = RpcRequestOptions<CatalogMatchMethods['matchCatalog'][2]>;

/** What a match would read, and whether that is to be asked about. @throws SkybucketError what the worker throws */
export async function planMatch(
  { worker, limits }: Pick<MatchNeeds, 'worker' | 'limits'>,
  request: CatalogMatchRequest,
  options: RpcRequestOptions<CatalogMatchMethods['planMatch'][2]>,
): Promise<CatalogMatchPlan> {
  const plan = await worker.request('planMatch', request, options);
  return { ...plan, asks: isAbove(plan, limits(), request.other.dataset) };
}

/**
 * Matches the table on show with another; the joined table is the result on show then. Where nothing comes of it,
 * the one before is on show again.
 *
 * @throws SkybucketError `costly` above the limit unless the user has agreed, `not-found` where there is no table
 */
export async function matchResult(
  needs: MatchNeeds,
  { agreed, ...request }: CatalogMatchMethods['matchCatalog'][0],
  options: MatchOptions,
): Promise<CatalogMatchMethods['matchCatalog'][1]> {
  needs.checkIdle();
  onShow(needs);
  if (!agreed) {
    const plan = await planMatch(needs, request, options);
    if (plan.asks) {
      throw costly(plan);
    }
    needs.checkIdle();
  }
  const before = onShow(needs);
  const { title: own, request: asked, engine, sql } = before.result;
  const title = matchTitle(own, needs.nameOf(request.other.dataset));
  let counts = { matched: 0, of: 0 };
  const rows = await needs.perform({ request: asked, engine, sql, title }, async (run) => {
    run.before = before;
    needs.showTable(before.table);
    const forget = onAbort(options.signal, () => run.stop.abort());
    try {
      const end = await needs.worker.request(
        'matchCatalog',
        { ...request, agreed },
        { signal: run.stop.signal, onProgress: options.onProgress },
      );
      counts = end;
      run.before = undefined;
      return end;
    } finally {
      forget();
    }
  });
  return { rows, matched: counts.matched, of: counts.of };
}

function onShow(needs: MatchNeeds): ShownBefore {
  const shown = needs.onShow();
  if (shown === undefined) {
    throw new SkybucketError('not-found', 'There is no result to match.', {
      hint: 'Run a query first.',
    });
  }
  return shown;
}
