import { describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import { countChosen, countWords } from '../../../src/extension/writes/count';
import { removeChosen } from '../../../src/extension/writes/remove';
import { MemoryStore } from '../../support/s3-store/memory-store';
import { at, chosen, never } from './support';

const KEYS = ['a/', 'a/1.fits', 'a/b/2.fits', 'a/b/c/', 'a/b/c/3.fits', 'a-b', 'ab', 'b/4.fits'];

function filled(): MemoryStore {
  const store = new MemoryStore();
  KEYS.forEach((key, index) => store.fill(at(key), key.endsWith('/') ? '' : 'x'.repeat(index)));
  return store;
}

describe('counting', () => {
  it.each([1, 2, 1000])('says objects, bytes and folders in pages of %d', async (pageSize) => {
    const store = filled();
    store.pageSize = pageSize;
    const all = [chosen(store, at('a/')), chosen(store, at('ab'))];
    const seen: number[] = [];
    const counted = await countChosen(store, all, {
      signal: never,
      onProgress: ({ objects }) => seen.push(objects),
    });
    // 1.fits, b/2.fits, the marker of c, c/3.fits; ab. Folders: a, b, c.
    expect(counted).toEqual({ objects: 5, bytes: 1 + 2 + 4 + 6, folders: 3 });
    expect(seen).toEqual([...seen].sort((x, y) => x - y));
  });

  it('is written as people read it', () => {
    const counted = { objects: 1234, bytes: 5.6e9, folders: 3 };
    expect(countWords(counted)).toBe('1,234 objects (5.6 GB) in 3 folders');
    expect(countWords({ objects: 1, bytes: 7, folders: 0 })).toBe('1 object (7 B)');
  });

  it('ends when it is cancelled', async () => {
    const store = filled();
    store.pageSize = 1;
    const stop = new AbortController();
    const counting = countChosen(store, [chosen(store, at(''))], {
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(counting).rejects.toMatchObject({ code: 'cancelled' });
    expect(store.operations).toHaveLength(1);
  });
});

describe('deleting', () => {
  it('removes folders with all in them, their markers last, and nothing else', async () => {
    const store = filled();
    store.pageSize = 2;
    const told: number[] = [];
    const removal = await removeChosen(store, [chosen(store, at('a/')), chosen(store, at('ab'))], {
      signal: never,
      onRemoved: (removed) => told.push(removed),
    });
    expect(removal).toEqual({ removed: 5, failed: 0, reasons: [], problem: undefined });
    expect(store.keys('own', 'sky')).toEqual(['a-b', 'b/4.fits']);
    expect(told.at(-1)).toBe(5);
    expect(store.operations.filter((line) => line.startsWith('remove '))).toEqual(['remove a/']);
  });

  it('says what the server refused, and leaves the marker of its folder', async () => {
    const store = filled();
    store.locked.add('a/b/2.fits');
    const removal = await removeChosen(store, [chosen(store, at('a/'))], { signal: never });
    expect(removal).toMatchObject({ removed: 3, failed: 1, problem: undefined });
    expect(removal.reasons).toEqual([{ key: 'a/b/2.fits', reason: 'The object is locked.' }]);
    expect(store.keys('own', 'sky')).toEqual(['a-b', 'a/', 'a/b/2.fits', 'ab', 'b/4.fits']);
  });

  it('does not go on through a folder of which nothing may be deleted', async () => {
    const store = new MemoryStore();
    store.pageSize = 3;
    for (let i = 0; i < 30; i++) {
      store.fill(at(`a/${i}`), '');
      store.locked.add(`a/${i}`);
    }
    const removal = await removeChosen(store, [chosen(store, at('a/'))], { signal: never });
    expect(removal).toMatchObject({ removed: 0, problem: undefined });
    expect(removal.failed).toBeLessThan(30);
    const lists = store.operations.filter((line) => line.startsWith('list'));
    expect(lists.length).toBeLessThan(10);
  });

  it('tells how many were deleted before a cancel or a failure', async () => {
    const store = filled();
    store.pageSize = 2;
    const stop = new AbortController();
    const cancelled = await removeChosen(store, [chosen(store, at('a/'))], {
      signal: stop.signal,
      onRemoved: () => stop.abort(),
    });
    expect(cancelled).toMatchObject({ removed: 2, failed: 0, problem: { code: 'cancelled' } });
    const error = new SkybucketError('network', 'The connection broke.');
    store.before = (operation) => {
      if (operation === 'removeMany') throw error;
    };
    const failed = await removeChosen(store, [chosen(store, at('a/'))], { signal: never });
    expect(failed).toMatchObject({ removed: 0, problem: error });
  });

  it('asks nothing of a connection that is read-only', async () => {
    const store = filled();
    store.connect('own', { readOnly: true });
    const removal = await removeChosen(store, [chosen(store, at('a/'))], { signal: never });
    expect(removal.problem).toMatchObject({ code: 'unsupported' });
    expect(store.operations).toEqual([]);
  });

  it('deletes thousands of single objects a thousand at a time', async () => {
    const store = new MemoryStore();
    const all = Array.from({ length: 2500 }, (_, i) => {
      store.fill(at(`${i}`), '');
      return chosen(store, at(`${i}`));
    });
    const removal = await removeChosen(store, all, { signal: never });
    expect(removal.removed).toBe(2500);
    expect(store.operations).toHaveLength(3);
  });
});
