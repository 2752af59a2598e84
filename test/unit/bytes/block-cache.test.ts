import { describe, expect, it } from 'vitest';
import { BlockCache } from '../../../src/core/bytes/block-cache';
import { pattern } from '../../support/bytes/scripted-client';

const BYTES = pattern(10_000);

function put(cache: BlockCache, start: number, end: number, key = 'a'): void {
  cache.put(key, start, BYTES.slice(start, end));
}

function extents(cache: BlockCache, start = 0, end = 10_000, key = 'a'): [number, number][] {
  return cache.find(key, start, end).map(({ offset, bytes }) => [offset, offset + bytes.length]);
}

describe('BlockCache', () => {
  it('gives back exactly what was put, cut to what is asked for', () => {
    const cache = new BlockCache(100_000);
    put(cache, 100, 200);
    put(cache, 500, 600);
    expect(extents(cache)).toEqual([
      [100, 200],
      [500, 600],
    ]);
    expect(extents(cache, 150, 510)).toEqual([
      [150, 200],
      [500, 510],
    ]);
    expect(extents(cache, 200, 500)).toEqual([]);
    expect(extents(cache, 0, 10_000, 'b')).toEqual([]);
    expect(cache.find('a', 150, 160)[0]?.bytes).toEqual(BYTES.slice(150, 160));
  });

  it('never holds a byte twice', () => {
    const cache = new BlockCache(100_000);
    put(cache, 100, 200);
    put(cache, 300, 400);
    put(cache, 150, 350); // between, over both edges
    put(cache, 160, 170); // inside
    expect(extents(cache)).toEqual([
      [100, 200],
      [200, 300],
      [300, 400],
    ]);
    put(cache, 50, 450); // around everything
    expect(extents(cache)).toEqual([[50, 450]]);
    for (const { offset, bytes } of cache.find('a', 0, 10_000)) {
      expect(bytes).toEqual(BYTES.slice(offset, offset + bytes.length));
    }
  });

  it('holds what a random history says it should', () => {
    const cache = new BlockCache(10_000_000);
    const truth = new Uint8Array(10_000);
    let seed = 1;
    const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    for (let step = 0; step < 500; step++) {
      const start = random(9_900);
      const end = start + 1 + random(100);
      put(cache, start, end);
      truth.fill(1, start, end);
    }
    const held = new Uint8Array(10_000);
    for (const { offset, bytes } of cache.find('a', 0, 10_000)) {
      expect(held.subarray(offset, offset + bytes.length).every((count) => count === 0)).toBe(true);
      held.fill(1, offset, offset + bytes.length);
      expect(bytes).toEqual(BYTES.slice(offset, offset + bytes.length));
    }
    expect(held).toEqual(truth);
  });

  it('keeps to its bound and lets the least recently used go first', () => {
    const cache = new BlockCache(3 * (1000 + 256));
    put(cache, 0, 1000);
    put(cache, 2000, 3000);
    put(cache, 4000, 5000);
    expect(extents(cache, 0, 1)).toHaveLength(1); // used again
    put(cache, 6000, 7000);
    expect(extents(cache)).toEqual([
      [0, 1000],
      [4000, 5000],
      [6000, 7000],
    ]);
    expect(cache.bytes).toBeLessThanOrEqual(cache.maxBytes);
    put(cache, 0, 9999, 'b'); // more than the bound: not kept, and nothing lost for it
    expect(extents(cache)).toHaveLength(3);
    cache.resize(1300);
    expect(extents(cache)).toEqual([[6000, 7000]]);
    cache.clear();
    expect(cache.bytes).toBe(0);
  });

  it('bounds very many small segments too', () => {
    const cache = new BlockCache(10_000);
    for (let index = 0; index < 1000; index++) {
      put(cache, index * 10, index * 10 + 1);
    }
    expect(cache.bytes).toBeLessThanOrEqual(10_000);
    expect(extents(cache).length).toBeLessThan(40);
  });

  it('does not pin a large buffer for a small view of it', () => {
    const cache = new BlockCache(1_000_000);
    cache.put('a', 100, BYTES.subarray(100, 200));
    expect(cache.find('a', 100, 200)[0]?.bytes.buffer.byteLength).toBe(100);
  });
});
