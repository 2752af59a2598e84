import type { Span } from '../bytes/source';
import { SkybucketError } from '../errors';
import { readSchema, type Schema } from './schema';
import {
  PHYSICAL_TYPES,
  schemaElement,
  type PhysicalType,
  type SchemaElement,
} from './schema-element';
import { ThriftReader, type ThriftStruct } from './thrift';

/** What the footer of a Parquet file says. */
export interface ParquetMetadata {
  readonly rows: number;
  readonly elements: readonly SchemaElement[];
  readonly schema: Schema;
  readonly rowGroups: readonly RowGroup[];
  readonly keyValues: ReadonlyMap<string, string>;
  readonly createdBy: string | undefined;
  /** Of each leaf: whether its statistics are in the order that its type defines. */
  readonly ordered: readonly boolean[];
}

export interface RowGroup {
  readonly rows: number;
  /** Row of the file that is its first. */
  readonly firstRow: number;
  /** By leaf. */
  readonly chunks: readonly Chunk[];
}

/** The values of one leaf in one row group. */
export interface Chunk {
  /** Where its pages are in another file (as in `_metadata`), relative to this one. */
  readonly filePath: string | undefined;
  readonly type: PhysicalType;
  readonly codec: Codec | undefined;
  readonly values: number;
  /** All pages, that of the dictionary first. */
  readonly pages: Span;
  /** Bytes behind that may belong to the last page, since writers of old forgot the header of the dictionary. */
  readonly slack: number;
  readonly hasDictionary: boolean;
  readonly firstDataPage: number;
  readonly uncompressed: number;
  readonly statistics: RawStatistics | undefined;
  readonly offsetIndex: Span | undefined;
  readonly columnIndex: Span | undefined;
  /** The length is 0 where the file does not say it. */
  readonly bloomFilter: Span | undefined;
}

/** As stored, in the plain encoding. */
export interface RawStatistics {
  readonly min: Uint8Array | undefined;
  readonly max: Uint8Array | undefined;
  readonly nulls: number | undefined;
  /** True where the bounds are in the fields of old, in which only signed numbers had a sure order. */
  readonly old: boolean;
}

/** Writers that left out of the length of a chunk the header of its dictionary, and what that takes at most. */
const FORGETFUL = /^parquet-mr(?:$| version 1\.(?:[01]\.|2\.[0-8](?:$|\D)))/;
const HEADER_BYTES = 100;

const CODECS = [
  ...(['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'LZO', 'BROTLI', 'LZ4', 'ZSTD', 'LZ4_RAW'] as const),
];
export type Codec = (typeof CODECS)[number];

/**
 * Reads the footer without the eight bytes at its end.
 *
 * @throws SkybucketError `format` for what is no footer, `too-large`
 */
export function readMetadata(bytes: Uint8Array): ParquetMetadata {
  const footer = new ThriftReader(bytes).struct();
  const elements = (footer.structs(2) ?? []).map(schemaElement);
  const schema = readSchema(elements);
  const createdBy = footer.text(6);
  const slack = FORGETFUL.test(createdBy ?? '') ? HEADER_BYTES : 0;
  let firstRow = 0;
  const rowGroups = (footer.structs(4) ?? []).map((struct, index) => {
    const group = rowGroup(struct, index, firstRow, schema, slack);
    firstRow += group.rows;
    return group;
  });
  const rows = footer.number(3);
  // `_common_metadata` has the schema of a data set and no rows, whatever it says of them.
  if (elements.length === 0 || (rowGroups.length > 0 && rows !== firstRow)) {
    throw damaged('it does not add up');
  }
  const orders = footer.structs(7);
  return {
    rows: firstRow,
    elements,
    schema,
    rowGroups,
    keyValues: new Map(
      (footer.structs(5) ?? []).map((pair) => [pair.text(1) ?? '', pair.text(2) ?? '']),
    ),
    createdBy,
    ordered: schema.leaves.map(({ leaf }) => orders?.[leaf]?.has(1) ?? false),
  };
}

function rowGroup(
  struct: ThriftStruct,
  index: number,
  firstRow: number,
  schema: Schema,
  slack: number,
): RowGroup {
  const rows = struct.number(3) ?? -1;
  const columns = struct.structs(1) ?? [];
  if (!(rows >= 0) || columns.length !== schema.leaves.length) {
    throw damaged(`row group ${index + 1} makes no sense`);
  }
  return { rows, firstRow, chunks: columns.map((column) => chunk(column, index, slack)) };
}

function chunk(column: ThriftStruct, group: number, slack: number): Chunk {
  const meta = column.struct(3);
  const type = PHYSICAL_TYPES[meta?.number(1) ?? -1];
  const firstDataPage = meta?.number(9);
  const length = meta?.number(7);
  const values = meta?.number(5);
  if (column.has(8) && meta === undefined) {
    throw new SkybucketError('unsupported', 'The file is encrypted.', {
      hint: 'Encrypted columns cannot be read here.',
    });
  }
  const sane = [firstDataPage, length, values].every(
    (number) => number !== undefined && number >= 0,
  );
  if (meta === undefined || type === undefined || !sane) {
    throw damaged(`a column of row group ${group + 1} makes no sense`);
  }
  const dictionary = meta.number(11);
  // Some writers have 0 for none.
  const hasDictionary =
    dictionary !== undefined && dictionary > 0 && dictionary < (firstDataPage as number);
  return {
    filePath: column.text(1),
    type,
    codec: CODECS[meta.number(4) ?? -1],
    values: values as number,
    pages: {
      offset: hasDictionary ? dictionary : (firstDataPage as number),
      length: length as number,
    },
    slack,
    hasDictionary,
    firstDataPage: firstDataPage as number,
    uncompressed: Math.max(0, meta.number(6) ?? 0),
    statistics: statistics(meta.struct(12)),
    offsetIndex: span(column.number(4), column.number(5)),
    columnIndex: span(column.number(6), column.number(7)),
    bloomFilter: span(meta.number(14), meta.number(15) ?? 0),
  };
}

export function statistics(struct: ThriftStruct | undefined): RawStatistics | undefined {
  if (struct === undefined) {
    return undefined;
  }
  const old = !struct.has(5) && !struct.has(6);
  return {
    min: struct.bytes(old ? 2 : 6),
    max: struct.bytes(old ? 1 : 5),
    nulls: struct.number(3),
    old,
  };
}

function span(offset: number | undefined, length: number | undefined): Span | undefined {
  return offset !== undefined && length !== undefined && offset > 0 && length >= 0
    ? { offset, length }
    : undefined;
}

function damaged(why: string): SkybucketError {
  return new SkybucketError('format', `The footer of the Parquet file cannot be used: ${why}.`, {
    hint: 'The file is probably damaged; get it again.',
  });
}
