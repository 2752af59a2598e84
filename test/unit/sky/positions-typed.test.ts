import { describe, expect, test } from 'vitest';
import { separation } from '../../../src/core/sky/geometry';
import { parsePosition } from '../../../src/core/sky/positions';
import typed from '../../fixtures/sky-typed.json';

interface Read {
  readonly text: string;
  readonly system: string;
  readonly equinox: number | null;
  readonly longitude: number;
  readonly latitude: number;
  readonly literally: boolean;
}

interface Broken {
  readonly text: string;
  /** Longitude and latitude in degrees; null where astropy refuses. */
  readonly astropy: readonly number[] | null;
}

const { read, broken } = typed as { read: Read[]; broken: Broken[] };
/** Degrees: less than the last digit of a double. */
const CLOSE = 1e-11;

/**
 * What astropy reads and we refuse, since it is more likely a slip of the hand: longitudes beyond the circle (it
 * turns them back), and seconds or minutes without the hours or degrees they belong to.
 */
const STRICTER = [
  'A longitude has at most 360 degrees.',
  'A longitude has at most 24 hours.',
  'It is not said whether these are hours or degrees.',
];
/** A blank before a colon is no matter. */
const MORE_LIBERAL = /\d :\d/;

describe('positions made at random', () => {
  test('are many, and many of them are as SkyCoord takes them', () => {
    expect(read).toHaveLength(700);
    expect(read.filter(({ literally }) => literally).length).toBeGreaterThan(250);
  });

  test.each(read)('“$text” is where astropy has it', (row) => {
    const ours = parsePosition(row.text);
    if (ours === undefined || 'problem' in ours) {
      throw new Error(ours?.problem ?? 'It is taken for a name.');
    }
    expect(ours.frame.system).toBe(row.system);
    const unstated = row.system === 'FK4' ? 1950 : 2000;
    if (row.equinox !== null) {
      expect(ours.frame.equinox ?? unstated).toBeCloseTo(row.equinox, 8);
    }
    expect(separation(ours, row)).toBeLessThan(CLOSE);
  });
});

describe('positions with a slip', () => {
  test.each(broken)('“$text” is none that astropy does not read', ({ text, astropy }) => {
    const ours = parsePosition(text);
    if (ours === undefined) {
      // Then it is looked up as a name, which is never wrong in silence.
      expect(astropy).toBeNull();
    } else if ('problem' in ours) {
      expect(ours.problem).toMatch(/^[A-Z“].*\.$/);
      expect(ours.at).toBeLessThanOrEqual(text.length);
      expect(astropy === null || STRICTER.includes(ours.problem), ours.problem).toBe(true);
    } else if (astropy === null) {
      expect(text).toMatch(MORE_LIBERAL);
    } else {
      const [longitude = NaN, latitude = NaN] = astropy;
      expect(separation(ours, { longitude, latitude })).toBeLessThan(CLOSE);
    }
  });
});

test('a plain right ascension beyond 24 is in degrees, also beside a declination in parts', () => {
  expect(parsePosition('150.01 +02:12:00')).toMatchObject({ longitude: 150.01, latitude: 2.2 });
  expect(parsePosition('24 +02:12:00')).toMatchObject({ at: 0 });
  expect(parsePosition('-24.5 +02:12:00')).toMatchObject({ longitude: 335.5 });
});
