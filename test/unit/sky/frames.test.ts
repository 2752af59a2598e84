import { describe, expect, test } from 'vitest';
import { convert } from '../../../src/core/sky/frames';
import {
  besselianToJulian,
  frameName,
  julianToBesselian,
  sameFrame,
} from '../../../src/core/sky/frames-equinox';
import { separation } from '../../../src/core/sky/geometry';
import type { CelestialFrame } from '../../../src/core/sky/wcs';
import truth from '../../fixtures/sky-frames.json';

const FRAMES = truth.frames.map(
  ({ system, equinox }) => ({ system, equinox: equinox ?? undefined }) as CelestialFrame,
);
const ICRS: CelestialFrame = { system: 'ICRS', equinox: undefined };
const FK4: CelestialFrame = { system: 'FK4', equinox: undefined };
const OTHER: CelestialFrame = { system: 'other', equinox: undefined };

/** The largest distance on the sky between two sets of directions, in degrees. */
function apart(
  a: { longitude: ArrayLike<number>; latitude: ArrayLike<number> },
  b: { longitude: ArrayLike<number>; latitude: ArrayLike<number> },
): number {
  return Math.max(
    ...Array.from(a.longitude, (longitude, k) =>
      separation(
        { longitude, latitude: a.latitude[k] ?? NaN },
        { longitude: b.longitude[k] ?? NaN, latitude: b.latitude[k] ?? NaN },
      ),
    ),
  );
}

function frame(k: number): CelestialFrame {
  const found = FRAMES[k];
  if (found === undefined) {
    throw new Error(`There is no frame ${k}.`);
  }
  return found;
}

describe('directions of one frame in another', () => {
  const longitude = Float64Array.from(truth.longitude);
  const latitude = Float64Array.from(truth.latitude);

  test.each(FRAMES.map((from, k) => [frameName(from), k] as const))(
    'of %s are those of astropy',
    (_, from) => {
      const pairs = truth.pairs.filter((pair) => pair.from === from);
      expect(pairs).toHaveLength(FRAMES.length - 1);
      for (const pair of pairs) {
        const ours = convert(frame(from), frame(pair.to), longitude, latitude);
        expect(apart(ours, pair), frameName(frame(pair.to))).toBeLessThan(1e-11);
      }
    },
  );

  test('come back, and longitudes are from 0 to below 360', () => {
    for (const from of FRAMES) {
      for (const to of FRAMES.filter((each) => each !== from)) {
        const there = convert(from, to, longitude, latitude);
        expect(there.longitude.every((each) => each >= 0 && each < 360)).toBe(true);
        expect(there.latitude.every((each) => each >= -90 && each <= 90)).toBe(true);
        const back = convert(to, from, there.longitude, there.latitude);
        // The bridge between FK4 and FK5 and Newcomb's precession are no exact rotations, in astropy neither.
        expect(apart(back, truth), `${frameName(from)} ${frameName(to)}`).toBeLessThan(5e-8);
      }
    }
  });

  test('of the same frame are copies', () => {
    const ours = convert(FK4, { system: 'FK4', equinox: 1950 }, longitude, latitude);
    expect(ours.longitude).toEqual(longitude);
    expect(ours.longitude).not.toBe(longitude);
  });

  test('NaN stays NaN', () => {
    for (const to of FRAMES.slice(1)) {
      const ours = convert(ICRS, to, Float64Array.of(NaN, 1, 2), Float64Array.of(1, Infinity, 2));
      expect(Array.from(ours.longitude, Number.isNaN)).toEqual([true, true, false]);
      expect(Array.from(ours.latitude, Number.isNaN)).toEqual([true, true, false]);
    }
  });

  test('of no known frame are refused', () => {
    expect(() => convert(OTHER, ICRS, longitude, latitude)).toThrow(/no known frame/);
    expect(() => convert(ICRS, OTHER, longitude, latitude)).toThrow(/no known frame/);
    expect(() => convert(OTHER, OTHER, longitude, latitude)).toThrow(/no known frame/);
  });
});

describe('equinoxes', () => {
  test('of both kinds of years are the same moments', () => {
    // astropy: Time('B1950').jyear and Time('J2000').byear.
    expect(besselianToJulian(1950)).toBeCloseTo(1949.9997904422992, 10);
    expect(julianToBesselian(2000)).toBeCloseTo(2000.0012775136654, 10);
  });

  test('are those of the standard where none is stated', () => {
    expect(sameFrame(FK4, { system: 'FK4', equinox: 1950 })).toBe(true);
    expect(sameFrame({ system: 'FK5', equinox: 2000 }, { system: 'FK5', equinox: undefined })).toBe(
      true,
    );
    expect(sameFrame(FK4, { system: 'FK4-NO-E', equinox: 1950 })).toBe(false);
    expect(sameFrame({ system: 'FK4', equinox: 1975 }, FK4)).toBe(false);
  });

  test.each([
    [ICRS, 'ICRS'],
    [FK4, 'FK4 B1950'],
    [{ system: 'FK5', equinox: 2015.5 }, 'FK5 J2015.5'],
    [{ system: 'Ecliptic', equinox: undefined }, 'Ecliptic J2000'],
    [{ system: 'Galactic', equinox: 2000 }, 'Galactic'],
  ] as const)('of %j: %s', (each, name) => {
    expect(frameName(each)).toBe(name);
  });
});
