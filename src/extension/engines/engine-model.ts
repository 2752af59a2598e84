import type { Meter } from '../../core/bytes/meter';
import type { CatalogRequest } from '../../core/catalogs/request/request';
import type { EngineEnd, RowSink } from '../../core/engines/engine';
import type { CatalogReply, CatalogResult } from '../../protocol/catalog';

/** Rows that an engine brings, as the panel is told of them. */
export interface RowsRun {
  readonly request: CatalogRequest;
  /** What the engine is called. */
  readonly engine: string;
  readonly sql: string;
}

/** What an engine needs of the panel whose result it fills. */
export interface EngineModel {
  /** The data set on show; undefined before it is open. */
  readonly catalog: CatalogReply | undefined;
  /** Counts what a run costs; left out, nobody does. */
  readonly meter?: Meter | undefined;
  /**
   * Makes a new result, the running one: `work` puts rows into the sink and says how it ended; an error of it is one
   * of the run. `stop` and a newer run abort the signal that it gets; what had come stays, as `stopped`.
   */
  runRows(
    run: RowsRun,
    work: (sink: RowSink, signal: AbortSignal) => Promise<EngineEnd>,
    signal: AbortSignal,
  ): Promise<CatalogResult>;
}
