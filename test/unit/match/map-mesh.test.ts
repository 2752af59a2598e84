import { describe, expect, it } from 'vitest';
import { MAP_TOLERANCE, MapMesh } from '../../../src/core/match/map-mesh';
import { type PixelMap, pixelMap } from '../../../src/core/match/pixel-map';
import { placed } from './truth';

const SIDE = 20_000;
const SIZE = { width: SIDE, height: SIDE };

const TAN = [
  'CTYPE1',
  "'RA---TAN'",
  'CTYPE2',
  "'DEC--TAN'",
  'NAXIS',
  '2',
  'NAXIS1',
  `${SIDE}`,
  'NAXIS2',
  `${SIDE}`,
  'CRVAL1',
  '150.1',
  'CRVAL2',
  '2.2',
  'CRPIX1',
  '10000.5',
  'CRPIX2',
  '10000.5',
  'CD1_1',
  '-1E-5',
  'CD1_2',
  '0',
  'CD2_1',
  '0',
  'CD2_2',
  '1E-5',
] as const;

/** Wild: hundreds of thousands of pixels off at the edges, and never straight. */
const SIP = [
  'CTYPE1',
  "'RA---TAN-SIP'",
  'CTYPE2',
  "'DEC--TAN-SIP'",
  'A_ORDER',
  '5',
  'B_ORDER',
  '5',
  'A_2_0',
  '3E-4',
  'A_0_2',
  '-7E-4',
  'A_1_1',
  '5E-4',
  'A_5_0',
  '2E-15',
  'A_0_5',
  '1E-15',
  'B_2_0',
  '-4E-4',
  'B_1_1',
  '6E-4',
  'B_0_3',
  '4E-7',
  'B_3_0',
  '-3E-7',
] as const;

function cards(...values: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (let k = 0; k < values.length; k += 2) {
    found.set(values[k] as string, values[k + 1] as string);
  }
  return [...found].map(([key, value]) => `${key.padEnd(8)}= ${value.padStart(20)}`);
}

const WILD = pixelMap(placed('one', cards(...TAN, ...SIP)), placed('the other', cards(...TAN)));

/** Rough everywhere: a ripple of a few pixels. */
const RIPPLED: PixelMap = ({ x, y }) => ({
  x: x.map((value, k) => value + 5 * Math.sin(value / 2 + (y[k] as number) / 3)),
  y: y.map((value, k) => value + 5 * Math.cos((x[k] as number) / 3 - value / 2)),
});

const SMOOTH: PixelMap = ({ x, y }) => ({
  x: x.map((value, k) => 0.9 * value + 0.1 * (y[k] as number) + 7),
  y: y.map((value, k) => 0.9 * value - 0.1 * (x[k] as number) + 9),
});

function axis(count: number, from = 0, step = SIDE / count): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => from + k * step);
}

/** The map, and how many positions it was asked for in each call. */
function counted(map: PixelMap): { map: PixelMap; calls: number[] } {
  const calls: number[] = [];
  return {
    calls,
    map: (pixels) => {
      calls.push(pixels.x.length);
      return map(pixels);
    },
  };
}

const sum = (calls: readonly number[]): number => calls.reduce((total, each) => total + each, 0);

async function worst(mesh: MapMesh, xs: Float64Array, ys: Float64Array): Promise<number> {
  const found = await mesh.positions(xs, ys);
  const exact = mesh.map({
    x: found.x.map((_, k) => xs[k % xs.length] as number),
    y: found.x.map((_, k) => ys[Math.floor(k / xs.length)] as number),
  });
  return found.x.reduce((most, value, k) => {
    const off = Math.hypot(
      value - (exact.x[k] as number),
      (found.y[k] as number) - (exact.y[k] as number),
    );
    const both = Number.isNaN(value) && Number.isNaN(exact.x[k]);
    return Math.max(most, both ? 0 : off);
  }, 0);
}

describe('the mesh of a map over a plane of 20,000 × 20,000 pixels', () => {
  it.each([
    ['wild', WILD],
    ['rippled', RIPPLED],
  ])(
    'computes no more than twice the positions that are wanted, and those right: %s',
    async (_, rough) => {
      const { map, calls } = counted(rough);
      const mesh = new MapMesh(map, SIZE);
      for (const [xs, ys] of [
        [axis(400), axis(300)],
        [axis(256, 7000, 1), axis(256, 300, 1)],
        [axis(2000), Float64Array.of(12_345)],
      ] as const) {
        calls.length = 0;
        const found = await mesh.positions(xs, ys);
        expect(sum(calls)).toBeLessThanOrEqual(2 * found.x.length);
        expect(Math.max(...calls)).toBeLessThanOrEqual(13 * 1024);
        expect(await worst(mesh, xs, ys)).toBeLessThan(3 * MAP_TOLERANCE);
      }
    },
  );

  it('costs few positions where the map is smooth', async () => {
    const { map, calls } = counted(SMOOTH);
    const mesh = new MapMesh(map, SIZE);
    await mesh.positions(axis(1000), axis(1000));
    expect(sum(calls)).toBe(256 * 13);
    expect(await worst(mesh, axis(100), axis(100))).toBeLessThan(1e-6);
  });

  it('stops between two calls', async () => {
    const stop = new AbortController();
    let calls = 0;
    const mesh = new MapMesh((pixels) => {
      calls += 1;
      stop.abort();
      const until = performance.now() + 20;
      while (performance.now() < until) {
        // A map that takes longer than a turn.
      }
      return RIPPLED(pixels);
    }, SIZE);
    await expect(mesh.positions(axis(1000), axis(1000), stop.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(calls).toBe(1);
    await expect(mesh.positions(axis(2), axis(2), stop.signal)).rejects.toThrow();
    expect(calls).toBe(1);
  });

  it('gives several who ask at once what each would get alone', async () => {
    const [xs, ys] = [axis(300, 100, 7), axis(280, 500, 9)];
    const alone = await new MapMesh(WILD, SIZE).positions(xs, ys);
    const mesh = new MapMesh(WILD, SIZE);
    const all = await Promise.all([
      mesh.positions(xs, ys),
      mesh.positions(axis(200), axis(200)),
      mesh.positions(xs, ys),
    ]);
    for (const each of [all[0], all[2]]) {
      const off = each.x.map((value, k) => Math.abs(value - (alone.x[k] as number)));
      expect(off.every((value) => value < 4 * MAP_TOLERANCE)).toBe(true);
    }
  });
});
