import type * as vscode from 'vscode';
import type { SavedSearch, SearchRequest } from '../../core/searches/saved-search';
import type { Table } from '../../core/table/table';
import type { RowsOptions } from './rows-at-hand';

/** How far a search has come that runs. */
export interface SearchProgress {
  /** Rows so far. */
  readonly rows: number;
  /** Rows that match; undefined while the service has not said. */
  readonly total: number | undefined;
  /** Of the answer that is coming in. */
  readonly bytes: number;
  /** `asking`: the service works on it. `receiving`: rows come in. `writing`: they are being kept. */
  readonly stage: 'asking' | 'receiving' | 'writing';
}

/** `changed`: what is asked, its title, what it brought. `progress`: it began, went on or ended running. */
export interface SearchChange {
  readonly id: string;
  readonly kind: 'added' | 'changed' | 'removed' | 'progress';
}

export interface RunOptions {
  /** Ends the run as {@link Searches.cancel} does. */
  readonly signal?: AbortSignal | undefined;
  /** Sends also what the service will hardly answer; see `costly` below. */
  readonly evenIfCostly?: boolean | undefined;
}

/** The rows that a search has brought. */
export interface SearchRows {
  readonly table: Table;
  /** Where they are kept as a VOTable. */
  readonly uri: vscode.Uri;
}

/**
 * The saved searches: a list in the order of their making, the newest first, kept across restarts; the rows of each
 * in a VOTable of its own. Failures are SkybucketErrors of one sentence.
 */
export interface Searches {
  readonly onDidChange: vscode.Event<SearchChange>;

  list(): readonly SavedSearch[];

  /** Undefined for one that is there no more. */
  get(id: string): SavedSearch | undefined;

  /** Keeps a new search without running it. */
  create(request: SearchRequest, options?: { readonly title?: string }): Promise<SavedSearch>;

  /**
   * Changes what is asked. What it brought before is forgotten, where the request is another.
   *
   * @throws SkybucketError `not-found`, as all methods with an id do.
   */
  update(id: string, request: SearchRequest): Promise<SavedSearch>;

  /** Gives it a title; an empty one makes one from what is asked again. */
  rename(id: string, title: string): Promise<void>;

  /** A new search that asks the same, with its title, without rows. */
  duplicate(id: string): Promise<SavedSearch>;

  /** Stops it where it runs, and forgets it with its rows. */
  delete(id: string): Promise<void>;

  /**
   * Runs it, and keeps its rows in place of those of before. One that runs already is joined. What came before a
   * failure or a cancel is kept and marked partial; where nothing came, the rows of before stay.
   *
   * @throws SkybucketError `cancelled`; `costly` where the service needs a position or a collection: to be asked
   *   again with `evenIfCostly`; what the service says.
   */
  run(id: string, options?: RunOptions): Promise<SavedSearch>;

  /** Undefined while it does not run. */
  progress(id: string): SearchProgress | undefined;

  cancel(id: string): void;

  /**
   * How many rows a request has, without keeping anything.
   *
   * @returns undefined where the service cannot count
   */
  count(
    request: SearchRequest,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<number | undefined>;

  /** Where the rows of a search are kept as a VOTable; undefined where it has none. */
  rowsUri(id: string): vscode.Uri | undefined;

  /**
   * The rows of a search, read where they are not at hand.
   *
   * @returns undefined where it has none, or they are kept no more
   */
  rows(id: string, options?: RowsOptions): Promise<SearchRows | undefined>;

  /** Python (astroquery or pyvo) that asks the same. */
  asPython(id: string): Promise<string>;
}
