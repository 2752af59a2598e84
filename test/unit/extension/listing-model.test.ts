import { describe, expect, it } from 'vitest';
import type { ListEntry, ListPage } from '../../../src/core/s3/listing';
import { SkybucketError } from '../../../src/core/errors';
import { Listing } from '../../../src/extension/views/listing-model';

const folder = (name: string): ListEntry => ({ kind: 'folder', name, prefix: `${name}/` });
const object = (name: string): ListEntry => ({
  kind: 'object',
  name,
  key: name,
  size: 1,
  modified: undefined,
  etag: undefined,
  storageClass: undefined,
});

/** A server of numbered objects, `size` of them, whose requests are recorded. */
function server(size: number): {
  readonly tokens: (string | undefined)[];
  readonly load: (token: string | undefined, signal: AbortSignal) => Promise<ListPage>;
} {
  const tokens: (string | undefined)[] = [];
  const load = async (token: string | undefined): Promise<ListPage> => {
    tokens.push(token);
    const start = Number(token ?? 0);
    const end = Math.min(size, start + 1000);
    const entries = Array.from({ length: end - start }, (_, i) => object(`k${start + i}`));
    return { entries, next: end < size ? String(end) : undefined };
  };
  return { tokens, load };
}

const names = (entries: readonly ListEntry[]): string[] => entries.map(({ name }) => name);

describe('Listing', () => {
  it('opens a folder of 2,000,000 keys with one request', async () => {
    const { tokens, load } = server(2_000_000);
    const listing = new Listing(load);
    expect(listing.started).toBe(false);
    await Promise.all([listing.start(), listing.start()]);
    await listing.start();
    expect(tokens).toEqual([undefined]);
    expect(listing.entries).toHaveLength(1000);
    expect(listing.more).toBe(true);
  });

  it('goes on page by page, once for two that ask at the same time, and ends', async () => {
    const { tokens, load } = server(2500);
    const listing = new Listing(load);
    await listing.start();
    await Promise.all([listing.loadPage(), listing.loadPage()]);
    expect(listing.entries).toHaveLength(2000);
    await listing.loadPage();
    expect(listing.entries).toHaveLength(2500);
    expect(names(listing.entries).at(-1)).toBe('k2499');
    expect(listing.more).toBe(false);
    await listing.loadPage();
    expect(tokens).toEqual([undefined, '1000', '2000']);
  });

  it('keeps what it has when a page fails, and goes on from there on a retry', async () => {
    const { tokens, load } = server(1500);
    let failing = true;
    const listing = new Listing(async (token, signal) => {
      if (token !== undefined && failing) {
        throw new SkybucketError('network', 'The connection was reset.');
      }
      return load(token, signal);
    });
    await listing.start();
    await listing.loadPage();
    expect(listing.failure).toBeInstanceOf(SkybucketError);
    expect(listing.entries).toHaveLength(1000);
    failing = false;
    await listing.loadPage();
    expect(listing.failure).toBeUndefined();
    expect(listing.entries).toHaveLength(1500);
    expect(tokens).toEqual([undefined, '1000']);
  });

  it('does not repeat a failed first page by itself', async () => {
    let requests = 0;
    const listing = new Listing(async () => {
      requests += 1;
      throw new SkybucketError('access-denied', 'No.');
    });
    await listing.start();
    await listing.start();
    expect(requests).toBe(1);
    await listing.loadPage();
    expect(requests).toBe(2);
  });

  it('forgets a page that arrives after a reset, and aborts it', async () => {
    let answer: (page: ListPage) => void = () => undefined;
    const signals: AbortSignal[] = [];
    const listing = new Listing((_, signal) => {
      signals.push(signal);
      return new Promise((resolve) => (answer = resolve));
    });
    const old = listing.start();
    const oldAnswer = answer;
    listing.reset();
    const fresh = listing.start();
    answer({ entries: [object('new')], next: undefined });
    await fresh;
    oldAnswer({ entries: [object('old')], next: 'x' });
    await old;
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(names(listing.entries)).toEqual(['new']);
    expect(listing.more).toBe(false);
  });

  it('filters what is loaded, in any case, and keeps the filter over a reset', async () => {
    const entries = [folder('Images'), object('b.FITS'), object('c.txt')];
    const listing = new Listing(async () => ({ entries, next: undefined }));
    await listing.start();
    listing.setFilter(' fits ');
    expect(names(listing.shown())).toEqual(['b.FITS']);
    listing.reset();
    expect(listing.filter).toBe('fits');
    listing.setFilter('');
    await listing.start();
    expect(names(listing.shown())).toEqual(['Images', 'b.FITS', 'c.txt']);
  });

  it('shows an entry that a server lists twice once, and a folder beside its namesake', async () => {
    const entries = [object('a'), folder('a'), object('a'), folder('a')];
    const listing = new Listing(async () => ({ entries, next: undefined }));
    await listing.start();
    expect(listing.entries.map(({ kind }) => kind)).toEqual(['object', 'folder']);
  });
});
