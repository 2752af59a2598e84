import { describe, expect, it } from 'vitest';
import { fileNumber } from '../../../src/core/regions/ds9-numbers';
import type { Surroundings } from '../../../src/core/regions/ds9-places';
import { physicalOf } from '../../../src/core/regions/physical';
import { type FoundRegions, readRegions } from '../../../src/core/regions/read-regions';
import { regionSky } from '../../../src/core/regions/region-sky';
import type { Region, Shape } from '../../../src/core/regions/shape';
import { writeRegions } from '../../../src/core/regions/write-regions';
import type { CelestialFrame } from '../../../src/core/sky/wcs';
import { truth, wcsOf } from './support/truth';
import { around, type Cards } from './support/written';

const MOST = 20_000;

/** The one region of the file that is in FK4. */
const FK4 = 11;

/** The one that is most of a degree away from the image. */
const FAR = 14;

/** The ellipse in galactic coordinates. */
const TURNED = 13;

const HEADERS = truth.headers as Record<string, Cards>;

const NO_SKY: Surroundings = { sky: undefined, physical: physicalOf(() => undefined) };
const ROTATED = around(HEADERS['mirrored and rotated'] ?? {});

function read(text: string, surroundings = NO_SKY): FoundRegions {
  return readRegions(text, surroundings, MOST);
}

function shapes(text: string): readonly Shape[] {
  const { regions, problems } = read(text);
  expect(problems).toEqual([]);
  return regions.map(({ shape }) => shape);
}

/** Numbers that are near each other, angles by direction (half a turn of an ellipse or box is none). */
function expectNear(ours: unknown, theirs: unknown, tolerance: number, path = ''): void {
  if (typeof theirs === 'number' && typeof ours === 'number') {
    let off = Math.abs(ours - theirs);
    if (path.endsWith('.angle')) {
      off = off % 180;
      off = Math.min(off, 180 - off);
    }
    const limit = path.endsWith('.angle') ? 10 * tolerance : tolerance;
    expect(off, `${path}: ${ours} and ${theirs}`).toBeLessThan(limit);
  } else if (typeof theirs === 'object' && theirs !== null) {
    expect(Object.keys(ours as object).sort(), path).toEqual(Object.keys(theirs).sort());
    for (const [key, value] of Object.entries(theirs)) {
      expectNear((ours as Record<string, unknown>)[key], value, tolerance, `${path}.${key}`);
    }
  } else {
    expect(ours, path).toEqual(theirs);
  }
}

describe('a region file', () => {
  const files = truth.files as Record<string, string>;
  it.each(truth.ds9.map((each) => [each.file, each.image, each] as const))(
    'of %s is what DS9 makes of it on an image that is %s',
    (file, image, expected) => {
      const { regions, problems } = read(files[file] ?? '', around(HEADERS[image] ?? {}));
      expect(problems).toEqual([]);
      expect(regions.length).toBe(expected.regions.length);
      for (const [k, region] of regions.entries()) {
        const theirs = expected.regions[k];
        // What a turned ellipse is on pixels that are not square, neither frame nor DS9 says.
        if (image === 'oblong pixels' && k === TURNED) {
          continue;
        }
        // DS9 takes scale and north from the middle of the image, and its frames are a little different:
        // a thousandth of an arcsecond, and of FK4 some hundredths.
        expectNear(
          region.shape,
          theirs?.shape,
          k === FAR ? 0.2 : k === FK4 ? 0.05 : 2e-3,
          `region ${k}`,
        );
        expect(region).toMatchObject({ include: theirs?.include, text: theirs?.text });
        expect(region.colour || 'green').toBe(theirs?.colour);
      }
    },
  );

  it('has shapes that DS9 hides from other programs', () => {
    expect(
      shapes(
        'image\n# vector(101,101,50,90) vector=1 color=red\n# text(31,41) text={hello}\n' +
          '# segment(1,2,31,41,51,21)\n# composite(100,100,0) || composite=1\n' +
          'circle(100,100,5) ||\nbox(120,120,10,5,0)\n# circle(1,1,1)\n',
      ),
    ).toEqual([
      { kind: 'line', from: [100, 100], to: [expect.closeTo(100, 12), 150] },
      { kind: 'point', x: 30, y: 40 },
      { kind: 'line', from: [0, 1], to: [30, 40] },
      { kind: 'line', from: [30, 40], to: [50, 20] },
      { kind: 'circle', x: 99, y: 99, radius: 5 },
      { kind: 'box', x: 119, y: 119, width: 10, height: 5, angle: 0 },
    ]);
  });

  it('has several rings of an annulus', () => {
    const rings = [5, 10, 15].map((inner) => ({ x: 9, y: 19, inner, outer: inner + 5 }));
    expect(shapes('image;annulus(10,20,5,10,15,20)')).toMatchObject(rings);
    expect(shapes('image;annulus(10 20 5 20 n=3)')).toMatchObject(rings);
  });

  it('has points, texts and blanks of older kinds', () => {
    expect(
      shapes('image; cross point 10 20\npoint 11 21\r\nCIRCLE 5, 6 ,7\rtext(3,4,"a (b")'),
    ).toEqual([
      { kind: 'point', x: 9, y: 19 },
      { kind: 'point', x: 10, y: 20 },
      { kind: 'circle', x: 4, y: 5, radius: 7 },
      { kind: 'point', x: 2, y: 3 },
    ]);
  });

  it('has labels in any quotes, cuts and colours', () => {
    const { regions } = read(
      'global color=blue text={all}\nimage\ncircle(1,1,1)\n-circle(1,1,1) # text="}" color=#ABC\n' +
        'circle(1,1,1) # text=\'it "is"\' color=url(x)\ncircle(1,1,1) # include=0 text={open',
    );
    expect(regions.map(({ text, colour, include }) => [text, colour, include])).toEqual([
      ['all', 'blue', true],
      ['}', '#aabbcc', false],
      ['it "is"', '', true],
      ['{open', 'blue', false],
    ]);
  });

  it.each([
    ['image\npanda(1,2,0,360,4,1,5,2)', 'Line 2: “panda” is not supported.'],
    ['image\n\n# epanda(1,2,0,360,4,1,2,3,4,1,0)', 'Line 3: “epanda” is not supported.'],
    [
      'image;ellipse(1,2,3,4,5,6,0)',
      'Line 1: This ellipse has several rings, which is not supported.',
    ],
    ['image;box(1,2,3,4,n=3)', 'Line 1: This box has several rings, which is not supported.'],
    ['image;# ruler(1,2,3,4) ruler=physical', 'Line 1: “ruler” is not supported.'],
    ['image;blob(1,2,3)', 'Line 1: “blob(1,2,3)” is no shape of a DS9 region file.'],
    ['image;circle(1,2)', 'Line 1: This circle needs 3 numbers, and has 2.'],
    ['image;circle(1,2,x)', 'Line 1: “x” of this circle is no number.'],
    ['image;circle(1,2,-3)', 'Line 1: This circle has no size.'],
    ['image;circle(1e300,2,3)', 'Line 1: This circle is too far away.'],
    ['image;annulus(1,2,9,3)', 'Line 1: The radii of this annulus do not ascend.'],
    ['image;polygon(1,2,3,4)', 'Line 1: This polygon needs 3 or more pairs of numbers, and has 4.'],
    [
      'fk5\ncircle(10:00:00,+20:00:00,5")',
      'Line 2: This circle is placed on the sky, and the image has no celestial coordinates.',
    ],
    ['image;circle(1,2,3")', 'Line 1: The scale of the sky is not known where this circle is.'],
    ['!!!', 'Line 1: “!!!” is no shape.'],
  ])('says what it leaves out: %j', (text, problem) => {
    expect(read(text)).toEqual({ regions: [], problems: [problem] });
  });

  it('leaves out what is in coordinates that are not known, and reads on', () => {
    const { regions, problems } = read('detector\ncircle(1,2,3)\nimage\ncircle(4,5,6)');
    expect(regions).toHaveLength(1);
    expect(problems).toEqual([
      'Line 1: Coordinates of “detector” are not supported: what follows in them is left out.',
      'Line 2: This circle is in coordinates of “detector”, which are not supported.',
    ]);
  });

  it('says where a place is not on the sky of the image', () => {
    const { problems } = read('icrs;circle(22.47,-47.2,5")', ROTATED);
    expect(problems).toEqual([
      'Line 1: This circle is not on the part of the sky that the coordinates of the image cover.',
    ]);
  });
});

describe('what a hostile file costs', () => {
  it.each([
    ['braces that never close', `image;circle(1,1,1) # ${'text={'.repeat(400_000)}`],
    ['quotes in global', `global ${'a="'.repeat(800_000)}`],
    ['semicolons', ';'.repeat(3_000_000)],
    ['lines', '\n'.repeat(3_000_000)],
    ['nonsense', 'x(\n'.repeat(800_000)],
    ['hidden shapes', '# vector(# vector('.repeat(200_000)],
    ['numbers', `image;polygon(${'1,'.repeat(1_500_000)})`],
    ['blanks', `image;circle(${' '.repeat(3_000_000)})`],
    ['bars', `image;circle 1 1 1 ${'|'.repeat(3_000_000)}`],
  ])('is bounded: %s', (_, text) => {
    const { problems, regions } = read(text);
    expect(problems.length).toBeLessThanOrEqual(101);
    expect(regions.length).toBeLessThanOrEqual(1);
  });

  it('is bounded in regions and corners', () => {
    const { regions, problems } = readRegions(`image\n${'circle(1,1,1)\n'.repeat(30)}`, NO_SKY, 20);
    expect(regions.length).toBe(20);
    expect(problems).toEqual(['Line 22: More than 20 regions: this and what follows is left out.']);
    const rings = readRegions(`image;${'annulus(1,1,1,9,n=8);'.repeat(4)}`, NO_SKY, 20);
    expect(rings.regions.length).toBe(16);
    expect(read(`image;polygon(${'1,2,'.repeat(10_001)})`).problems).toEqual([
      'Line 1: A polygon can have 10,000 corners at most.',
    ]);
    expect(() => read('x'.repeat(10 * 2 ** 20 + 1))).toThrow('10 MB');
  });
});

describe('numbers of region files', () => {
  it.each([
    ['1.5', 1.5, undefined],
    ['-.5e1', -5, undefined],
    ['36"', 0.01, 'degrees'],
    ["3'", 0.05, 'degrees'],
    ['2d', 2, 'degrees'],
    ['0.5r', 90 / Math.PI, 'degrees'],
    ['7p', 7, 'p'],
    ['7i', 7, 'i'],
    ['-00:30:36', -0.51, 'degrees'],
    ['10h30m', 157.5, 'degrees'],
    ['-1d30m36s', -1.51, 'degrees'],
  ])('%s is %d', (text, value, unit) => {
    expect(fileNumber(text)).toMatchObject({ value: expect.closeTo(value, 12), unit });
  });

  it.each(['', 'x', '1:2:3:4', '1e999', '1"2', '--1', 'NaN', 'Infinity', '9'.repeat(65)])(
    '%j is none',
    (text) => {
      expect(fileNumber(text)).toBeUndefined();
    },
  );
});

const REGIONS: readonly Region[] = [
  {
    shape: { kind: 'circle', x: 12.25, y: 300, radius: 7.125 },
    text: '',
    colour: '',
    include: true,
  },
  {
    shape: { kind: 'annulus', x: 200, y: 200, inner: 3, outer: 5.5 },
    ...{ text: 'a {b} "c"', colour: 'red', include: false },
  },
  {
    shape: { kind: 'ellipse', x: 100, y: 50, a: 30, b: 11, angle: 33.3 },
    ...{ text: 'it’s; # here', colour: '#ff8800', include: true },
  },
  {
    shape: { kind: 'box', x: 300, y: 90, width: 1e-7, height: 20, angle: -120 },
    ...{ text: '}', colour: '', include: true },
  },
  {
    shape: {
      kind: 'polygon',
      vertices: [
        [1, 2],
        [30.5, 4],
        [20, 50.25],
      ],
    },
    ...{ text: '', colour: 'cyan', include: true },
  },
  { shape: { kind: 'line', from: [1, 2], to: [300, 20] }, text: 'l', colour: '', include: true },
  { shape: { kind: 'point', x: -5, y: 7 }, text: 'p', colour: '', include: true },
];

describe('regions that are written', () => {
  const frames: readonly ('image' | CelestialFrame)[] = [
    'image',
    { system: 'ICRS', equinox: undefined },
    { system: 'FK5', equinox: 2000 },
    { system: 'FK4', equinox: 1950 },
    { system: 'Galactic', equinox: undefined },
    { system: 'Ecliptic', equinox: 2000 },
    { system: 'FK5', equinox: 2015.5 },
    { system: 'Supergalactic', equinox: undefined },
  ];
  const images = Object.keys(HEADERS).flatMap((image) =>
    frames.map((frame) => [image, frame] as const),
  );

  it.each(images)('are read back as they were: %s, %j', (image, frame) => {
    const surroundings = around(HEADERS[image] ?? {});
    const text = writeRegions(REGIONS, frame, surroundings.sky);
    const { regions, problems } = readRegions(text, surroundings, MOST);
    expect(problems).toEqual([]);
    expect(regions.length).toBe(REGIONS.length);
    for (const [k, region] of regions.entries()) {
      expectNear(region, REGIONS[k], frame === 'image' ? 1e-9 : 1e-5, `${k}`);
    }
  });

  it('look like those of DS9', () => {
    expect(writeRegions(REGIONS.slice(0, 4), 'image', undefined)).toBe(
      '# Region file format: DS9 version 4.1\nimage\ncircle(13.25,301,7.125)\n' +
        `-annulus(201,201,3,5.5) # color=red text='a {b} "c"'\n` +
        'ellipse(101,51,30,11,33.3) # color=#ff8800 text={it’s; # here}\n' +
        'box(301,91,0.0000001,20,-120) # text="}"\n',
    );
  });

  it('need the coordinates they are written in', () => {
    const icrs = { system: 'ICRS', equinox: undefined } as const;
    expect(() => writeRegions(REGIONS, icrs, undefined)).toThrow('no celestial coordinates');
    const car = { CTYPE1: 'RA---AIT', CTYPE2: 'DEC--AIT', CRPIX1: 180.5, CRPIX2: 90.5 };
    const sky = regionSky(wcsOf({ ...car, CRVAL1: 0, CRVAL2: 0, CDELT1: -1, CDELT2: 1 }), []);
    expect(() => writeRegions(REGIONS.slice(0, 1), icrs, sky)).toThrow(
      'Region 1 (circle) is not on the sky of the image.',
    );
  });
});
