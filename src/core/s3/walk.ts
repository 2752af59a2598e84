import { SkybucketError, throwIfAborted } from '../errors';
import type { ListQuery } from './client';
import type { ListEntry, ListPage } from './listing';
import { compareKeys } from './names';
import { WalkPool, type WalkStep } from './walk-pool';

/** Lists a page: `S3Service.listPage` on some connection. */
export type ListKeys = (query: ListQuery, signal: AbortSignal) => Promise<ListPage>;

/** All keys of a bucket that begin with a prefix. */
export interface WalkPlace {
  readonly bucket: string;
  /** Empty for the whole bucket. */
  readonly prefix: string;
}

/** What a walk has cost so far. */
export interface WalkProgress {
  /** Keys and common prefixes in the answers. */
  readonly keys: number;
  readonly requests: number;
}

export interface WalkOptions {
  readonly signal?: AbortSignal | undefined;
  /** Requests under way at the same time. */
  readonly parallel?: number | undefined;
  /** Called after each answer. */
  readonly onProgress?: ((progress: WalkProgress) => void) | undefined;
}

export const REQUESTS_AT_A_TIME = 16;
/** A server that answers with nothing, and says that there is more, is asked so often in a row. */
const MOST_EMPTY_PAGES = 1000;

/** The part of a listing that is asked for next. */
export interface Going {
  readonly token: string | undefined;
  readonly emptyPages: number;
}

export const AT_START: Going = { token: undefined, emptyPages: 0 };

/** A walk under way: its requests, counted, and its steps. */
export class Walk {
  readonly pool: WalkPool;
  private keys = 0;
  private requests = 0;

  constructor(
    private readonly list: ListKeys,
    private readonly bucket: string,
    private readonly options: WalkOptions,
  ) {
    this.pool = new WalkPool(options.parallel ?? REQUESTS_AT_A_TIME);
  }

  progress(): WalkProgress {
    return { keys: this.keys, requests: this.requests };
  }

  async run(first: WalkStep): Promise<WalkProgress> {
    await this.pool.run(first, this.options.signal);
    return this.progress();
  }

  /** A page of a listing. What is not below its prefix is left out, whatever the server says. */
  async page(query: Omit<ListQuery, 'bucket'>): Promise<ListPage> {
    const { signal } = this.pool;
    throwIfAborted(signal);
    this.requests += 1;
    const page = await this.list({ bucket: this.bucket, ...query }, signal);
    throwIfAborted(signal);
    this.keys += page.entries.length;
    this.options.onProgress?.(this.progress());
    const entries = page.entries.filter((entry) => pathOf(entry).startsWith(query.prefix));
    return { ...page, entries };
  }
}

/**
 * How a listing goes on after a page; undefined where that was the last one.
 *
 * @throws SkybucketError `server` where it leads nowhere.
 */
export function goingOn(page: ListPage, from: Going): Going | undefined {
  if (page.next === undefined) {
    return undefined;
  }
  const emptyPages = page.entries.length === 0 ? from.emptyPages + 1 : 0;
  if (page.next === from.token || emptyPages > MOST_EMPTY_PAGES) {
    throw new SkybucketError('server', 'The listing goes on without end.', {
      hint: 'Check that the connection leads to an S3 server.',
    });
  }
  return { token: page.next, emptyPages };
}

/** Whether a page is in the order of keys; those of directory buckets are not, and say nothing of what follows. */
export function isOrdered({ entries }: ListPage): boolean {
  return entries.every((entry, i) => {
    const before = entries[i - 1];
    return before === undefined || compareKeys(pathOf(before), pathOf(entry)) <= 0;
  });
}

/** The key of an object, the prefix of a folder. */
export function pathOf(entry: ListEntry): string {
  return entry.kind === 'object' ? entry.key : entry.prefix;
}
