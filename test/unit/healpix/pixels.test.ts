import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pixelBorder } from '../../../src/core/healpix/boundaries';
import { pixelCentres, pixelCentres64, ringCentres } from '../../../src/core/healpix/centres';
import { neighbours } from '../../../src/core/healpix/neighbours';
import { nestedPixels, nestedPixels64 } from '../../../src/core/healpix/nested';
import {
  MOST_NUMBER_ORDER,
  nsideOf,
  orderForSize,
  orderOf,
  pixelCount,
  pixelSize,
} from '../../../src/core/healpix/order';
import { nestedToRing, ringPixels, ringToNested } from '../../../src/core/healpix/ring';
import { nestedToRing64, ringPixels64, ringToNested64 } from '../../../src/core/healpix/ring64';
import { type Direction, separation } from '../../../src/core/sky/geometry';
import type { Directions } from '../../../src/core/sky/frames';
import { directionsOf, hashOf } from './support/numbers';

interface Points {
  readonly longitude: readonly number[];
  readonly latitude: readonly number[];
}
interface Truth {
  readonly hashes: readonly { order: number; nested: string; ring: string }[];
  readonly otherNsides: readonly { nside: number; ring: string }[];
  readonly edges: Points & { nested: readonly { order: number; pixels: readonly string[] }[] };
  readonly centres: readonly (Points & {
    order: number;
    nested: readonly string[];
    ring: readonly string[];
  })[];
  readonly borders: readonly (Points & { order: number; pixel: number })[];
  readonly neighbours: readonly {
    order: number;
    pixels: readonly number[];
    neighbours: readonly (readonly number[])[];
  }[];
  readonly resolution: readonly { order: number; degrees: number }[];
}

/** Made by make_healpix.py with healpy, cdshealpix and mpmath. */
const TRUTH = JSON.parse(readFileSync(new URL('healpix.json', import.meta.url), 'utf8')) as Truth;
const POINTS = directionsOf(2463534242, 20_000);

function at({ longitude, latitude }: Points | Directions, k: number): Direction {
  return { longitude: longitude[k] ?? NaN, latitude: latitude[k] ?? NaN };
}

describe('pixels of directions as healpy has them', () => {
  it.each(TRUTH.hashes)('order $order, nested and ring', ({ order, nested, ring }) => {
    const deep = nestedPixels64(order, POINTS);
    expect(hashOf(deep)).toBe(nested);
    expect(hashOf(nestedToRing64(order, deep))).toBe(ring);
    expect(hashOf(ringPixels64(order, POINTS))).toBe(ring);
    expect(hashOf(ringToNested64(order, nestedToRing64(order, deep)))).toBe(nested);
    if (order <= MOST_NUMBER_ORDER) {
      const pixels = nestedPixels(order, POINTS);
      expect(hashOf(pixels)).toBe(nested);
      expect(hashOf(nestedToRing(order, pixels))).toBe(ring);
      expect(hashOf(ringPixels(2 ** order, POINTS))).toBe(ring);
      expect(hashOf(ringToNested(order, nestedToRing(order, pixels)))).toBe(nested);
    }
  });

  it.each(TRUTH.otherNsides)('ring of nside $nside', ({ nside, ring }) => {
    const points = directionsOf(88172645, 2000);
    expect(hashOf(ringPixels(nside, points))).toBe(ring);
    const centres = ringCentres(nside, ringPixels(nside, points));
    expect(hashOf(ringPixels(nside, centres))).toBe(ring);
  });

  it('where pixels meet, at the poles, beyond a turn', () => {
    const { longitude, latitude, nested } = TRUTH.edges;
    const points = {
      longitude: Float64Array.from(longitude),
      latitude: Float64Array.from(latitude),
    };
    for (const { order, pixels } of nested) {
      expect(Array.from(nestedPixels(order, points), String)).toEqual(pixels);
    }
  });

  it('none of what is no direction', () => {
    const points = {
      longitude: Float64Array.of(NaN, 10, Infinity, 10, 10),
      latitude: Float64Array.of(0, NaN, 0, 90.0000001, -91),
    };
    expect([...nestedPixels(5, points)]).toEqual([-1, -1, -1, -1, -1]);
    expect([...nestedPixels64(29, points)]).toEqual([-1n, -1n, -1n, -1n, -1n]);
    expect([...ringPixels(5, points)]).toEqual([-1, -1, -1, -1, -1]);
    expect([...ringPixels64(29, points)]).toEqual([-1n, -1n, -1n, -1n, -1n]);
    expect([...pixelCentres(1, [-1, 48, 0.5]).longitude]).toEqual([NaN, NaN, NaN]);
    expect([...ringToNested(1, [-1, 48])]).toEqual([-1, -1]);
    expect([...nestedToRing64(1, [-1n, 48n])]).toEqual([-1n, -1n]);
  });
});

describe('places of pixels', () => {
  it.each(TRUTH.centres)('middles at order $order', ({ order, nested, ring, ...points }) => {
    const found = [
      pixelCentres64(order, nested.map(BigInt)),
      pixelCentres64(order, ring.map(BigInt), 'ring'),
    ];
    if (order <= MOST_NUMBER_ORDER) {
      found.push(pixelCentres(order, nested.map(Number)));
      found.push(pixelCentres(order, ring.map(Number), 'ring'));
    }
    for (const directions of found) {
      nested.forEach((_, k) => {
        expect(separation(at(directions, k), at(points, k))).toBeLessThan(1e-13);
      });
      expect(nestedPixels64(order, directions)).toEqual(BigInt64Array.from(nested, BigInt));
    }
  });

  it.each(TRUTH.borders)('border of $pixel at order $order', ({ order, pixel, ...points }) => {
    const border = pixelBorder(order, pixel, 4);
    points.longitude.forEach((_, k) => {
      expect(separation(at(border, k), at(points, k))).toBeLessThan(1e-12);
    });
    const corners = pixelBorder(order, pixel);
    expect(Array.from(corners.latitude)).toEqual([0, 4, 8, 12].map((k) => border.latitude[k]));
  });

  it.each(TRUTH.neighbours)('neighbours at order $order', ({ order, pixels, ...truth }) => {
    pixels.forEach((pixel, k) => {
      expect([pixel, ...neighbours(order, pixel)]).toEqual([pixel, ...(truth.neighbours[k] ?? [])]);
    });
  });

  it('sizes and counts', () => {
    for (const { order, degrees } of TRUTH.resolution) {
      expect(pixelSize(order) / degrees).toBeCloseTo(1, 12);
      expect(orderForSize(degrees * 1.000001)).toBe(order);
      expect(orderOf(nsideOf(order))).toBe(order);
      expect(pixelCount(order)).toBe(12 * nsideOf(order) ** 2);
    }
    expect(orderOf(12)).toBeUndefined();
    expect(orderOf(2 ** 30)).toBeUndefined();
    expect(orderForSize(NaN)).toBe(0);
    expect(() => nestedPixels(25, POINTS)).toThrow('25 is no HEALPix order');
    expect(() => nestedPixels64(1.5, POINTS)).toThrow('1.5 is no HEALPix order');
    expect(() => ringPixels(0, POINTS)).toThrow('0 is no nside');
  });
});
