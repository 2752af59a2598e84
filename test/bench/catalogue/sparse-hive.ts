import { pixelCentres } from '../../../src/core/healpix/centres';
import { CHUNK, footerOnly } from '../../support/catalogs/footer-only';
import { type ObjectBody, storedObject } from '../../support/s3/objects';
import { MemoryObjects, type ObjectSequence } from '../../support/s3/sequence';

/**
 * A catalogue of 100 million rows as IRSA lays one out, as wide as AllWISE: 12288 files, of which the footers exist.
 * They are made when they are read; before them there are zeros.
 */
export const CATALOGUE_BUCKET = 'bench-catalogue';
export const SPARSE_HIVE = 'sparse/survey.parquet/';

const PIXELS = 12_288;
const GROUPS = 8;
const ROWS_PER_GROUP = 1018;
/** As many as AllWISE has. */
const COLUMNS = 299;
/** More than any of the footers has. */
const MOST_FOOTER = 256 * 1024;

const named = ['ra', 'dec', 'w1mpro', 'w2mpro', 'w3mpro', 'w4mpro', 'ext_flg', 'cntr'];
const columns = [
  ...named,
  ...Array.from({ length: COLUMNS - named.length }, (_, i) => `measured_${i + 1}`),
];

export function sparseHive(): ObjectSequence {
  const objects = new MemoryObjects();
  const pixels = Array.from({ length: PIXELS }, (_, pixel) => pixel);
  const { longitude, latitude } = pixelCentres(5, pixels);
  for (const pixel of pixels) {
    const folder = `${SPARSE_HIVE}healpix_k0=${pixel >> 10}/healpix_k5=${pixel}/`;
    const body = bodyOf(longitude[pixel] as number, latitude[pixel] as number);
    objects.put(storedObject(`${folder}part0.snappy.parquet`, body));
  }
  objects.put(storedObject(`${SPARSE_HIVE}_common_metadata`, schemaOnly()));
  return objects;
}

/** As the real ones have it: the columns of the files and of the folders, and no rows. */
function schemaOnly(): Uint8Array {
  const all = [...columns, 'healpix_k0', 'healpix_k5'];
  const footer = footerOnly({ ra: 0, dec: 0, columns: all, groups: 0, rowsPerGroup: 0 });
  return Buffer.concat([Buffer.from('PAR1'), footer]);
}

function bodyOf(ra: number, dec: number): ObjectBody {
  const size = 4 + CHUNK * COLUMNS * GROUPS + MOST_FOOTER;
  let footer: Uint8Array | undefined;
  return {
    size,
    read(offset, length) {
      footer ??= footerOnly({ ra, dec, columns, groups: GROUPS, rowsPerGroup: ROWS_PER_GROUP });
      const bytes = new Uint8Array(length);
      const start = size - footer.length;
      const from = Math.max(offset, start);
      if (from < offset + length) {
        bytes.set(footer.subarray(from - start, offset + length - start), from - offset);
      }
      return bytes;
    },
  };
}
