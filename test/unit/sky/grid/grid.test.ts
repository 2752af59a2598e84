import { describe, expect, it } from 'vitest';
import { readFitsWcs } from '../../../../src/core/sky/fits/read-wcs';
import { type GridOptions, skyGrid, type SkyLine } from '../../../../src/core/sky/grid/grid';
import { PlaneSky, type Positions } from '../../../../src/core/sky/plane-sky';
import type { Wcs } from '../../../../src/core/sky/wcs';
import { chosenFrame } from '../../../../src/worker/frame-choices';
import { headerOf } from '../fits/support/headers';
import { CASES, distance, ourParts, partsOf, SIDE, type TruthCase, wcsOf } from './support/truth';

const BOX = { x0: -0.5, y0: -0.5, x1: SIDE - 0.5, y1: SIDE - 0.5 };

function gridOf(
  wcs: Wcs,
  frame: TruthCase['frame'],
  options: Partial<GridOptions> = {},
  box = BOX,
): { lines: SkyLine[]; evaluated: number } {
  const plane = new PlaneSky(wcs, [], chosenFrame(frame));
  let evaluated = 0;
  const toSky = (positions: Positions) => {
    evaluated += positions.x.length;
    return plane.toSky(positions);
  };
  const usual = { frame: plane.frame, style: 'sexagesimal', lines: 10, pixelsPerPoint: 4 } as const;
  return { lines: skyGrid(toSky, box, { ...usual, ...options }), evaluated };
}

/** The lines of one kind from a grid whose step is that of the truth. */
function withStep(truth: TruthCase, kind: SkyLine['kind'], step: number): SkyLine[] {
  const wcs = wcsOf(truth);
  for (const lines of [2, 3, 4, 5, 6, 7, 9, 12, 16, 22, 30, 40, 50]) {
    for (const style of ['sexagesimal', 'degrees'] as const) {
      const grid = gridOf(wcs, truth.frame, { lines, style });
      const found = grid.lines.filter((line) => line.kind === kind);
      const sorted = found.map(({ value }) => value).sort((a, b) => a - b);
      const steps = sorted.slice(1).map((value, k) => value - (sorted[k] as number));
      if (steps.length > 0 && Math.abs(Math.min(...steps) / step - 1) < 1e-3) {
        return found;
      }
    }
  }
  throw new Error(`No grid of ${truth.name} has the step ${step}.`);
}

const same = (a: number, b: number, step: number): boolean => Math.abs(a - b) < 1e-3 * step;
const inside = ({ x, y }: { x: number; y: number }): boolean =>
  x > 2 && y > 2 && x < SIDE - 3 && y < SIDE - 3;

describe.each(CASES)('the grid over $name', (truth) => {
  describe.each([
    ['longitude', truth.steps[0]],
    ['latitude', truth.steps[1]],
  ] as const)('%s', (kind, step) => {
    const ours = withStep(truth, kind, step);
    const theirs = truth.lines.filter((line) => line.kind === kind);

    it('runs where astropy has the line, and nowhere else', () => {
      const misses: string[] = [];
      const limit = /sphere|whole/.test(truth.name) ? 4 : 0.6;
      for (const line of ours) {
        const truly = theirs.find(({ value }) => same(value, line.value, step));
        const parts = ourParts(line.positions);
        const far = (points: readonly { x: number; y: number }[], of: typeof parts): number =>
          Math.max(0, ...points.filter(inside).map((point) => distance(point, of)));
        const off = far(parts.flat(), truly ? partsOf(truly) : []);
        // Chords of ours are straight to a part of a pixel, theirs are of points some 6 pixels apart; at the
        // border of the sky one of both ends a bit before the other.
        if (off > limit) {
          misses.push(`${line.value}: ours is ${off} pixels off`);
        }
        const back = far(truly ? partsOf(truly).flat() : [], parts);
        if (back > limit) {
          misses.push(`${line.value}: theirs is ${back} pixels off`);
        }
      }
      expect(misses).toEqual([]);
    });

    it('misses none', () => {
      const missed = theirs.filter(
        (line) =>
          partsOf(line).flat().filter(inside).length > 30 &&
          !ours.some(({ value }) => same(value, line.value, step)),
      );
      expect(missed.map(({ value }) => value)).toEqual([]);
    });

    it('is labelled as astropy writes it, no longer than needed', () => {
      for (const line of ours) {
        const truly = theirs.find(({ value }) => same(value, line.value, step));
        const start = line.sexagesimal.replace(/^([+-]?)0+(?=\d)(?=\d*d)/, '$1').replace(/s$/, '');
        expect(truly?.label.startsWith(start), `${line.sexagesimal} ${truly?.label}`).toBe(true);
        expect(truly?.label.slice(start.length)).toMatch(/^[0.hdms]*$/);
        expect(Math.abs(Number(line.degrees.slice(0, -1)) - line.value)).toBeLessThan(0.03 * step);
      }
      for (const style of ['sexagesimal', 'degrees'] as const) {
        expect(new Set(ours.map((line) => line[style])).size).toBe(ours.length);
      }
    });
  });
});

describe('a grid', () => {
  const sphere = CASES.find(({ name }) => name === 'half of the sphere') as TruthCase;
  const tan = CASES.find(({ name }) => name === 'TAN') as TruthCase;

  it.each(CASES)('has its points on the lines to a thousandth of a pixel: $name', (truth) => {
    const wcs = wcsOf(truth);
    const plane = new PlaneSky(wcs, [], chosenFrame(truth.frame));
    for (const { kind, value, positions } of gridOf(wcs, truth.frame).lines) {
      const points = ourParts(positions).flat();
      const x = Float64Array.from(points, (point) => point.x);
      const y = Float64Array.from(points, (point) => point.y);
      const { longitude, latitude } = plane.toSky({ x, y });
      const [scale] = truth.planeScales;
      const off = longitude.map((lon, k) => {
        const lat = latitude[k] as number;
        const along = Math.sin(((lon - value) * Math.PI) / 180) * Math.cos((lat * Math.PI) / 180);
        return Math.abs(kind === 'latitude' ? lat - value : (along * 180) / Math.PI);
      });
      // Near its limb a degree of the sphere is much less than a pixel.
      const most = (/sphere|whole/.test(truth.name) ? 0.3 : 5e-3) * scale;
      expect(off.filter((each) => !(each < most))).toEqual(new Float64Array());
    }
  });

  it('stays bounded, whatever is asked', () => {
    for (const lines of [1, 1e9, -5]) {
      const { lines: found, evaluated } = gridOf(wcsOf(sphere), 'own', {
        ...{ lines, pixelsPerPoint: 1e-9 },
      });
      const points = found.reduce((sum, line) => sum + line.positions.length / 2, 0);
      expect(found.length).toBeLessThan(200);
      expect(points).toBeLessThan(60_000);
      expect(evaluated).toBeLessThan(400_000);
    }
  });

  it('takes few coordinates: nothing of a picture is gone through', () => {
    const { evaluated } = gridOf(wcsOf(tan), 'own', { pixelsPerPoint: 16 });
    expect(evaluated).toBeLessThan(10_000);
  });

  it('finds the sky where it is a small part of what is asked for', () => {
    const wcs = wcsOf(sphere);
    const far = { x0: -4000, y0: -4000, x1: 6000, y1: 6000 };
    const lines = gridOf(wcs, 'own', {}, far).lines;
    expect(lines.length).toBeGreaterThan(15);
    for (const { positions } of lines) {
      expect(
        Math.min(
          ...ourParts(positions)
            .flat()
            .map(({ x }) => x),
        ),
      ).toBeGreaterThan(-100);
    }
  });

  it('is none where nothing is on the sky', () => {
    const lines = gridOf(
      wcsOf(sphere),
      'own',
      {},
      { x0: 5000, y0: 5000, x1: 6000, y1: 6000 },
    ).lines;
    expect(lines).toEqual([]);
  });

  it('is there twice where the sky is', () => {
    const cards = {
      ...{ NAXIS: 2, CTYPE1: 'RA', CTYPE2: 'DEC', CRVAL1: 0, CRVAL2: 0 },
      ...{ CRPIX1: 500, CRPIX2: 500, CDELT1: -0.7, CDELT2: 0.7 },
    };
    const wcs = readFitsWcs(headerOf(cards)) as Wcs;
    const line = gridOf(wcs, 'own', { lines: 12 }).lines.find(
      ({ kind, value }) => kind === 'longitude' && value === 150,
    );
    const parts = ourParts(line?.positions ?? new Float64Array());
    // Plain degrees go round once and again: 150 is −210.
    for (const degrees of [150, -210]) {
      expect(distance({ x: 499 - degrees / 0.7, y: 500 }, parts)).toBeLessThan(0.1);
    }
  });
});
