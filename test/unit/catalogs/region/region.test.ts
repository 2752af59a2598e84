import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type SkyRegion, regionTest } from '../../../../src/core/catalogs/region/region';
import { parseMoc } from '../../../../src/core/healpix/moc/moc-text';
import { nestedPixels } from '../../../../src/core/healpix/nested';
import { hasPixel, rangesCount } from '../../../../src/core/healpix/pixel-ranges';
import type { Directions } from '../../../../src/core/sky/frames';

interface Case {
  readonly cone?: readonly [number, number, number];
  readonly polygon?: readonly number[];
  readonly larger?: boolean;
  readonly box?: readonly [number, number, number, number];
  readonly longitude: readonly number[];
  readonly latitude: readonly number[];
  readonly inside: string;
}

/** Made by make_regions.py with astropy and spherical_geometry. */
const CASES = JSON.parse(
  readFileSync(new URL('regions.json', import.meta.url), 'utf8'),
) as readonly Case[];

function polygon(corners: readonly number[], larger = false): SkyRegion {
  return {
    kind: 'polygon',
    corners: directions(
      corners.filter((_, k) => k % 2 === 0),
      corners.filter((_, k) => k % 2 === 1),
    ),
    larger,
  };
}

function cone(longitude: number, latitude: number, radius: number): SkyRegion {
  return { kind: 'cone', centre: { longitude, latitude }, radius };
}

function box(west: number, east: number, south: number, north: number): SkyRegion {
  return { kind: 'box', west, east, south, north };
}

function directions(longitude: readonly number[], latitude: readonly number[]): Directions {
  return { longitude: Float64Array.from(longitude), latitude: Float64Array.from(latitude) };
}

function inside(region: SkyRegion, ...points: readonly (readonly [number, number])[]): string {
  const [lon, lat] = [points.map(([at]) => at), points.map(([, at]) => at)];
  return regionTest(region).contains(directions(lon, lat)).join('');
}

function regionOf(truth: Case): SkyRegion {
  return truth.cone
    ? cone(...truth.cone)
    : truth.box
      ? box(...truth.box)
      : polygon(truth.polygon ?? [], truth.larger);
}

describe('what is inside, as astropy and spherical_geometry see it', () => {
  it.each(CASES.map((truth, k) => [k, truth] as const))(
    'region %i',
    { timeout: 30_000 },
    (_, truth) => {
      const test = regionTest(regionOf(truth));
      const points = directions(truth.longitude, truth.latitude);
      expect(test.contains(points).join('')).toBe(truth.inside);

      // Whatever is inside is in the pixels that are read for it, at any order.
      for (const order of [0, 2, 5, 9]) {
        const cover = test.cover(order);
        const pixels = nestedPixels(order, points);
        [...truth.inside].forEach((isIn, k) => {
          expect(isIn === '0' || hasPixel(cover, pixels[k] ?? -1)).toBe(true);
        });
      }
    },
  );
});

describe('borders', () => {
  it('of a box belong to it', () => {
    const taurus = box(62, 66, 25, 29);
    expect(inside(taurus, [62, 25], [66, 29], [64, 25], [62, 27], [422, 27], [-298, 27])).toBe(
      '111111',
    );
    expect(inside(taurus, [61.999999, 27], [66.000001, 27], [64, 24.999999], [64, 29.000001])).toBe(
      '0000',
    );
    expect(
      inside(box(350, 10, -5, 5), [350, 0], [0, 0], [360, 0], [10, 5], [11, 0], [349, 0]),
    ).toBe('111100');
    expect(inside(box(0, 360, 80, 90), [0, 80], [123, 90], [360, 85], [5, 79.9])).toBe('1110');
    expect(inside(box(5, 5, -1, 1), [5, 0], [5.000001, 0])).toBe('10');
  });

  it('of a cone belong to it, and its centre where the radius is zero', () => {
    expect(inside(cone(0, 0, 1), [0, 1], [0, -1], [0, 1.0000001], [360, 0])).toBe('1101');
    expect(inside(cone(12, 34, 0), [12, 34], [12, 34.0000001])).toBe('10');
    expect(inside(cone(12, 34, 180), [12, 34], [192, -34])).toBe('11');
    expect(inside(cone(0, 0, 179), [180, 0], [180, 1.001], [180, 0.999])).toBe('010');
  });

  it('hold nothing that is no direction', () => {
    const nowhere = [
      [NaN, 0],
      [0, NaN],
      [0, 91],
      [Infinity, 0],
    ] as const;
    const large = polygon([0, 0, 90, 0, 0, 80], true);
    for (const region of [cone(0, 0, 100), cone(0, 0, 10), box(0, 360, -90, 90), large]) {
      expect(inside(region, ...nowhere)).toBe('0000');
    }
    expect(inside({ kind: 'everywhere' }, ...nowhere)).toBe('1111');
  });
});

describe('polygons', () => {
  it('whose corners repeat, run either way and begin anywhere', () => {
    const points = [
      [5, 5],
      [15, 5],
      [0.01, 0.005],
    ] as const;
    for (const corners of [
      [0, 0, 10, 0, 10, 10, 0, 10],
      [0, 10, 10, 10, 10, 0, 0, 0, 0, 10],
      [370, 0, 370, 0, 10, 10, -360, 10, 360, 0],
    ]) {
      expect(inside(polygon(corners), ...points)).toBe('101');
      expect(inside(polygon(corners, true), ...points)).toBe('010');
    }
  });

  it('with a corner on a pole, and an edge over one', () => {
    const lune = polygon([0, 0, 90, 0, 0, 90]);
    expect(inside(lune, [45, 45], [45, 89], [91, 10], [45, -1], [200, 89])).toBe('11000');
    const over = polygon([0, 80, 180, 80, 180, 0, 90, 20, 0, 0]);
    expect(inside(over, [90, 85], [90, 30], [270, 85], [90, 10])).toBe('1100');
  });

  it('whose edges cross hold what they enclose once', () => {
    const bow = polygon([0, 0, 10, 10, 10, 0, 0, 10]);
    expect(inside(bow, [2, 5], [8, 5], [5, 2], [5, 8])).toBe('1100');
  });

  it.each([
    [[0, 0, 10, 0], 'at least three corners'],
    [[0, 0, 10, 0, 10, 0, 0, 0], 'at least three corners'],
    [[0, 0, NaN, 0, 10, 10], 'Corner 2 of the polygon is not on the sky'],
    [[0, 0, 10, 91, 10, 10], 'Corner 2 of the polygon is not on the sky'],
    [[0, 0, 180, 0, 10, 10], 'Corners 1 and 2 of the polygon are opposite'],
  ])('%j is none', (corners, message) => {
    expect(() => regionTest(polygon(corners))).toThrow(message);
  });

  it('of very many corners', { timeout: 30_000 }, () => {
    const count = 20_000;
    const corners = Array.from({ length: count }, (_, k) => {
      const turn = (2 * Math.PI * k) / count;
      return [10 + 3 * Math.cos(turn), 3 * Math.sin(turn)];
    }).flat();
    const many = regionTest(polygon(corners)).cover(9);
    const few = regionTest(polygon(corners.filter((_, k) => k % 20 < 2))).cover(9);
    expect(many.finest).toBe(9);
    expect(Math.abs(rangesCount(many) - rangesCount(few))).toBeLessThan(10);
  });
});

describe('coverage', () => {
  it('of the reference queries', () => {
    expect([...regionTest(box(61, 62, 24.5, 26)).cover(5).bounds]).toEqual([
      95, 96, 117, 118, 266, 267, 288, 289,
    ]);
    expect([...regionTest(cone(61.6, 25.5, 0.8)).cover(5).bounds]).toEqual([
      117, 118, 266, 267, 288, 289,
    ]);
  });

  it('is that of the whole sky where the region is', () => {
    for (const region of [
      cone(10, 10, 180),
      box(0, 360, -90, 90),
      { kind: 'everywhere' },
    ] as const) {
      expect([...regionTest(region).cover(7).bounds]).toEqual([0, 12 * 4 ** 7]);
    }
  });

  it('goes by whole pixels of a lower order where its border would be too long', () => {
    const test = regionTest(cone(83.8, -5.4, 20));
    const coarse = test.cover(16, { mostOnBorder: 2000 });
    expect(coarse.finest).toBeLessThan(10);
    expect(coarse.bounds.length).toBeLessThan(2000);
    expect(rangesCount(coarse)).toBe(
      rangesCount(test.cover(coarse.finest)) * 4 ** (16 - coarse.finest),
    );
  });

  it('of several regions is that of each', () => {
    const parts = [
      cone(10, 10, 2),
      box(12, 14, 9, 11),
      { kind: 'moc', moc: parseMoc('4/7') },
    ] as const;
    const union = regionTest({ kind: 'union', parts });
    const cover = union.cover(8);
    for (const part of parts) {
      const { bounds } = regionTest(part).cover(8);
      expect(bounds.filter((_, k) => k % 2 === 0).every((pixel) => hasPixel(cover, pixel))).toBe(
        true,
      );
    }
    expect(inside({ kind: 'union', parts }, [10, 10], [13, 10], [40, 40])).toBe('110');
    expect(rangesCount(regionTest({ kind: 'union', parts: [] }).cover(3))).toBe(0);
  });

  it('refuses what is no region', () => {
    expect(() => regionTest(cone(0, 91, 1))).toThrow('A cone has a centre on the sky');
    expect(() => regionTest(cone(0, 0, -1))).toThrow('a radius from 0');
    expect(() => regionTest(box(0, 1, 5, 4))).toThrow('its declinations are 5 and 4');
    expect(() => regionTest(cone(0, 0, 1)).cover(25)).toThrow('25 is no HEALPix order');
  });
});
