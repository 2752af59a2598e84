import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sha256OfFloat64 } from '../../../golden/pixels';
import { assemble } from './support/assemble';
import { tiledImages, truthsOf } from './support/tiles-of';

const FOLDER = fileURLToPath(new URL('../../../fixtures/golden/fits/tiles/', import.meta.url));

describe('tiles decode to the pixels astropy and cfitsio read', () => {
  it.each(readdirSync(FOLDER).filter((name) => name.endsWith('.fits.gz')))('%s', async (name) => {
    const images = await tiledImages(name);
    const truths = await truthsOf(name);
    expect(images.length).toBe(truths.length);
    const ours = images.map((image) => [image.hdu.name, sha256OfFloat64(assemble(image))]);
    const theirs = truths.map(({ sha256_f64le }, i) => [images[i]?.hdu.name, sha256_f64le]);
    expect(ours).toEqual(theirs);
  });
});
