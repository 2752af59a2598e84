import type { ByteReader } from '../../bytes/reader';
import type { Meter } from '../../bytes/meter';

/** Where a data set lies, as the core sees it: a folder on S3, behind https or on disk. Paths are relative to it. */
export interface DatasetFolder {
  /** What people call it: `s3://bucket/prefix/`. */
  readonly label: string;
  /** What lies in a folder itself (`''` for the top, else with `/` at its end); nothing for one that is not there. */
  list(folder: string, options?: FolderOptions): Promise<FolderListing>;
  /** All files at or below a folder, in any order; none for one that is not there. */
  files(folder: string, options?: FolderOptions): AsyncIterable<StoredFile>;
  /** A small file as a whole; undefined where it is not there. */
  read(path: string, options?: FolderOptions): Promise<Uint8Array | undefined>;
  /**
   * Bytes of a file. Its size is given where a listing said it, which spares a request.
   *
   * @throws SkybucketError `not-found` where it is not there, here or at the first reading.
   */
  open(path: string, size: number | undefined): ByteReader;
}

export interface FolderOptions {
  readonly signal?: AbortSignal | undefined;
  readonly meter?: Meter | undefined;
}

export interface StoredFile {
  readonly path: string;
  readonly size: number;
}

export interface FolderListing {
  /** Names without `/`. */
  readonly folders: readonly string[];
  readonly files: readonly { readonly name: string; readonly size: number }[];
}
