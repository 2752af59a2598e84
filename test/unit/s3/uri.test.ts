import { describe, expect, it } from 'vitest';
import { PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import {
  formatHttpsUrl,
  formatS3Uri,
  parseTyped,
  parseUri,
  type TypedUri,
} from '../../../src/core/s3/uri';
import { NASTY_KEYS, randomKeys } from './keys';

const object = (bucket: string, key: string, more: object = {}): object => ({
  kind: 'object',
  bucket,
  key,
  ...more,
});
const folder = (bucket: string, prefix: string, more: object = {}): object => ({
  kind: 'prefix',
  bucket,
  prefix,
  ...more,
});

describe('parseUri', () => {
  it.each<[string, object]>([
    ['s3://stpubdata/jwst/x.fits', object('stpubdata', 'jwst/x.fits')],
    ['S3A://stpubdata/x.fits', object('stpubdata', 'x.fits')],
    ['s3n://stpubdata/x.fits', object('stpubdata', 'x.fits')],
    ['s3://stpubdata', folder('stpubdata', '')],
    ['s3://stpubdata/', folder('stpubdata', '')],
    ['s3://stpubdata/jwst/', folder('stpubdata', 'jwst/')],
    ['s3://stpubdata//', folder('stpubdata', '/')],
    ['s3://stpubdata/a%20b+c?d#e', object('stpubdata', 'a%20b+c?d#e')],
    ['s3://stpubdata/a?versionId=3HL4kq.-_', object('stpubdata', 'a', { versionId: '3HL4kq.-_' })],
    ['s3://My_Old.Bucket/x', object('My_Old.Bucket', 'x')],
    ['arn:aws:s3:::stpubdata/jwst/x.fits', object('stpubdata', 'jwst/x.fits')],
    ['arn:aws-cn:s3:::stpubdata', folder('stpubdata', '')],
    ['https://stpubdata.s3.amazonaws.com/a%20b%2Bc+d', object('stpubdata', 'a b+c d')],
    [
      'https://nasa-irsa-wise.s3.us-west-2.amazonaws.com/a/b.fits',
      object('nasa-irsa-wise', 'a/b.fits', { region: 'us-west-2' }),
    ],
    [
      'http://nasa-irsa-wise.s3-us-west-2.amazonaws.com:80/a/',
      folder('nasa-irsa-wise', 'a/', { region: 'us-west-2' }),
    ],
    [
      'https://wise.s3.dualstack.us-west-2.amazonaws.com/a',
      object('wise', 'a', { region: 'us-west-2' }),
    ],
    [
      'https://my.dotted.s3.bucket.s3.eu-west-1.amazonaws.com/a',
      object('my.dotted.s3.bucket', 'a', { region: 'eu-west-1' }),
    ],
    ['https://s3.amazonaws.com/stpubdata/jwst/x.fits', object('stpubdata', 'jwst/x.fits')],
    ['https://s3.amazonaws.com/stpubdata', folder('stpubdata', '')],
    [
      'https://s3.us-gov-west-1.amazonaws.com/bucket/a//../b',
      object('bucket', 'a//../b', { region: 'us-gov-west-1' }),
    ],
    ['https://s3-us-west-2.amazonaws.com/bucket/a', object('bucket', 'a', { region: 'us-west-2' })],
    [
      'https://s3-external-1.amazonaws.com/bucket/a',
      object('bucket', 'a', { region: 'us-east-1' }),
    ],
    [
      'https://s3.cn-north-1.amazonaws.com.cn/bucket/a',
      object('bucket', 'a', { region: 'cn-north-1' }),
    ],
    ['https://bucket.s3-accelerate.amazonaws.com/a', object('bucket', 'a')],
    ['https://s3.amazonaws.com/bucket/a%2Fb/%2e%2e/c', object('bucket', 'a/b/../c')],
    [
      'https://bucket.s3.amazonaws.com/a?versionId=v1&x-id=GetObject#top',
      object('bucket', 'a', { versionId: 'v1' }),
    ],
    [
      'https://bucket.s3.amazonaws.com/?list-type=2&prefix=jwst%2Fpublic%2Fjw0',
      folder('bucket', 'jwst/public/'),
    ],
  ])('reads %s', (text, expected) => {
    expect(parseUri(text)).toEqual(expected);
  });

  it.each([
    'https://example.org/a/../b.fits?token=1#x',
    'http://127.0.0.1:9000/bucket/key',
    'https://bucket.s3.amazonaws.com/a?X-Amz-Algorithm=A&X-Amz-Signature=0a',
    'https://bucket.s3.amazonaws.com/a?AWSAccessKeyId=A&Signature=x&Expires=1',
    'https://point-123456789012.s3-accesspoint.us-west-2.amazonaws.com/a',
    'https://bucket.s3-website-us-east-1.amazonaws.com/a',
    'https://bucket.s3.amazonaws.com.example.org/a',
    'https://bucket.s3.amazonaws.com:8443/a',
  ])('takes %s as a link', (url) => {
    expect(parseUri(url)).toEqual({ kind: 'link', url });
  });

  it.each([
    ['', 'is not an address'],
    ['stpubdata/jwst', 'Did you mean s3://stpubdata/jwst?'],
    ['ftp://example.org/x', 'is not an address'],
    ['s3://', 'names no bucket'],
    ['s3:///jwst/x', 'names no bucket'],
    ['s3://a/x', 'not the name of a bucket'],
    ['s3://192.168.0.1/x', 'not the name of a bucket'],
    ['s3://..../x', 'not the name of a bucket'],
    ['s3://bucket\n/x', 'not the name of a bucket'],
    [`s3://bucket/${'\u00e9'.repeat(513)}`, '1,024 bytes'],
    ['s3://bucket/\udc00', 'half a character'],
    ['https://s3.amazonaws.com/', 'names no bucket'],
    ['https://bucket.s3.amazonaws.com/100%', 'written %25'],
    ['https://bucket.s3.amazonaws.com/%FF', 'not well encoded'],
    ['https://user:secret@example.org/x', 'contains a user name'],
    ['https://', 'not a link'],
  ])('refuses %j', (text, part) => {
    const attempt = (): TypedUri => parseUri(text);
    expect(attempt).toThrow(expect.objectContaining({ code: 'bad-address' }));
    try {
      attempt();
    } catch (error) {
      const { message, hint } = error as { message: string; hint?: string };
      expect(`${message} ${hint ?? ''}`).toContain(part);
      expect(message).not.toContain('secret');
    }
  });

  it('reads back what formatS3Uri wrote', () => {
    for (const key of [...NASTY_KEYS, ...randomKeys(2000)]) {
      const uri = parseUri(formatS3Uri('stpubdata', key));
      expect(uri).toEqual(key.endsWith('/') ? folder('stpubdata', key) : object('stpubdata', key));
    }
    const withVersion = parseUri(formatS3Uri('bucket', 'what?versionId=1', 'v2'));
    expect(withVersion).toEqual(object('bucket', 'what?versionId=1', { versionId: 'v2' }));
  });

  it('reads back what formatHttpsUrl wrote', () => {
    for (const key of [...NASTY_KEYS, ...randomKeys(2000)]) {
      for (const bucket of ['stpubdata', 'dotted.bucket']) {
        const url = formatHttpsUrl(PUBLIC_CONNECTION, 'us-west-2', bucket, key);
        const { kind, ...rest } = parseUri(url);
        const path = kind === 'object' ? { key } : { prefix: key };
        expect(rest).toEqual({ bucket, region: 'us-west-2', ...path });
      }
    }
  });
});

describe('formatHttpsUrl', () => {
  const of = (key: string, bucket = 'stpubdata'): string =>
    formatHttpsUrl(PUBLIC_CONNECTION, 'us-east-1', bucket, key);

  it('is what browsers and scripts take', () => {
    expect(of('a b/c+d&é.fits')).toBe(
      'https://stpubdata.s3.us-east-1.amazonaws.com/a%20b/c%2Bd%26%C3%A9.fits',
    );
    expect(of('x', 'my.bucket')).toBe('https://s3.us-east-1.amazonaws.com/my.bucket/x');
    expect(of('a/../b')).toBe('https://stpubdata.s3.us-east-1.amazonaws.com/a/%2E%2E/b');
    expect(formatHttpsUrl(PUBLIC_CONNECTION, 'cn-north-1', 'bucket', 'x', 'v+1')).toBe(
      'https://bucket.s3.cn-north-1.amazonaws.com.cn/x?versionId=v%2B1',
    );
  });

  it('follows the connection', () => {
    const own = { ...PUBLIC_CONNECTION, id: 'own', endpoint: 'http://127.0.0.1:9000' };
    expect(formatHttpsUrl({ ...own, pathStyle: true }, '', 'bucket', 'a b')).toBe(
      'http://127.0.0.1:9000/bucket/a%20b',
    );
    const named = { ...own, endpoint: 'https://store.example.org:8443' };
    expect(formatHttpsUrl(named, '', 'bucket', 'x')).toBe(
      'https://bucket.store.example.org:8443/x',
    );
  });
});

describe('parseTyped', () => {
  it.each(['  s3://bucket/a b \n', '"s3://bucket/a b"', '`s3://bucket/a b`', '<s3://bucket/a b>'])(
    'forgives what comes with %j',
    (text) => {
      expect(parseTyped(text)).toEqual(object('bucket', 'a b'));
    },
  );
});
