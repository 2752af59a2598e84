import { describe, expect, it } from 'vitest';
import { type Make, SharedCache } from '../../../../src/core/fits/tiles/tile-cache';

/** Makes strings that come when they are told to. */
class Maker {
  readonly asked: string[][] = [];
  readonly aborted: string[] = [];
  private readonly settle = new Map<string, (value: string | Error) => void>();

  for(keys: readonly string[]): Make<string> {
    return (positions, signals) => {
      const wanted = positions.map((at) => keys[at] as string);
      this.asked.push(wanted);
      return wanted.map((key, k) => {
        signals[k]?.addEventListener('abort', () => this.aborted.push(key));
        return new Promise((resolve, reject) => {
          this.settle.set(key, (value) =>
            value instanceof Error ? reject(value) : resolve(value),
          );
        });
      });
    };
  }

  bring(key: string, value: string | Error = key): void {
    this.settle.get(key)?.(value);
  }
}

function cacheOf(mostBytes: number) {
  const maker = new Maker();
  const cache = new SharedCache<string>(mostBytes, (value) => value.length);
  const get = (keys: readonly string[], signal?: AbortSignal): Promise<string[]> =>
    Promise.all(cache.get(keys, signal, maker.for(keys)));
  return { cache, maker, get };
}

describe('a shared cache', () => {
  it('makes each value once for all who want it, and keeps it', async () => {
    const { maker, get } = cacheOf(10);
    const first = get(['a', 'b']);
    const second = get(['b', 'c']);
    ['a', 'b', 'c'].forEach((key) => maker.bring(key));
    expect(await first).toEqual(['a', 'b']);
    expect(await second).toEqual(['b', 'c']);
    expect(await get(['c', 'a'])).toEqual(['c', 'a']);
    expect(maker.asked).toEqual([['a', 'b'], ['c']]);
  });

  it('keeps those used last within its bound, or one that is larger', async () => {
    const { maker, get } = cacheOf(4);
    const read = async (key: string): Promise<number> => {
      const before = maker.asked.length;
      const value = get([key]);
      maker.bring(key);
      await value;
      return maker.asked.length - before;
    };
    await read('aa');
    await read('bb');
    expect(await read('aa')).toBe(0);
    await read('cc');
    expect(await read('aa')).toBe(0);
    expect(await read('bb')).toBe(1);
    await read('much too large');
    expect(await read('much too large')).toBe(0);
    expect(await read('aa')).toBe(1);
    expect(await read('much too large')).toBe(1);
  });

  it('gives up what the last has left, and only that', async () => {
    const { maker, get } = cacheOf(10);
    const stop = new AbortController();
    const first = get(['a', 'b'], stop.signal);
    const second = get(['b']);
    stop.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect(maker.aborted).toEqual(['a']);
    maker.bring('b');
    expect(await second).toEqual(['b']);
    const again = get(['a']);
    maker.bring('a');
    expect(await again).toEqual(['a']);
    expect(maker.asked).toEqual([['a', 'b'], ['a']]);
    await expect(get(['a'], AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('does not keep a failure', async () => {
    const { maker, get } = cacheOf(10);
    const failed = get(['a']);
    maker.bring('a', new Error('broken'));
    await expect(failed).rejects.toThrow('broken');
    const again = get(['a']);
    maker.bring('a');
    expect(await again).toEqual(['a']);
  });

  it('does not keep what was given up although it came', async () => {
    const { maker, get } = cacheOf(10);
    const stop = new AbortController();
    const first = get(['a'], stop.signal);
    const bringLate = maker;
    stop.abort();
    bringLate.bring('a', 'old');
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    const second = get(['a']);
    maker.bring('a', 'new');
    expect(await second).toEqual(['new']);
  });
});
