import { SkybucketError } from '../../core/errors';
import type { SavedSearch, SearchRequest } from '../../core/searches/saved-search';
import type { FilledForm, SearchProgress, SearchRun, SearchState } from '../../protocol/search';
import type { SearchForms } from '../searches/forms/search-forms';
import type { SearchProgress as Running, Searches } from '../searches/searches';
import type { ImageContent, ImageFile } from './image-file';

/** The first table of a VOTable; its number 0 is the document. */
export const ROWS_HDU = 1;

/** Where the rows of a search are read. */
export type RowsFile = Pick<ImageFile, 'use' | 'close'>;

export interface SearchModelNeeds {
  readonly searches: Searches;
  readonly forms: Pick<SearchForms, 'filled' | 'request'>;
  /** Opens the rows that a search has brought; undefined where it has none. */
  openRows(id: string): RowsFile | undefined;
  /** Something of the state has changed. */
  onChange(): void;
}

/** The rows of one run, with what they are told apart by. */
interface Rows {
  readonly of: string;
  readonly version: number;
  readonly file: RowsFile;
}

/** The search that a panel shows: what it asks, how it runs, and its rows. */
export class SearchModel {
  private id: string | undefined;
  private form: FilledForm | undefined;
  /** What the form was made for, to see whether it is to be made anew. */
  private formOf = '';
  private rows: Rows | undefined;
  private version = 0;
  private readonly listening: { dispose(): unknown };

  constructor(private readonly needs: SearchModelNeeds) {
    this.listening = needs.searches.onDidChange(({ id }) => {
      if (id === this.id) {
        this.follow();
      }
    });
  }

  /** Undefined for one that is not kept. */
  get shown(): string | undefined {
    return this.id;
  }

  get state(): SearchState {
    const search = this.search;
    const running = this.id === undefined ? undefined : this.needs.searches.progress(this.id);
    return {
      id: this.id,
      title: search?.title ?? 'New search',
      form: this.form,
      query:
        search?.kind === 'tap'
          ? { adql: search.criteria.query, service: search.service.label }
          : undefined,
      run: search?.ran && runLine(search),
      running: running && progressLine(running, search?.service.label ?? 'The service'),
      table:
        this.rows && search
          ? { hdu: ROWS_HDU, fileName: search.title, version: this.rows.version }
          : undefined,
    };
  }

  /** Shows a search that is kept, or none. */
  show(id: string | undefined): void {
    this.id = id;
    this.form = undefined;
    this.formOf = '';
    this.follow();
  }

  /**
   * The rows on show.
   *
   * @throws SkybucketError `not-found` where there are none.
   */
  async use<T>(work: (content: ImageContent) => Promise<T>): Promise<T> {
    if (this.rows === undefined) {
      throw new SkybucketError('not-found', 'This search has no rows.', {
        hint: 'Run it first.',
      });
    }
    return this.rows.file.use(work);
  }

  /**
   * Runs what is filled in, as the search on show or as a new one.
   *
   * @throws SkybucketError for what makes no sense, and what {@link Searches.run} throws.
   */
  async run(
    form: FilledForm,
    {
      asNew,
      evenIfCostly,
      signal,
    }: {
      readonly asNew: boolean;
      readonly evenIfCostly: boolean;
      readonly signal: AbortSignal;
    },
  ): Promise<SearchRun> {
    const { forms } = this.needs;
    const { request } = await forms.request(form, { signal, before: this.search });
    // What was typed says the same as what would be made of the request, and is what the user knows.
    this.form = form;
    this.formOf = asked(request);
    const search = await this.kept(request, asNew);
    this.id = search.id;
    this.followRows(search);
    this.needs.onChange();
    return this.ran(search.id, evenIfCostly);
  }

  /**
   * Runs the search on show as it is.
   *
   * @throws SkybucketError `not-found` where there is none, and what {@link Searches.run} throws.
   */
  async rerun(evenIfCostly: boolean): Promise<SearchRun> {
    return this.ran(this.saved().id, evenIfCostly);
  }

  /** @throws SkybucketError `not-found` where no search is on show that is kept. */
  saved(): SavedSearch {
    const { search } = this;
    if (search === undefined) {
      throw new SkybucketError('not-found', 'The search is there no more.', {
        hint: 'Fill in the form, and search again.',
      });
    }
    return search;
  }

  private async ran(id: string, evenIfCostly: boolean): Promise<SearchRun> {
    // Without a signal: a panel that is hidden stops asking, and the search goes on.
    const done = await this.needs.searches.run(id, { evenIfCostly });
    if (done.ran === undefined) {
      throw new SkybucketError('protocol', 'The search ended without a result.', {
        hint: 'Run it again.',
        retryable: true,
      });
    }
    return runLine(done) as SearchRun;
  }

  cancel(): void {
    if (this.id !== undefined) {
      this.needs.searches.cancel(this.id);
    }
  }

  dispose(): void {
    this.listening.dispose();
    void this.rows?.file.close();
    this.rows = undefined;
  }

  private get search(): SavedSearch | undefined {
    return this.id === undefined ? undefined : this.needs.searches.get(this.id);
  }

  private async kept(request: SearchRequest, asNew: boolean): Promise<SavedSearch> {
    const { searches } = this.needs;
    const { search } = this;
    if (asNew || search === undefined) {
      return searches.create(request);
    }
    return asked(search) === asked(request) ? search : searches.update(search.id, request);
  }

  private follow(): void {
    const { search } = this;
    if (search === undefined) {
      // Deleted: what was filled in may still be wanted.
      this.id = undefined;
    }
    this.followRows(search);
    if (search !== undefined && asked(search) !== this.formOf) {
      this.formOf = asked(search);
      void this.fill(search);
    }
    this.needs.onChange();
  }

  private followRows(search: SavedSearch | undefined): void {
    const of = search?.ran?.kept === true ? `${search.id} ${search.ran.at}` : '';
    if (of === (this.rows?.of ?? '')) {
      return;
    }
    void this.rows?.file.close();
    const file = search === undefined || of === '' ? undefined : this.needs.openRows(search.id);
    this.rows = file && { of, file, version: ++this.version };
  }

  private async fill(search: SavedSearch): Promise<void> {
    const made = asked(search);
    let form: FilledForm | undefined;
    try {
      form = await this.needs.forms.filled(search);
    } catch (error) {
      // Without it the form stays as it is, and says itself that its columns cannot be had.
      if (!(error instanceof SkybucketError)) {
        throw error;
      }
    }
    if (this.id === search.id && this.formOf === made) {
      this.form = form;
      this.needs.onChange();
    }
  }
}

/** What is asked of whom, to compare. */
function asked({ kind, service, criteria }: SearchRequest): string {
  return JSON.stringify([kind, service.id, criteria], (_, value: unknown) =>
    // JSON has none of these, and they are not the same.
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}

function runLine({ ran }: SavedSearch): SearchRun | undefined {
  if (ran === undefined) {
    return undefined;
  }
  const { at, rows, total, complete, reason } = ran;
  const partial = complete ? undefined : (reason ?? 'There are more rows than came.');
  return { at: Date.parse(at), rows, total, partial };
}

function progressLine({ rows, total, stage }: Running, who: string): SearchProgress {
  const text =
    stage === 'asking'
      ? `${who} is working on it…`
      : stage === 'receiving'
        ? 'Rows are coming in…'
        : 'The rows are being kept…';
  return { text, rows, total };
}
