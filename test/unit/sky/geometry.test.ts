import { describe, expect, test } from 'vitest';
import type { Direction } from '../../../src/core/sky/geometry';
import {
  arcPoints,
  circlePoints,
  midpoint,
  offset,
  positionAngle,
  separation,
  separations,
} from '../../../src/core/sky/geometry';
import { skyPolygon } from '../../../src/core/sky/geometry-polygon';
import { localScale, pixelArea } from '../../../src/core/sky/geometry-scale';
import type { CelestialFrame, Wcs } from '../../../src/core/sky/wcs';
import truth from '../../fixtures/sky-geometry.json';

function direction([longitude = NaN, latitude = NaN]: readonly number[]): Direction {
  return { longitude, latitude };
}

function directions(points: readonly (readonly number[])[]): {
  longitude: Float64Array;
  latitude: Float64Array;
} {
  return {
    longitude: Float64Array.from(points, ([longitude = NaN]) => longitude),
    latitude: Float64Array.from(points, ([, latitude = NaN]) => latitude),
  };
}

describe('two directions', () => {
  test.each(truth.pairs)('$a and $b', (row) => {
    const [a, b] = [direction(row.a), direction(row.b)];
    expect(separation(a, b)).toBeCloseTo(row.separation, 12);
    expect(separations(a, directions([row.b]))[0]).toBeCloseTo(row.separation, 12);

    // A position angle as a place one degree away: 0 and 360 are one, and that of nowhere has no meaning.
    const angle = positionAngle(a, b);
    expect(angle).toBeGreaterThanOrEqual(0);
    expect(angle).toBeLessThan(360);
    if (row.separation > 1e-9) {
      expect(Math.sin(((angle - row.angle) * Math.PI) / 360)).toBeCloseTo(0, 9);
    }

    const there = offset(a, row.offset.angle, row.offset.distance);
    // The arc sine of astropy has lost digits near the poles.
    const near = Math.abs(there.latitude) > 89.9 ? 1e-7 : 1e-11;
    expect(separation(there, direction(row.offset.to))).toBeLessThan(near);
    expect(separation(a, there)).toBeCloseTo(row.offset.distance, 11);

    const half = midpoint(a, b);
    if (row.separation < 179.9) {
      expect(half).toBeDefined();
      expect(separation(half ?? a, direction(row.middle))).toBeLessThan(1e-9);
      expect(separation(half ?? a, a)).toBeCloseTo(row.separation / 2, 11);
    }
  });

  test('that are opposite have no middle', () => {
    expect(midpoint(direction([10, 45]), direction([190, -45]))).toBeUndefined();
  });

  test('separations of what is not on the sky are NaN', () => {
    expect(separations(direction([1, 2]), directions([[NaN, 1]]))[0]).toBeNaN();
  });
});

describe('points', () => {
  test.each([
    [[0, 90], 5],
    [[359.9, 0], 1],
    [[20, -60], 0.001],
  ] as const)('of the circle around %j of %s°', (centre, radius) => {
    const points = circlePoints(direction(centre), radius, 12);
    for (const distance of separations(direction(centre), points)) {
      expect(distance).toBeCloseTo(radius, 11);
    }
    const first = direction([points.longitude[3] ?? NaN, points.latitude[3] ?? NaN]);
    expect(positionAngle(direction(centre), first)).toBeCloseTo(90, 8);
  });

  test('of a great circle are at equal distances, over 0 and the pole', () => {
    for (const [a, b] of [
      [direction([350, 10]), direction([20, -5])],
      [direction([10, 80]), direction([190, 85])],
    ] as const) {
      const points = arcPoints(a, b, 7);
      expect([points.longitude[6], points.latitude[6]]).toEqual([b.longitude, b.latitude]);
      Array.from(separations(a, points)).forEach((distance, k) =>
        expect(distance).toBeCloseTo((separation(a, b) * k) / 6, 11),
      );
    }
  });
});

describe('a polygon on the sky', () => {
  test.each(truth.polygons)('$name', ({ corners, longitude, latitude, inside }) => {
    const points = {
      longitude: Float64Array.from(longitude),
      latitude: Float64Array.from(latitude),
    };
    expect(inside).toContain(1);
    expect(Array.from(skyPolygon(directions(corners)).contains(points))).toEqual(inside);
  });

  test('has great circles for edges: the top of a box in RA and Dec is below them', () => {
    const box = skyPolygon(
      directions([
        [8, 23],
        [12, 23],
        [12, 25],
        [8, 25],
      ]),
    );
    expect(
      Array.from(
        box.contains(
          directions([
            [10, 25.01],
            [10, 25.02],
            [10, 23.005],
            [NaN, 24],
          ]),
        ),
      ),
    ).toEqual([1, 0, 0, 0]);
  });

  test('is refused where its inside is not clear', () => {
    const around = directions([
      [0, 0],
      [90, 1],
      [180, 0],
      [270, -1],
    ]);
    expect(() => skyPolygon(around)).toThrow(/larger than half of the sky/);
    expect(() =>
      skyPolygon(
        directions([
          [0, 0],
          [1, 1],
        ]),
      ),
    ).toThrow(/three known corners/);
    expect(() =>
      skyPolygon(
        directions([
          [0, 0],
          [1, 1],
          [NaN, 1],
        ]),
      ),
    ).toThrow(/three known corners/);
  });
});

/** The directions astropy gives for the few pixels that are asked for, and NaN for those left out. */
function recorded(
  row: (typeof truth.local)[number],
  without: readonly number[] = [],
  pixelAxes = 2,
): Wcs {
  const at = (x: number, y: number): number =>
    row.steps.findIndex(
      ([dx = 0, dy = 0], k) => row.x + dx === x && row.y + dy === y && !without.includes(k),
    );
  return {
    pixelAxes,
    worldAxes: [],
    celestial: {
      longitude: 1,
      latitude: 0,
      frame: { system: row.system as CelestialFrame['system'], equinox: undefined },
    },
    warnings: [],
    toWorld: ([x, y, z]) => {
      expect(z?.[0]).toBe(pixelAxes === 3 ? 7 : undefined);
      const found = Array.from(x ?? [], (each, k) => row.world[at(each, y?.[k] ?? NaN)] ?? []);
      const { longitude, latitude } = directions(found);
      return [latitude, longitude];
    },
    toPixel: () => [],
  };
}

describe('scale and orientation at a pixel', () => {
  test.each(truth.local)('$name', (row) => {
    const frame =
      row.frame === null ? {} : { frame: { system: 'ICRS', equinox: undefined } as const };
    const ours = localScale(recorded(row), row.x, row.y, frame);
    if (ours === undefined) {
      throw new Error('There is none.');
    }
    // Pixels of a degree: the slope of the plane is not quite the length of the arc. Else the doubles of degrees.
    const within = row.area > 1e6 ? 1e-3 : 1e-6;
    const [scaleX = NaN, scaleY = NaN] = row.scale;
    expect(ours.scaleX / scaleX).toBeCloseTo(1, -Math.log10(within));
    expect(ours.scaleY / scaleY).toBeCloseTo(1, -Math.log10(within));
    expect(ours.area / row.area).toBeCloseTo(1, -Math.log10(within));
    expect([ours.north.x - (row.north[0] ?? NaN), ours.north.y - (row.north[1] ?? NaN)]).toEqual([
      expect.closeTo(0, -Math.log10(within)),
      expect.closeTo(0, -Math.log10(within)),
    ]);
    expect(ours.east.x).toBeCloseTo(row.east[0] ?? NaN, -Math.log10(within));
    expect(ours.east.y).toBeCloseTo(row.east[1] ?? NaN, -Math.log10(within));
    expect(ours.parity).toBe(row.name === 'mirrored' ? -1 : 1);
    const turn = (ours.rotation * Math.PI) / 180;
    expect([-Math.sin(turn), Math.cos(turn)]).toEqual([
      expect.closeTo(ours.north.x, 12),
      expect.closeTo(ours.north.y, 12),
    ]);
    expect(pixelArea(recorded(row), row.x, row.y) / row.pixel_area).toBeCloseTo(1, 6);
  });

  function example(name: string): (typeof truth.local)[number] {
    const row = truth.local.find((each) => each.name === name);
    if (row === undefined) {
      throw new Error(`There is no ${name}.`);
    }
    return row;
  }

  test('is from one side where the other is not on the sky', () => {
    const row = example('turned');
    const ours = localScale(recorded(row, [1, 4]), row.x, row.y);
    expect(ours?.scaleX).toBeCloseTo(0.2, 6);
    expect(ours?.rotation).toBeCloseTo(30, 2);
    expect(localScale(recorded(row, [1, 2]), row.x, row.y)).toBeUndefined();
    expect(localScale(recorded(row, [0]), row.x, row.y)).toBeUndefined();
    expect(pixelArea(recorded(row, [6]), row.x, row.y)).toBeNaN();
  });

  test('of a cube is that of its plane, and there is none without a sky', () => {
    const row = example('north up');
    expect(localScale(recorded(row, [], 3), row.x, row.y, { rest: [7] })?.rotation).toBeCloseTo(
      0,
      6,
    );
    const plain: Wcs = { ...recorded(row), celestial: undefined };
    expect(localScale(plain, row.x, row.y)).toBeUndefined();
    expect(pixelArea(plain, row.x, row.y)).toBeNaN();
  });
});
