import { describe, expect, it } from 'vitest';
import {
  type ChoosableProduct,
  chosenProducts,
  isNoFilter,
  valuesOfFiles,
} from '../../../src/core/searches/product-choice';
import { filterText, readFilterText } from '../../../src/core/searches/product-filter-text';

function file(name: string, more: Partial<ChoosableProduct> = {}): ChoosableProduct {
  return {
    ...{ name, size: 1000, type: 'SCIENCE', subgroup: '', description: '', recommended: false },
    ...{ calibration: undefined, rights: 'PUBLIC', ...more },
  };
}

const FILES = [
  file('a_rate.fits', { subgroup: 'RATE', calibration: 2, size: 84_000_000 }),
  file('a_cal.fits', { subgroup: 'CAL', calibration: 2, recommended: true }),
  file('a_i2d.FITS.gz', { subgroup: 'I2D', calibration: 3, recommended: true }),
  file('a_rate.jpg', { subgroup: 'RATE', type: 'PREVIEW' }),
  file('a.log', { type: 'INFO', size: undefined }),
];

const names = (text: string): string[] =>
  chosenProducts(FILES, readFilterText(text)).map(({ name }) => name);

describe('files are chosen', () => {
  it.each([
    ['', FILES.map(({ name }) => name)],
    ['recommended', ['a_cal.fits', 'a_i2d.FITS.gz']],
    ['extension=.fits', ['a_rate.fits', 'a_cal.fits']],
    ['extension=fits, FITS.GZ', ['a_rate.fits', 'a_cal.fits', 'a_i2d.FITS.gz']],
    ['type=science', ['a_rate.fits', 'a_cal.fits', 'a_i2d.FITS.gz']],
    ['group=!RATE', ['a_cal.fits', 'a_i2d.FITS.gz', 'a.log']],
    ['group = RATE , CAL; type=SCIENCE', ['a_rate.fits', 'a_cal.fits']],
    ['level=2..3', ['a_rate.fits', 'a_cal.fits', 'a_i2d.FITS.gz']],
    ['level>2', ['a_i2d.FITS.gz']],
    ['size>=1000000', ['a_rate.fits']],
    ['size=<1e6; level=!3; Recommended;', ['a_cal.fits']],
  ])('by %j', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it.each(['rate', 'colour=red', 'level=', 'level=high', 'type', '=', '__proto__=1', 'type==;;=a'])(
    'not by %j, with what can be written',
    (text) => {
      // `type==` asks for a value `=`, which is one; the rest of it is none.
      expect(() => readFilterText(text)).toThrow(
        expect.objectContaining({ code: 'format', hint: expect.any(String) as string }),
      );
    },
  );

  it('by what is written the same again', () => {
    const filters = {
      recommendedOnly: true,
      extension: ['.fits', '.jpg'],
      columns: {
        productType: ['SCIENCE'],
        productSubGroupDescription: ['!CAL', 'A, B; C'],
        calib_level: ['2..3'],
      },
    };
    const text = filterText(filters);
    expect(text).toBe(
      'recommended; extension=.fits, .jpg; type=SCIENCE; group=!CAL, "A, B; C"; level=2..3',
    );
    expect(readFilterText(text)).toEqual(filters);
    expect(filterText({})).toBe('');
    expect([isNoFilter({}), isNoFilter(readFilterText(' ; ')), isNoFilter(filters)]).toEqual([
      ...[true, true, false],
    ]);
  });
});

it('the values of files are told with how many have them, most first', () => {
  expect(valuesOfFiles(FILES)).toEqual({
    recommended: 2,
    types: [
      { value: 'SCIENCE', count: 3 },
      { value: 'INFO', count: 1 },
      { value: 'PREVIEW', count: 1 },
    ],
    groups: [
      { value: 'RATE', count: 2 },
      { value: 'CAL', count: 1 },
      { value: 'I2D', count: 1 },
    ],
    levels: [
      { value: '2', count: 2 },
      { value: '3', count: 1 },
    ],
    extensions: [
      { value: '.fits', count: 2 },
      { value: '.fits.gz', count: 1 },
      { value: '.jpg', count: 1 },
      { value: '.log', count: 1 },
    ],
  });
});
