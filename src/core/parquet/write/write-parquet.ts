import type { FileMetaData, RowGroup } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { writeColumn } from 'hyparquet-writer/src/column.js';
import { writeIndexes } from 'hyparquet-writer/src/indexes.js';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import type { ColumnEncoder, PageData, PageIndexes } from 'hyparquet-writer/src/types.js';
import { SkybucketError, throwIfAborted } from '../../errors';
import { bytesOf } from '../../table/element-type';
import type { Column, ColumnValues, TableSlice } from '../../table/table';
import { Turns } from '../../table/turns';
import { arrowSchemaText } from './arrow-message';
import { astropyMetadata, LongestTexts } from './astropy-metadata';
import { pageData, type RowsOf } from './page-data';
import { type WrittenField, type WrittenLeaf, writtenFields, writtenSchema } from './written-field';

export interface WriteParquetOptions {
  readonly signal?: AbortSignal | undefined;
  /** Of the whole file: names and values of the reader's own. */
  readonly metadata?: ReadonlyMap<string, string> | undefined;
  /** A row group ends with the slice that makes it so many rows, or so many bytes. */
  readonly rowsPerGroup?: number | undefined;
  readonly bytesPerGroup?: number | undefined;
}

const ROWS_PER_GROUP = 131_072;
const BYTES_PER_GROUP = 64 * 1024 * 1024;
const BYTES_PER_PAGE = 1024 * 1024;

/** Bytes that are handed over at once, at least, but for the last. */
const PIECE = 1024 * 1024;

const MAGIC = 0x31524150;

/**
 * A Parquet file (format 2, Snappy), piece by piece: row groups as the rows come, the footer at the end. What is
 * missing is null, 64-bit integers are exact, arrays are lists, and complex numbers structs of `real` and `imag`.
 * Units and descriptions stand in the Arrow schema, where pyarrow shows them, and in `table_meta_yaml`, from which
 * astropy takes them. Columns of the same name get numbers.
 *
 * @param columns of the slices, in their order
 * @param rows slices whose parts are those columns; at least a row group of them is held in memory
 * @throws SkybucketError `unsupported` for no columns, `cancelled`, or what the rows throw.
 */
export async function* writeParquet(
  columns: readonly Column[],
  rows: AsyncIterable<TableSlice>,
  options: WriteParquetOptions = {},
): AsyncGenerator<Uint8Array, void, void> {
  if (columns.length === 0) {
    throw new SkybucketError('unsupported', 'A Parquet file needs at least one column.', {
      hint: 'Choose the columns to write.',
    });
  }
  const { signal, rowsPerGroup = ROWS_PER_GROUP, bytesPerGroup = BYTES_PER_GROUP } = options;
  const file = new ParquetPieces(writtenFields(columns), signal);
  let slices: TableSlice[] = [];
  let [held, bytes] = [0, 0];
  for await (const slice of rows) {
    throwIfAborted(signal);
    slices.push(slice);
    held += slice.rows;
    bytes += memoryOf(columns, slice);
    if (held >= rowsPerGroup || bytes >= bytesPerGroup) {
      yield* file.group(slices, held);
      slices = [];
      [held, bytes] = [0, 0];
    }
  }
  throwIfAborted(signal);
  if (held > 0) {
    yield* file.group(slices, held);
  }
  yield file.end(options.metadata ?? new Map());
}

class ParquetPieces {
  private readonly writer = new ByteWriter(2 * PIECE);
  private readonly groups: RowGroup[] = [];
  private readonly indexes: PageIndexes[] = [];
  private readonly longest: LongestTexts;
  private rows = 0;

  constructor(
    private readonly fields: readonly WrittenField[],
    private readonly signal: AbortSignal | undefined,
  ) {
    this.longest = new LongestTexts(fields);
    this.writer.appendUint32(MAGIC);
  }

  async *group(slices: readonly TableSlice[], rows: number): AsyncGenerator<Uint8Array> {
    const turns = new Turns(this.signal);
    const start = this.writer.offset;
    const chunks: RowGroup['columns'] = [];
    for (const [i, field] of this.fields.entries()) {
      const parts = slices.map((slice): RowsOf => ({
        values: slice.columns[i] as ColumnValues,
        rows: slice.rows,
      }));
      this.longest.see(i, parts);
      for (const leaf of field.leaves) {
        const data = pageData(field, leaf, parts);
        const written = writeColumn({
          writer: this.writer,
          column: { ...encoderOf(leaf), ...(hasMinusZero(data) ? { encoding: 'PLAIN' } : {}) },
          pageData: data,
        });
        chunks.push(written.chunk);
        this.indexes.push(written);
      }
      if (this.writer.index >= PIECE) {
        yield this.take();
      }
      if (turns.over) {
        await turns.next();
      }
    }
    this.rows += rows;
    this.groups.push({
      columns: chunks,
      total_byte_size: chunks.reduce(
        (sum, chunk) => sum + (chunk.meta_data?.total_uncompressed_size ?? 0n),
        0n,
      ),
      num_rows: BigInt(rows),
      total_compressed_size: BigInt(this.writer.offset - start),
    });
  }

  /** What is left, and the footer. */
  end(metadata: ReadonlyMap<string, string>): Uint8Array {
    const { writer, fields } = this;
    writeIndexes(writer, this.indexes);
    const all = new Map([...metadata, ...astropyMetadata(fields, this.longest)]);
    all.delete('ARROW:schema');
    const schemaText = arrowSchemaText(fields, all);
    // The library gives the length of the metadata to the footer itself.
    const footer: Omit<FileMetaData, 'metadata_length'> = {
      version: 2,
      created_by: 'Skybucket',
      schema: writtenSchema(fields),
      num_rows: BigInt(this.rows),
      row_groups: this.groups,
      key_value_metadata: [...all, ['ARROW:schema', schemaText] as const].map(([key, value]) => ({
        key,
        value,
      })),
    };
    writeMetadata(writer, footer as FileMetaData);
    writer.appendUint32(MAGIC);
    return this.take();
  }

  /** What was written since the last piece. */
  private take(): Uint8Array {
    const bytes = this.writer.getBytes().slice();
    this.writer.index = 0;
    return bytes;
  }
}

function encoderOf({ path }: WrittenLeaf): ColumnEncoder {
  const element = path.at(-1);
  if (element === undefined) {
    throw new Error('A leaf lies below the root.');
  }
  return {
    columnName: path
      .slice(1)
      .map(({ name }) => name)
      .join('.'),
    ...{ element, schemaPath: [...path], codec: 'SNAPPY' },
    compressors: { SNAPPY: snappyCompress },
    ...{ stats: true, pageSize: BYTES_PER_PAGE, columnIndex: false, offsetIndex: true },
  };
}

/** The dictionaries of the library take it for zero. */
function hasMinusZero({ values }: PageData): boolean {
  for (let i = 0; i < values.length; i++) {
    if (Object.is(values[i], -0)) {
      return true;
    }
  }
  return false;
}

function memoryOf(columns: readonly Column[], slice: TableSlice): number {
  return slice.columns.reduce((sum, { values }, i) => {
    const type = columns[i]?.type ?? 'text';
    if (type !== 'text') {
      return sum + values.length * bytesOf(type);
    }
    return (values as readonly string[]).reduce((so, { length }) => so + 8 + length, sum);
  }, 0);
}
