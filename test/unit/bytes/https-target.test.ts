import { describe, expect, it } from 'vitest';
import { HttpsTarget } from '../../../src/core/bytes/https-target';
import { isPublicHost } from '../../../src/core/bytes/public-host';
import { parseWebAddress } from '../../../src/core/bytes/web-address';
import type { SkybucketError } from '../../../src/core/errors';

function redirect(target: HttpsTarget, location: string, status = 302): 'again' | SkybucketError {
  return target.refused({ status, headers: { location } });
}

describe('HttpsTarget', () => {
  it('keeps the path as it is written', () => {
    const target = new HttpsTarget('https://Example.ORG:8443/a//b/../%2F%41?x=%2f&y=+#part');
    expect(target.request()).toEqual({
      protocol: 'https:',
      hostname: 'example.org',
      port: 8443,
      path: '/a//b/../%2F%41?x=%2f&y=+',
      headers: {},
    });
    expect(new HttpsTarget('http://example.org').request().path).toBe('/');
    expect(new HttpsTarget('https://example.org?q').request().path).toBe('/?q');
  });

  it('escapes only what cannot be sent', () => {
    const { path } = new HttpsTarget('https://example.org/NGC 1/é"<>{}|.fits').request();
    expect(path).toBe('/NGC%201/%C3%A9"<>{}|.fits');
  });

  it('shows neither query nor credentials, and sends the latter to their host only', () => {
    const target = new HttpsTarget('https://me:p%40ss@example.org/x.fits?X-Amz-Signature=secret');
    expect(target.label).toBe('https://example.org/x.fits');
    expect(target.request().headers).toEqual({
      authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
    });
    expect(redirect(target, '/y.fits')).toBe('again');
    expect(target.request().headers).toHaveProperty('authorization');
    expect(redirect(target, 'https://you:pw@other.org/y.fits')).toBe('again');
    expect(target.request()).toMatchObject({ hostname: 'other.org', headers: {} });
  });

  it.each([
    '',
    's3://b/k',
    'example.org/x',
    'https://',
    'https://a b/',
    'https://a\\@b/',
    'file:///x',
  ])('refuses %j as no link', (link) => {
    expect(() => new HttpsTarget(link)).toThrowError(
      expect.objectContaining({ code: 'bad-address' }) as Error,
    );
  });

  it.each([
    ['https://b.org/y', 'https://b.org/y'],
    ['//b.org/y?s=1', 'https://b.org/y'],
    ['/y//z', 'https://a.org/y//z'],
    ['y', 'https://a.org/d/y'],
    ['../y', 'https://a.org/y'],
  ])('follows a redirect to %s', (location, place) => {
    for (const status of [301, 302, 303, 307, 308]) {
      const target = new HttpsTarget('https://a.org/d/x');
      expect(redirect(target, location, status)).toBe('again');
      const { protocol, hostname, path } = target.request();
      expect(`${protocol}//${hostname}${path.replace(/\?.*/, '')}`).toBe(place);
    }
  });

  it.each([
    'http://b.org/y',
    'https://localhost/y',
    'https://127.0.0.1/y',
    'https://2130706433/y',
    'https://0x7f.1/y',
    'https://[::1]/y',
    'https://[::ffff:10.0.0.1]/y',
    'https://169.254.169.254/latest/meta-data',
    'https://192.168.1.1/y',
    'https://printer.local/y',
    'https://intranet/y',
    'ftp://b.org/y',
    'https://',
  ])('does not follow one to %s', (location) => {
    const target = new HttpsTarget('https://a.org/x');
    expect(redirect(target, location)).toMatchObject({ code: 'bad-address', retryable: false });
    expect(target.request().hostname).toBe('a.org');
  });

  it('lets a link of the local network stay in it, and plain http lead to http', () => {
    const target = new HttpsTarget('http://127.0.0.1:9000/x');
    expect(redirect(target, 'http://localhost:9001/y')).toBe('again');
    expect(target.request()).toMatchObject({ hostname: 'localhost', port: 9001, path: '/y' });
  });

  it('starts over when the signed place it was sent to has expired', () => {
    let now = 0;
    const target = new HttpsTarget('https://a.org/x', { now: () => now });
    redirect(target, 'https://b.org/y?sig=1');
    expect(target.refused({ status: 403, headers: {} })).toMatchObject({ code: 'access-denied' });
    now = 3_600_000;
    expect(target.refused({ status: 403, headers: {} })).toBe('again');
    expect(target.request().hostname).toBe('a.org');
    expect(target.refused({ status: 403, headers: {} })).toMatchObject({ code: 'access-denied' });
  });

  it.each([
    [401, 'access-denied', false],
    [403, 'access-denied', false],
    [404, 'not-found', false],
    [410, 'not-found', false],
    [302, 'server', false],
    [400, 'server', false],
    [429, 'server', true],
    [500, 'server', true],
    [503, 'server', true],
  ])('says what %i means', (status, code, retryable) => {
    const verdict = new HttpsTarget('https://a.org/x').refused({ status, headers: {} });
    expect(verdict).toMatchObject({ code, retryable });
    expect(verdict).toMatchObject({ message: expect.stringContaining('a.org/x') as string });
  });
});

describe('isPublicHost', () => {
  it.each(['example.org', 'stpubdata.s3.amazonaws.com', '8.8.8.8', '172.32.0.1', '[2600:1f18::1]'])(
    '%s is public',
    (host) => expect(isPublicHost(parseWebAddress(`https://${host}/`).hostname)).toBe(true),
  );

  it.each([
    'localhost',
    'x.localhost',
    'localhost.',
    '10.1.2.3',
    '172.16.0.1',
    '100.64.0.1',
    '0.0.0.0',
  ])('%s is not', (host) =>
    expect(isPublicHost(parseWebAddress(`https://${host}/`).hostname)).toBe(false),
  );

  it.each([
    '[::]',
    '[fe80::1]',
    '[fd00::1]',
    '[::ffff:127.0.0.1]',
    '[64:ff9b::10.0.0.1]',
    '224.0.0.1',
  ])('%s is not', (host) =>
    expect(isPublicHost(parseWebAddress(`https://${host}/`).hostname)).toBe(false),
  );
});
