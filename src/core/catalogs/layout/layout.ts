import type { FolderOptions } from './dataset-folder';

/** Part of a data set that is read or left as a whole: one file, or the files of a folder. */
export interface Partition {
  /** Relative to the data set; a folder ends with `/`. */
  readonly path: string;
  /** Undefined until the file is opened where no listing said it. */
  readonly size: number | undefined;
  /** The part of the sky that its rows lie in; undefined where that is not known. */
  readonly pixel: Pixel | undefined;
  /** Values that all of its rows have in the columns of the folders' names. */
  readonly values: ReadonlyMap<string, PartitionValue>;
}

/** A pixel of HEALPix; 12 · 4^order of them make the sky. */
export interface Pixel {
  readonly order: number;
  readonly pixel: number;
  readonly scheme: 'nested' | 'ring';
}

/** Null for what Hive calls the default partition. */
export type PartitionValue = number | string | null;

/** Whether a region may touch a pixel: no is sure. */
export type PixelTest = (pixel: Pixel) => boolean;

export interface PartitionOptions extends FolderOptions {
  /** Left out: the whole sky. */
  readonly within?: PixelTest | undefined;
  /** Told of a folder that could not be listed, so that rows may be missing. Left out: that fails the whole. */
  readonly onLost?: ((problem: string) => void) | undefined;
}

/** How the files of a data set lie, and what is said of it beside them. */
export interface Layout {
  readonly kind: 'hive' | 'hats' | 'pixel-files' | 'files';
  /** In words: `HATS catalogue, 17161 rows, order 2`. */
  readonly about: string;
  /** Columns that are in the names of folders. */
  readonly partitionColumns: readonly string[];
  /** Where the schema is, the best place first; the first partition has it where none of them is there. */
  readonly schemaFiles: readonly string[];
  /** A file with the row groups of all others, where there is one. */
  readonly metadataFile: string | undefined;
  /** Columns of position, in degrees, where the data set names them. */
  readonly position: { readonly ra: string; readonly dec: string } | undefined;
  /** A column with the number of the nested pixel of each row. */
  readonly healpix: { readonly column: string; readonly order: number } | undefined;
  /** Columns to show first, where the data set names them. */
  readonly defaultColumns: readonly string[];
  /** Undefined where nobody says. */
  readonly rows: number | undefined;
  readonly warnings: readonly string[];
  /** True where it is one file of Parquet. */
  readonly single?: boolean | undefined;
  /** The partitions that the region may touch, as far as that is known without opening them. */
  partitions(options?: PartitionOptions): AsyncIterable<Partition>;
}

/** More would only be a mistake: the finest survey has a tenth. */
export const MOST_PARTITIONS = 500_000;

export const NO_VALUES: ReadonlyMap<string, PartitionValue> = new Map();

const PARQUET = /\.(?:parquet|parq|pq)$/i;

/** Names that begin with `_` or `.` are not rows, as Spark and Hive have it. */
export function isParquet(path: string): boolean {
  const name = path.split('/').at(-1) ?? '';
  return PARQUET.test(name) && !/^[._]/.test(name);
}
