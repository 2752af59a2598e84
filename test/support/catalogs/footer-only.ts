import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import { ByteWriter } from 'hyparquet-writer';
import type { FileMetaData, SchemaElement } from 'hyparquet';

/** A file of a catalogue of which only the footer exists. */
export interface FooterShape {
  /** Middle of the square that its rows are said to lie in, degrees. */
  readonly ra: number;
  readonly dec: number;
  /** All of double precision; `ra` and `dec` have bounds of their own. */
  readonly columns: readonly string[];
  /** Row groups, sorted by declination. */
  readonly groups: number;
  readonly rowsPerGroup: number;
}

/** Bytes that each column of each row group is said to have. */
export const CHUNK = 6000;
/** Half of the side of the square, degrees; a pixel of order 5 has 1.8. */
const REACH = 1.5;

/** The footer with its length and the mark at the end. What it tells of would begin at byte 4 of the file. */
export function footerOnly(shape: FooterShape): Uint8Array {
  const { columns, groups, rowsPerGroup } = shape;
  const schema: SchemaElement[] = [
    { name: 'root', num_children: columns.length },
    ...columns.map((name): SchemaElement => ({
      name,
      type: 'DOUBLE',
      repetition_type: 'OPTIONAL',
    })),
  ];
  let at = 4;
  const rowGroups = Array.from({ length: groups }, (_, group) => ({
    columns: columns.map((name) => {
      const [min, max] = boundsOf(name, group, shape);
      const offset = at;
      at += CHUNK;
      return {
        file_offset: BigInt(offset),
        meta_data: {
          type: 'DOUBLE' as const,
          encodings: ['PLAIN' as const],
          path_in_schema: [name],
          codec: 'SNAPPY' as const,
          num_values: BigInt(rowsPerGroup),
          total_uncompressed_size: BigInt(2 * CHUNK),
          total_compressed_size: BigInt(CHUNK),
          data_page_offset: BigInt(offset),
          statistics: { min_value: min, max_value: max, null_count: 0n },
        },
      };
    }),
    total_byte_size: BigInt(CHUNK * columns.length),
    num_rows: BigInt(rowsPerGroup),
  }));
  const metadata: FileMetaData = {
    version: 2,
    schema,
    num_rows: BigInt(groups * rowsPerGroup),
    row_groups: rowGroups,
    metadata_length: 0,
  };
  const writer = new ByteWriter();
  writeMetadata(writer, metadata);
  writer.appendUint32(0x31524150);
  return new Uint8Array(writer.getBuffer());
}

function boundsOf(name: string, group: number, { ra, dec, groups }: FooterShape): [number, number] {
  if (name === 'ra') {
    const half = REACH / Math.cos((dec * Math.PI) / 180);
    return [ra - half, ra + half];
  }
  if (name === 'dec') {
    const low = dec - REACH + (2 * REACH * group) / groups;
    return [low, low + (2 * REACH) / groups];
  }
  return [5 + group / 10, 17];
}
