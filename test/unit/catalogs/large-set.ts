import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import { ByteWriter } from 'hyparquet-writer';
import type { FileMetaData, SchemaElement } from 'hyparquet';
import { pixelCentres } from '../../../src/core/healpix/centres';
import { MadeFolder } from '../../support/catalogs/folders';
import { CountedSource, readerOf } from '../parquet/support';
import type { Meter } from '../../../src/core/bytes/meter';

/**
 * The metadata of a catalogue of 100 million rows as IRSA lays one out: 12288 files of one pixel each, with eight
 * row groups that are sorted by declination. There are footers and nothing else.
 */

export const PIXELS = 12_288;
export const GROUPS = 8;
export const ROWS_PER_GROUP = 1018;
/** Half of the side of the squares that rows are said to lie in, degrees; a pixel has 1.8. */
const REACH = 1.5;
const CHUNK = 6000;

const COLUMNS = ['ra', 'dec', 'w1mpro', 'w2mpro', 'w3mpro', 'w4mpro', 'w1snr', 'w2snr', 'sigra'];

export function largeFolder(meter: Meter): MadeFolder {
  const { longitude, latitude } = pixelCentres(
    5,
    Array.from({ length: PIXELS }, (_, pixel) => pixel),
  );
  const paths = new Map<string, () => Uint8Array>();
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    const path = `healpix_k0=${pixel >> 10}/healpix_k5=${pixel}/part0.snappy.parquet`;
    const place = [longitude[pixel] as number, latitude[pixel] as number] as const;
    paths.set(path, () => footerOnly(...place));
  }
  const opens = (path: string, bytes: Uint8Array): ReturnType<typeof readerOf> =>
    readerOf(new CountedSource(path, bytes), meter);
  return new MadeFolder(paths, opens, () => 0);
}

function footerOnly(ra: number, dec: number): Uint8Array {
  const schema: SchemaElement[] = [
    { name: 'root', num_children: COLUMNS.length },
    ...COLUMNS.map((name): SchemaElement => ({
      name,
      type: 'DOUBLE',
      repetition_type: 'OPTIONAL',
    })),
  ];
  let at = 4;
  const groups = Array.from({ length: GROUPS }, (_, group) => {
    const low = dec - REACH + (2 * REACH * group) / GROUPS;
    const bounds = (name: string): [number, number] =>
      name === 'ra'
        ? [
            ra - REACH / Math.cos((dec * Math.PI) / 180),
            ra + REACH / Math.cos((dec * Math.PI) / 180),
          ]
        : name === 'dec'
          ? [low, low + (2 * REACH) / GROUPS]
          : [5 + group / 10, 17];
    return {
      columns: COLUMNS.map((name) => {
        const [min, max] = bounds(name);
        const offset = at;
        at += CHUNK;
        return {
          file_offset: BigInt(offset),
          meta_data: {
            type: 'DOUBLE' as const,
            encodings: ['PLAIN' as const],
            path_in_schema: [name],
            codec: 'SNAPPY' as const,
            num_values: BigInt(ROWS_PER_GROUP),
            total_uncompressed_size: BigInt(2 * CHUNK),
            total_compressed_size: BigInt(CHUNK),
            data_page_offset: BigInt(offset),
            statistics: { min_value: min, max_value: max, null_count: 0n },
          },
        };
      }),
      total_byte_size: BigInt(CHUNK * COLUMNS.length),
      num_rows: BigInt(ROWS_PER_GROUP),
    };
  });
  const metadata: FileMetaData = {
    version: 2,
    schema,
    num_rows: BigInt(GROUPS * ROWS_PER_GROUP),
    row_groups: groups,
    metadata_length: 0,
  };
  const writer = new ByteWriter();
  writeMetadata(writer, metadata);
  writer.appendUint32(0x31524150);
  return new Uint8Array(writer.getBuffer());
}
