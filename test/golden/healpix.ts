import type { ByteReader } from '../../src/core/bytes/reader';
import { HduIndex } from '../../src/core/fits/hdu-index';
import { openHealpixMap } from '../../src/core/healpix/map/healpix-map';
import { NodeInflate } from '../../src/platform/node/inflate';
import type { Comparison } from './comparison';
import { isObject, listAt, type JsonObject } from './json';
import { compareMap } from './table';

/** Compares a HEALPix map: what its header says of the pixels, all values, and those at some positions. */
export async function compareHealpix(
  comparison: Comparison,
  reader: ByteReader,
  truth: JsonObject,
): Promise<void> {
  const hdu = await new HduIndex(reader).hdu(1);
  const map = openHealpixMap(reader, hdu, new NodeInflate());
  const { layout, table } = map;
  comparison.same('NSIDE', layout.nside, truth['NSIDE']);
  comparison.same('ORDERING', layout.scheme.toUpperCase(), truth['ORDERING']);
  const names = layout.columns.map((column) => table.columns[column]?.name);
  comparison.same('columns', names.join(), listAt(truth, 'columns').join());
  await compareMap(comparison, reader, hdu, truth);
  for (const [k, place] of listAt(truth, 'value_at').entries()) {
    if (isObject(place)) {
      const directions = {
        longitude: Float64Array.of(Number(place['lon'])),
        latitude: Float64Array.of(Number(place['lat'])),
      };
      const [values] = await map.valuesOwn(directions);
      comparison.same(`value_at[${k}].pix`, map.pixelsOf(directions)[0], Number(place['pix']));
      comparison.same(`value_at[${k}].value`, values?.[0], Number(place['value']));
    }
  }
}
