import { describe, expect, it } from 'vitest';
import { cellsAround, mocTextOf } from '../../../../src/core/catalogs/match/match-cells';
import { mocContains } from '../../../../src/core/healpix/moc/moc';
import { parseMoc } from '../../../../src/core/healpix/moc/moc-text';
import { pixelArea } from '../../../../src/core/healpix/order';
import { rangesCount } from '../../../../src/core/healpix/pixel-ranges';
import type { Directions } from '../../../../src/core/sky/frames';

/** The same numbers each time, from 0 to 1. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    // The low bits of such numbers are not random.
    return (state >>> 8) / 2 ** 24;
  };
}

function directions(places: readonly (readonly [number, number])[]): Directions {
  return {
    longitude: Float64Array.from(places, ([ra]) => ra),
    latitude: Float64Array.from(places, ([, dec]) => dec),
  };
}

const DEGREE = Math.PI / 180;

/** The place at a distance and a position angle. */
function offset([ra, dec]: readonly [number, number], by: number, angle: number): [number, number] {
  const [d, a, lat] = [by * DEGREE, angle * DEGREE, dec * DEGREE];
  const sine = Math.sin(lat) * Math.cos(d) + Math.cos(lat) * Math.sin(d) * Math.cos(a);
  const east = Math.atan2(
    Math.sin(a) * Math.sin(d) * Math.cos(lat),
    Math.cos(d) - Math.sin(lat) * sine,
  );
  return [(ra + east / DEGREE + 720) % 360, Math.asin(sine) / DEGREE];
}

const random = numbers(8);
const ANYWHERE = Array.from({ length: 400 }, (): [number, number] => [
  360 * random(),
  Math.asin(2 * random() - 1) / DEGREE,
]);
const POLES = Array.from({ length: 100 }, (_, k): [number, number] => [
  360 * random(),
  (k % 2 === 0 ? 1 : -1) * (90 - 0.01 * random()),
]);
/** Where base pixels meet: in the middle of the sky and in the corners of the polar caps. */
const CORNERS = [0, 45, 90, 135, 180, 270, 315].flatMap((ra): [number, number][] =>
  [0, 41.8103149, -41.8103149].map((dec) => [ra, dec]),
);

describe.each([
  ['an arcsecond', 1 / 3600],
  ['ten arcseconds', 10 / 3600],
  ['an arcminute', 1 / 60],
  ['a tenth of a degree', 0.1],
  ['a degree', 1],
])('pixels around rows, within %s', (_, radius) => {
  it('hold all that lies within the radius', async () => {
    for (const places of [ANYWHERE, POLES, CORNERS]) {
      const cells = await cellsAround(directions(places), radius);
      const contains = mocContains(parseMoc(mocTextOf(cells)));
      const around = places.flatMap((place) =>
        Array.from({ length: 24 }, (__, k) =>
          offset(place, radius * (k % 3 === 0 ? 1 : random()), 15 * k),
        ),
      );
      expect(contains(directions(around)).every((isIn) => isIn === 1)).toBe(true);
    }
  });

  it('are little more than that', async () => {
    const cells = await cellsAround(directions([[123, 34]]), radius);
    const area = rangesCount(cells) * pixelArea(cells.order);
    const most = Math.max(Math.PI * radius ** 2 * 820, 9 * pixelArea(12));
    expect(area).toBeLessThanOrEqual(most);
  });
});

describe('pixels around rows', () => {
  it('become coarser where there would be too many', async () => {
    const many = Array.from({ length: 150_000 }, (): [number, number] => [
      360 * random(),
      Math.asin(2 * random() - 1) / DEGREE,
    ]);
    const cells = await cellsAround(directions(many), 1 / 3600);
    expect(cells.bounds.length).toBeLessThanOrEqual(100_000);
    const contains = mocContains(parseMoc(mocTextOf(cells)));
    expect(contains(directions(many)).every((isIn) => isIn === 1)).toBe(true);
  });

  it('are none of rows without a position', async () => {
    const cells = await cellsAround(
      directions([
        [NaN, 2],
        [3, 95],
      ]),
      0.1,
    );
    expect(rangesCount(cells)).toBe(0);
  });
});
