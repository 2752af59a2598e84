import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type SkyRegion, regionTest } from '../../../src/core/catalogs/region/region';
import { pixelCentres } from '../../../src/core/healpix/centres';
import { nestedPixels } from '../../../src/core/healpix/nested';
import { hasPixel, pixelsIn, rangesCount } from '../../../src/core/healpix/pixel-ranges';

interface Case {
  readonly order: number;
  readonly cone?: readonly [number, number, number];
  readonly polygon?: readonly number[];
  readonly box?: readonly [number, number, number, number];
  readonly count: number;
  /** Gap and length of each range in turn, seven bits a byte, base64. */
  readonly pixels: string;
}

/** Made by make_coverage.py with healpy and astropy-healpix, checked against mocpy. */
const CASES = JSON.parse(
  readFileSync(new URL('coverage.json', import.meta.url), 'utf8'),
) as readonly Case[];

function regionOf({ cone, polygon, box }: Case): SkyRegion {
  if (cone) {
    return { kind: 'cone', centre: { longitude: cone[0], latitude: cone[1] }, radius: cone[2] };
  }
  if (box) {
    return { kind: 'box', west: box[0], east: box[1], south: box[2], north: box[3] };
  }
  const values = Float64Array.from(polygon ?? []);
  return {
    kind: 'polygon',
    corners: {
      longitude: values.filter((_, k) => k % 2 === 0),
      latitude: values.filter((_, k) => k % 2 === 1),
    },
  };
}

function decoded(text: string): number[] {
  const numbers: number[] = [];
  let [value, scale] = [0, 1];
  for (const byte of Buffer.from(text, 'base64')) {
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte < 128) {
      numbers.push(value);
      [value, scale] = [0, 1];
    }
  }
  const pixels: number[] = [];
  let at = 0;
  for (let k = 0; k < numbers.length; k += 2) {
    at += numbers[k] ?? 0;
    const end = at + (numbers[k + 1] ?? 0);
    for (; at < end; at++) {
      pixels.push(at);
    }
  }
  return pixels;
}

/** A thousand regions on a busy machine. */
const TIMEOUT = 60_000;

describe.each([
  ['cones', CASES.filter(({ cone }) => cone)],
  ['polygons', CASES.filter(({ polygon }) => polygon)],
  ['boxes', CASES.filter(({ box }) => box)],
])('the pixels of %s', (_, cases) => {
  it(
    'lack none that overlaps, and hardly any other is among them',
    () => {
      let [total, extra] = [0, 0];
      for (const truth of cases) {
        const cover = regionTest(regionOf(truth)).cover(truth.order);
        const theirs = decoded(truth.pixels);
        expect(theirs).toHaveLength(truth.count);
        const missing = theirs.filter((pixel) => !hasPixel(cover, pixel));
        expect({ ...truth, missing }).toEqual({ ...truth, missing: [] });
        expect(cover.finest).toBe(truth.order);
        total += theirs.length;
        extra += rangesCount(cover) - theirs.length;
      }
      expect(cases.length).toBeGreaterThanOrEqual(400);
      // Issue 8 asks for one percent.
      expect(extra / total).toBeLessThan(0.0005);
    },
    TIMEOUT,
  );

  it(
    'hold every direction that is inside, and only those pixels that do',
    () => {
      for (const truth of cases.filter((_truth, k) => k % 10 === 0)) {
        const test = regionTest(regionOf(truth));
        const cover = test.cover(truth.order);
        const deeper = test.cover(truth.order + 2);
        const centres = pixelCentres(truth.order + 2, [...pixelsIn(deeper)].slice(0, 20_000));
        const pixels = nestedPixels(truth.order, centres);
        test.contains(centres).forEach((isIn, k) => {
          expect(isIn === 0 || hasPixel(cover, pixels[k] ?? -1)).toBe(true);
        });
      }
    },
    TIMEOUT,
  );
});
