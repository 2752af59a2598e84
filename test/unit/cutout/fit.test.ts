import { describe, expect, it } from 'vitest';
import { fitTanSip } from '../../../src/core/cutout/fit-wcs';
import { Header } from '../../../src/core/fits/header';
import { readFitsWcs } from '../../../src/core/sky/fits/read-wcs';
import { separation } from '../../../src/core/sky/geometry';
import type { Wcs } from '../../../src/core/sky/wcs';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { FULL_SIZE_L2_NAME, fullSizeL2 } from '../../support/roman/full-size-l2';
import { remembered } from '../../support/s3/remembered';
import { call, contentOf, handlersFor, keep, localReader, params } from './support';

/** The largest distance of both over a box of the image, arcseconds. */
function apart(fitted: Wcs, wcs: Wcs, box: { x0: number; y0: number; side: number }): number {
  const [x, y]: number[][] = [[], []];
  for (let k = 0; k < 900; k += 1) {
    x?.push(box.x0 + ((k % 30) / 29) * (box.side - 1));
    y?.push(box.y0 + (Math.floor(k / 30) / 29) * (box.side - 1));
  }
  const [xs, ys] = [Float64Array.from(x ?? []), Float64Array.from(y ?? [])];
  const theirs = wcs.toWorld([xs, ys]);
  const ours = fitted.toWorld([xs.map((v) => v - box.x0), ys.map((v) => v - box.y0)]);
  const at = (world: readonly Float64Array[], k: number) => ({
    longitude: world[0]?.[k] as number,
    latitude: world[1]?.[k] as number,
  });
  return Math.max(...Array.from(xs, (_, k) => separation(at(ours, k), at(theirs, k)))) * 3600;
}

describe('a cutout of a Roman image of full size', { timeout: 30_000 }, () => {
  it('has TAN with SIP that agrees with its gwcs, and says how well', async () => {
    const source = remembered(fullSizeL2({ checksums: false }));
    const reads: number[] = [];
    const spied = {
      label: FULL_SIZE_L2_NAME,
      size: async () => source.size,
      identity: async () => ({ kind: 'etag', etag: '"a"' }) as const,
      close: async () => undefined,
      read: async (offset: number, length: number) => {
        reads.push(length);
        return source.read(offset, length);
      },
    };
    const content = await contentOf(new SpanReader(spied, { local: false }));
    const line = content.parts().lines.find(({ name }) => name === 'roman/data');
    const hdu = line?.index ?? -1;
    const wcs = await content.wcs(hdu, {});
    if (wcs === undefined || 'problem' in wcs) {
      throw new Error('The image has no coordinates.');
    }
    reads.length = 0;
    for (const [x, y, side] of [
      [300, 3700, 200],
      [2044, 2044, 2000],
    ] as const) {
      const asked = params({ hdu, centre: [x, y], width: `${side}`, height: `${side}` });
      const { bytes, notes, x0, y0, name } = await handlersFor(content).cutout(asked, call());
      keep(name, bytes);
      const made = await contentOf(localReader(bytes, name));
      const fitted = await made.wcs(0, {});
      if (fitted === undefined || 'problem' in fitted) {
        throw new Error('The cutout has no coordinates.');
      }
      const told = /at most [\d.e-]+ pixel \(([\d.e-]+) arcsec\)/.exec(notes.join())?.[1];
      const found = apart(fitted, wcs, { x0, y0, side });
      expect(found).toBeLessThan(1.1 * Number(told));
      expect(found).toBeLessThan(0.05 * 0.11);
      const back = fitted.toPixel(fitted.toWorld([Float64Array.of(side - 1), Float64Array.of(3)]));
      expect(back[0]?.[0]).toBeCloseTo(side - 1, 5);
    }
    expect(reads.reduce((sum, length) => sum + length, 0)).toBeLessThan(50e6);
  });
});

it('a plain tangent plane is fitted to nothing but itself', () => {
  const { cards = [] } =
    fitTanSip(tangent(), { x0: 0, y0: 0, width: 100, height: 80 }, [0, 0]) ?? {};
  const header = new Header(cards);
  expect(header.value('CTYPE1')).toBe('RA---TAN');
  const again = readFitsWcs(header);
  expect(
    again && 'toWorld' in again && apart(again, tangent(), { x0: 0, y0: 0, side: 80 }),
  ).toBeLessThan(1e-5);
});

function tangent(): Wcs {
  const world = (name: string, type: string) => ({ name, type, unit: 'deg' });
  const rad = Math.PI / 180;
  return {
    pixelAxes: 2,
    worldAxes: [world('Right ascension', 'RA'), world('Declination', 'DEC')],
    celestial: { longitude: 0, latitude: 1, frame: { system: 'ICRS', equinox: undefined } },
    warnings: [],
    // About (10, 0) of the equator (FITS paper II, section 5.1.3).
    toWorld: ([x, y]) => {
      const xi = (x ?? new Float64Array()).map((value) => (-(value - 20) / 3600) * rad);
      const eta = (y ?? new Float64Array()).map((value) => ((value - 30) / 3600) * rad);
      return [
        xi.map((value) => 10 + Math.atan(value) / rad),
        eta.map((value, k) => Math.atan2(value, Math.hypot(1, xi[k] as number)) / rad),
      ];
    },
    toPixel: () => [],
  };
}
