import { describe, expect, it } from 'vitest';
import { MAP_TOLERANCE } from '../../../src/core/match/map-mesh';
import { MatchedPlane } from '../../../src/core/match/matched-plane';
import { matchPlanes, type Matching } from '../../../src/core/match/matching';
import { MemoryPlane } from '../../../src/core/image/memory-plane';
import { CASES, curved, EVERY, type MatchCase, numbered, placed } from './truth';

/** Pixels of one image whose positions are off by less than this are the same ones. */
const NEAR_EDGE = 0.501;

/** Every so many pixels along each axis, row by row, as the truth has them. */
function lattice<T>(values: ArrayLike<T>, width: number): T[] {
  return Array.from(values).filter(
    (_, k) => (k % width) % EVERY === 0 && Math.floor(k / width) % EVERY === 0,
  );
}

/** Positions are counted from where a section begins, so that they differ in the last digits. */
function rounded(values: ArrayLike<number>): string[] {
  return Array.from(values, (value) => value.toFixed(8));
}

/** Whether a position is so near to the edge between two pixels that either is right. */
function betweenPixels({ map }: Matching, x: number, y: number): boolean {
  const at = map({ x: Float64Array.of(x), y: Float64Array.of(y) });
  return [at.x[0], at.y[0]].some(
    (value) => Math.abs((value ?? 0) - Math.round(value ?? 0)) > 1 - NEAR_EDGE,
  );
}

function pixelOf(match: MatchCase, n: number): [x: number, y: number] {
  const columns = Math.ceil(match.onto.width / EVERY);
  return [(n % columns) * EVERY, Math.floor(n / columns) * EVERY];
}

describe('a plane on the pixels of another, as reproject has it', () => {
  it.each(CASES)('pixel for pixel: $name', async (match) => {
    const matching = numbered(match);
    const plane = new MatchedPlane(matching);
    const { width, height } = match.onto;
    const texts: string[] = [];
    for (let y = 0; y < height; y += EVERY) {
      for (let x = 0; x < width; x += EVERY * 8) {
        const row = await plane.exactBox({ x0: x, x1: Math.min(x + 56, width), y0: y, y1: y + 1 });
        texts.push(...row.filter((_, i) => i % EVERY === 0));
      }
    }
    expect(texts.length).toBe(match.nearest.length);
    let ties = 0;
    texts.forEach((text, n) => {
      const [x, y] = pixelOf(match, n);
      if (Number(text) !== match.nearest[n] && !(text === 'NaN' && isNaN(match.nearest[n] ?? 0))) {
        ties += 1;
        expect(betweenPixels(matching, x, y), `${x}, ${y}: ${text}`).toBe(true);
      }
    });
    expect(ties).toBeLessThan(texts.length / 50);
  });

  it.each(CASES)('interpolated: $name', async (match) => {
    const plane = new MatchedPlane(curved(match));
    const { width, height } = match.onto;
    const { values } = await plane.section({ x0: 0, y0: 0, x1: width, y1: height });
    const found = lattice(values, width);
    expect(found.length).toBe(match.linear.length);
    let misses = 0;
    found.forEach((value, n) => {
      const truth = match.linear[n] as number;
      // The steepest the image is, for so far as positions may be off.
      const steep = (2 * match.of.width) / 50 + (match.of.width + match.of.height) / 40 + 1;
      if (isNaN(value) !== isNaN(truth)) {
        misses += 1;
      } else if (!isNaN(value)) {
        expect(Math.abs(value - truth)).toBeLessThan(MAP_TOLERANCE * steep);
      }
    });
    // At the very edge of the other image, by the same tolerance.
    expect(misses).toBeLessThan(found.length / 200);
  });
});

describe('reading a matched plane', () => {
  const [rotated] = CASES as [MatchCase, ...MatchCase[]];

  it('gives rows as it gives sections', async () => {
    const plane = new MatchedPlane(curved(rotated));
    const box = { x0: 20, x1: 150, y0: 30, y1: 200 };
    const { values } = await plane.section(box);
    const ys = [30, 31, 32, 90, 199];
    for await (const row of plane.rows(ys, box.x0, box.x1)) {
      const from = (row.y - box.y0) * 130;
      expect(rounded(row.values)).toEqual(rounded(values.subarray(from, from + 130)));
    }
  });

  it('refuses what is outside', async () => {
    const plane = new MatchedPlane(curved(rotated));
    const box = { x0: 0, x1: 302, y0: 0, y1: 1 };
    await expect(plane.section(box)).rejects.toMatchObject({ code: 'past-end' });
    await expect(plane.exact(-1, 0)).rejects.toMatchObject({ code: 'past-end' });
  });

  it('ends when it is cancelled', async () => {
    const plane = new MatchedPlane(curved(rotated));
    const signal = AbortSignal.abort();
    const box = { x0: 0, x1: 9, y0: 0, y1: 9 };
    await expect(plane.section(box, { signal })).rejects.toMatchObject({ code: 'cancelled' });
    await expect(plane.exact(0, 0, { signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('keeps the kind of the values', async () => {
    const of = {
      ...rotated.of,
      plane: new MemoryPlane({ width: 280, values: new Float32Array(280 * 320).fill(3) }),
    };
    const plane = new MatchedPlane(matchPlanes({ ...rotated, of, kernel: 'linear' }));
    const { values } = await plane.section({ x0: 100, x1: 140, y0: 100, y1: 130 });
    expect(values).toBeInstanceOf(Float32Array);
    expect([...new Set(values)]).toEqual([3]);
  });
});

describe('what cannot be matched', () => {
  const cards = (text: string): string[] => text.split('|');
  const sky = (ra: number): string[] =>
    cards(
      `NAXIS1 = 100|NAXIS2 = 80|CTYPE1 = 'RA---TAN'|CTYPE2 = 'DEC--TAN'|CRVAL1 = ${ra}|CRVAL2 = 0.|` +
        'CRPIX1 = 50|CRPIX2 = 40|CDELT1 = -0.001|CDELT2 = 0.001',
    ).map((card) =>
      card.replace(' =', '   =').replace(/^(\w+) *=/, (_, key: string) => `${key.padEnd(8)}=`),
    );
  const spectrum = cards(
    "NAXIS1 = 100|NAXIS2 = 80|CTYPE1 = 'WAVE'|CTYPE2 = 'LINEAR'|CRVAL1 = 1.",
  ).map((card) => card.replace(/^(\w+) *=/, (_, key: string) => `${key.padEnd(8)}=`));
  const plane = new MemoryPlane({ width: 100, values: new Float32Array(8000) });
  const match = (onto: readonly string[], of: readonly string[]): unknown =>
    matchPlanes({
      onto: placed('a.fits', onto),
      of: { ...placed('b.fits', of), plane },
      kernel: 'linear',
    });

  it('says which has no place on the sky', () => {
    expect(() => match(sky(10), spectrum)).toThrow(
      'B.fits cannot be matched: its coordinates are not on the sky.',
    );
    expect(() => match(spectrum, sky(10))).toThrow(/^A\.fits cannot be matched/);
  });

  it('says that they do not overlap', () => {
    expect(() => match(sky(10), sky(10.09))).not.toThrow();
    expect(() => match(sky(10), sky(20))).toThrow(
      'B.fits cannot be matched: it does not overlap a.fits on the sky.',
    );
  });
});
