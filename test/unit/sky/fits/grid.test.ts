import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readFitsWcs } from '../../../../src/core/sky/fits/read-wcs';
import type { Wcs } from '../../../../src/core/sky/wcs';
import { separation } from './support/compare';
import { headerOf, type CardValues } from './support/headers';

interface Grid {
  readonly pixels: string;
  readonly sky: string;
  readonly headers: Readonly<Record<string, readonly GridHeader[]>>;
}
interface GridHeader {
  readonly cards: CardValues;
  readonly world: string;
  readonly pixel: string;
}

const FILE = fileURLToPath(new URL('../../../fixtures/sky-fits-grid.json', import.meta.url));
const { pixels, sky, headers } = JSON.parse(readFileSync(FILE, 'utf8')) as Grid;

/** Both columns of positions written side by side. */
function unpacked(text: string): [Float64Array, Float64Array] {
  const bytes = Buffer.from(text, 'base64');
  const count = bytes.length / 16;
  const column = (i: number): Float64Array =>
    Float64Array.from({ length: count }, (_, k) => bytes.readDoubleLE(16 * k + 8 * i));
  return [column(0), column(1)];
}

const point = (columns: readonly Float64Array[], k: number): [number, number] => [
  columns[0]?.[k] as number,
  columns[1]?.[k] as number,
];

/** wcslib computes CSC with floats of 32 bits: some 1e-5 degrees, and more where its polynomials are steep. */
const limitOf = (code: string): number => (code === 'CSC' ? 2e-4 : 1e-9);

/** Pixels further out are where a divergent projection goes to infinity. */
const FAR = 1e9;

function wcsOf({ cards }: GridHeader): Wcs {
  const wcs = readFitsWcs(headerOf(cards));
  if (wcs === undefined || 'problem' in wcs) {
    expect.fail(JSON.stringify([wcs, cards]));
  }
  return wcs;
}

describe('every projection, 40 headers each, as astropy has them', () => {
  it.each(Object.keys(headers))('%s to the sky', (code) => {
    const misses: string[] = [];
    for (const [n, header] of (headers[code] ?? []).entries()) {
      const ours = wcsOf(header).toWorld(unpacked(pixels));
      const theirs = unpacked(header.world);
      theirs[0].forEach((longitude, k) => {
        const miss = separation(point(ours, k), point(theirs, k));
        const agrees = Number.isNaN(longitude) ? Number.isNaN(ours[0]?.[k]) : miss < limitOf(code);
        if (!agrees) {
          misses.push(
            `header ${n}, pixel ${k}: ${String(point(ours, k))} not ${String(point(theirs, k))}`,
          );
        }
      });
    }
    expect(misses.slice(0, 5)).toEqual([]);
  });

  it.each(Object.keys(headers))('%s to pixels', (code) => {
    const misses: string[] = [];
    for (const [n, header] of (headers[code] ?? []).entries()) {
      const wcs = wcsOf(header);
      const places = unpacked(sky);
      const ours = wcs.toPixel(places);
      const theirs = unpacked(header.pixel);
      const back = wcs.toWorld(ours);
      theirs[0].forEach((x, k) => {
        const [u, v] = point(ours, k);
        const miss = Math.hypot(u - x, v - (theirs[1][k] as number));
        // At the edge of a map a position is at two places, and rounding decides whether it is there at
        // all; of SZP wcslib hides more than the far side. What leads back to it is right.
        const leadsBack = separation(point(back, k), point(places, k)) < 1e-5;
        const infinite = !(Math.hypot(x, theirs[1][k] as number) < FAR);
        const ownInfinite = !(Math.hypot(u, v) < FAR);
        const limit = code === 'CSC' ? 1e-3 : 1e-6;
        if (infinite ? !ownInfinite && !leadsBack : !(miss < limit || leadsBack)) {
          misses.push(
            `header ${n}, position ${k} ${String(point(places, k))}: ${u},${v} not ${x},${theirs[1][k]}`,
          );
        }
      });
    }
    expect(misses.slice(0, 5)).toEqual([]);
  });

  it.each(Object.keys(headers).filter((code) => code !== 'CSC'))('%s there and back', (code) => {
    for (const header of headers[code] ?? []) {
      const wcs = wcsOf(header);
      const world = wcs.toWorld(unpacked(pixels));
      const back = wcs.toPixel(world);
      const again = wcs.toWorld(back);
      world[0]?.forEach((longitude, k) => {
        if (!Number.isNaN(longitude) && !Number.isNaN(back[0]?.[k])) {
          expect(separation(point(again, k), point(world, k))).toBeLessThan(1e-8);
        }
      });
    }
  });
});
