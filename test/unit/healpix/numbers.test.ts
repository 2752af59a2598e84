import { describe, expect, it } from 'vitest';
import {
  deepRange,
  hatsPixelOf,
  hatsPixelPath,
  healpix29,
} from '../../../src/core/healpix/hats-pixel';
import {
  hasPixel,
  overlapsPixel,
  pixelRanges,
  pixelsIn,
  rangesAt,
  rangesCount,
} from '../../../src/core/healpix/pixel-ranges';
import { pixelOfUnique, uniqueOf } from '../../../src/core/healpix/unique';

describe('NUNIQ numbers', () => {
  it('stand for order and pixel', () => {
    // The examples of the MOC standard: the first and the last pixel of an order.
    expect(uniqueOf({ order: 0, pixel: 0n })).toBe(4n);
    expect(uniqueOf({ order: 29, pixel: 0n })).toBe(4n ** 30n);
    for (let order = 0; order <= 29; order++) {
      for (const pixel of [0n, 5n, 12n * 4n ** BigInt(order) - 1n]) {
        expect(pixelOfUnique(uniqueOf({ order, pixel }))).toEqual({ order, pixel });
      }
    }
  });

  it.each([0n, 3n, -1n, 16n * 4n ** 29n, 4n ** 31n])('%s is none', (unique) => {
    expect(() => pixelOfUnique(unique)).toThrow('is no NUNIQ number');
  });
});

describe('pixels of HATS', () => {
  it('have folders of ten thousand', () => {
    expect(hatsPixelPath({ order: 1, pixel: 44 })).toBe('Norder=1/Dir=0/Npix=44');
    expect(hatsPixelPath({ order: 8, pixel: 123456 })).toBe('Norder=8/Dir=120000/Npix=123456');
    for (const path of [
      'catalog/dataset/Norder=8/Dir=120000/Npix=123456.parquet',
      'Norder=8/Dir=120000/Npix=123456/part0.parquet',
      'Norder=8/Dir=120000/Npix=123456',
    ]) {
      expect(hatsPixelOf(path)).toEqual({ order: 8, pixel: 123456 });
    }
    for (const path of [
      'Norder=8/Dir=0/Npix=123456.parquet',
      'Norder=0/Dir=0/Npix=12.parquet',
      'Norder=8/Dir=120000/Npix=123456x',
      'xNorder=0/Dir=0/Npix=1',
      '',
    ]) {
      expect(hatsPixelOf(path)).toBeUndefined();
    }
  });

  it('hold a range of _healpix_29', () => {
    const [deep] = healpix29({
      longitude: Float64Array.of(282.5),
      latitude: Float64Array.of(-58.5),
    });
    // The first row of the hats project's small_sky lies in Npix 11 of order 0, 46 of order 1.
    for (const [order, pixel] of [
      [0, 11],
      [1, 46],
    ] as const) {
      const [from, to] = deepRange({ order, pixel });
      expect(deep !== undefined && deep >= from && deep < to).toBe(true);
    }
    expect(deepRange({ order: 1, pixel: 3 }, 2)).toEqual([12n, 16n]);
  });
});

describe('ranges of pixels', () => {
  it('join what touches and overlaps', () => {
    const ranges = pixelRanges(3, [20, 30, 1, 5, 5, 7, 25, 40, 2, 3]);
    expect([...ranges.bounds]).toEqual([1, 7, 20, 40]);
    expect(rangesCount(ranges)).toBe(26);
    expect([...pixelsIn(ranges)].slice(0, 7)).toEqual([1, 2, 3, 4, 5, 6, 20]);
    expect([0, 1, 6, 7, 19, 20, 39, 40].map((pixel) => hasPixel(ranges, pixel))).toEqual([
      false,
      true,
      true,
      false,
      false,
      true,
      true,
      false,
    ]);
  });

  it('are those that have a part at a lower order, and all at a deeper one', () => {
    const ranges = pixelRanges(3, [3, 5, 20, 40]);
    expect([...rangesAt(ranges, 2).bounds]).toEqual([0, 2, 5, 10]);
    expect([...rangesAt(ranges, 4).bounds]).toEqual([12, 20, 80, 160]);
    const at = (order: number, pixels: readonly number[]): boolean[] =>
      pixels.map((pixel) => overlapsPixel(ranges, order, pixel));
    expect(at(2, [0, 1, 2, 4, 5, 9, 10])).toEqual([true, true, false, false, true, true, false]);
    expect(at(4, [11, 12, 19, 20, 79, 80, 159, 160])).toEqual([
      false,
      true,
      true,
      false,
      false,
      true,
      true,
      false,
    ]);
    expect(at(3, [2, 3, 4, 5])).toEqual([false, true, true, false]);
  });
});
