import { describe, expect, it } from 'vitest';
import type { Identity } from '../../../../src/core/bytes/source';
import type { LocalCopy } from '../../../../src/core/transfer/local-copies';
import { sameCopy } from '../../../../src/extension/transfers/same-copy';

const ETAG: Identity = { kind: 'etag', etag: '"one"' };

function copy(identity: Identity, path = '/data/a.fits'): LocalCopy {
  return { address: 'skybucket://public/sky/a.fits', identity, path, size: 10, modified: 1 };
}

function copies(...all: readonly LocalCopy[]): { find(): Promise<readonly LocalCopy[]> } {
  return { find: () => Promise.resolve(all) };
}

describe('the local copy of an object', () => {
  it('is not looked for at the server where there is none', async () => {
    const ask = (): never => expect.fail('Nothing was to be asked.');
    expect(await sameCopy(copies(), 'a', ask)).toBeUndefined();
  });

  it('is the one of the version that the object has now', async () => {
    const old = copy({ kind: 'etag', etag: '"old"' }, '/data/old.fits');
    const now = (): Promise<{ size: number; identity: Identity }> =>
      Promise.resolve({ size: 10, identity: ETAG });
    expect(await sameCopy(copies(old, copy(ETAG)), 'a', now)).toEqual(copy(ETAG));
    expect(await sameCopy(copies(old), 'a', now)).toBeUndefined();
  });

  it('agrees in size, too', async () => {
    const now = { size: 11, identity: ETAG };
    expect(await sameCopy(copies(copy(ETAG)), 'a', () => Promise.resolve(now))).toBeUndefined();
  });

  it('is none where nothing tells versions apart', async () => {
    const now = { size: 10, identity: { kind: 'unknown' as const } };
    const unknown = copies(copy({ kind: 'unknown' }));
    expect(await sameCopy(unknown, 'a', () => Promise.resolve(now))).toBeUndefined();
  });

  it('is told by its time where there is no ETag', async () => {
    const modified: Identity = { kind: 'modified', size: 10, modified: 'then' };
    const now = { size: 10, identity: modified };
    expect(await sameCopy(copies(copy(modified)), 'a', () => Promise.resolve(now))).toBeDefined();
    const later = { size: 10, identity: { ...modified, modified: 'later' } };
    expect(
      await sameCopy(copies(copy(modified)), 'a', () => Promise.resolve(later)),
    ).toBeUndefined();
  });
});
