import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CloudPlaces, type ObjectExists } from '../../../../src/core/archives/mast/cloud';
import { readPaths } from '../../../../src/core/archives/mast/path-lookup';
import { pause, DEFAULT_RETRY } from '../../../../src/core/bytes/retry';
import { SkybucketError } from '../../../../src/core/errors';
import { golden, HAS_GOLDEN } from './support/recorded';
import { ReplayServer, type Replied } from './support/replay';

const DELAY = 200;
const RETRY = { ...DEFAULT_RETRY, retries: 0 };

/** Answers as path_lookup does, for names that begin with what is to be said of them. */
function lookup({ path }: { readonly path: string }): Replied {
  const uris = new URL(`https://x${path}`).searchParams.getAll('uri');
  const said = uris.map((uri) => {
    const name = uri.slice(uri.lastIndexOf('/') + 1);
    const status = Number(/^status(\d+)/.exec(name)?.[1] ?? 200);
    return [uri, { status_code: status, path: status === 200 ? `/jwst/public/${name}` : null }];
  });
  return {
    body: Object.fromEntries(said.filter(([uri]) => !String(uri).includes('left-out'))) as object,
  };
}

/** The bucket, a HEAD of which takes as long as a look-up. */
class Bucket {
  readonly heads: string[] = [];
  most = 0;
  private underWay = 0;

  readonly exists: ObjectExists = async (bucket, key, { signal }) => {
    this.heads.push(`${bucket}/${key}`);
    this.most = Math.max(this.most, ++this.underWay);
    try {
      await pause(DELAY, signal);
    } finally {
      this.underWay--;
    }
    if (key.includes('denied')) {
      throw new SkybucketError('access-denied', 'No.');
    }
    if (key.includes('broken')) {
      throw new SkybucketError('network', 'The connection was lost.', { retryable: true });
    }
    return !key.includes('absent');
  };
}

const product = (name: string, rights = ''): { uri: string; rights: string } => ({
  ...{ uri: `mast:JWST/product/${name}`, rights },
});
const many = (count: number): { uri: string; rights: string }[] =>
  Array.from({ length: count }, (_, i) => product(`jw${i}.fits`));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function timed<T>(promise: Promise<T>): Promise<{ value: T; milliseconds: number }> {
  const start = Date.now();
  let done = false;
  promise.then(
    () => (done = true),
    () => (done = true),
  );
  await vi.advanceTimersByTimeAsync(0);
  while (!done) {
    await vi.advanceTimersByTimeAsync(DELAY / 4);
  }
  return { value: await promise, milliseconds: Date.now() - start };
}

describe('186 products', () => {
  it('are found in the cloud in few rounds', async () => {
    const http = new ReplayServer(lookup, DELAY);
    const bucket = new Bucket();
    const places = new CloudPlaces({ http }, { exists: bucket.exists, heads: 64 });
    const { value, milliseconds } = await timed(places.find(many(186)));
    expect(value.size).toBe(186);
    expect(value.get('mast:JWST/product/jw0.fits')).toEqual({
      ...{ kind: 'cloud', bucket: 'stpubdata', key: 'jwst/public/jw0.fits' },
    });
    expect(http.requests).toHaveLength(5);
    expect(http.most).toBe(5);
    expect(bucket.heads).toHaveLength(186);
    expect(bucket.most).toBe(64);
    // One round of look-ups, and as many of HEADs as 64 at a time take.
    const rounds = milliseconds / DELAY;
    expect(rounds).toBe(1 + Math.ceil(186 / 64));
    const serial = 5 + 186;
    console.log(
      `186 products at ${DELAY} ms a call: ${rounds} rounds, ${milliseconds / 1000} s; one after the other ${serial} rounds, ${(serial * DELAY) / 1000} s`,
    );
    // Known now: nobody is asked.
    expect((await timed(places.find(many(186)))).milliseconds).toBe(0);
    expect(http.requests).toHaveLength(5);
  });
});

describe('each product has its place or the reason why not', () => {
  it.each([
    [product('a.fits'), { kind: 'cloud', key: 'jwst/public/a.fits' }],
    [product('absent.fits', 'PUBLIC'), { kind: 'none', reason: 'not in the cloud' }],
    [product('absent.fits', 'EXCLUSIVE_ACCESS'), { kind: 'none', reason: 'not public' }],
    [product('status404.fits'), { kind: 'none', reason: 'not in the cloud' }],
    [product('status404.fits', 'RESTRICTED'), { kind: 'none', reason: 'not public' }],
    [product('status403.fits'), { kind: 'none', reason: 'not public' }],
    [product('denied.fits'), { kind: 'none', reason: 'not public' }],
    [
      product('broken.fits'),
      { kind: 'failed', reason: 'look-up failed: retry', problem: 'The connection was lost.' },
    ],
    [product('status500.fits'), { kind: 'failed', reason: 'look-up failed: retry' }],
    [product('left-out.fits'), { kind: 'failed', problem: 'MAST did not say where it is.' }],
  ])('%j', async (wanted, place) => {
    const places = new CloudPlaces(
      { http: new ReplayServer(lookup) },
      { exists: new Bucket().exists },
    );
    const { value } = await timed(places.find([wanted]));
    expect(value.get(wanted.uri)).toMatchObject(place);
    // Failures are forgotten, so that they can be tried again.
    expect(places.placeOf(wanted.uri) === undefined).toBe(place.kind === 'failed');
  });

  it('where one look-up of several fails', async () => {
    const http = new ReplayServer((request, index) =>
      index === 1 ? { status: 503, body: '' } : lookup(request),
    );
    const places = new CloudPlaces({ http, retry: RETRY }, { exists: new Bucket().exists });
    const { value } = await timed(places.find(many(100)));
    const kinds = [...value.values()].map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'cloud')).toHaveLength(60);
    expect(value.get('mast:JWST/product/jw40.fits')).toMatchObject({
      problem: 'MAST is in trouble (503): Service Unavailable. Try again later.',
    });
    // Again: only those that failed are asked for.
    expect((await timed(places.find(many(100)))).value.size).toBe(100);
    expect(http.requests).toHaveLength(4);
  });

  it.skipIf(!HAS_GOLDEN)('as recorded', () => {
    const names = ['u9o40504m_c3m.fits', 'does_not_exist.fits'];
    const uris = names.map((name) => `mast:HST/product/${name}`);
    expect(readPaths(golden('mast/mast_relative_path.json'), uris)).toEqual([
      { kind: 'path', key: 'hst/public/u9o4/u9o40504m/u9o40504m_c3m.fits' },
      { kind: 'none' },
    ]);
  });
});

describe('what is under way', () => {
  it('is not asked for again, and goes on while somebody waits', async () => {
    const http = new ReplayServer(lookup, DELAY);
    const bucket = new Bucket();
    const places = new CloudPlaces({ http }, { exists: bucket.exists });
    const controller = new AbortController();
    const first = places.find(many(10), { signal: controller.signal });
    const gone = expect(first).rejects.toMatchObject({ code: 'cancelled' });
    const seen: string[] = [];
    const second = places.find(many(12), {
      onPlaces: (done, of) => seen.push(`${done}/${of}`),
    });
    controller.abort();
    await gone;
    const { value } = await timed(second);
    expect(value.size).toBe(12);
    expect(http.requests).toHaveLength(2);
    expect(bucket.heads).toHaveLength(12);
    expect(seen[0]).toBe('0/12');
    expect(seen.at(-1)).toBe('12/12');
  });

  it('stops where nobody waits, and can be asked for again', async () => {
    const http = new ReplayServer(lookup, DELAY);
    const bucket = new Bucket();
    const places = new CloudPlaces({ http }, { exists: bucket.exists, heads: 2 });
    const controller = new AbortController();
    const first = places.find(many(10), { signal: controller.signal });
    const gone = expect(first).rejects.toMatchObject({ code: 'cancelled' });
    await vi.advanceTimersByTimeAsync(DELAY + 10);
    controller.abort();
    await gone;
    await vi.advanceTimersByTimeAsync(10 * DELAY);
    expect(bucket.heads).toHaveLength(2);
    expect((await timed(places.find(many(10)))).value.size).toBe(10);
    expect(bucket.heads).toHaveLength(12);
  });
});
