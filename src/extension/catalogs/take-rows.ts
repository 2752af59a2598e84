import { onAbort } from '../../core/bytes/on-abort';
import type { EngineEnd, RowSink } from '../../core/engines/engine';
import { sentence } from '../../core/errors';
import type { CatalogTable } from '../../protocol/catalog';
import type { RunEnd } from '../../worker/catalog/methods';
import type { CatalogModel } from './catalog-model';
import type { CatalogRun } from './catalog-run';

interface Taking {
  readonly ask: CatalogModel['ask'];
  /** The table of a run has become longer. */
  grown(run: CatalogRun, table: CatalogTable): void;
  progressed(): void;
}

/**
 * Puts the rows that an engine brings into the worker as they come, and says there how it ended. What had come
 * before a failure stays; the failure is kept in the run.
 *
 * @param work brings the rows; it waits in the sink while the run is paused
 * @param signal ends it, as the run's own does
 * @throws SkybucketError what `work` throws before it has begun
 */
export async function takeRows(
  run: CatalogRun,
  { ask, grown, progressed }: Taking,
  work: (sink: RowSink, signal: AbortSignal) => Promise<EngineEnd>,
  signal: AbortSignal,
): Promise<RunEnd> {
  const forget = onAbort(signal, () => run.stop.abort());
  let begun = false;
  const begin: RowSink['begin'] = async (columns) => {
    const { hdu } = await ask('beginRows', { columns });
    begun = true;
    grown(run, { hdu, rows: 0 });
  };
  const sink: RowSink = {
    begin,
    add: async (columns) => {
      await run.pause.passed(run.stop.signal);
      grown(run, await ask('addRows', { columns }));
    },
    progress: (progress) => {
      run.progress = progress;
      progressed();
    },
  };
  try {
    const { state, warnings } = await work(sink, run.stop.signal);
    if (!begun) {
      await begin([]);
    }
    return await ask('endRows', { state, warnings });
  } catch (error) {
    if (!begun) {
      throw error;
    }
    const stopped = run.stop.signal.aborted;
    run.failure = stopped ? undefined : error;
    const warnings = stopped ? [] : [sentence(error)];
    const state = stopped ? 'stopped' : 'failed';
    return await ask('endRows', { state, warnings }).catch((later: unknown) => {
      // Of a worker that died the first thing that went wrong says more.
      throw stopped ? later : error;
    });
  } finally {
    forget();
  }
}
