import { describe, expect, test } from 'vitest';
import { fittingView, revealing } from '../../../../webview/search/footprints/fit';
import {
  graticule,
  gridLabel,
  positionWords,
  stepFor,
} from '../../../../webview/search/footprints/graticule';
import { type GridText, placeLabels } from '../../../../webview/search/footprints/grid-text';
import { rowsAt } from '../../../../webview/search/footprints/hit';
import { Outlines } from '../../../../webview/search/footprints/outlines';
import { outlinesInSight } from '../../../../webview/search/footprints/paint';
import { SkyMap, type Spot } from '../../../../webview/search/footprints/sky-map';
import type { SkyView } from '../../../../webview/search/footprints/sky-view';
import { type Pen, trace } from '../../../../webview/search/footprints/trace';
import { angleBetween, DEGREE, vectorAt } from '../../../../webview/search/footprints/vector';
import { circlePoints } from '../../../../src/core/sky/geometry';
import { parseFootprint } from '../../../../src/core/sky/footprint';

const SIZE = { width: 600, height: 400 };

/** What the host sends of a region. */
function outlinesOf(region: string, step = 1): Float64Array[] {
  return parseFootprint(region)
    .outlines(step)
    .map(({ longitude, latitude }) =>
      Float64Array.from({ length: 2 * (longitude.length + 1) }, (_, k) => {
        const at = Math.floor(k / 2) % longitude.length;
        return (k % 2 === 0 ? longitude[at] : latitude[at]) ?? NaN;
      }),
    );
}

function circle(longitude: number, latitude: number, radius: number): Float64Array {
  const points = circlePoints({ longitude, latitude }, radius, 360);
  return Float64Array.from({ length: 720 }, (_, k) => {
    const list = k % 2 === 0 ? points.longitude : points.latitude;
    return list[Math.floor(k / 2)] ?? NaN;
  });
}

class Lines implements Pen {
  readonly lines: Spot[][] = [];
  moveTo(x: number, y: number): void {
    this.lines.push([[x, y]]);
  }
  lineTo(x: number, y: number): void {
    this.lines.at(-1)?.push([x, y]);
  }
}

function traced(view: SkyView, outlines: Outlines): { lines: Spot[][]; whole: boolean } {
  const pen = new Lines();
  const whole = trace(new SkyMap(view, SIZE), outlines.points, 0, outlines.points.length / 3, pen);
  return { lines: pen.lines, whole };
}

/** The numbers of a view's lines, of letters as wide as half their height. */
function placedTexts(view: SkyView): GridText[] {
  const map = new SkyMap(view, SIZE);
  const lines = graticule(map).map((line) => {
    const pen = new Lines();
    trace(map, line.points, 0, line.points.length / 3, pen);
    return { line, spots: pen.lines.flat() };
  });
  return placeLabels(lines, SIZE, (text) => ({ width: 6 * text.length, height: 12 }));
}

describe('what is under the pointer', () => {
  const places = [
    [150, 2],
    [0.02, -30],
    [77, 89.95],
    [180, -89.99],
  ] as const;

  test.each(places)('a circle around %d, %d has what is within its radius', (lon, lat) => {
    const outlines = new Outlines([{ row: 4, outlines: [circle(lon, lat, 0.5)] }]);
    const middle = vectorAt(lon, lat);
    for (let k = 0; k < 300; k++) {
      const direction = vectorAt(lon + 9 * Math.sin(k * 7.1), lat + 0.9 * Math.sin(k * 3.3));
      const distance = angleBetween(middle, direction) / DEGREE;
      if (Math.abs(distance - 0.5) > 1e-3) {
        expect(rowsAt(outlines, direction, 1e-9)).toEqual(distance < 0.5 ? [4] : []);
      }
    }
  });

  test('regions of services hold the directions that the core finds in them', () => {
    const regions = [
      'POLYGON ICRS 359.9 -0.1 0.1 -0.1 0.1 0.1 359.9 0.1',
      'POLYGON ICRS 10 88 100 88 190 88 280 88',
      'CIRCLE ICRS 150.1 2.2 0.5',
      'POLYGON ICRS 20 10 60 10 60 50 20 50',
    ];
    for (const region of regions) {
      const footprint = parseFootprint(region);
      const outlines = new Outlines([{ row: 0, outlines: outlinesOf(region) }]);
      const { centre, radius } = footprint.cap;
      for (let k = 1; k < 200; k++) {
        const points = circlePoints(centre, radius * 1.2 * ((k * 0.618) % 1), 7);
        for (let i = 0; i < 7; i++) {
          const [lon = 0, lat = 0] = [points.longitude[i], points.latitude[i]];
          expect(rowsAt(outlines, vectorAt(lon, lat), 1e-12).length > 0).toBe(
            footprint.contains({ longitude: lon, latitude: lat }),
          );
        }
      }
    }
  });

  test('the smallest comes first, a row with several parts once, and dots by their distance', () => {
    const outlines = new Outlines([
      { row: 1, outlines: [circle(10, 10, 2)] },
      { row: 2, outlines: [circle(10, 10, 0.5), circle(10.2, 10, 0.5)] },
      { row: 3, outlines: [Float64Array.of(10.0001, 10)] },
      { row: 4, outlines: [Float64Array.of(10.0002, 10)] },
    ]);
    expect(rowsAt(outlines, vectorAt(10, 10), 1e-5)).toEqual([3, 4, 2, 1]);
    expect(rowsAt(outlines, vectorAt(11, 10), 1e-5)).toEqual([1]);
    expect(outlines.rowCount).toBe(4);
  });

  test('points that are nowhere count for nothing', () => {
    const outlines = new Outlines([
      { row: 1, outlines: [Float64Array.of(NaN, 1, 2, Infinity)] },
      { row: 2, outlines: [] },
    ]);
    expect(outlines.count).toBe(0);
  });
});

describe('lines', () => {
  test('a footprint on the far meridian is drawn at both ends of the sky, and not across it', () => {
    const outlines = new Outlines([{ row: 0, outlines: [circle(179.3, 20, 10)] }]);
    const view: SkyView = { kind: 'all-sky', longitude: 0 };
    const map = new SkyMap(view, SIZE);
    const { lines, whole } = traced(view, outlines);
    expect(whole).toBe(false);
    const spots = lines.flat();
    expect(spots.some(([x]) => x < 60)).toBe(true);
    expect(spots.some(([x]) => x > 540)).toBe(true);
    for (const line of lines) {
      line.slice(1).forEach(([x, y], k) => {
        const [lastX, lastY] = line[k] as Spot;
        expect(Math.hypot(x - lastX, y - lastY)).toBeLessThan(12);
      });
    }
    const [a, b] = map.ellipse;
    // The ends are on the ellipse, where the other half goes on.
    const ends = spots.filter(([x, y]) => ((x - 300) / a) ** 2 + ((y - 200) / b) ** 2 > 1 - 1e-9);
    expect(ends).toHaveLength(4);
  });

  test('in the middle it is one closed line that can be filled', () => {
    const outlines = new Outlines([{ row: 0, outlines: [circle(10, 20, 10)] }]);
    const { lines, whole } = traced({ kind: 'all-sky', longitude: 0 }, outlines);
    expect(whole).toBe(true);
    expect(lines).toHaveLength(1);
    const [first, last] = [lines[0]?.[0] as Spot, lines[0]?.at(-1) as Spot];
    expect(Math.hypot(first[0] - last[0], first[1] - last[1])).toBeLessThan(0.5);
  });

  test('of one larger than the view only what is in sight is drawn', () => {
    const outlines = new Outlines([
      { row: 0, outlines: outlinesOf('POLYGON ICRS 9 9 11 9 11 11 9 11') },
    ]);
    // A field of 6″ on its southern border.
    const edge = parseFootprint('POLYGON ICRS 9 9 11 9 11 11 9 11').outlines(0.5)[0];
    const at = edge?.longitude.findIndex((lon) => lon > 9.9 && lon < 10.1) ?? -1;
    const view: SkyView = {
      kind: 'field',
      longitude: edge?.longitude[at] ?? NaN,
      latitude: edge?.latitude[at] ?? NaN,
      pixel: 5e-8,
    };
    const { lines, whole } = traced(view, outlines);
    expect(whole).toBe(false);
    const spots = lines.flat();
    expect(spots.length).toBeGreaterThan(1);
    expect(spots.every(([x, y]) => x >= -9 && x <= 609 && y >= -9 && y <= 409)).toBe(true);
  });

  test('what goes behind a field is cut at its horizon', () => {
    const outlines = new Outlines([{ row: 0, outlines: [circle(0, 0, 120)] }]);
    const view: SkyView = { kind: 'field', longitude: 90, latitude: 0, pixel: 4e-3 };
    const { lines, whole } = traced(view, outlines);
    expect(whole).toBe(false);
    const map = new SkyMap(view, SIZE);
    for (const spot of lines.flat()) {
      const direction = map.directionAt(spot) ?? [0, 0, 0];
      expect(angleBetween(direction, vectorAt(0, 0)) / DEGREE).toBeCloseTo(120, 1);
    }
  });
});

describe('views that fit', () => {
  test('a field around near footprints has all of them in sight', () => {
    const outlines = new Outlines([
      { row: 0, outlines: [circle(359.9, 2, 0.1)] },
      { row: 1, outlines: [circle(0.3, 2.3, 0.05)] },
    ]);
    const view = fittingView(outlines, undefined, SIZE);
    const map = new SkyMap(view, SIZE);
    const spots = Array.from({ length: outlines.points.length / 3 }, (_, k) =>
      map.spotOf([
        outlines.points[3 * k] ?? 0,
        outlines.points[3 * k + 1] ?? 0,
        outlines.points[3 * k + 2] ?? 0,
      ]),
    );
    const heights = spots.map((spot) => spot?.[1] ?? NaN);
    expect(Math.min(...heights)).toBeGreaterThan(0);
    expect(Math.max(...heights)).toBeLessThan(SIZE.height);
    expect(view.kind).toBe('field');
    expect(outlinesInSight(map, outlines)).toEqual([0, 1]);
  });

  test('spread over the sky, it is all of it; without any, too', () => {
    const outlines = new Outlines([
      { row: 0, outlines: [circle(100, 60, 1)] },
      { row: 1, outlines: [circle(200, -60, 1)] },
    ]);
    expect(fittingView(outlines, undefined, SIZE).kind).toBe('all-sky');
    expect(fittingView(new Outlines([]), undefined, SIZE).kind).toBe('all-sky');
  });

  test('a row out of sight is gone to, one in sight leaves the view alone', () => {
    const outlines = new Outlines([
      { row: 0, outlines: [circle(10, 10, 0.01)] },
      { row: 1, outlines: [circle(40, 10, 0.01)] },
      { row: 2, outlines: [circle(40, -10, 5)] },
    ]);
    const view: SkyView = { kind: 'field', longitude: 10, latitude: 10, pixel: 1e-5 };
    expect(revealing(view, SIZE, outlines, [0])).toBe(view);
    expect(revealing(view, SIZE, outlines, [1])).toMatchObject({
      longitude: expect.closeTo(40, 6) as number,
      latitude: expect.closeTo(10, 6) as number,
      pixel: 1e-5,
    });
    expect(revealing(view, SIZE, outlines, [2])).toMatchObject({ kind: 'field' });
    const away = new SkyMap(view, SIZE);
    expect(outlinesInSight(away, outlines)).toEqual([0]);
  });
});

describe('the grid', () => {
  test('steps are round and labels as exact as they need be', () => {
    expect([70, 20, 7, 1, 0.7, 0.03, 0.00012].map(stepFor)).toEqual([
      45, 15, 5, 1, 0.5, 0.02, 0.0001,
    ]);
    expect(gridLabel(150, 10, false)).toBe('150°');
    expect(gridLabel(-2.2, 0.1, true)).toBe('−2.2°');
    expect(gridLabel(2.25, 0.05, true)).toBe('+2.25°');
    expect(gridLabel(0, 10, true)).toBe('0°');
  });

  test('positions are as exact as a pixel lets them be', () => {
    expect(positionWords(vectorAt(150.11631, 2.20581), 1e-5 * DEGREE)).toBe('150.11631° +2.20581°');
    expect(positionWords(vectorAt(359.99999, -2), 0.1 * DEGREE)).toBe('0.0° −2.0°');
  });

  test('a field across 0° of longitude has lines on both sides', () => {
    const view: SkyView = { kind: 'field', longitude: 0, latitude: 10, pixel: 5e-5 };
    const labels = graticule(new SkyMap(view, SIZE))
      .filter(({ along }) => along === 'meridian')
      .map(({ label }) => label);
    expect(labels).toContain('0.0°');
    expect(labels).toContain('359.8°');
    expect(labels).toContain('0.2°');
  });

  test('around a pole there are meridians on all sides, each once', () => {
    const view: SkyView = { kind: 'field', longitude: 20, latitude: 89.9, pixel: 5e-5 };
    const labels = graticule(new SkyMap(view, SIZE))
      .filter(({ along }) => along === 'meridian')
      .map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
    expect(labels).toHaveLength(24);
  });

  test('around a pole the numbers of meridians stand at the edge of the canvas', () => {
    const view: SkyView = { kind: 'field', longitude: 20, latitude: 90, pixel: 1e-3 };
    const texts = placedTexts(view).filter(({ text }) => /^\d+°$/.test(text));
    expect(texts.length).toBeGreaterThan(12);
    for (const { x, y, text } of texts) {
      const middle = [x + 3 * text.length, y] as const;
      const inside = Math.min(
        middle[0],
        SIZE.width - middle[0],
        middle[1],
        SIZE.height - middle[1],
      );
      expect(inside).toBeLessThan(25);
    }
  });

  test('a small all-sky has half the meridians', () => {
    const count = (width: number): number =>
      graticule(new SkyMap({ kind: 'all-sky', longitude: 0 }, { width, height: width / 2 })).filter(
        ({ along }) => along === 'meridian',
      ).length;
    expect([count(800), count(320)]).toEqual([12, 6]);
  });

  test('numbers do not lie on each other', () => {
    const view: SkyView = { kind: 'field', longitude: 20, latitude: 30, pixel: 1e-3 };
    const texts = placedTexts(view);
    expect(texts.length).toBeGreaterThan(4);
    texts.forEach((a, i) =>
      texts.slice(i + 1).forEach((b) => {
        const apart =
          Math.abs(a.y - b.y) >= 12 ||
          a.x + 6 * a.text.length <= b.x ||
          b.x + 6 * b.text.length <= a.x;
        expect(apart).toBe(true);
      }),
    );
  });
});
