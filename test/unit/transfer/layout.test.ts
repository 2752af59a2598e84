import { describe, expect, it } from 'vitest';
import { type Layout, type LayoutFile, layoutPaths } from '../../../src/core/transfer/layout';
import { noise } from './run-tools';

const files = (...paths: string[]): LayoutFile[] => paths.map((path) => ({ path }));

describe('the tree', () => {
  it('is kept as the keys have it', () => {
    expect(layoutPaths(files('a/b/x.fits', 'a/y.fits', 'z'), 'tree')).toEqual([
      'a/b/x.fits',
      'a/y.fits',
      'z',
    ]);
  });

  it('stays in its folder whatever the keys say', () => {
    const hostile = files(
      '../../etc/passwd',
      '/absolute/x',
      'a/./../b',
      'C:\\x',
      'a//b',
      'con/nul.txt',
    );
    expect(layoutPaths(hostile, 'tree')).toEqual([
      'etc/passwd',
      'absolute/x',
      'a/b',
      'C__x',
      'a/b (2)',
      '_con/_nul.txt',
    ]);
  });

  it('has no two names that a file system may take for one', () => {
    expect(
      layoutPaths(files('a.fits', 'A.fits', 'é', 'e\u0301', 'straße', 'STRASSE'), 'tree'),
    ).toEqual(['a.fits', 'A (2).fits', 'é', 'e\u0301 (2)', 'straße', 'STRASSE (2)']);
  });

  it('has no file where the folder of another one is', () => {
    expect(layoutPaths(files('data', 'data/x', 'DATA/y'), 'tree')).toEqual([
      'data (2)',
      'data/x',
      'data/y',
    ]);
  });

  it('is cut where it is too deep for a path', () => {
    const [path = ''] = layoutPaths(files(`${`${'f'.repeat(200)}/`.repeat(100)}x.fits`), 'tree');
    expect(path.length).toBeLessThan(3_300);
    expect(path.endsWith('/x.fits')).toBe(true);
  });
});

describe('files beside each other', () => {
  it('have names of their own', () => {
    expect(layoutPaths(files('a/x.fits', 'b/x.fits', 'c/X.FITS', 'x (2).fits'), 'flat')).toEqual([
      'x.fits',
      'x (2).fits',
      'X (3).FITS',
      'x (2) (2).fits',
    ]);
  });
});

describe('the layout of astroquery', () => {
  it('has a folder for each collection and observation', () => {
    const products = [
      { path: 'a_cal.fits', collection: 'JWST', observation: 'jw1' },
      { path: 'a_cal.fits', collection: 'JWST', observation: 'jw1' },
      { path: 'b.fits', collection: 'HST', observation: '../x' },
      { path: 'c.fits' },
    ];
    expect(layoutPaths(products, 'mastDownload')).toEqual([
      'mastDownload/JWST/jw1/a_cal.fits',
      'mastDownload/JWST/jw1/a_cal (2).fits',
      'mastDownload/HST/.._x/b.fits',
      'mastDownload/c.fits',
    ]);
  });
});

describe.each<Layout>(['tree', 'flat', 'mastDownload'])('any keys as %s', (layout) => {
  it('give safe paths, all different, none the folder of another', () => {
    const letters = ['a', 'A', '/', '..', '.', 'é', '\\', 'nul', ' ', '\u202e', 'x', '/'];
    const bytes = noise(20_000, 42);
    const keys = Array.from({ length: 2_000 }, (_, row) =>
      Array.from(
        bytes.subarray(row * 10, row * 10 + 10),
        (byte) => letters[byte % letters.length],
      ).join(''),
    );
    const paths = layoutPaths(files(...keys), layout);
    const folded = paths.map((path) => path.normalize('NFC').toLowerCase());
    expect(new Set(folded).size).toBe(paths.length);
    const folders = new Set(
      folded.flatMap((path) => [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index))),
    );
    expect(folded.filter((path) => folders.has(path))).toEqual([]);
    for (const path of paths) {
      expect(path).not.toMatch(/^\/|\/\/|\\|(^|\/)\.{0,2}(\/|$)|[\u0000-\u001f\u202e]/);
    }
  });
});
