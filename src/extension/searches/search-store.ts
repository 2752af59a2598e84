import { onAbort } from '../../core/bytes/on-abort';
import { cancelled, SkybucketError } from '../../core/errors';
import { isSameRequest } from '../../core/searches/read-search';
import type {
  SavedSearch,
  SearchKind,
  SearchRequest,
  SearchRun,
} from '../../core/searches/saved-search';
import { titleOf } from '../../core/searches/title';
import { writeVoTable } from '../../core/votable/write-votable';
import type { KeptSearches } from './kept-searches';
import { Listeners } from './listeners';
import type { RowsAtHand, RowsOptions } from './rows-at-hand';
import type { SearchFiles } from './search-files';
import type { RunResult, SearchRunner, SearchRunners } from './search-runner';
import type { RunOptions, SearchChange, Searches, SearchProgress, SearchRows } from './searches';

export interface SearchStoreNeeds {
  readonly kept: KeptSearches;
  readonly files: SearchFiles;
  readonly rows: RowsAtHand;
  readonly runners: SearchRunners;
  readonly uriOf: (path: string) => SearchRows['uri'];
  readonly python: (request: SearchRequest) => Promise<string>;
  readonly now: () => Date;
  readonly newId: () => string;
}

interface Running {
  readonly controller: AbortController;
  readonly promise: Promise<SavedSearch>;
  progress: SearchProgress;
}

/** Searches whose rows are kept; of more, those that ran longest ago lose theirs. */
const MOST_WITH_ROWS = 100;

/** The saved searches, as {@link Searches} says. */
export class SearchStore implements Searches {
  private readonly changes = new Listeners<SearchChange>();
  readonly onDidChange = this.changes.event;
  private readonly underWay = new Map<string, Running>();

  constructor(private readonly needs: SearchStoreNeeds) {}

  list(): readonly SavedSearch[] {
    return this.needs.kept.list();
  }

  get(id: string): SavedSearch | undefined {
    return this.needs.kept.get(id);
  }

  async create(
    request: SearchRequest,
    { title }: { readonly title?: string } = {},
  ): Promise<SavedSearch> {
    return this.add(request, title ?? titleOf(request), false);
  }

  async update(id: string, request: SearchRequest): Promise<SavedSearch> {
    if (isSameRequest(this.known(id), request)) {
      return this.known(id);
    }
    this.abandon(id);
    await this.forgetRows(id);
    const search = this.known(id);
    const title = search.named ? search.title : titleOf(request);
    return this.put({ ...search, ...request, title, ran: undefined });
  }

  async rename(id: string, title: string): Promise<void> {
    const search = this.known(id);
    const own = title.trim();
    const named = own !== '';
    await this.put({ ...search, named, title: named ? own : titleOf(search) });
  }

  async duplicate(id: string): Promise<SavedSearch> {
    const search = this.known(id);
    return this.add(search, search.title, search.named);
  }

  async delete(id: string): Promise<void> {
    this.known(id);
    this.abandon(id);
    await this.needs.kept.remove(id);
    this.changes.fire({ id, kind: 'removed' });
    await this.forgetRows(id);
  }

  async run(id: string, options: RunOptions = {}): Promise<SavedSearch> {
    const running = this.underWay.get(id) ?? this.start(id, options);
    const forget = onAbort(options.signal, () => running.controller.abort());
    return running.promise.finally(forget);
  }

  progress(id: string): SearchProgress | undefined {
    return this.underWay.get(id)?.progress;
  }

  cancel(id: string): void {
    this.underWay.get(id)?.controller.abort();
  }

  async count(
    request: SearchRequest,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<number | undefined> {
    return this.runnerOf(request.kind).count?.(request, signal);
  }

  rowsUri(id: string): SearchRows['uri'] | undefined {
    const { files, uriOf } = this.needs;
    return this.get(id)?.ran?.kept === true ? uriOf(files.path(id)) : undefined;
  }

  async rows(id: string, options: RowsOptions = {}): Promise<SearchRows | undefined> {
    const uri = this.rowsUri(id);
    return uri && { uri, table: await this.needs.rows.get(id, options) };
  }

  asPython(id: string): Promise<string> {
    return this.needs.python(this.known(id));
  }

  /** Removes files that belong to no search. */
  async tidy(): Promise<void> {
    const { files, now } = this.needs;
    await files.tidy(new Set(this.list().map(({ id }) => id)), now().getTime());
  }

  private start(id: string, { evenIfCostly = false }: RunOptions): Running {
    const search = this.known(id);
    const controller = new AbortController();
    const running: Running = {
      controller,
      progress: { rows: 0, total: undefined, bytes: 0, stage: 'asking' },
      promise: this.runAndKeep(search, controller, evenIfCostly, (progress) => {
        running.progress = progress;
        this.changes.fire({ id, kind: 'progress' });
      }).finally(() => {
        if (this.isWanted(id, controller)) {
          this.underWay.delete(id);
        }
        this.changes.fire({ id, kind: 'progress' });
      }),
    };
    this.underWay.set(id, running);
    this.changes.fire({ id, kind: 'progress' });
    return running;
  }

  /** Ends a run whose rows nobody wants any more: not even what came so far is kept. */
  private abandon(id: string): void {
    this.cancel(id);
    this.underWay.delete(id);
  }

  private isWanted(id: string, run: AbortController): boolean {
    return this.underWay.get(id)?.controller === run;
  }

  private async runAndKeep(
    search: SavedSearch,
    controller: AbortController,
    evenIfCostly: boolean,
    onProgress: (progress: SearchProgress) => void,
  ): Promise<SavedSearch> {
    // Whoever started it must have it among those that run, before anything is told.
    await Promise.resolve();
    const { id } = search;
    const options = { signal: controller.signal, evenIfCostly, onProgress };
    const result = await this.runnerOf(search.kind).run(search, options);
    const { table, total } = result;
    // Changed or deleted meanwhile: here, or in another window.
    const wanted = (): SavedSearch => {
      const now = this.get(id);
      if (!this.isWanted(id, controller) || now === undefined || !isSameRequest(now, search)) {
        throw cancelled();
      }
      return now;
    };
    const found = written(wanted(), result);
    onProgress({ rows: table.rows, total, bytes: 0, stage: 'writing' });
    // What came before a cancel is kept, so that this alone does not end the writing.
    await this.needs.files.write(id, found, wanted);
    const ran = this.runOf(result);
    const now = wanted();
    this.needs.rows.put(id, table);
    const done = await this.put({ ...now, ran });
    await this.forgetOldest();
    return done;
  }

  private runOf({ table, total, partial }: RunResult): SearchRun {
    const at = this.needs.now().toISOString();
    const complete = partial === undefined;
    return { at, rows: table.rows, total, complete, reason: partial, kept: true };
  }

  private async forgetOldest(): Promise<void> {
    const withRows = this.list()
      .filter(({ ran }) => ran?.kept === true)
      .sort((a, b) => ((a.ran?.at ?? '') < (b.ran?.at ?? '') ? 1 : -1));
    for (const { id } of withRows.slice(MOST_WITH_ROWS)) {
      await this.forgetRows(id);
      const search = this.get(id);
      if (search?.ran !== undefined) {
        await this.put({ ...search, ran: { ...search.ran, kept: false } });
      }
    }
  }

  private async forgetRows(id: string): Promise<void> {
    this.needs.rows.forget(id);
    await this.needs.files.remove(id);
  }

  private async add(request: SearchRequest, title: string, named: boolean): Promise<SavedSearch> {
    const { newId, now } = this.needs;
    const { kind, service, criteria } = request;
    const made = { kind, service, criteria } as SearchRequest;
    const created = now().toISOString();
    const search = { ...made, id: newId(), title, named, created, ran: undefined };
    await this.needs.kept.put(search);
    this.changes.fire({ id: search.id, kind: 'added' });
    return search;
  }

  private async put(search: SavedSearch): Promise<SavedSearch> {
    await this.needs.kept.put(search);
    this.changes.fire({ id: search.id, kind: 'changed' });
    return search;
  }

  private known(id: string): SavedSearch {
    const search = this.get(id);
    if (search === undefined) {
      throw new SkybucketError('not-found', 'This search is there no more.', {
        hint: 'It has been deleted, maybe in another window.',
      });
    }
    return search;
  }

  /** The runner of a kind for requests of that kind, which the compiler cannot follow. */
  private runnerOf(kind: SearchKind): SearchRunner<SearchKind> {
    return this.needs.runners[kind] as unknown as SearchRunner<SearchKind>;
  }
}

function written(
  search: SavedSearch,
  { table, fields, partial }: RunResult,
): AsyncIterable<string> {
  const { service, title } = search;
  return writeVoTable(table, {
    ...{ fields, partial, description: title },
    infos: [
      { name: 'service', value: service.label },
      { name: 'address', value: service.address },
    ],
  });
}
