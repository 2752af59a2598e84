import type { SearchKind, SearchRequest } from '../../core/searches/saved-search';
import type { Table } from '../../core/table/table';
import type { VoField } from '../../core/votable/document';
import type { SearchProgress } from './searches';

export type RequestOf<K extends SearchKind> = Extract<SearchRequest, { readonly kind: K }>;

export interface RunnerOptions {
  readonly signal: AbortSignal;
  readonly evenIfCostly: boolean;
  readonly onProgress: (progress: SearchProgress) => void;
}

/** What a search has brought. */
export interface RunResult {
  readonly table: Table;
  /** Rows that match, as far as that is known. */
  readonly total: number | undefined;
  /** Why the rows are not all that match, one sentence; undefined where they are. */
  readonly partial: string | undefined;
  /** What the service says of the columns beside what any table says. */
  readonly fields: readonly VoField[] | undefined;
}

/** Asks services for what one kind of search wants. */
export interface SearchRunner<K extends SearchKind> {
  run(request: RequestOf<K>, options: RunnerOptions): Promise<RunResult>;
  /** How many rows there are; left out where that cannot be asked. */
  count?(request: RequestOf<K>, signal: AbortSignal | undefined): Promise<number>;
}

export type SearchRunners = { readonly [K in SearchKind]: SearchRunner<K> };
