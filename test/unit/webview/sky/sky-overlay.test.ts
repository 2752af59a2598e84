import { describe, expect, test } from 'vitest';
import {
  angleWords,
  numberWords,
  pixelWords,
  scaleWords,
} from '../../../../webview/sky/angle-words';
import { cornersOf, overlap, turnedCorners } from '../../../../webview/sky/boxes';
import { clipLine } from '../../../../webview/sky/grid-clip';
import { placeLabels } from '../../../../webview/sky/grid-labels';
import { simplified } from '../../../../webview/sky/grid-simplify';
import { roundAngle, scaleBar } from '../../../../webview/sky/scale-bar';
import { MOST_PLACES, withPlace } from '../../../../webview/sky/sky-state';

const SAME = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };
const BOX = { left: 0, top: 0, right: 100, bottom: 60 };
const clip = (...positions: number[]): ReturnType<typeof clipLine> =>
  clipLine(Float64Array.from(positions), SAME, BOX);

describe('angles in words', () => {
  test.each([
    [0.5e-3 / 3600, '500.0 µas'],
    [5e-3 / 3600, '5.000 mas'],
    [0.0312 / 3600, '0.03120″'],
    [59.9999 / 3600, '1.000′'],
    [12.345 / 3600, '12.35″'],
    [1.5 / 60, '1.500′'],
    [1, '1.000°'],
    [0, '0″'],
  ])('%d', (degrees, words) => {
    expect(angleWords(degrees)).toBe(words);
  });

  test('figures have the digits asked for, also where they round up', () => {
    expect([9.9996, 0.0123456, 123456, 0.99999].map((each) => numberWords(each, 4))).toEqual([
      '10.00',
      '0.01235',
      '123456',
      '1.000',
    ]);
    expect([12.34, 1234.5].map(pixelWords)).toEqual(['12.3 px', '1235 px']);
  });

  test('scales of square and other pixels', () => {
    const scale = (x: number, y: number): string =>
      scaleWords({ scaleX: x / 3600, scaleY: y / 3600, area: 0, north: [0, 1], east: [-1, 0] });
    expect(scale(0.0312, 0.0313)).toBe('0.0312″/px');
    expect(scale(0.0312, 0.0625)).toBe('0.0312″ × 0.0625″/px');
  });
});

describe('the scale bar', () => {
  test.each([
    [0.34, 0.2],
    [0.99, 0.5],
    [1, 1],
    [29, 10],
    [31, 30],
    [59, 30],
    [61, 60],
    [3599, 1800],
    [3600, 3600],
    [1e6, 324000],
  ])('the round angle below %d″ is %d″', (most, angle) => {
    expect(roundAngle(most)).toBe(angle);
  });

  const sky = {
    scaleX: 1 / 3600,
    scaleY: 4 / 3600,
    area: 0,
    north: [0, 1],
    east: [-1, 0],
  } as const;

  test('is as long as its angle on the axis that lies level', () => {
    expect(scaleBar({ ...SAME, a: 2, d: -2 }, sky, 100)).toEqual({
      length: 60,
      text: '30″',
      scale: '1.00″ × 4.00″/px',
    });
    expect(scaleBar({ ...SAME, a: 0, b: 2, c: 2, d: 0 }, sky, 100)).toMatchObject({
      length: 60,
      text: '2′',
    });
  });

  test('counts pixels where there is no sky', () => {
    expect(scaleBar({ ...SAME, a: 0.5 }, undefined, 120)).toEqual({
      length: 100,
      text: '200 px',
      scale: '',
    });
    expect(scaleBar({ ...SAME, a: 100 }, undefined, 60).text).toBe('0.5 px');
  });
});

describe('lines in a box', () => {
  test('are cut at its edges, and say by which', () => {
    expect(clip(-50, 30, 50, 30, 150, 30)).toEqual([
      { points: [0, 30, 50, 30, 100, 30], from: 'left', to: 'right' },
    ]);
    expect(clip(20, -20, 20, 20)).toEqual([
      { points: [20, 0, 20, 20], from: 'top', to: undefined },
    ]);
    expect(clip(-10, 70, -5, 80)).toEqual([]);
  });

  test('come and go, and are interrupted where there is no sky', () => {
    expect(clip(50, 30, 50, 90, 70, 90, 70, 30)).toEqual([
      { points: [50, 30, 50, 60], from: undefined, to: 'bottom' },
      { points: [70, 60, 70, 30], from: 'bottom', to: undefined },
    ]);
    expect(clip(10, 10, 20, 10, NaN, NaN, 30, 10, 40, 10)).toHaveLength(2);
  });

  test('that end on an edge reach it', () => {
    expect(clip(0.5, 30, 99.5, 30)[0]).toMatchObject({ from: 'left', to: 'right' });
  });

  test('cross the whole box between two points', () => {
    expect(clip(-1000, -1000 + 30, 1000, 1000 + 30)).toEqual([
      { points: [0, 30, 30, 60], from: 'left', to: 'bottom' },
    ]);
  });
});

describe('fewer points', () => {
  test('a straight line is two, whatever it had', () => {
    const line = Float64Array.from({ length: 2000 }, (_, i) => (i >> 1) * (i % 2 === 0 ? 3 : -2));
    expect([...simplified(line, 0.01)]).toEqual([0, -0, 2997, -1998]);
  });

  test('are nowhere farther from the line than the tolerance', () => {
    const circle = Float64Array.from({ length: 4000 }, (_, i) => {
      const angle = ((i >> 1) / 1999) * 2 * Math.PI;
      return 100 * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
    });
    const few = simplified(circle, 0.1);
    expect(few.length).toBeLessThan(300);
    for (let at = 2; at < few.length; at += 2) {
      const [x0, y0, x1, y1] = few.slice(at - 2, at + 2) as unknown as [
        number,
        number,
        number,
        number,
      ];
      // The middle of a chord is where it is farthest from the circle.
      expect(100 - Math.hypot((x0 + x1) / 2, (y0 + y1) / 2)).toBeLessThan(0.1001);
    }
  });

  test('gaps stay', () => {
    const kept = simplified(Float64Array.of(0, 0, 1, 0, 2, 0, NaN, NaN, NaN, NaN, 5, 0, 6, 0), 0.1);
    expect([...kept]).toEqual([0, 0, 2, 0, NaN, NaN, 5, 0, 6, 0]);
    expect([...simplified(Float64Array.of(NaN, NaN), 1)]).toEqual([NaN, NaN]);
    expect(simplified(new Float64Array(0), 1)).toHaveLength(0);
  });
});

describe('labels', () => {
  const box = { left: 0, top: 0, right: 400, bottom: 300 };
  const room = { box, taken: [], size: () => ({ width: 60, height: 14 }) };

  test('of lines in every direction lie apart, within the box, and are never upside down', () => {
    const lines = Array.from({ length: 36 }, (_, k) => {
      const [x, y] = [Math.cos((k * Math.PI) / 18), Math.sin((k * Math.PI) / 18)];
      const positions = [200 - 900 * x, 150 - 900 * y, 200 + 900 * x, 150 + 900 * y];
      return {
        text: String(k),
        stretches: clipLine(Float64Array.from(positions), SAME, box),
      };
    });
    const labels = placeLabels(lines, room);
    expect(labels.length).toBeGreaterThan(12);
    labels.forEach((label, at) => {
      expect(Math.abs(label.angle)).toBeLessThanOrEqual(Math.PI / 2 + 1e-5);
      for (const [x, y] of label.corners) {
        expect(x >= 0 && x <= 400 && y >= 0 && y <= 300).toBe(true);
      }
      expect(labels.slice(at + 1).some((other) => overlap(other.corners, label.corners))).toBe(
        false,
      );
    });
  });

  test('keep away from what is there already, on the way of the line if need be', () => {
    const line = { text: 'a', stretches: clipLine(Float64Array.of(-10, 150, 500, 150), SAME, box) };
    const [free] = placeLabels([line], room);
    expect(free?.middle[0]).toBeLessThan(50);
    const edges = [
      { left: 0, top: 0, right: 110, bottom: 300 },
      { left: 290, top: 0, right: 400, bottom: 300 },
    ];
    const [inner] = placeLabels([line], { ...room, taken: edges.map(cornersOf) });
    expect(inner?.middle[0]).toBeCloseTo(200);
    expect(placeLabels([line], { ...room, taken: [cornersOf(box)] })).toEqual([]);
  });

  test('an upright line is read from below, however its last digit falls', () => {
    for (const slant of [0, 1e-9, -1e-9]) {
      const positions = Float64Array.of(200, -10, 200 + slant, 400);
      const [label] = placeLabels([{ text: 'a', stretches: clipLine(positions, SAME, box) }], room);
      expect(label?.angle).toBeCloseTo(-Math.PI / 2);
    }
  });

  test('turned boxes that only their upright hulls share do not overlap', () => {
    const one = turnedCorners([0, 0], 100, 10, Math.PI / 4);
    expect(overlap(one, turnedCorners([20, -20], 100, 10, Math.PI / 4))).toBe(false);
    expect(overlap(one, turnedCorners([0, 0], 100, 10, -Math.PI / 4))).toBe(true);
  });
});

test('places are kept once each, the latest first, and not without end', () => {
  expect(withPlace(['b', 'a'], 'a')).toEqual(['a', 'b']);
  const many = Array.from({ length: 40 }, (_, k) => String(k)).reduce(
    withPlace,
    [] as readonly string[],
  );
  expect(many).toHaveLength(MOST_PLACES);
  expect(many[0]).toBe('39');
});
