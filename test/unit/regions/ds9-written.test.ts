import { describe, expect, it } from 'vitest';
import { physicalOf } from '../../../src/core/regions/physical';
import { readRegions } from '../../../src/core/regions/read-regions';
import type { Shape } from '../../../src/core/regions/shape';
import { writeRegions } from '../../../src/core/regions/write-regions';
import truth from '../../fixtures/ds9-written.json';
import { around, type Cards, SYSTEMS, WRITTEN } from './support/written';

/** A shape as it stands in a file. */
interface FileShape {
  readonly kind: string;
  readonly places: readonly (readonly number[])[];
  readonly lengths: readonly number[];
  readonly angle?: number | undefined;
}

const HEADERS = truth.headers as Record<string, Cards>;

/** What DS9 keeps of a tab and an end of line. */
const LABELS = WRITTEN.map(({ text }) => text.replace(/\s/g, ' '));

/** The numbers of each line of a file of ours. */
function standing(text: string): FileShape[] {
  return text
    .trimEnd()
    .split('\n')
    .slice(2)
    .map((line) => {
      const [, kind = '', inner = ''] = /^-?(\w+)\(([^)]*)\)/.exec(line) ?? [];
      const numbers = inner.split(',').map(parseFloat);
      if (kind === 'polygon' || kind === 'line') {
        return { kind, places: pairs(numbers), lengths: [] };
      }
      const turned = kind === 'ellipse' || kind === 'box';
      const lengths = turned ? numbers.slice(2, 4) : numbers.slice(2);
      return {
        kind,
        places: [numbers.slice(0, 2)],
        lengths,
        angle: turned ? numbers[4] : undefined,
      };
    });
}

/** A shape of ours in the numbers of a file in image coordinates. */
function inFile(shape: Shape): FileShape {
  const { kind } = shape;
  if (kind === 'polygon' || kind === 'line') {
    const places = kind === 'polygon' ? shape.vertices : [shape.from, shape.to];
    return { kind, places: places.map(([x, y]) => [x + 1, y + 1]), lengths: [] };
  }
  const places = [[shape.x + 1, shape.y + 1]];
  switch (kind) {
    case 'point':
      return { kind, places, lengths: [] };
    case 'circle':
      return { kind, places, lengths: [shape.radius] };
    case 'annulus':
      return { kind, places, lengths: [shape.inner, shape.outer] };
    case 'ellipse':
      return { kind, places, lengths: [shape.a, shape.b], angle: shape.angle };
    case 'box':
      return { kind, places, lengths: [shape.width, shape.height], angle: shape.angle };
  }
}

/** The last digits may be others where a sine is computed in another way. */
function withoutNumbers(text: string): string {
  return text.replaceAll(/\(.*?\)/g, '()');
}

function pairs(numbers: readonly number[]): number[][] {
  return numbers.flatMap((x, k) => (k % 2 === 0 ? [[x, numbers[k + 1] as number]] : []));
}

interface Tolerance {
  readonly place: number;
  /** A share of a length, and what it may be off in any case. */
  readonly length: readonly [share: number, least: number];
  readonly angle: number;
}

function expectNear(
  ours: FileShape,
  theirs: Omit<FileShape, 'kind'>,
  { place, length, angle }: Tolerance,
  name: string,
): void {
  expect(theirs.places.length, name).toBe(ours.places.length);
  theirs.places.forEach((pair, k) =>
    pair.forEach((value, axis) => {
      const off = value - (ours.places[k]?.[axis] as number);
      expect(Math.abs(off), `${name}: place ${k}`).toBeLessThanOrEqual(place);
    }),
  );
  expect(theirs.lengths.length, name).toBe(ours.lengths.length);
  theirs.lengths.forEach((value, k) => {
    const mine = ours.lengths[k] as number;
    const limit = Math.max(length[0] * Math.abs(mine), length[1]);
    expect(Math.abs(value - mine), `${name}: ${value} and ${mine}`).toBeLessThanOrEqual(limit);
  });
  if (ours.angle !== undefined) {
    const off = (((theirs.angle ?? NaN) - ours.angle) % 360) + 540;
    expect(Math.abs((off % 360) - 180), `${name}: angle`).toBeLessThanOrEqual(angle);
  }
}

describe('a region file of ours', () => {
  it.each(truth.files.map((file) => [file.image, file.system, file] as const))(
    'over an image that is %s, in %s, is what DS9 and astropy read',
    (image, system, file) => {
      const text = writeRegions(
        WRITTEN,
        SYSTEMS[system] ?? 'image',
        around(HEADERS[image] ?? {}).sky,
      );
      // Else the truth is to be made anew.
      expect(withoutNumbers(text)).toBe(withoutNumbers(file.text));
      const mine = standing(text);
      const given = standing(file.text);
      expect(file.same.length).toBe(WRITTEN.length);
      mine.forEach((shape, k) => {
        const same = file.same[k];
        const pixels = file.pixels[k];
        const other = file.regions[k];
        const region = WRITTEN[k];
        if (!same || !pixels || !region || other === undefined) {
          throw new Error(`Region ${k} is missing.`);
        }
        const name = `${shape.kind} ${k}`;
        expect(same).toMatchObject({
          ...{ kind: shape.kind, text: LABELS[k], colour: region.colour },
          include: region.include,
        });
        const last = { place: 1.5e-10, length: [1e-11, 0], angle: 1e-9 } as const;
        expectNear(shape, given[k] ?? shape, last, `${name} of the truth`);
        // What DS9 has read is what stands there, to the digits that it keeps.
        const digits = { place: 1e-8, length: [2e-8, 1e-12], angle: 1e-9 } as const;
        expectNear(shape, same, digits, `${name} saved by DS9`);
        // DS9 takes scale and north from the middle of the image and without SIP, and turns B1950 and the
        // ecliptic its own way, some hundredths of an arcsecond off astropy's.
        const rough = system === 'FK4' || system === 'Ecliptic' ? 0.1 : 3e-3;
        const field = image === 'of the sample field';
        const drawn = {
          place: rough,
          length: [field ? 2e-3 : 1e-4, 1e-6],
          angle: field ? 0.3 : 0.05,
        } as const;
        // What a turned shape is on pixels that are not square, neither frame nor DS9 says.
        const known = image !== 'oblong pixels' || system === 'image';
        const drawnBy = inFile(region.shape);
        expectNear(
          known ? drawnBy : { ...drawnBy, angle: undefined },
          pixels,
          drawn,
          `${name} drawn by DS9`,
        );
        // `regions` knows no annulus without a hole.
        if (other !== null) {
          const halved =
            shape.kind === 'ellipse' ? other.lengths.map((each) => each / 2) : other.lengths;
          expectNear(
            shape,
            { ...other, lengths: halved },
            { place: 0, length: [1e-15, 0], angle: 0 },
            name,
          );
          expectNear(
            { ...inFile(region.shape), lengths: [], angle: undefined },
            { places: other.pixels, lengths: [] },
            { place: 1e-4, length: [0, 0], angle: 0 },
            `${name} drawn by regions`,
          );
        }
      });
    },
  );
});

/** Where a system is turned or oblong, DS9 saves sizes of nothing and angles as they stand: its places count. */
const PLACES_ONLY = /turned|oblong|matrix|PC/;

describe('physical coordinates', () => {
  it.each(truth.physical.map(({ name, cards, pixels }) => [name, cards, pixels] as const))(
    'are those of DS9 where the header has %s',
    (name, cards, expected) => {
      const { physical } = around({ ...HEADERS['north up'], ...(cards as Cards) });
      const { regions, problems } = readRegions(
        truth.physicalFile,
        { sky: undefined, physical },
        100,
      );
      expect(problems).toEqual([]);
      expect(regions.length).toBe(expected.length);
      // DS9 puts everything on one line there.
      const lost = name === 'LTM without a way back';
      regions.forEach(({ shape }, k) => {
        const ours = inFile(shape);
        const theirs = lost ? inFile((unmoved()[k] ?? { shape }).shape) : expected[k];
        const tolerance = { place: 1e-9, length: [1e-9, 0], angle: 1e-9 } as const;
        const placed = { ...ours, lengths: [], angle: undefined };
        if (PLACES_ONLY.test(name)) {
          expectNear(placed, { places: theirs?.places ?? [], lengths: [] }, tolerance, `${k}`);
        } else if (theirs) {
          expectNear(ours, theirs, tolerance, `${k}`);
        }
      });
    },
  );

  it('are read of numbers as FITS writes them, and not of what is no number', () => {
    const of = (cards: Record<string, string>) => physicalOf((keyword) => cards[keyword]);
    expect(of({ LTV1: '-1.5D2', LTM1_1: ' 5.0E-1 ', LTM2_2: '' })).toEqual({
      matrix: [0.5, 0, 0, 1],
      offset: [-150, 0],
    });
    const none = { matrix: [1, 0, 0, 1], offset: [0, 0] };
    expect(of({ LTV1: 'x' })).toEqual(none);
    expect(of({ WCSNAMEP: 'PHYSICAL ', CDELT1P: '0' })).toEqual(none);
    expect(of({ WCSNAMEP: 'PHYSICAL', CDELT1P: '0', LTV2: '7' }).offset).toEqual([0, 7]);
  });

  function unmoved(): ReturnType<typeof readRegions>['regions'] {
    const { physical } = around(HEADERS['north up'] ?? {});
    return readRegions(truth.physicalFile, { sky: undefined, physical }, 100).regions;
  }
});
