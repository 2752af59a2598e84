import { describe, expect, it } from 'vitest';
import { ChosenRows } from '../../../../src/extension/catalogs-sky/chosen-rows';
import { rowBytes, rowsFrom } from '../../../../src/extension/catalogs-sky/row-bytes';

function stand() {
  const chosen = new ChosenRows();
  const told: string[] = [];
  const listening = chosen.onDidChange((result) => told.push(result));
  return { chosen, told, listening };
}

describe('the rows that are chosen of results', () => {
  it('are ascending, each once, whatever they are given as', () => {
    const { chosen, told } = stand();
    chosen.set('a', Uint32Array.of(9, 2, 9, 5));
    expect([...(chosen.get('a')?.rows ?? [])]).toEqual([2, 5, 9]);
    expect(told).toEqual(['a']);
  });

  it('are told of when they change, and only then', () => {
    const { chosen, told, listening } = stand();
    chosen.set('a', Uint32Array.of(1, 2));
    const before = chosen.get('a')?.version;
    chosen.set('a', Uint32Array.of(2, 1));
    expect(chosen.get('a')?.version).toBe(before);
    chosen.set('b', new Uint32Array(0));
    chosen.set('a', new Uint32Array(0));
    expect(chosen.get('a')).toBeUndefined();
    expect(told).toEqual(['a', 'a']);
    listening.dispose();
    chosen.set('a', Uint32Array.of(1));
    expect(told).toHaveLength(2);
  });

  it('have another version after each change, of any result', () => {
    const { chosen } = stand();
    chosen.set('a', Uint32Array.of(1));
    chosen.set('b', Uint32Array.of(1));
    const first = chosen.get('a')?.version ?? 0;
    expect(chosen.get('b')?.version).toBeGreaterThan(first);
    chosen.set('a', new Uint32Array(0));
    chosen.set('a', Uint32Array.of(1));
    expect(chosen.get('a')?.version).toBeGreaterThan(first);
  });

  it('are kept of the results that were used last', () => {
    const { chosen, told } = stand();
    for (let k = 0; k < 40; k++) {
      chosen.set(`r${k}`, Uint32Array.of(k));
    }
    expect(chosen.get('r0')).toBeUndefined();
    expect(told).toContain('r0');
    expect([...(chosen.get('r39')?.rows ?? [])]).toEqual([39]);
  });

  it('travel as little-endian numbers, from anywhere in a buffer', () => {
    const bytes = rowBytes(Uint32Array.of(1, 256, 4_000_000_000));
    expect([...bytes.subarray(0, 8)]).toEqual([1, 0, 0, 0, 0, 1, 0, 0]);
    const shifted = new Uint8Array(13);
    shifted.set(bytes, 1);
    expect([...rowsFrom(shifted.subarray(1))]).toEqual([1, 256, 4_000_000_000]);
    expect(rowBytes(undefined)).toHaveLength(0);
    expect(() => rowsFrom(new Uint8Array(5))).toThrow(/Choose them again|have got lost/);
  });
});
