import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { SkybucketError } from '../../../src/core/errors';
import { relay, type RelayOptions } from '../../../src/extension/writes/relay';
import { MemoryStore } from '../../support/s3-store/memory-store';
import { at, never } from './support';

function send(
  store: MemoryStore,
  size: number,
  more: Partial<RelayOptions> = {},
): { readonly bytes: Uint8Array; readonly done: Promise<unknown> } {
  const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 7) % 251);
  const options = { signal: never, meter: store.session.child(), partSize: 1000, ...more };
  const source = new MemorySource('source', bytes);
  return { bytes, done: relay(source, store, store.connection('own'), at('there'), options) };
}

describe('bytes through this machine', () => {
  it.each([0, 1, 999, 1000, 1001, 10_000, 12_345])('%d of them arrive', async (size) => {
    const store = new MemoryStore();
    const seen: number[] = [];
    const { bytes, done } = send(store, size, { onSent: (sent) => seen.push(sent) });
    await done;
    expect(Buffer.compare(store.object(at('there'))?.bytes ?? Buffer.of(9), bytes)).toBe(0);
    expect(seen.at(-1)).toBe(size);
    expect(store.uploads.size).toBe(0);
    const puts = store.operations.filter((line) => line.startsWith('p'));
    expect(puts).toHaveLength(size <= 1000 ? 1 : Math.ceil(size / 1000));
  });

  it('are taken back where a part fails or the work is cancelled', async () => {
    const store = new MemoryStore();
    let parts = 0;
    store.before = (operation) => {
      if (operation === 'part' && ++parts === 5) throw new SkybucketError('network', 'Broken.');
    };
    await expect(send(store, 12_345).done).rejects.toThrow('Broken.');
    expect(store.uploads.size).toBe(0);
    const stop = new AbortController();
    store.before = (operation) => {
      if (operation === 'part') stop.abort();
    };
    const cancelled = send(store, 12_345, { signal: stop.signal }).done;
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(store.uploads.size).toBe(0);
    expect(store.object(at('there'))).toBeUndefined();
  });

  it('replace nothing under a condition, large or small', async () => {
    for (const size of [10, 5000]) {
      const store = new MemoryStore();
      store.fill(at('there'), 'before');
      const { done } = send(store, size, { condition: { ifNoneMatch: '*' } });
      await expect(done).rejects.toMatchObject({ code: 'changed' });
      expect(store.text(at('there'))).toBe('before');
    }
  });

  it('count only when the server says that it has as many', async () => {
    const store = new MemoryStore();
    store.before = (operation) => {
      if (operation === 'head') store.fill(at('there'), 'short');
    };
    await expect(send(store, 100).done).rejects.toMatchObject({
      code: 'server',
      message: expect.stringContaining('says that it has 5 bytes') as string,
    });
  });
});
