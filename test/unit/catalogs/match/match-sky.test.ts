import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { matchSky, type SkyPairs } from '../../../../src/core/catalogs/match/match-sky';
import type { Directions } from '../../../../src/core/sky/frames';

type Packed = string;

interface Case {
  readonly name: string;
  readonly radius: number;
  readonly left: readonly [Packed, Packed];
  readonly right: readonly [Packed, Packed];
  readonly all: PackedPairs;
  readonly nearest: PackedPairs;
}

interface PackedPairs {
  readonly left: Packed;
  readonly right: Packed;
  readonly separation?: Packed | undefined;
}

const CASES = JSON.parse(
  readFileSync(new URL('match.json', import.meta.url), 'utf8'),
) as readonly Case[];

function bytesOf(packed: Packed): ArrayBuffer {
  return new Uint8Array(Buffer.from(packed, 'base64')).buffer;
}

function directionsOf([longitude, latitude]: readonly [Packed, Packed]): Directions {
  return {
    longitude: Float64Array.from(new Uint32Array(bytesOf(longitude)), (k) => k * (360 / 2 ** 32)),
    latitude: Float64Array.from(new Int32Array(bytesOf(latitude)), (k) => k * (180 / 2 ** 31)),
  };
}

/** As texts in order of both rows, to compare. */
function pairsOf({ left, right }: Pick<SkyPairs, 'left' | 'right'>): string[] {
  return Array.from(left, (row, k) => [row, right[k] as number] as const)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1])
    .map((pair) => pair.join(' '));
}

function truthOf(pairs: PackedPairs): SkyPairs {
  return {
    left: new Uint32Array(bytesOf(pairs.left)),
    right: new Uint32Array(bytesOf(pairs.right)),
    separation: new Float64Array(bytesOf(pairs.separation ?? '')),
  };
}

describe.each(CASES)('a cross-match of $name', ({ radius, left, right, all, nearest }) => {
  const [one, other] = [directionsOf(left), directionsOf(right)];

  it('finds all pairs that astropy finds, as far apart', async () => {
    const found = await matchSky(one, other, { radius, which: 'all' });
    const truth = truthOf(all);
    expect(pairsOf(found)).toEqual(pairsOf(truth));
    const apart = new Map(pairsOf(truth).map((pair, k) => [pair, truth.separation[k] as number]));
    const most = Array.from(found.left, (row, k) =>
      Math.abs(
        (found.separation[k] as number) - (apart.get(`${row} ${found.right[k]}`) ?? Infinity),
      ),
    ).reduce((a, b) => Math.max(a, b), 0);
    // A nanoarcsecond is 3e-13 degrees.
    expect(most).toBeLessThan(1e-11);
  });

  it('finds the nearest that astropy finds', async () => {
    const found = await matchSky(one, other, { radius, which: 'nearest' });
    const truth = truthOf(nearest);
    expect([...found.left]).toEqual([...truth.left]);
    // Of places that are as near either will do for astropy; ours is the first.
    found.right.forEach((row, k) => {
      if (row !== truth.right[k]) {
        expect(row).toBeLessThan(truth.right[k] as number);
      }
    });
  });
});

describe('a cross-match', () => {
  it('has no match for a position that is none', async () => {
    const bad = { longitude: Float64Array.of(NaN, 5, 5), latitude: Float64Array.of(5, 91, 5) };
    const found = await matchSky(bad, bad, { radius: 1, which: 'all' });
    expect(pairsOf(found)).toEqual(['2 2']);
  });

  it('gives the nearest of a row first', async () => {
    const left = { longitude: Float64Array.of(10), latitude: Float64Array.of(0) };
    const right = { longitude: Float64Array.of(10.3, 10.1, 10.2), latitude: new Float64Array(3) };
    const found = await matchSky(left, right, { radius: 1, which: 'all' });
    expect([...found.right]).toEqual([1, 2, 0]);
  });

  it('counts in full turns', async () => {
    const left = { longitude: Float64Array.of(-0.0001, 720.0001), latitude: new Float64Array(2) };
    const right = { longitude: Float64Array.of(360), latitude: new Float64Array(1) };
    const found = await matchSky(left, right, { radius: 0.001, which: 'nearest' });
    expect(pairsOf(found)).toEqual(['0 0', '1 0']);
  });

  it('ends where there are too many pairs', async () => {
    const same = { longitude: new Float64Array(100), latitude: new Float64Array(100) };
    await expect(
      matchSky(same, same, { radius: 1, which: 'all', mostPairs: 5000 }),
    ).rejects.toMatchObject({ code: 'too-large' });
  });

  it('can be stopped', async () => {
    const places = {
      longitude: Float64Array.from({ length: 200_000 }, (_, k) => (k * 0.618) % 360),
      latitude: Float64Array.from({ length: 200_000 }, (_, k) => (k % 179) - 89),
    };
    const stop = new AbortController();
    const asked = matchSky(places, places, { radius: 0.1, which: 'all', signal: stop.signal });
    stop.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  });
});
