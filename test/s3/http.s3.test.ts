import { createHash } from 'node:crypto';
import { describe, expect, inject, it } from 'vitest';
import { compareKeys, encodeForPath } from '../support/s3/keys';
import { decodeListed, elements, rawRequest, type RawAnswer } from '../support/s3/raw-request';
import {
  emptyKey,
  fileBytes,
  fileKey,
  longestKey,
  manyFolders,
  manyObjects,
  names,
  ordered,
  privateBucket,
  publicBucket,
} from './contents';

const md5 = (bytes: Buffer): string => `"${createHash('md5').update(bytes).digest('hex')}"`;
const fileEtag = md5(fileBytes);

/** A listing as both servers must give it, whatever they do with `encoding-type`. */
interface Listed {
  readonly keys: readonly string[];
  readonly prefixes: readonly string[];
  readonly truncated: boolean;
  readonly next: string | undefined;
}

// Plain http, none of our own code in between: what the embedded server says is what a real one says.
describe.each(inject('stores').filter(({ speaksAsAmazon }) => speaksAsAmazon))('$name', (store) => {
  const { endpoint } = store;
  const ask = (
    key: string,
    headers: Record<string, string> = {},
    method = 'GET',
  ): Promise<RawAnswer> =>
    rawRequest(endpoint, { method, path: `/${publicBucket}/${encodeForPath(key)}`, headers });

  async function list(parameters: Record<string, string>): Promise<Listed> {
    const query = Object.entries({ 'list-type': '2', ...parameters })
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&');
    const answer = await rawRequest(endpoint, { path: `/${publicBucket}?${query}` });
    expect(answer.status).toBe(200);
    const encoded = elements(answer.text, 'EncodingType')[0] === 'url';
    const decode = encoded ? decodeListed : (name: string): string => name;
    const { 0: head = '', length } = answer.text.split('<CommonPrefixes>');
    const rolled = length > 1 ? answer.text.slice(head.length) : '';
    const keys = elements(answer.text, 'Key').map(decode);
    const prefixes = elements(rolled, 'Prefix').map(decode);
    expect(elements(answer.text, 'KeyCount')).toEqual([String(keys.length + prefixes.length)]);
    return {
      keys,
      prefixes,
      truncated: elements(answer.text, 'IsTruncated')[0] === 'true',
      next: elements(answer.text, 'NextContinuationToken')[0],
    };
  }

  async function allPages(parameters: Record<string, string>): Promise<Listed[]> {
    const pages = [await list(parameters)];
    for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next) {
      pages.push(await list({ ...parameters, 'continuation-token': next }));
    }
    return pages;
  }

  describe('listing', () => {
    it('gives folders and objects in pages of a thousand, both counted', async () => {
      const pages = await allPages({ prefix: 'many/', delimiter: '/' });
      const sizes = pages.map(({ keys, prefixes }) => keys.length + prefixes.length);
      expect(sizes).toEqual([1000, 250]);
      expect(pages.map(({ truncated }) => truncated)).toEqual([true, false]);
      expect(pages.flatMap(({ keys }) => keys)).toEqual(manyObjects);
      expect(pages.flatMap(({ prefixes }) => prefixes)).toEqual(manyFolders);
      const first = [...manyObjects, ...manyFolders].sort(compareKeys).slice(0, 1000);
      expect([...(pages[0]?.keys ?? []), ...(pages[0]?.prefixes ?? [])].sort(compareKeys)).toEqual(
        first,
      );
    });

    it.each([1, 7, 1250, 5000])('can be paged by %d', async (size) => {
      const wanted = size === 1 ? { prefix: 'order/' } : { prefix: 'many/' };
      const pages = await allPages({ ...wanted, delimiter: '/', 'max-keys': String(size) });
      const total = size === 1 ? ordered.length : 1250;
      const most = Math.min(size, 1000);
      expect(pages.length).toBe(Math.ceil(total / most));
      const found = pages.flatMap(({ keys, prefixes }) => [...keys, ...prefixes]);
      expect(new Set(found).size).toBe(total);
    });

    it('keeps the order of bytes', async () => {
      const { keys } = await list({ prefix: 'order/' });
      expect(keys).toEqual([...ordered].sort(compareKeys));
      const rolled = await list({ prefix: 'order/', delimiter: '/' });
      expect(rolled.prefixes).toEqual(['order/a0/', 'order/b-c/', 'order/b.c/', 'order/b/']);
      const named = await list({ prefix: 'names/' });
      expect(named.keys).toEqual([...names].sort(compareKeys));
    });

    it('takes encoding-type=url', async () => {
      const { keys } = await list({ prefix: 'names/', 'encoding-type': 'url' });
      expect(keys).toEqual([...names].sort(compareKeys));
    });

    it.each([
      [{ prefix: 'order/', 'start-after': 'order/ab' }, 'b-c/x b.c/x b/x b0'],
      [{ prefix: 'order/', 'start-after': 'order/a.' }, 'a.b a0/x ab b-c/x b.c/x b/x b0'],
      [{ prefix: 'order/', 'start-after': 'a' }, 'a a-b a.b a0/x ab b-c/x b.c/x b/x b0'],
      [{ prefix: 'order/', 'start-after': 'z' }, ''],
      [{ prefix: 'order/', delimiter: '/', 'start-after': 'order/b-c/' }, 'b0 b.c/ b/'],
      [{ prefix: 'order/', delimiter: '/', 'start-after': 'order/b-c/x' }, 'b0 b.c/ b/'],
      [{ prefix: 'order/b', delimiter: '/' }, 'b0 b-c/ b.c/ b/'],
      [{ prefix: 'order/b', delimiter: '/', 'max-keys': '2' }, 'b-c/ b.c/'],
      [{ prefix: 'order/a', delimiter: 'b' }, 'a a0/x a-b a.b ab'],
      [{ prefix: 'nothing/', delimiter: '/' }, ''],
      [{ prefix: 'order/', 'max-keys': '0' }, ''],
    ])('of %j is %j', async (parameters, expected) => {
      const { keys, prefixes } = await list(parameters);
      const short = [...keys, ...prefixes].map((name) => name.replace('order/', ''));
      expect(short.join(' ')).toBe(expected);
    });

    it('says size, ETag and date of each object', async () => {
      const answer = await rawRequest(endpoint, {
        path: `/${publicBucket}?list-type=2&prefix=${fileKey}`,
      });
      expect(elements(answer.text, 'Size')).toEqual([String(fileBytes.length)]);
      expect(elements(answer.text, 'ETag')).toEqual([fileEtag]);
      expect(elements(answer.text, 'StorageClass')).toEqual(['STANDARD']);
      expect(Date.parse(elements(answer.text, 'LastModified')[0] ?? '')).toBeGreaterThan(0);
      expect(elements(answer.text, 'Owner')).toEqual([]);
    });
  });

  describe('reading', () => {
    it.each([...names, longestKey])('finds %j', async (key) => {
      const answer = await ask(key);
      expect([answer.status, answer.text]).toEqual([200, key]);
    });

    it.each([
      ['bytes=0-0', 206, 0, 1],
      ['bytes=100-199', 206, 100, 200],
      ['bytes=299990-', 206, 299_990, 300_000],
      ['bytes=-10', 206, 299_990, 300_000],
      ['bytes=-999999', 206, 0, 300_000],
      ['bytes=299999-999999', 206, 299_999, 300_000],
      ['bytes=0-1,5-6', 200, 0, 300_000],
      ['bytes=9-2', 200, 0, 300_000],
      ['lines=1-2', 200, 0, 300_000],
    ])('%s gives %d', async (range, status, from, to) => {
      for (const method of ['GET', 'HEAD']) {
        const answer = await ask(fileKey, { range }, method);
        expect(answer.status).toBe(status);
        expect(answer.headers['content-length']).toBe(String(to - from));
        expect(answer.headers['content-range']).toBe(
          status === 206 ? `bytes ${from}-${to - 1}/300000` : undefined,
        );
        const body = method === 'GET' ? fileBytes.subarray(from, to) : Buffer.alloc(0);
        expect(answer.body.equals(body)).toBe(true);
        expect(answer.headers.etag).toBe(fileEtag);
        expect(answer.headers['accept-ranges']).toBe('bytes');
        expect(answer.headers['content-type']).toBe('application/octet-stream');
      }
    });

    it.each([
      [fileKey, 'bytes=300000-'],
      [fileKey, 'bytes=400000-500000'],
      [fileKey, 'bytes=-0'],
      [emptyKey, 'bytes=0-'],
    ])('of %s refuses %s', async (key, range) => {
      const answer = await ask(key, { range });
      expect([answer.status, ...elements(answer.text, 'Code')]).toEqual([416, 'InvalidRange']);
      expect(elements(answer.text, 'RangeRequested')).toEqual([range]);
      if (key === fileKey) {
        expect(elements(answer.text, 'ActualObjectSize')).toEqual(['300000']);
      }
      const head = await ask(key, { range }, 'HEAD');
      expect([head.status, head.body.length]).toEqual([416, 0]);
    });

    const early = 'Sat, 01 Jan 2000 00:00:00 GMT';
    it.each<[Record<string, string>, number]>([
      [{ 'if-match': fileEtag }, 200],
      [{ 'if-match': fileEtag.replaceAll('"', '') }, 200],
      [{ 'if-match': '"other"' }, 412],
      [{ 'if-match': '"other"', range: 'bytes=0-9' }, 412],
      [{ 'if-match': fileEtag, range: 'bytes=0-9' }, 206],
      [{ 'if-none-match': fileEtag }, 304],
      [{ 'if-none-match': '"other"' }, 200],
      [{ 'if-none-match': fileEtag, range: 'bytes=0-9' }, 304],
      [{ 'if-modified-since': early }, 200],
      [{ 'if-unmodified-since': early }, 412],
      [{ 'if-match': fileEtag, 'if-unmodified-since': early }, 200],
      [{ 'if-none-match': fileEtag, 'if-modified-since': early }, 304],
      [{ 'if-match': '"other"', 'if-none-match': fileEtag }, 412],
    ])('weighs %j to %d', async (headers, status) => {
      const answer = await ask(fileKey, headers);
      expect(answer.status).toBe(status);
      expect(elements(answer.text, 'Code')).toEqual(status === 412 ? ['PreconditionFailed'] : []);
    });
  });

  describe('refusals', () => {
    it.each([
      ['GET', `/${publicBucket}/none`, 404, 'NoSuchKey'],
      ['GET', '/skybucket-none/a', 404, 'NoSuchBucket'],
      ['GET', '/skybucket-none?list-type=2', 404, 'NoSuchBucket'],
      ['GET', `/${privateBucket}?list-type=2`, 403, 'AccessDenied'],
      ['GET', `/${privateBucket}/none`, 403, 'AccessDenied'],
      ['GET', `/${publicBucket}?list-type=2&max-keys=-1`, 400, 'InvalidArgument'],
      ['GET', `/${publicBucket}?list-type=2&max-keys=x`, 400, 'InvalidArgument'],
      ['PUT', `/${publicBucket}/new`, 403, 'AccessDenied'],
      ['DELETE', `/${publicBucket}/${fileKey}`, 403, 'AccessDenied'],
      ['PATCH', `/${publicBucket}/${fileKey}`, 405, 'MethodNotAllowed'],
      ['GET', '/', 403, 'AccessDenied'],
    ])('%s %s is %d %s', async (method, path, status, code) => {
      const answer = await rawRequest(endpoint, { method, path });
      expect([answer.status, ...elements(answer.text, 'Code')]).toEqual([status, code]);
      expect(answer.headers['content-type']).toContain('application/xml');
    });

    it.each([
      [`/${publicBucket}`, 200],
      [`/${publicBucket}/none`, 404],
      ['/skybucket-none', 404],
      [`/${privateBucket}`, 403],
      [`/${privateBucket}/none`, 403],
    ])('HEAD %s is %d, without a body', async (path, status) => {
      const answer = await rawRequest(endpoint, { method: 'HEAD', path });
      expect([answer.status, answer.body.length]).toEqual([status, 0]);
    });
  });
});
