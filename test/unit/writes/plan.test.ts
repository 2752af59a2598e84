import { describe, expect, it } from 'vitest';
import {
  leavingPlace,
  stepsInto,
  takenSteps,
  withFreeName,
} from '../../../src/extension/writes/plan';
import { contentOf } from '../../../src/extension/writes/dropped-content';
import { LARGEST_WRITE } from '../../../src/extension/writes/file-writer';
import { typeByName } from '../../../src/core/s3/content-type';
import { headersOf, portableHeadersOf } from '../../../src/extension/writes/object-headers';
import { urisOf } from '../../../src/extension/views/drop-content';
import { MemoryStore } from '../../support/s3-store/memory-store';
import { at, chosen, never } from './support';

function filled(...keys: string[]): MemoryStore {
  const store = new MemoryStore();
  keys.forEach((key) => store.fill(at(key), 'x'));
  return store;
}

describe('what is put into a folder', () => {
  it('keeps its name; a bucket has its own', () => {
    const store = filled('a/1.fits', 'a/b/2.fits');
    const all = ['a/1.fits', 'a/b/', ''].map((key) => chosen(store, at(key)));
    const steps = stepsInto(all, at('z/', 'other'));
    expect(steps.map(({ to }) => to)).toEqual([
      ...[at('z/1.fits', 'other'), at('z/b/', 'other'), at('z/sky/', 'other')],
    ]);
    expect(leavingPlace(stepsInto(all, at('a/'))).map(({ to }) => to.key)).toEqual(['a/sky/']);
  });

  it('never takes the place of something else that is put there', () => {
    const store = filled('a/x.fits', 'b/x.fits', 'a/f/1', 'b/f/1', 'c/x (2).fits');
    const keys = ['a/x.fits', 'b/x.fits', 'a/f/', 'b/f/', 'c/x (2).fits'];
    const all = keys.map((key) => chosen(store, at(key)));
    expect(stepsInto(all, at('z/')).map(({ to }) => to.key)).toEqual([
      ...['z/x.fits', 'z/x (2).fits', 'z/f/', 'z/f (2)/', 'z/x (2) (2).fits'],
    ]);
  });

  it('is told where its name is taken, by a folder or its marker as well', async () => {
    const store = filled('a/1.fits', 'a/b/2.fits', 'a/e/', 'z/1.fits', 'z/b/x', 'z/e/', 'z/e2');
    const all = ['a/1.fits', 'a/b/', 'a/e/'].map((key) => chosen(store, at(key)));
    const taken = await takenSteps(store, stepsInto(all, at('z/')), never);
    expect(taken.map(({ to }) => to.key)).toEqual(['z/1.fits', 'z/b/', 'z/e/']);
    expect(await takenSteps(store, stepsInto(all, at('y/')), never)).toEqual([]);
  });

  it('gets the next free name to keep both', async () => {
    const store = filled('z/1.fits', 'z/1 (2).fits', 'z/b/x');
    const free = async (key: string): Promise<string> =>
      (await withFreeName(store, { from: chosen(store, at(key)), to: at(key) }, never)).to.key;
    expect(await free('z/1.fits')).toBe('z/1 (3).fits');
    expect(await free('z/b/')).toBe('z/b (2)/');
  });
});

describe('what an object says of itself', () => {
  it('is told by its name', () => {
    expect(['a.FITS', 'b/c.json', 'x.unknown', 'plain', 'a.constructor'].map(typeByName)).toEqual([
      ...['application/fits', 'application/json', undefined, undefined, undefined],
    ]);
  });

  it('is taken from one that is there', () => {
    const facts = {
      ...{ size: 1, etag: undefined, modified: undefined, storageClass: undefined },
      ...{ versionId: undefined, checksums: [], encrypted: false },
    };
    const headers = { contentType: 'a/b', contentEncoding: 'gzip', cacheControl: 'no-cache' };
    const encryption = { kind: 'aws:kms', keyId: 'key' } as const;
    const metadata = { k: 'v' };
    const there = { ...facts, ...headers, metadata, storageClass: 'STANDARD_IA', encryption };
    expect(headersOf(there)).toEqual({
      ...{ ...headers, metadata, storageClass: 'STANDARD_IA', encryption },
    });
    // Another server has neither that class nor that key.
    expect(portableHeadersOf(there)).toEqual({ ...headers, metadata });
  });
});

describe('what is dropped', () => {
  it('is a list of addresses', () => {
    const list = '# remark\r\nfile:///a%20b\r\n\r\nskybucket://own/sky/a\n/no/address\n';
    expect(urisOf(list)).toEqual(['file:///a%20b', 'skybucket://own/sky/a']);
  });

  it('is told in a sentence where a browser cannot hand it over', async () => {
    const large = { length: LARGEST_WRITE + 1 } as Uint8Array;
    const drop = (data: () => Promise<Uint8Array>): Promise<Uint8Array> =>
      contentOf({ name: 'cube.fits', data });
    await expect(drop(async () => Promise.resolve(large))).rejects.toMatchObject({
      message: '“cube.fits” has 256 MB; files of up to 256 MB can be dropped from a browser.',
      hint: '“Upload Files…” of the menu sends larger ones in parts.',
    });
    await expect(drop(async () => Promise.reject(new Error('no')))).rejects.toMatchObject({
      message: '“cube.fits” cannot be read.',
    });
    expect(await drop(async () => Promise.resolve(Uint8Array.of(7)))).toEqual(Uint8Array.of(7));
  });
});
