import { describe, expect, it } from 'vitest';
import { PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import { parseTyped } from '../../../src/core/s3/uri';
import { bucketItem, bucketOf, readBuckets } from '../../../src/extension/bucket-settings';
import { KnownObjects } from '../../../src/extension/known-objects';
import { LinkStore } from '../../../src/extension/links';
import { rememberedRegions } from '../../../src/extension/remembered-regions';
import { FakeMemory } from './fake-memory';

describe('LinkStore', () => {
  it('knows a plain link again in a later session, under the same id', () => {
    const memory = new FakeMemory();
    const link = new LinkStore(memory).add('https://example.org/data/a%20b.fits#top');
    expect(link.name).toBe('a b.fits');
    expect(new LinkStore(memory).url(link.id)).toBe('https://example.org/data/a%20b.fits');
    expect(new LinkStore(memory).add('https://example.org/data/a%20b.fits').id).toBe(link.id);
  });

  it('takes the name from the query of a download service, where it is one', () => {
    const name = (url: string): string => new LinkStore(new FakeMemory()).add(url).name;
    const service = 'https://mast.stsci.edu/api/v0.1/Download/file';
    expect(name(`${service}?uri=mast:JWST/product/jw1_i2d.fits`)).toBe('jw1_i2d.fits');
    expect(name(`${service}?uri=mast%3AHST%2Fproduct%2Fu1_c3m.fits`)).toBe('u1_c3m.fits');
    expect(name(`${service}?format=json`)).toBe('file');
  });

  it('never writes down a link that may be a right to read', () => {
    const memory = new FakeMemory();
    const store = new LinkStore(memory);
    const url = 'https://example.org/a.fits?X-Amz-Signature=secret';
    const { id, name } = store.add(url);
    expect(store.url(id)).toBe(url);
    expect(name).toBe('a.fits');
    expect(memory.written).not.toContain('secret');
    expect(id).not.toContain('secret');
    expect(() => new LinkStore(memory).url(id)).toThrow('This link is no longer known.');
  });

  it('never writes down a link with a password', () => {
    const memory = new FakeMemory();
    const store = new LinkStore(memory);
    const url = 'https://me:secret@example.org/a.fits';
    const { id } = store.add(url);
    expect([store.url(id), store.harmlessUrl(id)]).toEqual([url, undefined]);
    expect(memory.written).not.toContain('secret');
  });

  it('knows a file of an archive again, query and all, apart from what the user typed', () => {
    const memory = new FakeMemory();
    const store = new LinkStore(memory);
    const typed = store.add('https://example.org/typed.fits');
    const url = 'https://mast.stsci.edu/api/v0.1/Download/file?uri=mast:JWST/product/a_i2d.fits';
    const { id, name } = store.add(url, 'lasting');
    expect(name).toBe('a_i2d.fits');
    for (let i = 0; i < 250; i++) {
      store.add(`https://example.org/${i}?uri=x.fits`, 'lasting');
    }
    store.add(url, 'lasting');
    store.add('https://example.org/signed.fits?sig=secret', 'session');
    const later = new LinkStore(memory);
    expect([later.url(id), later.url(typed.id)]).toEqual([url, 'https://example.org/typed.fits']);
    expect(memory.written).not.toContain('secret');
    expect((memory.get<unknown[]>('skybucket.archiveLinks') ?? []).length).toBe(200);
  });

  it('keeps a bounded number, the newest', () => {
    const memory = new FakeMemory();
    const store = new LinkStore(memory);
    const ids = Array.from({ length: 250 }, (_, i) => store.add(`https://example.org/${i}`).id);
    const later = new LinkStore(memory);
    expect(later.url(ids[249] ?? '')).toBe('https://example.org/249');
    expect(later.url(ids[50] ?? '')).toBe('https://example.org/50');
    expect(() => later.url(ids[49] ?? '')).toThrow();
  });

  it('names a link without a path by its host', () => {
    expect(new LinkStore(new FakeMemory()).add('https://example.org/').name).toBe('example.org');
  });
});

describe('readBuckets', () => {
  it('reads folders of every connection, each once', () => {
    const { buckets, problems } = readBuckets([
      { name: 'Sample', uri: 's3://skybucket-sample/', connection: 'sample' },
      { uri: 's3://stpubdata/jwst/public' },
      { uri: 'https://stpubdata.s3.us-east-1.amazonaws.com/jwst/public/' },
    ]);
    expect(problems).toEqual([]);
    expect(buckets).toEqual([
      {
        name: 'Sample',
        connection: 'sample',
        bucket: 'skybucket-sample',
        prefix: '',
        region: undefined,
      },
      {
        name: 's3://stpubdata/jwst/public/',
        connection: 'public',
        bucket: 'stpubdata',
        prefix: 'jwst/public/',
        region: undefined,
      },
    ]);
  });

  it.each([
    ['text', 'The buckets are not a list.'],
    [[null], 'Bucket 1: uri must be like s3://bucket/folder/.'],
    [[{ uri: 3 }], 'Bucket 1: uri must be like s3://bucket/folder/.'],
    [[{ uri: 's3://abc/', connection: 'No Id' }], 'Bucket 1: connection must be the id'],
    [[{ uri: 's3://abc/', name: [] }], 'Bucket 1: name is not a string.'],
    [[{ uri: 'https://example.org/a' }], 'Bucket 1: This link does not lead to a bucket'],
  ])('says what is wrong with %j', (value, problem) => {
    const read = readBuckets(value);
    expect(read.buckets).toEqual([]);
    expect(read.problems[0]).toContain(problem);
  });

  it('reads back what it writes', () => {
    const bucket = bucketOf(parseTyped('s3://stpubdata/a//b c?versionId=/'), 'mine');
    expect(readBuckets([bucketItem(bucket)]).buckets).toEqual([bucket]);
    expect(bucketItem(bucketOf(parseTyped('s3://stpubdata')))).toEqual({ uri: 's3://stpubdata/' });
  });
});

describe('KnownObjects', () => {
  it('holds for a minute, and until it turns out to be wrong', () => {
    let time = 0;
    const known = new KnownObjects(() => time);
    known.set('a', { size: 1 });
    known.set('b', { size: 2 });
    known.forget('b');
    expect(known.get('b')).toBeUndefined();
    time = 59_999;
    expect(known.get('a')).toEqual({ size: 1 });
    time = 60_000;
    expect(known.get('a')).toBeUndefined();
  });

  it('is bounded', () => {
    const known = new KnownObjects(() => 0);
    for (let i = 0; i < 150; i++) {
      known.set(String(i), { size: i });
    }
    expect(known.get('49')).toBeUndefined();
    expect(known.get('50')).toEqual({ size: 50 });
  });
});

describe('rememberedRegions', () => {
  it('knows the region of a bucket again in a later session', () => {
    const memory = new FakeMemory();
    rememberedRegions(memory).learn(PUBLIC_CONNECTION, 'bucket', 'eu-west-3');
    expect(rememberedRegions(memory).get(PUBLIC_CONNECTION, 'bucket')).toBe('eu-west-3');
    expect(rememberedRegions(memory).get(PUBLIC_CONNECTION, 'other')).toBe('us-east-1');
  });
});
