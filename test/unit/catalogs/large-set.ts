import type { Meter } from '../../../src/core/bytes/meter';
import { pixelCentres } from '../../../src/core/healpix/centres';
import { MadeFolder } from '../../support/catalogs/folders';
import { footerOnly } from '../../support/catalogs/footer-only';
import { CountedSource, readerOf } from '../parquet/support';

/**
 * The metadata of a catalogue of 100 million rows as IRSA lays one out: 12288 files of one pixel each, with eight
 * row groups that are sorted by declination. There are footers and nothing else.
 */

export const PIXELS = 12_288;
export const GROUPS = 8;
export const ROWS_PER_GROUP = 1018;

const columns = ['ra', 'dec', 'w1mpro', 'w2mpro', 'w3mpro', 'w4mpro', 'w1snr', 'w2snr', 'sigra'];

export function largeFolder(meter: Meter): MadeFolder {
  const { longitude, latitude } = pixelCentres(
    5,
    Array.from({ length: PIXELS }, (_, pixel) => pixel),
  );
  const paths = new Map<string, () => Uint8Array>();
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    const path = `healpix_k0=${pixel >> 10}/healpix_k5=${pixel}/part0.snappy.parquet`;
    const [ra, dec] = [longitude[pixel] as number, latitude[pixel] as number];
    const shape = { ra, dec, columns, groups: GROUPS, rowsPerGroup: ROWS_PER_GROUP };
    paths.set(path, () => footerOnly(shape));
  }
  const opens = (path: string, bytes: Uint8Array): ReturnType<typeof readerOf> =>
    readerOf(new CountedSource(path, bytes), meter);
  return new MadeFolder(paths, opens, () => 0);
}
