import { describe, expect, test } from 'vitest';
import { formatPosition } from '../../../src/core/sky/angles';
import { separation } from '../../../src/core/sky/geometry';
import type { TypedPosition } from '../../../src/core/sky/positions';
import { parsePosition } from '../../../src/core/sky/positions';
import type { CelestialFrame } from '../../../src/core/sky/wcs';
import truth from '../../fixtures/sky-angles.json';

const ICRS: CelestialFrame = { system: 'ICRS', equinox: undefined };
const GALACTIC: CelestialFrame = { system: 'Galactic', equinox: undefined };

function read(text: string, assumed?: CelestialFrame): TypedPosition {
  const found = parsePosition(text, assumed);
  if (found === undefined || 'problem' in found) {
    throw new Error(`“${text}”: ${found === undefined ? 'a name' : found.problem}`);
  }
  return found;
}

describe('typed positions', () => {
  test.each(truth.typed)('“$text” is what SkyCoord reads', (row) => {
    const ours = read(row.text);
    expect(ours.frame.system).toBe(row.system);
    const unstated = row.system.startsWith('FK4') ? 1950 : 2000;
    if (row.equinox !== null) {
      expect(ours.frame.equinox ?? unstated).toBeCloseTo(row.equinox, 8);
    }
    expect(separation(ours, row)).toBeLessThan(1e-12);
    expect(ours.longitude).toBeGreaterThanOrEqual(0);
    expect(ours.longitude).toBeLessThan(360);
  });

  test.each([
    'M31',
    'm 31',
    'NGC 224',
    '3C 273',
    '4C +41.17',
    '47 Tuc',
    '61 Cyg',
    'L 1551',
    'B 335',
    'β Cyg',
    'α Cen',
    'G29-38',
    'G 191-B2B',
    'J1021+4112',
    'PSR J2000+20',
    'J2000+4112',
    'B1950+32',
    'SDSS J102133.00+411200.0',
    '2MASS J10213300+4112000',
    '1E 0657-56',
    '1e0657-56',
    '0716+714',
    '0048-09',
    'WISE 0855-0714',
    '102133+411200',
    'HD 12345',
    'galactic center',
    'Gal',
    'sgr a*',
    '',
    '   ',
    '+',
    'ICRS',
  ])('“%s” is a name', (text) => {
    expect(parsePosition(text)).toBeUndefined();
  });

  test.each([
    ['10:21:33', 'There is only one angle here.', 8],
    ['10h21m33s', 'There is only one angle here.', 9],
    ['5 h', 'There is only one angle here.', 3],
    ['150.01', 'There is only one angle here.', 6],
    ['150.01,', 'There is only one angle here.', 6],
    ['ra=150.01', 'The latitude is missing.', 9],
    ['10:21:33 +95:00:00', 'A latitude is between −90 and +90 degrees.', 9],
    ['10h61m +41d', 'Minutes and seconds go up to 60.', 3],
    ['25:00:00 +10:00:00', 'A longitude has at most 24 hours.', 0],
    ['400.5 10', 'A longitude has at most 360 degrees.', 0],
    ['10.5:21 +41', 'Only the last part of an angle can have decimals.', 0],
    ['10h +41h', 'Only a right ascension can be in hours.', 4],
    [
      '10 21 41 12',
      'Where the latitude begins is not clear: write its sign, or a comma before it.',
      3,
    ],
    [
      '10 21 33 41 12',
      'Where the latitude begins is not clear: write its sign, or a comma before it.',
      3,
    ],
    [
      '10.35 +41:12:00',
      'It is not said whether the right ascension is in hours (h) or degrees (d).',
      0,
    ],
    ['10:21:33 +41:12:', 'A number is missing after the colon.', 15],
    ['1 2 3 +4 5 6 7', 'An angle has at most three parts.', 13],
    ['12′ +3°', 'An angle begins with its hours or degrees.', 0],
    ['10h21s +3°', 'The units of this angle do not follow each other.', 3],
    ['150,01 2,2', 'One separator stands between longitude and latitude.', 8],
    ['10:21:33 +41:12:00 -3', 'Only longitude and latitude have signs.', 19],
    ['10h21m33s +41d12n', '“n” has no meaning here.', 16],
    ['galactic 121.1 -21.5 pc', '“pc” has no meaning here.', 21],
    ['fk5 galactic 121.1 -21.5', 'Two different frames are named.', 4],
    ['J2000 150 2 B1950', 'Two equinoxes are named.', 12],
    ['ICRS B1950 150 2', 'ICRS has no equinox; name FK5 or FK4 instead.', 0],
    ['galactic J2000 150 2', 'Galactic coordinates have no equinox.', 0],
    ['fk5 l=1 b=2', 'These are not the coordinates of FK5 J2000.', 4],
    ['l=1 dec=2', 'These two are not the coordinates of one position.', 4],
    ['l=1 b=', 'A value is missing here.', 5],
    ['150.01 ++2', 'Only longitude and latitude have signs.', 8],
  ])('“%s”: %s', (text, problem, at) => {
    expect(parsePosition(text)).toEqual({ problem, at });
  });

  test('say what was understood and what was assumed', () => {
    expect(read('10:21:33 41:12:00').understood).toBe(
      'ICRS: right ascension 10h21m33.000s = 155.3875°, declination +41d12m00.00s = 41.2° ' +
        '(the frame was assumed; the first angle was read as hours)',
    );
    expect(read('l=121.1 b=-21.5').understood).toBe(
      'Galactic: longitude 121d06m00.00s = 121.1°, latitude -21d30m00.00s = -21.5°',
    );
    expect(read('ra=150 dec=2').understood).toMatch(/= 2° \(the frame was assumed\)$/);
    expect(read('B1950 10h +0d').understood).toMatch(/^FK4 B1950: /);
  });

  test('without a frame are of the one on display, hours of a right ascension apart', () => {
    expect(read('121.1 -21.5', GALACTIC).frame).toEqual(GALACTIC);
    expect(read('10h21m +41d', GALACTIC).frame).toEqual(ICRS);
    expect(read('10:21:33 +41:12:00', GALACTIC)).toMatchObject({
      frame: ICRS,
      longitude: 155.3875,
    });
    expect(read('ra=150 dec=2', GALACTIC).frame).toEqual(ICRS);
    const fk5 = { system: 'FK5', equinox: 1975 } as const;
    expect(read('10:21:33 +41:12:00', fk5).frame).toEqual(fk5);
  });

  test('are read back as they were written', () => {
    for (const row of truth.written) {
      for (const frame of [ICRS, GALACTIC]) {
        for (const style of ['sexagesimal', 'degrees'] as const) {
          const format = { style, scale: 1e-6 };
          const text = formatPosition(frame, row.longitude, row.latitude, format);
          const back = read(text, frame);
          expect(back.frame).toEqual(frame);
          expect(separation(back, row), text).toBeLessThan(1e-9);
        }
      }
    }
  });

  test('of any length take no long time', () => {
    expect(parsePosition('1 '.repeat(100_000))).toHaveProperty('problem');
    expect(parsePosition(' '.repeat(200_000))).toHaveProperty('problem');
    expect(parsePosition(' '.repeat(199) + 'x')).toBeUndefined();
    expect(parsePosition('galactic '.repeat(20) + '1')).toHaveProperty('problem');
    expect(parsePosition('9'.repeat(200))).toHaveProperty('problem');
  });
});
