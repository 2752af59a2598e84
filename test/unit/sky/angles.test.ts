import { describe, expect, test } from 'vitest';
import {
  arcsecondDecimals,
  formatAngle,
  formatLatitude,
  formatLongitude,
  formatPosition,
} from '../../../src/core/sky/angles';
import type { CelestialFrame } from '../../../src/core/sky/wcs';
import truth from '../../fixtures/sky-angles.json';

const ICRS: CelestialFrame = { system: 'ICRS', equinox: undefined };
const GALACTIC: CelestialFrame = { system: 'Galactic', equinox: undefined };
const SEXAGESIMAL = { style: 'sexagesimal' } as const;
const DEGREES = { style: 'degrees' } as const;

/** A pixel scale that shows so many decimals of an arcsecond. */
const SCALES = { 0: 10, 1: 1, 3: 0.01 } as const;

describe('positions as text', () => {
  // What rounds to a whole turn or to a negative zero is ours to say: astropy writes 24h and -0.
  const rows = truth.written.filter(
    (row) => Math.abs(row.latitude) > 0.01 && row.longitude < 359.999,
  );
  test.each(rows)('$longitude $latitude to $decimals decimals as astropy', (row) => {
    const scale = SCALES[row.decimals as keyof typeof SCALES];
    const { longitude, latitude } = row;
    const letters = { ...SEXAGESIMAL, scale };
    expect(formatPosition(ICRS, longitude, latitude, letters)).toBe(
      `${row.hours} ${row.latitude_text}`,
    );
    expect(formatLongitude(ICRS, longitude, { ...letters, separators: 'colons' })).toBe(row.colons);
    expect(formatPosition(ICRS, longitude, latitude, { ...DEGREES, scale })).toBe(
      `${row.degrees} ${row.latitude_degrees}`,
    );
  });

  test('carry all the way: no 60, no 24 hours, no 360 degrees', () => {
    expect(formatLongitude(ICRS, 359.9999999999, SEXAGESIMAL)).toBe('00h00m00.000s');
    expect(formatLongitude(GALACTIC, 359.9999999999, SEXAGESIMAL)).toBe('000d00m00.00s');
    expect(formatLongitude(ICRS, 359.9999999999, DEGREES)).toBe('0.000000');
    expect(formatLongitude(ICRS, 15 - 1e-9, SEXAGESIMAL)).toBe('01h00m00.000s');
    expect(formatLatitude(12.9999999999, SEXAGESIMAL)).toBe('+13d00m00.00s');
    expect(formatLatitude(-89.9999999999, SEXAGESIMAL)).toBe('-90d00m00.00s');
  });

  test('keep the sign of −0° 30′, and have none for zero', () => {
    expect(formatLatitude(-0.5, SEXAGESIMAL)).toBe('-00d30m00.00s');
    expect(formatLatitude(-0.5, { ...SEXAGESIMAL, separators: 'colons' })).toBe('-00:30:00.00');
    expect(formatLatitude(-1e-9, SEXAGESIMAL)).toBe('+00d00m00.00s');
    expect(formatLatitude(-1e-9, DEGREES)).toBe('+0.000000');
    expect(formatLatitude(-0, DEGREES)).toBe('+0.000000');
  });

  test('take any turn of the longitude, and galactic ones are in degrees', () => {
    expect(formatLongitude(ICRS, -15, SEXAGESIMAL)).toBe('23h00m00.000s');
    expect(formatLongitude(ICRS, 720, DEGREES)).toBe('0.000000');
    expect(formatPosition(GALACTIC, 121.17, -21.57, SEXAGESIMAL)).toBe(
      '121d10m12.00s -21d34m12.00s',
    );
  });

  test('of nothing are empty', () => {
    expect(formatPosition(ICRS, NaN, 1, SEXAGESIMAL)).toBe('');
    expect(formatPosition(ICRS, 1, Infinity, DEGREES)).toBe('');
  });

  test.each([
    [undefined, 2],
    [3600, 0],
    [10, 0],
    [9.9, 1],
    [1, 1],
    [0.11, 2],
    [0.1, 2],
    [0.031, 3],
    [1e-30, 8],
    [0, 2],
    [NaN, 2],
  ])('at %s″ a pixel: %s decimals of an arcsecond', (scale, decimals) => {
    expect(arcsecondDecimals(scale)).toBe(decimals);
  });
});

describe('angles as text', () => {
  test.each([
    [0, '0″'],
    [-0, '0″'],
    [3.14159265 / 3600, '3.142″'],
    [0.0314159 / 3600, '0.03142″'],
    [1e-7 / 3600, '0.00000010″'],
    [-1e-20, '0″'],
    [59.99 / 3600, '59.99″'],
    [59.996 / 3600, '1.000′'],
    [2.5 / 60, '2.500′'],
    [59.996 / 60, '1.000°'],
    [1.25, '1.250°'],
    [-179.99, '-180.0°'],
    [123.456, '123.5°'],
    [NaN, ''],
  ])('%s degrees: %s', (degrees, text) => {
    expect(formatAngle(degrees)).toBe(text);
  });
});
