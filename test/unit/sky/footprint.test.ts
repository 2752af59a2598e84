import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseFootprint } from '../../../src/core/sky/footprint';
import { separation } from '../../../src/core/sky/geometry';

interface Case {
  readonly text: string;
  /** Square degrees. */
  readonly area: number;
  readonly longitude: readonly number[];
  readonly latitude: readonly number[];
  readonly inside: string;
  /** Points of its border. */
  readonly edge: readonly (readonly [number, number])[];
}

/** Made by make_footprints.py with astropy and spherical_geometry. */
const CASES = JSON.parse(
  readFileSync(new URL('footprints.json', import.meta.url), 'utf8'),
) as readonly Case[];

const isOverlapping = ({ text }: Case): boolean => text.includes('13 23');

describe('a region as spherical_geometry and astropy see it', () => {
  it.each(CASES)('$text: its area', (truth) => {
    const area = parseFootprint(truth.text).area();
    expect(Math.abs(area / truth.area - 1)).toBeLessThan(isOverlapping(truth) ? 0.01 : 1e-7);
  });

  it.each(CASES)('$text: what is inside', ({ text, longitude, latitude, inside }) => {
    const found = parseFootprint(text).containsAll({
      longitude: Float64Array.from(longitude),
      latitude: Float64Array.from(latitude),
    });
    expect([...found].join('')).toBe(inside);
    expect(inside).toContain('1');
    expect(inside).toContain('0');
  });

  it.each(CASES)('$text: the cap around it', ({ text, edge, longitude, latitude, inside }) => {
    const footprint = parseFootprint(text);
    const { centre, radius } = footprint.cap;
    const away = edge.map(([lon, lat]) => separation(centre, { longitude: lon, latitude: lat }));
    expect(Math.max(...away)).toBeLessThanOrEqual(radius + 1e-6);
    // All of it is in it, and it is not much wider than it must be.
    [...inside].forEach((flag, k) => {
      if (flag === '1') {
        const point = { longitude: longitude[k] ?? 0, latitude: latitude[k] ?? 0 };
        expect(separation(centre, point)).toBeLessThanOrEqual(radius + 1e-9);
      }
    });
    expect(radius).toBeLessThan(Math.max(...away) * 1.02 + 0.02);
  });
});

describe('the border of a footprint', () => {
  it('runs along great circles in small steps', () => {
    const [outline] = parseFootprint('POLYGON ICRS 0 60 40 60 20 80').outlines(1);
    const count = outline?.longitude.length ?? 0;
    expect(count).toBeGreaterThan(50);
    // The top of a great circle between two points of one parallel lies above it.
    expect(Math.max(...(outline?.latitude.slice(0, 20) ?? []))).toBeGreaterThan(61);
    for (let k = 0; k < count; k++) {
      const point = (at: number): { longitude: number; latitude: number } => ({
        longitude: outline?.longitude[at % count] ?? NaN,
        latitude: outline?.latitude[at % count] ?? NaN,
      });
      expect(separation(point(k), point(k + 1))).toBeLessThanOrEqual(1 + 1e-9);
    }
  });

  it('is there for each part', () => {
    const footprint = parseFootprint('UNION ICRS (CIRCLE 1 2 3 BOX 40 5 1 1)');
    expect(footprint.outlines(5)).toHaveLength(2);
  });
});

describe('what is no region', () => {
  it.each([
    ['', 'format'],
    ['   ', 'format'],
    ['M 101', 'format'],
    ['POLYGON ICRS', 'format'],
    ['POLYGON ICRS 1 2 3 4', 'format'],
    ['POLYGON ICRS 1 2 3 4 5', 'format'],
    ['POLYGON ICRS 1 2 1 2 1 2', 'format'],
    ['POLYGON ICRS 1 2 3 4 5 95', 'format'],
    ['CIRCLE ICRS 1 2', 'format'],
    ['CIRCLE ICRS 1 2 -3', 'format'],
    ['CIRCLE ICRS 1 2 NaN', 'format'],
    ['CIRCLE ICRS 1 2 3 4', 'format'],
    ['1 2', 'format'],
    ['POLYGON ICRS 1 2 3 4 5 6 ; DROP', 'format'],
    ['NOT CIRCLE ICRS 1 2 3', 'unsupported'],
    ['INTERSECTION ICRS (CIRCLE 1 2 3 CIRCLE 2 2 3)', 'unsupported'],
    ['CIRCLE ICRS CARTESIAN2 1 2 3', 'unsupported'],
    ['POLYGON ICRS 0 10 120 10 240 10 0 -80', 'unsupported'],
  ])('%j is said', (text, code) => {
    expect(() => parseFootprint(text)).toThrow(expect.objectContaining({ code }));
  });

  it('is found quickly in a long text', () => {
    expect(() => parseFootprint('POLYGON '.repeat(50_000))).toThrow();
    expect(() => parseFootprint('('.repeat(200_000))).toThrow();
  });

  it('but an unknown frame is taken for ICRS, and said', () => {
    const { warnings } = parseFootprint('CIRCLE UNKNOWNFRAME 1 2 3');
    expect(warnings).toEqual(['Its frame is unknown; ICRS is assumed.']);
  });
});
