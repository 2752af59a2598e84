import { describe, expect, test } from 'vitest';
import { LatestOnly } from '../../../webview/image/latest';
import { LruByBytes } from '../../../webview/image/lru';
import { TileScheduler } from '../../../webview/image/scheduler';
import type { Tile } from '../../../webview/image/tiles';

const tile = (key: string): Tile => ({ key, step: 1, x0: 0, y0: 0, x1: 1, y1: 1 });
const tiles = (from: number, to: number): Tile[] =>
  Array.from({ length: to - from }, (_, i) => tile(String(from + i)));
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Call {
  readonly key: string;
  readonly signal: AbortSignal;
  answer(): void;
  fail(): void;
}

function rig(): {
  calls: Call[];
  done: string[];
  errors: unknown[];
  scheduler: TileScheduler<string>;
} {
  const calls: Call[] = [];
  const done: string[] = [];
  const errors: unknown[] = [];
  const scheduler = new TileScheduler<string>({
    inFlight: 3,
    fetch: ({ key }, signal) =>
      new Promise((resolve, reject) => {
        calls.push({ key, signal, answer: () => resolve(key), fail: () => reject(new Error(key)) });
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      }),
    onTile: ({ key }) => done.push(key),
    onError: (error) => errors.push(error),
  });
  return { calls, done, errors, scheduler };
}

describe('TileScheduler', () => {
  test('keeps the first of what is wanted in flight, and no more than its bound', async () => {
    const { calls, done, scheduler } = rig();
    scheduler.want(tiles(0, 5));
    expect(calls.map(({ key }) => key)).toEqual(['0', '1', '2']);
    calls[1]?.answer();
    await settle();
    expect(done).toEqual(['1']);
    // The rest goes together once half of them are back.
    expect(calls).toHaveLength(3);
    calls[0]?.answer();
    await settle();
    expect(calls.map(({ key }) => key)).toEqual(['0', '1', '2', '3', '4']);
  });

  test('cancels what left the view, keeps what stayed, and asks for nothing twice', async () => {
    const { calls, done, errors, scheduler } = rig();
    scheduler.want(tiles(0, 3));
    scheduler.want(tiles(2, 5));
    expect(calls.map(({ key, signal }) => [key, signal.aborted])).toEqual([
      ['0', true],
      ['1', true],
      ['2', false],
      ['3', false],
      ['4', false],
    ]);
    await settle();
    calls[0]?.answer();
    await settle();
    expect(done).toEqual([]);
    expect(errors).toEqual([]);
    expect(calls).toHaveLength(5);
  });

  test('keep cancels and forgets, and asks for nothing', async () => {
    const { calls, done, scheduler } = rig();
    scheduler.want(tiles(0, 5));
    scheduler.keep(tiles(2, 4));
    expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, true, false]);
    calls[2]?.answer();
    await settle();
    expect(done).toEqual(['2']);
    expect(calls.map(({ key }) => key)).toEqual(['0', '1', '2', '3']);
  });

  test('after a fast zoom only what was wanted last is asked for', () => {
    const { calls, scheduler } = rig();
    for (let level = 0; level < 5; level++) {
      scheduler.want(tiles(10 * level, 10 * level + 3));
    }
    expect(calls.filter(({ signal }) => !signal.aborted).map(({ key }) => key)).toEqual([
      '40',
      '41',
      '42',
    ]);
  });

  test('asks again for a tile that left and came back', async () => {
    const { calls, done, scheduler } = rig();
    scheduler.want(tiles(0, 1));
    scheduler.want([]);
    scheduler.want(tiles(0, 1));
    calls[0]?.answer();
    await settle();
    expect(done).toEqual([]);
    calls[1]?.answer();
    await settle();
    expect(done).toEqual(['0']);
  });

  test('does not repeat a failure by itself', async () => {
    const { calls, errors, scheduler } = rig();
    scheduler.want(tiles(0, 1));
    calls[0]?.fail();
    await settle();
    scheduler.want(tiles(0, 1));
    expect(errors).toHaveLength(1);
    expect(calls).toHaveLength(1);
    expect(scheduler.hasFailed(tile('0'))).toBe(true);
    scheduler.retry();
    expect(calls).toHaveLength(2);
    expect(scheduler.hasFailed(tile('0'))).toBe(false);
  });
});

describe('LatestOnly', () => {
  test('runs one at a time and skips what was overtaken', async () => {
    const begun: number[] = [];
    const finish: (() => void)[] = [];
    const latest = new LatestOnly<number>(async (input) => {
      begun.push(input);
      await new Promise<void>((resolve) => finish.push(resolve));
    });
    [1, 2, 3].forEach((input) => latest.push(input));
    expect(begun).toEqual([1]);
    finish[0]?.();
    await settle();
    expect(begun).toEqual([1, 3]);
    finish[1]?.();
    await settle();
    latest.push(4);
    expect(begun).toEqual([1, 3, 4]);
  });

  test('cancel aborts what runs and forgets what waits', async () => {
    const begun: number[] = [];
    const latest = new LatestOnly<number>(async (input, signal) => {
      begun.push(input);
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    });
    latest.push(1);
    latest.push(2);
    latest.cancel();
    await settle();
    expect(begun).toEqual([1]);
  });
});

describe('LruByBytes', () => {
  test('evicts what was used longest ago', () => {
    const evicted: string[] = [];
    const lru = new LruByBytes<string, string>(10, (value) => evicted.push(value));
    lru.set('a', 'A', 4);
    lru.set('b', 'B', 4);
    lru.get('a');
    lru.set('c', 'C', 4);
    expect(evicted).toEqual(['B']);
    expect([...lru.values()]).toEqual(['A', 'C']);
    expect(lru.bytes).toBe(8);
  });

  test('keeps a value larger than the bound until the next comes', () => {
    const lru = new LruByBytes<string, string>(10);
    lru.set('a', 'A', 50);
    expect(lru.get('a')).toBe('A');
    lru.set('b', 'B', 1);
    expect(lru.has('a')).toBe(false);
    lru.clear();
    expect(lru.bytes).toBe(0);
  });

  test('replacing a value evicts the old one', () => {
    const evicted: string[] = [];
    const lru = new LruByBytes<string, string>(10, (value) => evicted.push(value));
    lru.set('a', 'A', 4);
    lru.set('a', 'B', 5);
    expect(evicted).toEqual(['A']);
    expect(lru.bytes).toBe(5);
  });
});
