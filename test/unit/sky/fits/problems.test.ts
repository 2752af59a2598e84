import { describe, expect, it } from 'vitest';
import { readFitsWcs } from '../../../../src/core/sky/fits/read-wcs';
import { alternatesOf } from '../../../../src/core/sky/fits/keywords';
import type { Wcs } from '../../../../src/core/sky/wcs';
import { headerOf, type CardValues } from './support/headers';

const TAN: CardValues = {
  NAXIS: 2,
  CTYPE1: 'RA---TAN',
  CTYPE2: 'DEC--TAN',
  CRVAL1: 150,
  CRVAL2: 2,
  CRPIX1: 50,
  CRPIX2: 50,
  CDELT1: -0.001,
  CDELT2: 0.001,
};

function problemOf(cards: CardValues, alternate?: string): string {
  const wcs = readFitsWcs(headerOf(cards), { alternate });
  return wcs !== undefined && 'problem' in wcs ? wcs.problem : JSON.stringify(wcs?.warnings);
}

function wcsOf(cards: CardValues): Wcs {
  const wcs = readFitsWcs(headerOf(cards));
  if (wcs === undefined || 'problem' in wcs) {
    expect.fail(JSON.stringify(wcs));
  }
  return wcs;
}

describe('headers whose coordinates are broken', () => {
  it.each<[string, CardValues, string]>([
    ['a word for a number', { CRVAL1: 'NaN' }, 'CRVAL1 is "NaN" where a number is needed.'],
    ['no scale', { CDELT2: 0 }, 'CDELT2 is 0, so axis 2 has no scale.'],
    [
      'a singular matrix',
      { CD1_1: 1, CD1_2: 2, CD2_1: 2, CD2_2: 4 },
      'The matrix of CD is singular: pixels have no inverse.',
    ],
    ['two longitudes', { CTYPE2: 'RA---TAN' }, 'CTYPE1 is RA---TAN, but no axis is its latitude.'],
    [
      'two projections',
      { CTYPE2: 'DEC--SIN' },
      'CTYPE1 RA---TAN and CTYPE2 DEC--SIN are no pair of celestial axes.',
    ],
    ['a wrong unit', { CUNIT1: 'm' }, 'CUNIT1 is m, which is no unit of RA.'],
    [
      'an unknown projection',
      { CTYPE1: 'RA---QQQ', CTYPE2: 'DEC--QQQ' },
      'CTYPE1 is RA---QQQ, but QQQ is not a known projection.',
    ],
    [
      'a table that is not there',
      { CTYPE3: 'WAVE-TAB', PS3_0: 'TABLE', PS3_1: 'C' },
      'The coordinates of axis 3 are in column C of TABLE,1, which is not there.',
    ],
    [
      'axes without end',
      { WCSAXES: 99999 },
      'The header speaks of 99999 coordinate axes; at most 32 are read.',
    ],
    [
      'a distortion of huge order',
      { A_ORDER: 1e9, B_ORDER: 2 },
      'The distortion A, B is of order 1000000000; at most 20 is read.',
    ],
    [
      'a distortion by name only',
      { CQDIS1: 'Spline' },
      'CQDIS1 is SPLINE, a distortion that is not supported.',
    ],
    [
      'TNX',
      { CTYPE1: 'RA---TNX', CTYPE2: 'DEC--TNX' },
      'Axes 1, 2 have the distortion TNX of IRAF, which is not supported.',
    ],
    [
      'ZPX',
      { CTYPE1: 'RA---ZPX', CTYPE2: 'DEC--ZPX' },
      'Axes 1, 2 have the distortion ZPX of IRAF, which is not supported.',
    ],
    [
      'TPU',
      { CTYPE1: 'RA---TPU', CTYPE2: 'DEC--TPU' },
      'Axes 1, 2 have the projection TPU, which is not supported.',
    ],
    [
      'faces of a cube',
      { CTYPE1: 'RA---TSC', CTYPE2: 'DEC--TSC', CTYPE3: 'CUBEFACE' },
      'CTYPE3 is CUBEFACE, which is not supported.',
    ],
    [
      'a pole that cannot be',
      { CTYPE1: 'RA---CAR', CTYPE2: 'DEC--CAR', CRVAL2: 60, LONPOLE: 80 },
      'LONPOLE and LATPOLE cannot be those of a sphere with this reference point.',
    ],
  ])('%s', (_, cards, problem) => {
    expect(problemOf({ ...TAN, ...cards })).toBe(problem);
  });

  it('a header that says nothing of coordinates has none', () => {
    expect(readFitsWcs(headerOf({ NAXIS: 2, NAXIS1: 5, NAXIS2: 5 }))).toBeUndefined();
    expect(readFitsWcs(headerOf(TAN), { alternate: 'A' })).toBeUndefined();
  });

  it('TPV that distorts nothing is TAN, whichever axis is first', () => {
    const places = [Float64Array.of(3, 90), Float64Array.of(70, 20)];
    const none = { PV1_0: 0, PV1_1: 1, PV2_0: 0, PV2_1: 1 };
    for (const [one, two] of [
      ['RA---', 'DEC--'],
      ['DEC--', 'RA---'],
    ] as const) {
      const tan = wcsOf({ ...TAN, CRVAL1: 50, CTYPE1: `${one}TAN`, CTYPE2: `${two}TAN` });
      const types = { CTYPE1: `${one}TPV`, CTYPE2: `${two}TPV` };
      const tpv = wcsOf({ ...TAN, CRVAL1: 50, ...none, ...types });
      expect(tpv.toWorld(places)).toEqual(tan.toWorld(places));
    }
  });

  it('a Stokes axis of one pixel may have the increment 0', () => {
    const wcs = wcsOf({ ...TAN, NAXIS3: 1, CTYPE3: 'STOKES', CRVAL3: 1, CRPIX3: 1, CDELT3: 0 });
    expect(wcs.warnings).toEqual([
      'CDELT3 is 0; its axis of one pixel is taken to have the increment 1.',
    ]);
    expect(wcs.worldAxes[2]).toEqual({ name: 'Stokes', type: 'STOKES', unit: '' });
  });

  it('a missing look-up table is said, and coordinates are without it', () => {
    const wcs = wcsOf({ ...TAN, CPDIS1: 'LOOKUP' });
    expect(wcs.warnings).toEqual([
      'The look-up table WCSDVARR,1 of a distortion is not there; coordinates are without it.',
    ]);
  });

  it('NaN and infinite positions are NaN', () => {
    const sip = { A_ORDER: 2, B_ORDER: 2, A_2_0: 1e-5, B_1_1: 1e-5 };
    const wcs = wcsOf({ ...TAN, ...sip });
    const odd = Float64Array.of(NaN, Infinity, 1);
    const one = Float64Array.of(1, 1, -Infinity);
    for (const turned of [wcs.toWorld([odd, one]), wcs.toPixel([odd, one])]) {
      expect(turned.map((values) => [...values])).toEqual([
        [NaN, NaN, NaN],
        [NaN, NaN, NaN],
      ]);
    }
  });

  it('a distortion that turns back has no place for what it does not reach', () => {
    const wcs = wcsOf({ ...TAN, A_ORDER: 2, B_ORDER: 2, A_2_0: -0.01, B_1_1: 0.01 });
    const [x] = wcs.toPixel([Float64Array.of(149), Float64Array.of(2)]);
    expect(x?.[0]).toBeNaN();
  });
});

describe('what a header says of its frame', () => {
  it.each<[CardValues, string, number | undefined]>([
    [{}, 'ICRS', undefined],
    [{ EQUINOX: 2000 }, 'FK5', 2000],
    [{ EQUINOX: 1950 }, 'FK4', 1950],
    [{ EPOCH: 1950 }, 'FK4', 1950],
    [{ RADESYS: 'ICRS', EQUINOX: 2000 }, 'ICRS', undefined],
    [{ RADECSYS: 'FK5' }, 'FK5', 2000],
    [{ RADESYS: 'FK4-NO-E' }, 'FK4-NO-E', 1950],
    [{ CTYPE1: 'GLON-TAN', CTYPE2: 'GLAT-TAN' }, 'Galactic', undefined],
    [{ CTYPE1: 'ELON-TAN', CTYPE2: 'ELAT-TAN' }, 'Ecliptic', 2000],
    [{ CTYPE1: 'HPLN-TAN', CTYPE2: 'HPLT-TAN' }, 'other', undefined],
  ])('%o', (cards, system, equinox) => {
    expect(wcsOf({ ...TAN, ...cards }).celestial?.frame).toEqual({ system, equinox });
  });

  it('the descriptions in order', () => {
    const cards = { ...TAN, CTYPE1B: 'RA---TAN', CRPIX1A: 5 };
    expect(alternatesOf(headerOf(cards))).toEqual([' ', 'A', 'B']);
  });
});
