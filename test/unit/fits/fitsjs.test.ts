import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { openImagePlane } from '../../../src/core/fits/image-plane';
import { readWithFitsjs } from './support/fitsjs';
import { CountingReader } from './support/memory-reader';

const SET = new URL('../../fixtures/golden/', import.meta.url);
const RATE =
  'sample/jwst/public/jw99999/jw99999001001/jw99999001001_02101_00001_nrcalong_rate.fits';

/**
 * An independent second reader. It is asked only what it reads right: BITPIX 8, 16, 32 and -32 without
 * BLANK and without the unsigned conventions, whose values it wraps.
 */
describe('fitsjs and we', () => {
  it.each([
    ['fits/bitpix8.fits', 0],
    ['fits/bitpix16.fits', 0],
    ['fits/bitpix32.fits', 0],
    ['fits/bitpix-32.fits', 0],
    ['fits/four-d.fits', 0],
    ['sample/images/star-field_r.fits', 0],
    ['sample/cubes/h2-disc.fits', 0],
    [RATE, 1],
    [RATE, 2],
  ])('read the same pixels from %s, HDU %i', async (path, index) => {
    const bytes = new Uint8Array(await readFile(new URL(path, SET)));
    const theirs = await readWithFitsjs(bytes, index);
    const reader = CountingReader.of(bytes);
    const hdu = await new HduIndex(reader).hdu(index);
    const plane = openImagePlane(reader, hdu, []);
    const { width, height } = plane;
    expect([width, height]).toEqual([theirs.width, theirs.height]);
    expect(hdu.header.value('BITPIX')).toBe(theirs.keyword('BITPIX'));
    const ours = await plane.section({ x0: 0, y0: 0, x1: width, y1: height });
    const different = theirs.values.findIndex((value, i) => !Object.is(value, ours.values[i]));
    expect(different).toBe(-1);
    expect(ours.values).toHaveLength(theirs.values.length);
  });
});
