import { describe, expect, it } from 'vitest';
import { angularSeparation, sphere } from './sphere';
import { capAround, orderFor } from '../../../src/core/plots/sky-points';
import { projectedTest } from '../../../src/core/plots/projection';
import { Turns } from '../../../src/core/table/turns';
import type { PlotArea, PlotReply, PlotSpec } from '../../../src/protocol/plot';
import { SkyMap } from '../../../webview/search/footprints/sky-map';
import { directionAt, vectorAt } from '../../../webview/search/footprints/vector';
import {
  arrangedTables,
  call,
  doublesOf,
  handlersOf,
  numbersOf,
  plotOf,
  type Handlers,
} from './support';

const SKY = { kind: 'sky', x: 'ra', y: 'dec', gridsize: 1 } as const;

async function skyOf(
  count: number,
  seed = 1,
): Promise<{ handlers: Handlers; ra: Float64Array; dec: Float64Array }> {
  const { ra, dec } = sphere(count, seed);
  const { tables } = await arrangedTables({ ra, dec }, '');
  return { handlers: handlersOf(tables), ra, dec };
}

const ask = (handlers: Handlers, more: Partial<PlotSpec> = {}): Promise<PlotReply> =>
  plotOf(handlers, { hdu: 0, view: '', spec: { ...SKY, ...more } });

describe('rows on the sky', () => {
  it('are given one by one where they are few, those in sight alone', async () => {
    const { handlers, ra, dec } = await skyOf(5000);
    const cap = { longitude: 359, latitude: 70, radius: 25 };
    const reply = await ask(handlers, { cap });
    const inside = [...ra.keys()].filter(
      (k) => angularSeparation([ra[k] ?? 0, dec[k] ?? 0], [359, 70]) <= 25,
    );
    expect(numbersOf(reply.pointRows)).toEqual(inside);
    expect(reply.within).toBe(inside.length);
    expect(doublesOf(reply.points).slice(0, 2)).toEqual([ra[inside[0] ?? 0], dec[inside[0] ?? 0]]);
    expect(reply.counts).toHaveLength(0);
  });

  it('are counted in cells of HEALPix where they are many; the cells have corners around their middles', async () => {
    const { handlers } = await skyOf(120_000);
    const reply = await ask(handlers);
    const counts = numbersOf(reply.counts);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(120_000);
    expect(counts.length).toBeGreaterThan(10_000);
    const [points, corners] = [doublesOf(reply.points), doublesOf(reply.corners)];
    expect(corners).toHaveLength(12 * counts.length);
    for (const cell of [0, 17, counts.length - 1]) {
      for (let corner = 0; corner < 4; corner++) {
        const at = 12 * cell + 3 * corner;
        const [x = 0, y = 0, z = 0] = corners.slice(at, at + 3);
        const middle = [points[2 * cell] ?? 0, points[2 * cell + 1] ?? 0] as const;
        const apart = angularSeparation(directionAt([x, y, z]), middle);
        expect(apart).toBeGreaterThan(0.3);
        expect(apart).toBeLessThan(2.5);
      }
    }
    const near = await ask(handlers, { cap: { longitude: 10, latitude: 0, radius: 85 } });
    expect(near.cell?.width).toBeLessThan(reply.cell?.width ?? 0);
  });

  it('lie in a circle around them, also across 0 and at a pole', async () => {
    const of = async (ra: number[], dec: number[]): ReturnType<typeof capAround> =>
      capAround(
        { x: Float64Array.from(ra), y: Float64Array.from(dec), numbers: undefined },
        new Turns(undefined),
      );
    const across = await of([359, 1, NaN], [10, 10, 3]);
    expect(across?.longitude).toBeCloseTo(0, 9);
    expect(across?.radius).toBeCloseTo(angularSeparation([359, 10], [1, 10]) / 2, 9);
    const polar = await of([0, 90, 180, 270], [89, 89, 89, 89]);
    expect(polar?.latitude).toBeCloseTo(90, 9);
    expect(polar?.radius).toBeCloseTo(1, 9);
    expect(await of([5], [95])).toBeUndefined();
    expect(await of([0, 180], [0, 0])).toMatchObject({ radius: 180 });
    expect(orderFor({ longitude: 0, latitude: 0, radius: 0 })).toBe(24);
    expect(orderFor({ longitude: 0, latitude: 0, radius: 180 })).toBe(5);
  });

  it.each([
    { kind: 'all-sky', longitude: 200 },
    { kind: 'field', longitude: 359.5, latitude: -62 },
  ] as const)('are selected where the map draws them, %o', async (projection) => {
    const { handlers, ra, dec } = await skyOf(20_000, 7);
    const size = { width: 800, height: 500 };
    const view = projection.kind === 'field' ? { ...projection, pixel: 0.002 } : projection;
    const map = new SkyMap(view, size);
    const box = { left: 150, right: 420, top: 100, bottom: 300 };
    const { left, right, top, bottom } = box;
    const corners = [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ].map(([x = 0, y = 0]): [number, number] => [
      (size.width / 2 - x) / map.scale,
      (size.height / 2 - y) / map.scale,
    ]);
    const area: PlotArea = { kind: 'sky', projection, corners };
    const { rows } = await handlers.plotArea({ hdu: 0, view: '', spec: SKY, area }, call());
    const drawn = [...ra.keys()].filter((k) => {
      const [x, y] = map.spotOf(vectorAt(ra[k] ?? 0, dec[k] ?? 0)) ?? [NaN, NaN];
      return x > left && x < right && y > top && y < bottom;
    });
    expect(drawn.length).toBeGreaterThan(100);
    expect(numbersOf(rows)).toEqual(drawn);
  });

  it('behind a field are nowhere', () => {
    const test = projectedTest({ kind: 'field', longitude: 10, latitude: 20 }, () => true);
    expect([test(10, 20), test(370, 20), test(190, -20)]).toEqual([true, true, false]);
  });
});
