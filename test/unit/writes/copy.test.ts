import { describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import { copySteps, type CopyStep } from '../../../src/extension/writes/copy';
import { moveSteps } from '../../../src/extension/writes/move';
import type { Place } from '../../../src/extension/writes/place';
import { MemoryStore } from '../../support/s3-store/memory-store';
import { at, chosen, never } from './support';

const KEYS = ['a/', 'a/1 +%é.fits', 'a/b/2.fits', 'a/b/c/', 'a-b'];

function filled(...connections: string[]): MemoryStore {
  const store = new MemoryStore(...connections);
  store.pageSize = 2;
  KEYS.forEach((key) => store.fill(at(key), key.endsWith('/') ? '' : `content of ${key}`));
  return store;
}

const step = (store: MemoryStore, from: Place, to: Place): CopyStep => ({
  ...{ from: chosen(store, from), to },
});

describe('copying', () => {
  it('takes a folder with its markers at the server, under other names', async () => {
    const store = filled();
    const seen: number[] = [];
    const copied = await copySteps(store, [step(store, at('a/'), at('z/y/', 'other'))], {
      signal: never,
      onProgress: ({ objects }) => seen.push(objects),
    });
    const names = ['z/y/', 'z/y/1 +%é.fits', 'z/y/b/2.fits', 'z/y/b/c/'];
    expect(store.keys('own', 'other')).toEqual(names);
    expect(store.text(at('z/y/b/2.fits', 'other'))).toBe('content of a/b/2.fits');
    expect(copied).toMatchObject({ objects: 4, bytes: 24 + 21 });
    expect(seen.at(-1)).toBe(4);
    expect(store.keys('own', 'sky')).toEqual(['a-b', 'a/', 'a/1 +%é.fits', 'a/b/2.fits', 'a/b/c/']);
    expect(store.operations.some((line) => line.startsWith('put'))).toBe(false);
  });

  it('replaces nothing unless it is told to', async () => {
    const store = filled();
    store.fill(at('z/b/2.fits'), 'somebody’s');
    const steps = [step(store, at('a/'), at('z/'))];
    await expect(copySteps(store, steps, { signal: never })).rejects.toMatchObject({
      code: 'changed',
    });
    expect(store.text(at('z/b/2.fits'))).toBe('somebody’s');
    await copySteps(store, steps, { signal: never, overwrite: true });
    expect(store.text(at('z/b/2.fits'))).toBe('content of a/b/2.fits');
  });

  it('refuses a folder into itself, and a place onto itself', async () => {
    const store = filled();
    for (const to of ['a/b/', 'a/']) {
      const work = copySteps(store, [step(store, at('a/'), at(to))], { signal: never });
      await expect(work).rejects.toMatchObject({ code: 'unsupported' });
    }
    expect(store.operations).toEqual([]);
  });

  it('refuses both where another connection leads to the same server', async () => {
    const store = filled('own', 'twin');
    store.connect('twin', { endpoint: 'https://own.example' });
    for (const to of ['a/b/', 'a/']) {
      const steps = [step(store, at('a/'), at(to, 'sky', 'twin'))];
      const work = moveSteps(store, steps, { signal: never, overwrite: true });
      await expect(work).rejects.toMatchObject({ code: 'unsupported' });
    }
    expect(store.operations).toEqual([]);
  });

  it('never takes an object for its own copy where one server has two names', async () => {
    const store = filled('own', 'alias');
    store.head = async (_, place) => MemoryStore.prototype.head.call(store, OWN, place);
    const OWN = store.connection('own');
    const steps = [step(store, at('a-b'), at('a-b', 'sky', 'alias'))];
    const work = moveSteps(store, steps, { signal: never, overwrite: true });
    await expect(work).rejects.toMatchObject({ code: 'unsupported' });
    expect(store.text(at('a-b'))).toBe('content of a-b');
  });

  it('replaces nothing in a folder that is still to be copied', async () => {
    const store = new MemoryStore();
    for (const key of ['a/a/x', 'a/a/a/x', 'a/a/0']) store.fill(at(key), `content of ${key}`);
    const steps = [step(store, at('a/a/'), at('a/'))];
    const work = moveSteps(store, steps, { signal: never, overwrite: true });
    await expect(work).rejects.toMatchObject({ code: 'unsupported' });
    for (const key of ['a/a/x', 'a/a/a/x', 'a/a/0']) {
      expect(store.text(at(key))).toBe(`content of ${key}`);
    }
  });

  it('takes files whose names begin alike', async () => {
    const store = filled();
    const keys = ['p', 'p.fits', 'p.fits.gz'];
    keys.forEach((key) => store.fill(at(key), key));
    const steps = keys.map((key) => step(store, at(key), at(`z/${key}`)));
    expect(await moveSteps(store, steps, { signal: never })).toMatchObject({ objects: 3, kept: 0 });
    expect(store.keys('own', 'sky').slice(-3)).toEqual(['z/p', 'z/p.fits', 'z/p.fits.gz']);
  });

  it('refuses two things for one place, which one of them would be lost to', async () => {
    const store = filled();
    for (const to of ['z/', 'z/deep']) {
      const steps = [step(store, at('a/'), at('z/')), step(store, at('a-b'), at(to))];
      const work = moveSteps(store, steps, { signal: never, overwrite: true });
      await expect(work).rejects.toMatchObject({ code: 'unsupported' });
    }
    expect(store.operations).toEqual([]);
  });

  it('refuses an object that is another one by now', async () => {
    const store = filled();
    const steps = [step(store, at('a-b'), at('c'))];
    store.fill(at('a-b'), 'another');
    await expect(copySteps(store, steps, { signal: never })).rejects.toMatchObject({
      code: 'changed',
    });
  });

  it('takes bytes, type and metadata through this machine to another connection', async () => {
    const store = filled('own', 'far');
    const more = { contentType: 'text/plain', metadata: { origin: 'here' } };
    store.fill(at('a/note.txt'), 'a note', more);
    await copySteps(store, [step(store, at('a/'), at('in/', 'sky', 'far'))], { signal: never });
    expect(store.text(at('in/note.txt', 'sky', 'far'))).toBe('a note');
    expect(store.object(at('in/note.txt', 'sky', 'far'))).toMatchObject(more);
    expect(store.keys('far', 'sky')).toContain('in/b/c/');
    expect(store.operations.some((line) => line.startsWith('copy'))).toBe(false);
  });

  it('stops at the first failure, with every copy under way ended', async () => {
    const store = filled();
    let under = 0;
    store.before = async (operation, key) => {
      if (operation === 'copy') {
        under += 1;
        await new Promise((resolve) => setTimeout(resolve, 2));
        under -= 1;
        if (key === 'a/1 +%é.fits') throw new SkybucketError('server', 'Not this one.');
      }
    };
    const work = copySteps(store, [step(store, at('a/'), at('z/'))], { signal: never });
    await expect(work).rejects.toThrow('Not this one.');
    expect(under).toBe(0);
  });
});

describe('moving', () => {
  it('deletes the originals when all copies are there', async () => {
    const store = filled();
    const order: string[] = [];
    store.before = (operation) => void order.push(operation);
    const moved = await moveSteps(
      store,
      [step(store, at('a/'), at('z/')), step(store, at('a-b'), at('z-b'))],
      { signal: never },
    );
    expect(moved).toMatchObject({ objects: 5, kept: 0, problem: undefined });
    expect(store.keys('own', 'sky')).toEqual([
      ...['z-b', 'z/', 'z/1 +%é.fits', 'z/b/2.fits', 'z/b/c/'],
    ]);
    expect(order.lastIndexOf('copy')).toBeLessThan(order.indexOf('removeMany'));
  });

  it('keeps every original when a copy fails', async () => {
    const store = filled();
    store.before = (operation, key) => {
      if (operation === 'copy' && key.endsWith('2.fits')) {
        throw new SkybucketError('server', 'No more room.');
      }
    };
    const work = moveSteps(store, [step(store, at('a/'), at('z/'))], { signal: never });
    await expect(work).rejects.toThrow('No more room.');
    expect(store.keys('own', 'sky')).toEqual(expect.arrayContaining(KEYS));
  });

  it('keeps an original that was changed, and one that came, while the others were copied', async () => {
    const store = filled();
    store.before = (operation) => {
      if (operation === 'removeMany') return;
      if (operation === 'list' && store.object(at('z/b/2.fits')) !== undefined) {
        store.fill(at('a/b/2.fits'), 'changed meanwhile');
        store.fill(at('a/b/new.fits'), 'came meanwhile');
      }
    };
    const moved = await moveSteps(store, [step(store, at('a/'), at('z/'))], { signal: never });
    expect(moved).toMatchObject({ objects: 4, problem: undefined });
    expect(moved.kept).toBeGreaterThan(0);
    expect(store.text(at('a/b/2.fits'))).toBe('changed meanwhile');
    expect(store.text(at('a/b/new.fits'))).toBe('came meanwhile');
  });

  it('says what the server refused to delete', async () => {
    const store = filled();
    store.locked.add('a/b/2.fits');
    const moved = await moveSteps(store, [step(store, at('a/'), at('z/'))], { signal: never });
    expect(moved.reasons).toEqual([{ key: 'a/b/2.fits', reason: 'The object is locked.' }]);
    expect(moved.kept).toBe(2);
    expect(store.keys('own', 'sky')).toEqual(expect.arrayContaining(['a/', 'a/b/2.fits']));
  });

  it('begins nothing where the original may not be deleted', async () => {
    const store = filled('own', 'far');
    store.connect('own', { readOnly: true });
    const steps = [step(store, at('a-b'), at('b', 'sky', 'far'))];
    await expect(moveSteps(store, steps, { signal: never })).rejects.toMatchObject({
      code: 'unsupported',
    });
    expect(store.operations).toEqual([]);
  });
});
