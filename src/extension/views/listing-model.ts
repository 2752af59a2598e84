import type { ListEntry, ListPage } from '../../core/s3/listing';
import { cancelled } from '../../core/errors';

/** Fetches the page after `token`, or the first one. */
export type LoadPage = (token: string | undefined, signal: AbortSignal) => Promise<ListPage>;

/**
 * What is known of one folder: the entries of the pages loaded so far, in the order the server gives.
 * Pages are loaded one at a time and only when asked for, so a folder of millions costs what its first
 * page costs.
 */
export class Listing {
  private loaded: ListEntry[] = [];
  private readonly seen = new Set<string>();
  private next: string | undefined;
  private pages = 0;
  private loading: { readonly promise: Promise<void>; readonly stop: AbortController } | undefined;
  private problem: unknown;
  private needle = '';

  constructor(private readonly load: LoadPage) {}

  /** Everything loaded so far. */
  get entries(): readonly ListEntry[] {
    return this.loaded;
  }

  /** False until the first page is in. */
  get started(): boolean {
    return this.pages > 0;
  }

  /** True where the server has more. */
  get more(): boolean {
    return this.next !== undefined;
  }

  /** Why the last page could not be loaded. What was loaded before it stays. */
  get failure(): unknown {
    return this.problem;
  }

  /** The text that names must contain to be shown, in any case; empty for all. */
  get filter(): string {
    return this.needle;
  }

  setFilter(text: string): void {
    this.needle = text.trim();
  }

  /** The entries loaded so far that pass the filter. */
  shown(): readonly ListEntry[] {
    if (this.needle === '') {
      return this.loaded;
    }
    const needle = this.needle.toLowerCase();
    return this.loaded.filter(({ name }) => name.toLowerCase().includes(needle));
  }

  /** Loads the first page unless it is there or has failed: a failure stays until a retry. */
  async start(): Promise<void> {
    if (!this.started && this.problem === undefined) {
      await this.loadPage();
    }
  }

  /** Loads one more page (the first one, where there is none). Never throws; see {@link failure}. */
  async loadPage(): Promise<void> {
    if (this.started && this.next === undefined) {
      return;
    }
    this.loading ??= this.begin();
    await this.loading.promise;
  }

  /** Forgets what was loaded, and stops what is loading. The filter stays. */
  reset(): void {
    this.loading?.stop.abort();
    this.loading = undefined;
    this.loaded = [];
    this.seen.clear();
    this.next = undefined;
    this.pages = 0;
    this.problem = undefined;
  }

  private begin(): NonNullable<Listing['loading']> {
    const stop = new AbortController();
    this.problem = undefined;
    const finish = (settle: () => void): void => {
      // After a reset this page belongs to a past that is forgotten.
      if (!stop.signal.aborted) {
        this.loading = undefined;
        settle();
      }
    };
    const promise = this.load(this.next, stop.signal).then(
      (page) => finish(() => this.add(page)),
      (error: unknown) => finish(() => (this.problem = error ?? cancelled())),
    );
    return { promise, stop };
  }

  /** Entries listed twice are kept once: the tree needs each of them to have a name of its own. */
  private add(page: ListPage): void {
    for (const entry of page.entries) {
      const id = entryId(entry);
      if (!this.seen.has(id)) {
        this.seen.add(id);
        this.loaded.push(entry);
      }
    }
    this.next = page.next;
    this.pages += 1;
  }
}

/** Tells the entries of one folder apart: a folder and an object may have the same name. */
export function entryId(entry: ListEntry): string {
  return entry.kind === 'folder' ? `d:${entry.prefix}` : `o:${entry.key}`;
}
