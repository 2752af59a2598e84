import { describe, expect, it } from 'vitest';
import { checkRegionSize, regionName, regionText } from '../../../src/extension/region-text';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a region file that is opened', () => {
  it('is text, without the mark that some editors put before it', () => {
    expect(regionText(bytes('\ufeff# Region file format: DS9\n'))).toBe(
      '# Region file format: DS9\n',
    );
  });

  it.each([
    ['SIMPLE  =                    T', 'This is a FITS file, not a region file of DS9.'],
    ['image\0', 'This is no text'],
  ])('is refused: %j', (text, message) => {
    expect(() => regionText(bytes(text))).toThrow(message);
  });

  it('has 10 MB at most', () => {
    expect(() => checkRegionSize(10 * 2 ** 20)).not.toThrow();
    expect(() => checkRegionSize(10 * 2 ** 20 + 1)).toThrow('at most');
  });
});

describe('the name of a region file', () => {
  it.each([
    ['m51.fits', 'm51.fits.reg'],
    ['m51.REG', 'm51.reg'],
  ])('of %s is %s', (proposed, name) => {
    expect(regionName(proposed)).toBe(name);
  });

  it('leads into no other folder', () => {
    expect(regionName('../a/b')).not.toContain('/');
  });
});
