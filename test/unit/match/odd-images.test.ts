import { describe, expect, it } from 'vitest';
import { placeCutout } from '../../../src/core/cutout/place';
import { MemoryPlane } from '../../../src/core/image/memory-plane';
import { MatchedPlane } from '../../../src/core/match/matched-plane';
import { matchPlanes } from '../../../src/core/match/matching';
import { readFitsWcs } from '../../../src/core/sky/fits/read-wcs';
import type { Wcs } from '../../../src/core/sky/wcs';
import { type CardValues, headerOf } from '../sky/fits/support/headers';

const TAN = {
  ...{ NAXIS: 2, NAXIS1: 40, NAXIS2: 30, CTYPE1: 'RA---TAN', CTYPE2: 'DEC--TAN' },
  ...{ CRVAL1: 150, CRVAL2: 2, CRPIX1: 20, CRPIX2: 15 },
  ...{ CD1_1: -1e-3, CD1_2: 0, CD2_1: 0, CD2_2: 1e-3 },
};
const CUBE = { NAXIS: 3, NAXIS3: 5, CRPIX3: 3 };

function imageOf(name: string, cards: CardValues) {
  const all: CardValues = { ...TAN, ...cards };
  const [width, height] = [Number(all['NAXIS1']), Number(all['NAXIS2'])];
  const values = Float64Array.from({ length: width * height }, (_, k) => k);
  const plane = new MemoryPlane({ width, values });
  const wcs = readFitsWcs(headerOf(all), {});
  const slice = all['NAXIS'] === 3 ? [2] : [];
  return { name, wcs, slice, width, height, plane };
}

/** The values of the odd image on the pixels of the plain one. */
async function matched(cards: CardValues): Promise<Float32Array | Float64Array> {
  const [plain, odd] = [imageOf('this image', {}), imageOf('the other', cards)];
  const [onto, of] = [plain, odd].map((each) => ({ ...each, wcs: each.wcs as Wcs }));
  if (!onto || !of) {
    throw new Error('There are two.');
  }
  const plane = new MatchedPlane(matchPlanes({ onto, of, kernel: 'nearest' }));
  return (await plane.section({ x0: 0, y0: 0, x1: 40, y1: 30 })).values;
}

describe('coordinates of an image that cannot be used', () => {
  it.each([
    ['CRVAL1 is "NaN" where a number is needed.', { CRVAL1: 'NaN' }],
    ['The latitude of the reference point is 100, beyond a pole.', { CRVAL2: 100 }],
    ['The matrix of CD is singular: pixels have no inverse.', { CD1_1: 0, CD2_2: 0 }],
    [
      'The matrix of CD is singular: pixels have no inverse.',
      { CD1_1: 1e-3, CD1_2: 1e-3, CD2_1: 1e-3, CD2_2: 1e-3 },
    ],
    ['CTYPE1 is RA---TAN, but no axis is its latitude.', { CTYPE2: 'RA---TAN' }],
    ['CTYPE1 is DEC--TAN, but no axis is its longitude.', { CTYPE1: 'DEC--TAN' }],
    ['CTYPE1 RA---TAN and CTYPE2 DEC--SIN are no pair of celestial axes.', { CTYPE2: 'DEC--SIN' }],
    ['CUNIT1 is m, which is no unit of RA.', { CUNIT1: 'm' }],
  ])('are refused: %s', (problem, cards) => {
    expect(imageOf('this image', cards as CardValues).wcs).toEqual({ problem });
  });
});

describe('an odd image on the pixels of another', () => {
  const beside = 'The other cannot be matched: it does not overlap this image on the sky.';
  const flat = 'The other cannot be matched: its picture is no area of the sky.';

  it.each([
    ['a reference pixel beyond all numbers', { CRPIX1: 1e300 }, flat],
    ['a reference value beyond all numbers', { CRVAL1: 1e308 }, beside],
    ['pixels of no size', { CD1_1: -1e-200, CD2_2: 1e-200 }, flat],
    [
      'an axis of frequencies',
      {
        ...{ ...CUBE, CTYPE2: 'FREQ', CRVAL2: 1e9, CD2_2: 1e6 },
        ...{ CTYPE3: 'DEC--TAN', CRVAL3: 2, CD3_3: 1e-3 },
      },
      flat,
    ],
  ])('is refused: %s', async (_, cards, message) => {
    await expect(matched(cards)).rejects.toMatchObject({ code: 'unsupported', message });
  });

  it('is refused as the one whose pixels are counted, too', () => {
    const cards = {
      ...CUBE,
      CTYPE2: 'FREQ',
      CD2_2: 1e6,
      CTYPE3: 'DEC--TAN',
      CRVAL3: 2,
      CD3_3: 1e-3,
    };
    const onto = imageOf('this image', cards);
    const of = imageOf('the other', {});
    expect(() =>
      matchPlanes({
        onto: { ...onto, wcs: onto.wcs as Wcs },
        of: { ...of, wcs: of.wcs as Wcs },
        kernel: 'nearest',
      }),
    ).toThrow('This image cannot be matched: its picture is no area of the sky.');
  });

  it.each([
    // Latitude first: by hand, the pixel (20, 15) is (18, 13) there, and 30 of 40 columns are covered.
    ['swapped axes', { CTYPE1: 'DEC--TAN', CTYPE2: 'RA---TAN', CRVAL1: 2, CRVAL2: 150 }, 900, 538],
    ['one pixel, at (19, 14)', { NAXIS1: 1, NAXIS2: 1, CRPIX1: 1, CRPIX2: 1 }, 1, NaN],
    ['one row', { NAXIS2: 1, CRPIX2: 1 }, 40, NaN],
    ['a channel of a cube', { ...CUBE, CTYPE3: 'FREQ', CRVAL3: 2e9, CD3_3: 1e6 }, 1200, 620],
  ])('is right: %s', async (_, cards, covered, value) => {
    const values = await matched(cards as CardValues);
    expect(values.filter((each) => !Number.isNaN(each)).length).toBe(covered);
    expect(values[15 * 40 + 20]).toBe(value);
  });
});

describe('a cutout of an odd image', () => {
  it.each([
    [0, 0],
    [0, 10],
    [10, 0],
  ])('of %d × %d pixels is refused', (width, height) => {
    for (const mode of ['trim', 'partial', 'strict'] as const) {
      const place = (): unknown =>
        placeCutout({ width, height }, [0.2, 0.2], { width: 3, height: 3 }, mode);
      expect(place).toThrow('This image has no pixels to cut out.');
    }
  });

  it('of one pixel is that pixel', () => {
    const one = placeCutout({ width: 1, height: 1 }, [0, 0], { width: 3, height: 3 }, 'trim');
    expect(one).toMatchObject({ x0: 0, y0: 0, width: 1, height: 1 });
  });
});
