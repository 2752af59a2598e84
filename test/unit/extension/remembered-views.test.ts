import { describe, expect, it } from 'vitest';
import { RememberedViews } from '../../../src/extension/remembered-views';
import { FakeMemory } from './fake-memory';

const KEY = 'skybucket.views';
const M31 = 'skybucket://public/bucket/m31.fits';

describe('RememberedViews', () => {
  it('knows the last state of each document in a later session', async () => {
    const memory = new FakeMemory();
    const views = new RememberedViews(memory);
    await views.remember(M31, { hdu: 1, zoom: 2 });
    await views.remember('file:///m33.fits', { hdu: 3 });
    await views.remember(M31, { hdu: 2, centre: [1.5, 2] });
    const later = new RememberedViews(memory);
    expect(later.restore(M31)).toEqual({ hdu: 2, centre: [1.5, 2] });
    expect(later.restore('file:///m33.fits')).toEqual({ hdu: 3 });
    expect(later.restore('file:///other.fits')).toBeNull();
    expect(memory.values.get(KEY)).toHaveLength(2);
  });

  it('forgets the documents unchanged for longest', async () => {
    const views = new RememberedViews(new FakeMemory());
    for (let i = 0; i < 200; i++) {
      await views.remember(`file:///${i}.fits`, i);
    }
    await views.remember('file:///0.fits', 'again');
    await views.remember('file:///200.fits', 200);
    expect(views.restore('file:///0.fits')).toBe('again');
    expect(views.restore('file:///1.fits')).toBeNull();
    expect(views.restore('file:///2.fits')).toBe(2);
    expect(views.restore('file:///200.fits')).toBe(200);
  });

  it('keeps no more than 16 KB of a document, and says so', async () => {
    const views = new RememberedViews(new FakeMemory());
    await views.remember(M31, 'a'.repeat(16 * 1024 - 2));
    // 8,192 characters, of two bytes each.
    await expect(views.remember(M31, 'é'.repeat(8192))).rejects.toMatchObject({
      code: 'too-large',
    });
    expect(views.restore(M31)).toHaveLength(16 * 1024 - 2);
  });

  it('writes down no address', async () => {
    const memory = new FakeMemory();
    await new RememberedViews(memory).remember('https://a.org/m31.fits?sig=secret', 1);
    expect(memory.written).not.toMatch(/secret|m31|a\.org/);
  });

  it('takes nothing for something', async () => {
    const views = new RememberedViews(new FakeMemory());
    await views.remember(M31, undefined);
    expect(views.restore(M31)).toBeNull();
  });

  it.each([['text'], [null], [{ length: 3 }], [[1, null, ['a'], ['a', 2], ['a', 'b', 'c']]]])(
    'survives %j in its place',
    async (garbage) => {
      const memory = new FakeMemory();
      memory.values.set(KEY, garbage);
      const views = new RememberedViews(memory);
      expect(views.restore(M31)).toBeNull();
      await views.remember(M31, 1);
      expect(views.restore(M31)).toBe(1);
    },
  );

  it('survives a state that is no JSON', async () => {
    const memory = new FakeMemory();
    const views = new RememberedViews(memory);
    await views.remember(M31, 1);
    const [[name] = []] = memory.values.get(KEY) as [[string, string]];
    memory.values.set(KEY, [[name, '{"hdu":']]);
    expect(views.restore(M31)).toBeNull();
  });
});
