import { describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../../src/core/errors';
import {
  DecodedTiles,
  type TileMaker,
  type WantedTiles,
} from '../../../../src/core/fits/tiles/decoded-tiles';
import type { DecodedTile } from '../../../../src/core/fits/tiles/tile-job';

interface Making {
  readonly keys: readonly string[];
  readonly wanted: WantedTiles;
  readonly settle: (error?: Error) => void;
}

/** Makes pairs of tiles of one byte each, their number, when it is told to. */
class Maker {
  readonly making: Making[] = [];
  aborted = 0;

  for(keys: readonly string[]): TileMaker {
    return {
      groups: (positions) =>
        Array.from({ length: Math.ceil(positions.length / 2) }, (_, k) =>
          positions.slice(2 * k, 2 * k + 2),
        ),
      make: (groups, wanted) =>
        groups.map((group, i) => {
          const who = wanted[i] as WantedTiles;
          who.addEventListener('abort', () => (this.aborted += 1));
          return this.begin(
            group.map((at) => keys[at] as string),
            who,
          );
        }),
    };
  }

  private begin(
    keys: readonly string[],
    wanted: WantedTiles,
  ): Promise<(DecodedTile | undefined)[]> {
    return new Promise<(DecodedTile | undefined)[]>((resolve, reject) => {
      const settle = (error?: Error): void => {
        const some = wanted.wanted();
        return error
          ? reject(error)
          : resolve(keys.map((key, k) => (some[k] ? tileOf(key) : undefined)));
      };
      this.making.push({ keys, wanted, settle });
    });
  }

  settleAll(): void {
    this.making.forEach(({ settle }) => settle());
  }
}

function tileOf(key: string): DecodedTile {
  return key === 'bad' ? new SkybucketError('format', 'It is bad.') : Uint8Array.of(Number(key));
}

function tilesOf(mostBytes: number) {
  const cache = new DecodedTiles(mostBytes);
  const maker = new Maker();
  const get = async (keys: readonly string[], signal = new AbortController().signal) => {
    const tiles: (DecodedTile | undefined)[] = keys.map(() => undefined);
    for (const { positions, tiles: some } of cache.get(keys, signal, maker.for(keys))) {
      (await some).forEach((tile, k) => (tiles[positions[k] as number] = tile));
    }
    return tiles.map((tile) => (tile instanceof Uint8Array ? tile[0] : tile));
  };
  const made = () => maker.making.map(({ keys }) => keys);
  return { maker, get, made };
}

describe('decoded tiles', () => {
  it('are made once for all who want them, in groups, and kept', async () => {
    const { maker, get, made } = tilesOf(10);
    const first = get(['1', '2', '3']);
    const second = get(['3', '4', '1']);
    maker.settleAll();
    expect(await first).toEqual([1, 2, 3]);
    expect(await second).toEqual([3, 4, 1]);
    expect(await get(['2', '4'])).toEqual([2, 4]);
    expect(made()).toEqual([['1', '2'], ['3'], ['4']]);
  });

  it('are kept within a bound, those used last', async () => {
    const { maker, get, made } = tilesOf(4);
    const read = async (keys: readonly string[]): Promise<number> => {
      const before = made().length;
      const tiles = get(keys);
      maker.making.slice(before).forEach(({ settle }) => settle());
      await tiles;
      return made().length - before;
    };
    await read(['1', '2']);
    await read(['3', '4']);
    expect(await read(['2'])).toBe(0);
    await read(['5', '6']);
    expect(await read(['1', '2'])).toBe(0);
    expect(await read(['4'])).toBe(1);
  });

  it('are given up when the last has left who waits for any of a group', async () => {
    const { maker, get, made } = tilesOf(10);
    const stop = new AbortController();
    const first = get(['1', '2'], stop.signal);
    const second = get(['2']);
    const third = get(['3'], stop.signal);
    const both = Promise.allSettled([first, third]);
    stop.abort();
    expect(await both).toMatchObject([
      { reason: { code: 'cancelled' } },
      { reason: { code: 'cancelled' } },
    ]);
    // The group of the third; someone still waits for one of the first group, and gets it alone.
    expect(maker.aborted).toBe(1);
    maker.settleAll();
    expect(await second).toEqual([2]);
    const again = get(['1', '2', '3']);
    maker.making.slice(2).forEach(({ settle }) => settle());
    expect(await again).toEqual([1, 2, 3]);
    expect(made()).toEqual([['1', '2'], ['3'], ['1', '3']]);
    await expect(get(['1'], AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('are remembered where they are broken, and made again where making them failed', async () => {
    const { maker, get, made } = tilesOf(1000);
    const first = get(['bad', '1']);
    maker.settleAll();
    expect(await first).toEqual([expect.objectContaining({ code: 'format' }), 1]);
    expect(await get(['bad'])).toEqual([expect.objectContaining({ code: 'format' })]);
    const failed = get(['2']);
    maker.making.at(-1)?.settle(new Error('no network'));
    await expect(failed).rejects.toThrow('no network');
    const again = get(['2']);
    maker.making.at(-1)?.settle();
    expect(await again).toEqual([2]);
    expect(made()).toEqual([['bad', '1'], ['2'], ['2']]);
  });
});
