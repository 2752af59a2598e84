import type { FolderOptions } from '../../core/catalogs/layout/dataset-folder';
import type { ResultTable } from '../../core/catalogs/query/result-table';
import type { CatalogRequest, DatasetRef } from '../../core/catalogs/request/request';
import type { Column } from '../../core/table/table';
import type { CatalogChoice, CatalogReply } from '../../protocol/catalog';
import type { CatalogMatchPlan } from '../../protocol/catalog-match';
import type { RunEnd } from './methods';

/** What a cross-match needs of the session of a worker. */
export interface MatchSession {
  /** What `openCatalog` would reply, while the data set on show stays as it is. */
  look(dataset: DatasetRef, options: FolderOptions): Promise<CatalogReply | CatalogChoice>;

  /** Plans a query of any data set, while what is planned and shown stays as it is. */
  prepare(request: CatalogRequest, options: FolderOptions): Promise<PreparedQuery>;

  /**
   * Begins a result that takes the place of the one on show: rows are added to what is returned, whose `onGrow`
   * makes the snapshots.
   */
  begin(columns: readonly Column[]): ResultTable;

  /** How that result stands, once it has ended. */
  ended(): RunEnd;
}

/** A query of another data set that can be run. */
export interface PreparedQuery {
  readonly plan: Omit<CatalogMatchPlan, 'asks'>;
  /** Runs it into a table of its own. `done` is the share that is read, 0 to 1. */
  run(
    options: FolderOptions & { readonly onProgress?: ((done: number) => void) | undefined },
  ): Promise<ResultTable>;
  /** Closes what is open. */
  close(): Promise<void>;
}
