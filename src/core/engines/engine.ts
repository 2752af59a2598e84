import type { Meter } from '../bytes/meter';
import type { ElementType } from '../table/table';

/** A place that runs SQL over catalogues, somewhere else. The reader of the product is the other way. */

/** A column of its answer. */
export interface RowColumn {
  readonly name: string;
  readonly type: ElementType;
  /** Empty where nobody says. */
  readonly unit: string;
  readonly description: string;
}

/** Texts as they are; numbers as number or, for 64 bits, as text; null for missing. */
export type Cell = string | number | boolean | null;

/** How far a query is. */
export interface RowProgress {
  /** Bytes it has read so far, as it says. */
  readonly bytes: number;
  readonly ofBytes: number;
  /** Parts of its work. */
  readonly rowGroups: number;
  readonly ofRowGroups: number;
  /** Rows of the answer that are here. */
  readonly rows: number;
}

/** Where the rows of an answer go. */
export interface RowSink {
  /** Once, before any rows. */
  begin(columns: readonly RowColumn[]): Promise<void>;
  /** A batch: the cells of each column. More is asked of the engine when it is done: who is paused waits here. */
  add(columns: readonly (readonly Cell[])[]): Promise<void>;
  progress(progress: RowProgress): void;
}

export interface EngineOptions {
  readonly signal?: AbortSignal | undefined;
  readonly meter?: Meter | undefined;
}

/** How a query ended that did not fail. */
export interface EngineEnd {
  /** `full`: it has more rows than are wanted, and was ended there. */
  readonly state: 'done' | 'full';
  readonly warnings: readonly string[];
}

export interface SqlEngine {
  /**
   * Runs SQL and passes its rows on as they come. An abort ends it there, too.
   *
   * @throws SkybucketError what the engine says is wrong; `cancelled`
   */
  run(sql: string, sink: RowSink, options?: EngineOptions): Promise<EngineEnd>;
}
