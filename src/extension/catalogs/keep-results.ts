import type { CatalogReply, CatalogResult } from '../../protocol/catalog';
import type { CatalogWorker } from './catalog-worker';
import type { ResultStore } from './result-store';

/** Writes the rows that a worker has in memory into the store of results. */
export class ResultKeeper {
  private keeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly worker: Pick<CatalogWorker, 'request'>,
    private readonly results: Pick<ResultStore, 'add'>,
  ) {}

  /** Resolves when nothing is being written any more. */
  get settled(): Promise<void> {
    return this.keeping;
  }

  /**
   * Keeps a table of the worker as a result, one after the other: a worker writes one file at a time.
   *
   * @param onEnd told when it is kept, or of what went wrong
   */
  keep(
    result: CatalogResult,
    catalog: CatalogReply | undefined,
    hdu: number,
    onEnd: (failure: unknown) => void,
  ): void {
    this.keeping = this.keeping.then(async () => {
      try {
        await this.results.add(result, catalog, this.pieces(hdu));
        onEnd(undefined);
      } catch (error) {
        onEnd(error);
      }
    });
  }

  private async *pieces(hdu: number): AsyncGenerator<Uint8Array> {
    for (let first = true, more = true; more; first = false) {
      const { bytes, done } = await this.worker.request('resultFile', { hdu, first });
      yield bytes;
      more = !done;
    }
  }
}
