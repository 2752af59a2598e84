import { describe, expect, test } from 'vitest';
import { movedTo, panned, zoomedAt } from '../../../../webview/search/footprints/moves';
import { SkyMap, type Spot } from '../../../../webview/search/footprints/sky-map';
import type { SkyView } from '../../../../webview/search/footprints/sky-view';
import { angleBetween, DEGREE, vectorAt } from '../../../../webview/search/footprints/vector';
import truth from './sky-map-truth.json';

const SIZE = { width: 600, height: 400 };

function viewOf(projection: string, [longitude = 0, latitude = 0]: number[]): SkyView {
  return projection === 'AIT'
    ? { kind: 'all-sky', longitude }
    : { kind: 'field', longitude, latitude, pixel: 1e-4 };
}

describe('projections, as astropy has them', () => {
  test.each(truth)('$projection around $middle', ({ projection, middle, directions, places }) => {
    const map = new SkyMap(viewOf(projection, middle), SIZE);
    directions.forEach(([longitude = 0, latitude = 0], k) => {
      const direction = vectorAt(longitude, latitude);
      const [x, y] = map.spotOf(direction) ?? [NaN, NaN];
      // From canvas pixels to radians in the plane, y up.
      const place = [(x - SIZE.width / 2) / map.scale, (SIZE.height / 2 - y) / map.scale];
      expect(place[0]).toBeCloseTo(places[k]?.[0] ?? NaN, 8);
      expect(place[1]).toBeCloseTo(places[k]?.[1] ?? NaN, 8);
    });
  });

  test.each(truth)('$projection around $middle, back again', (truthOf) => {
    const map = new SkyMap(viewOf(truthOf.projection, truthOf.middle), SIZE);
    truthOf.directions.forEach(([longitude = 0, latitude = 0], k) => {
      const [x = NaN, y = NaN] = truthOf.places[k] ?? [];
      const back = map.directionAt([
        SIZE.width / 2 + x * map.scale,
        SIZE.height / 2 - y * map.scale,
      ]);
      expect(angleBetween(back ?? [NaN, NaN, NaN], vectorAt(longitude, latitude))).toBeLessThan(
        1e-7,
      );
    });
  });

  test('nothing is beside the sky, or behind a field', () => {
    const all = new SkyMap({ kind: 'all-sky', longitude: 0 }, SIZE);
    expect(all.directionAt([2, 2])).toBeUndefined();
    const field = new SkyMap(viewOf('TAN', [10, 20]), SIZE);
    expect(field.spotOf(vectorAt(190, -20))).toBeUndefined();
    expect(field.spotOf(vectorAt(10, 115))).toBeUndefined();
  });
});

describe('moving the view', () => {
  const spots: Spot[] = [
    [300, 200],
    [10, 390],
    [520, 33],
  ];
  const views: Extract<SkyView, { kind: 'field' }>[] = [
    { kind: 'field', longitude: 150, latitude: 2, pixel: 1e-3 },
    { kind: 'field', longitude: 359.9, latitude: -60, pixel: 1e-5 },
    { kind: 'field', longitude: 40, latitude: 80, pixel: 2e-5 },
  ];

  test.each(views)('what is zoomed at stays where it is (%o)', (view) => {
    for (const spot of spots) {
      for (const factor of [0.5, 1.3]) {
        const before = new SkyMap(view, SIZE).directionAt(spot) ?? [0, 0, 0];
        const zoomed = new SkyMap(zoomedAt(view, SIZE, factor, spot), SIZE);
        const [x, y] = zoomed.spotOf(before) ?? [NaN, NaN];
        expect(Math.hypot(x - spot[0], y - spot[1])).toBeLessThan(1e-4);
        expect(zoomed.scale * view.pixel).toBeCloseTo(1 / factor, 9);
      }
    }
  });

  test('what is grabbed goes with the pointer, over 0° of longitude too', () => {
    for (const view of views) {
      const direction = new SkyMap(view, SIZE).directionAt([100, 100]) ?? [0, 0, 0];
      const moved = new SkyMap(movedTo(view, SIZE, direction, [250, 140]), SIZE);
      const [x, y] = moved.spotOf(direction) ?? [NaN, NaN];
      expect(Math.hypot(x - 250, y - 140)).toBeLessThan(1e-4);
    }
  });

  test('the pole is as far as north can stay up', () => {
    const pole = { kind: 'field', longitude: 40, latitude: 89.99, pixel: 1e-3 } as const;
    expect(panned(pole, SIZE, 0, 300)).toMatchObject({ kind: 'field', latitude: 90 });
  });

  test('the whole sky turns, and becomes a field around what is zoomed at', () => {
    const all: SkyView = { kind: 'all-sky', longitude: 0 };
    const spot: Spot = [200, 150];
    const direction = new SkyMap(all, SIZE).directionAt(spot) ?? [0, 0, 0];
    // The latitude stays, and with it the place is a little off.
    const [x = NaN] =
      new SkyMap(movedTo(all, SIZE, direction, [240, 150]), SIZE).spotOf(direction) ?? [];
    expect(x).toBeCloseTo(240, 0);
    const field = zoomedAt(all, SIZE, 0.5, spot);
    expect(field.kind).toBe('field');
    const [fx, fy] = new SkyMap(field, SIZE).spotOf(direction) ?? [NaN, NaN];
    expect(Math.hypot(fx - spot[0], fy - spot[1])).toBeLessThan(1e-6);
    expect(zoomedAt(field, SIZE, 4, spot).kind).toBe('all-sky');
    expect(zoomedAt(all, SIZE, 2, spot)).toBe(all);
  });

  test('a pixel is never smaller than a thousandth of an arc second', () => {
    const near = { kind: 'field', longitude: 1, latitude: 1, pixel: 1e-8 } as const;
    expect(zoomedAt(near, SIZE, 1e-6, [0, 0])).toMatchObject({ pixel: DEGREE / 3.6e6 });
  });
});
