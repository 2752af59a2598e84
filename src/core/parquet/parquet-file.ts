import type { ByteReader } from '../bytes/reader';
import type { ReadOptions } from '../bytes/source';
import { readArrowSchema, type ArrowSchema } from './arrow-schema';
import { columnsOf, type ParquetColumn } from './columns';
import { readFooter } from './footer';
import type { ParquetMetadata } from './metadata';

/** A Parquet file whose footer has been read. */
export interface ParquetFile {
  readonly reader: ByteReader;
  readonly metadata: ParquetMetadata;
  readonly columns: readonly ParquetColumn[];
  readonly arrow: ArrowSchema | undefined;
}

/**
 * Reads the footer; rows are read by `ParquetTable`.
 *
 * @throws SkybucketError see `readFooter`.
 */
export async function openParquet(
  reader: ByteReader,
  options: ReadOptions = {},
): Promise<ParquetFile> {
  return parquetFile(reader, await readFooter(reader, options));
}

/** Of a footer that is at hand: one of many in a `_metadata`, say. */
export function parquetFile(reader: ByteReader, metadata: ParquetMetadata): ParquetFile {
  const schema = metadata.keyValues.get('ARROW:schema');
  const arrow = schema === undefined ? undefined : readArrowSchema(schema);
  return { reader, metadata, arrow, columns: columnsOf(metadata.schema.fields, arrow) };
}
