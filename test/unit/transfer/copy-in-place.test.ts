import { describe, expect, it } from 'vitest';
import { copyInPlace } from '../../../src/core/transfer/download-file-copies';
import type { LocalCopies } from '../../../src/core/transfer/local-copies';

const identity = { kind: 'etag', etag: '"1"' } as const;
const target = { folder: '/data', path: 'night/a.fits.gz' };

function copiesAt(...paths: readonly string[]): LocalCopies {
  return {
    add: () => Promise.resolve(),
    find: () =>
      Promise.resolve(
        paths.map((path) => ({ address: 'x', identity, path, size: 1, modified: 0 })),
      ),
  };
}

describe('a download that is there already', () => {
  const found = (numbered: boolean, ...paths: readonly string[]): Promise<string | undefined> =>
    copyInPlace(copiesAt(...paths), 'x', identity, target, numbered);

  it('has the name that is asked for', async () => {
    const paths = ['/data/a.fits.gz', '/data/night/a.fits', '/data/night/a.fits.gz'];
    expect(await found(false, ...paths)).toBe('/data/night/a.fits.gz');
    expect(await found(true, ...paths)).toBe('/data/night/a.fits.gz');
  });

  it('has a numbered one only where both are kept: a copy beside it is not what is to be overwritten', async () => {
    const paths = ['/data/night/a (2).fits.gz', '/data/night/a (x).fits.gz'];
    expect(await found(true, ...paths)).toBe('/data/night/a (2).fits.gz');
    expect(await found(false, ...paths)).toBeUndefined();
  });

  it('is the same version', async () => {
    const other = { kind: 'etag', etag: '"2"' } as const;
    const copies = copiesAt('/data/night/a.fits.gz');
    expect(await copyInPlace(copies, 'x', other, target, true)).toBeUndefined();
    expect(await copyInPlace(copies, 'x', { kind: 'unknown' }, target, true)).toBeUndefined();
  });
});
