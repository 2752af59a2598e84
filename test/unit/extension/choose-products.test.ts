import { describe, expect, it } from 'vitest';
import { chooseProducts, productChoices } from '../../../src/extension/searches/choose-products';
import type { SearchProduct } from '../../../src/extension/searches/product';

function product(name: string, more: Partial<SearchProduct> = {}): SearchProduct {
  return {
    ...{ id: name, name, size: 1000, type: 'SCIENCE', description: '', science: true },
    ...{ subgroup: 'RATE', recommended: false, calibration: 2, rights: 'PUBLIC' },
    ...{ place: undefined, web: undefined, lasting: true, dataUri: undefined, ...more },
  };
}

const ALL = [
  product('jw1_rate.fits'),
  product('jw1_cal.fits', { subgroup: 'CAL', calibration: 2, size: 9000 }),
  product('jw1_i2d.fits', { subgroup: 'I2D', calibration: 3, recommended: true }),
  product('jw1_i2d.jpg', { subgroup: '', type: 'PREVIEW', description: 'Quick look' }),
];
const names = (filter: string): string[] => chooseProducts(ALL, filter).map(({ name }) => name);

describe('products', () => {
  it('are chosen by clauses, and by words of their own', () => {
    expect(names('')).toEqual(ALL.map(({ name }) => name));
    expect(names('group=RATE, CAL')).toEqual(['jw1_rate.fits', 'jw1_cal.fits']);
    expect(names('level=2..3; group=!CAL; extension=.fits')).toEqual([
      'jw1_rate.fits',
      'jw1_i2d.fits',
    ]);
    expect(names('recommended')).toEqual(['jw1_i2d.fits']);
    expect(names('I2D; type=PREVIEW')).toEqual(['jw1_i2d.jpg']);
    expect(names('quick')).toEqual(['jw1_i2d.jpg']);
    expect(names('size>=9000')).toEqual(['jw1_cal.fits']);
    expect(() => names('colour=red')).toThrow('no filter of files');
  });

  it('can be chosen by what tells them apart', () => {
    expect(productChoices(ALL)).toEqual([
      { value: 'recommended', count: 1 },
      ...['CAL', 'I2D', 'RATE'].map((group) => ({ value: `group=${group}`, count: 1 })),
      ...[
        { value: 'level=2', count: 3 },
        { value: 'level=3', count: 1 },
      ],
      ...[
        { value: 'type=SCIENCE', count: 3 },
        { value: 'type=PREVIEW', count: 1 },
      ],
      ...[
        { value: 'extension=.fits', count: 3 },
        { value: 'extension=.jpg', count: 1 },
      ],
    ]);
  });
});
