import { describe, expect, it } from 'vitest';
import { URI, Utils } from 'vscode-uri';
import {
  type AddressComponents,
  decodeSegment,
  encodeSegment,
  formatAddress,
  formatLinkAddress,
  parseAddress,
} from '../../../src/core/s3/address';
import { NASTY_KEYS, randomKeys } from './keys';

const of = (key: string): AddressComponents =>
  formatAddress({ connection: 'public', bucket: 'stpubdata', key });

const components = ({ scheme, authority, path, query }: URI): AddressComponents => ({
  scheme,
  authority,
  path,
  query,
});

/** The ways a URI takes through the editor: as text, as JSON, changed in another part. */
const TRIPS: Readonly<Record<string, (uri: URI) => URI>> = {
  'text and back': (uri) => URI.parse(uri.toString(), true),
  'text and back, twice': (uri) => URI.parse(URI.parse(uri.toString()).toString()),
  'JSON and back': (uri) => URI.revive(JSON.parse(JSON.stringify(uri)) as URI),
  'a new fragment': (uri) => uri.with({ fragment: 'x' }).with({ fragment: '' }),
};

describe('the address of an object', () => {
  it.each(NASTY_KEYS.map((key) => [JSON.stringify(key).slice(0, 60), key]))(
    'of %s is its exact inverse',
    (_, key) => {
      expect(parseAddress(of(key))).toEqual({
        kind: 's3',
        connection: 'public',
        bucket: 'stpubdata',
        key,
      });
    },
  );

  it.each(Object.entries(TRIPS))('survives a trip as a VS Code URI: %s', (_, trip) => {
    for (const key of [...NASTY_KEYS, ...randomKeys(2000)]) {
      const there = of(key);
      expect(components(trip(URI.from(there)))).toEqual(there);
    }
  });

  it('has a form of its own for every key', () => {
    const keys = new Set([...NASTY_KEYS, ...randomKeys(5000)]);
    expect(new Set([...keys].map((key) => of(key).path)).size).toBe(keys.size);
    for (const key of keys) {
      expect(parseAddress(of(key))).toMatchObject({ key });
    }
  });

  it('can be walked up and down with the path functions of the editor', () => {
    for (const key of NASTY_KEYS.filter((name) => name.includes('/') && !name.endsWith('/'))) {
      const uri = URI.from(of(key));
      const slash = key.lastIndexOf('/');
      const folder = URI.from(of(key.slice(0, slash + 1)));
      expect(Utils.joinPath(folder, encodeSegment(key.slice(slash + 1))).path).toBe(uri.path);
      expect(`${Utils.dirname(uri).path}/`).toBe(folder.path);
      expect(decodeSegment(Utils.basename(uri))).toBe(key.slice(slash + 1));
    }
  });

  it('ends as the key does, so that editors are found by extension and tabs show the name', () => {
    expect(of('a/M 31 (F444W).fits').path).toBe('/stpubdata/a/M 31 (F444W).fits');
    expect(of('x?y=1&z#.fits').path).toBe('/stpubdata/x%3Fy=1%26z%23.fits');
    expect(of('J0042+4116.fits').path).toBe('/stpubdata/J0042+4116.fits');
    expect(of('Npix=11.parquet').path).toBe('/stpubdata/Npix=11.parquet');
  });

  it('encodes once more what URI handling would change', () => {
    expect(of('a//b').path).toBe('/stpubdata/a/%2F/b');
    expect(of('%2F').path).toBe('/stpubdata/%252F');
    expect(of('../x').path).toBe('/stpubdata/%2E%2E/x');
    expect(URI.from(of('../x')).toString()).toBe('skybucket://public/stpubdata/%252E%252E/x');
  });

  it('of a folder ends with a slash', () => {
    expect(of('jwst/public/').path).toBe('/stpubdata/jwst/public/');
    expect(of('').path).toBe('/stpubdata/');
    expect(parseAddress({ ...of(''), path: '/stpubdata' })).toMatchObject({ key: '' });
  });

  it('carries a version', () => {
    const versionId = 'a+b/c=&d%20é';
    const there = formatAddress({ connection: 'mine', bucket: 'bucket', key: 'k', versionId });
    expect(components(URI.parse(URI.from(there).toString()))).toEqual(there);
    expect(parseAddress(there)).toMatchObject({ connection: 'mine', key: 'k', versionId });
  });

  it.each([
    ['another scheme', { scheme: 's3' }],
    ['no bucket', { path: '/' }],
    ['a bucket that is none', { path: '/..' }],
    ['an empty segment', { path: '/stpubdata/a//b' }],
    ['a parent segment', { path: '/stpubdata/../b' }],
    ['an encoding that is not ours', { path: '/stpubdata/%61' }],
    ['an encoding in lower case', { path: '/stpubdata/%2f' }],
    ['no encoding at all', { path: '/stpubdata/100%' }],
    ['a trailing slash written out', { path: '/stpubdata/a/%2F' }],
    ['a connection in upper case', { authority: 'Public' }],
    ['a foreign query', { query: 'x=1' }],
    ['an empty version', { query: 'versionId=' }],
    ['a key that is too long', { path: `/stpubdata/${'x'.repeat(1025)}` }],
  ])('is refused with %s', (_, change) => {
    expect(() => parseAddress({ ...of('a'), ...change })).toThrow(
      expect.objectContaining({ code: 'bad-address' }),
    );
  });

  it('is not made for what cannot be a key', () => {
    expect(() => of('x'.repeat(1025))).toThrow('1,024 bytes');
    expect(() => of('\ud800')).toThrow('half a character');
  });
});

describe('the address of a link', () => {
  it.each(['image.fits', 'a b%20/..?#.fits', '..'])('keeps the file name %s', (name) => {
    const there = formatLinkAddress('k3x9', name);
    expect(there.authority).toBe('https');
    expect(components(URI.parse(URI.from(there).toString()))).toEqual(there);
    expect(parseAddress(there)).toEqual({ kind: 'link', id: 'k3x9', name });
  });

  it('needs an id and a name', () => {
    for (const path of ['/k3x9', '/k3x9/', '/k3x9/a/b']) {
      expect(() => parseAddress({ ...formatLinkAddress('x', 'y'), path })).toThrow(
        'not an address',
      );
    }
  });
});
