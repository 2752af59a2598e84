import { describe, expect, test } from 'vitest';
import type { RegionSpec } from '../../../../src/protocol/catalog';
import type { AngleUnit } from '../../../../webview/catalog/region/angle-text';
import {
  declination,
  degreesText,
  radius,
  rightAscension,
} from '../../../../webview/catalog/region/angle-text';
import type { RegionDraft } from '../../../../webview/catalog/region/region-draft';
import { draftOf, EVERYWHERE, readRegion } from '../../../../webview/catalog/region/region-draft';
import { areaWords, regionWords } from '../../../../webview/catalog/region/region-words';
import truth from './angles.json';

/** Angles in degrees agree to a ten-thousandth of a milliarcsecond. */
const DIGITS = 10;

describe('an angle that is typed', () => {
  test.each(truth.rightAscensions)('right ascension %s is that of astropy', (text, degrees) => {
    expect(rightAscension(String(text))).toBeCloseTo(Number(degrees), DIGITS);
  });

  test.each(truth.declinations)('declination %s is that of astropy', (text, degrees) => {
    expect(declination(String(text))).toBeCloseTo(Number(degrees), DIGITS);
  });

  test.each(truth.radii)('radius %s in %s is that of astropy', (text, unit, degrees) => {
    expect(radius(String(text), unit as AngleUnit)).toBeCloseTo(Number(degrees), DIGITS);
  });

  test.each([
    '',
    'x',
    '361',
    '-1',
    '24h30m',
    '4:61:00',
    '4h-5m',
    '4m',
    '4.5h30m',
    '1 2 3 4',
    '--3',
    'NaN',
    '1e99',
  ])('“%s” is no right ascension', (text) => {
    expect(rightAscension(text)).toBeUndefined();
  });

  test.each(['', '91', '-90.001', '4h', '12:60', 'Infinity'])('“%s” is no declination', (text) => {
    expect(declination(text)).toBeUndefined();
  });

  test.each(['', '0', '-1', 'x', '1 parsec', '1e999'])('“%s” is no radius', (text) => {
    expect(radius(text, 'deg')).toBeUndefined();
  });

  test('of any length ends soon', () => {
    const long = `${'1 '.repeat(100_000)}x`;
    const began = performance.now();
    expect([rightAscension(long), declination(long), radius(long, 'deg')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  test('is written with all that float64 tells apart to 15 digits', () => {
    expect(degreesText(64.123456789012)).toBe('64.123456789012');
    expect(degreesText(0.1 + 0.2)).toBe('0.3');
    expect(degreesText(-5)).toBe('-5');
  });
});

describe('a region that is typed', () => {
  const typed = (more: Partial<RegionDraft>): RegionDraft => ({ ...EVERYWHERE, ...more });
  const place = { ra: 10, dec: -20 };

  test('is the one that was asked before, once it is filled in again', () => {
    const regions: RegionSpec[] = [
      { kind: 'everywhere' },
      { kind: 'cone', ra: 10, dec: -20, radius: 0.004_166 },
      { kind: 'cone', ra: 10, dec: -20, radius: 0.25 },
      { kind: 'cone', ra: 10, dec: -20, radius: 179 },
      { kind: 'box', ra: [350.5, 10.25], dec: [-90, 89.123_456_789] },
      {
        ...{ kind: 'polygon', larger: true },
        corners: [
          [359, -1],
          [1, -1],
          [0, 1.5],
        ],
      },
      { kind: 'moc', text: '3/1-4', name: 'x.fits' },
      { kind: 'union', parts: [{ kind: 'everywhere' }] },
    ];
    for (const region of regions) {
      expect(readRegion(draftOf(region), place)).toEqual({ is: 'ready', region });
    }
  });

  test('keeps what was typed for its other kinds', () => {
    const before = typed({ place: 'M 31', corners: '1 2' });
    expect(draftOf({ kind: 'everywhere' }, before)).toEqual(before);
  });

  test('says what is missing, and what is wrong', () => {
    const said = (more: Partial<RegionDraft>, at: typeof place | undefined = place): string => {
      const reading = readRegion(typed(more), at);
      return reading.is === 'ready' ? 'ready' : `${reading.is}: ${reading.words}`;
    };
    expect(said({ kind: 'cone' })).toMatch(/^empty: .*position/);
    expect(said({ kind: 'cone', place: 'M 31' })).toMatch(/^empty: .*radius/);
    expect(said({ kind: 'cone', place: 'M 31', radius: '181', unit: 'deg' })).toMatch(/^wrong/);
    expect(said({ kind: 'cone', place: 'M 31', radius: '1' })).toBe('ready');
    const nowhere = readRegion(typed({ kind: 'cone', place: 'M 31', radius: '1' }), undefined);
    expect(nowhere.is).toBe('empty');
    expect(said({ kind: 'box', box: ['1', '2', '3', ''] })).toMatch(/^empty/);
    expect(said({ kind: 'box', box: ['1', '2', '4', '3'] })).toMatch(/^wrong: The declination/);
    expect(said({ kind: 'polygon', corners: '1 2\n3 4' })).toMatch(/^empty: .*three/);
    expect(said({ kind: 'polygon', corners: '1 2 3\n' })).toMatch(/^wrong/);
    expect(said({ kind: 'polygon', corners: '0 0;1 0;0 1' })).toBe('ready');
    expect(said({ kind: 'polygon', corners: '1 1\n'.repeat(10_001) })).toMatch(/^wrong/);
    expect(said({ kind: 'image' })).toMatch(/^empty/);
    expect(said({ kind: 'moc' })).toMatch(/^empty/);
  });

  test('and how much of the sky it is are said in words', () => {
    expect(areaWords(13.929_9)).toBe('13.9 square degrees');
    expect(areaWords(0.02)).toBe('72 square arcminutes');
    expect(areaWords(1e-6)).toBe('13 square arcseconds');
    expect(areaWords(1)).toBe('1 square degree');
    expect(areaWords(41_252.96)).toBe('the whole sky');
    expect(areaWords(20_626.48)).toBe('20,600 square degrees');
    expect(regionWords({ kind: 'box', ra: [62, 66], dec: [25, 29] })).toBe(
      'box of RA 62 to 66, Dec 25 to 29',
    );
  });
});
