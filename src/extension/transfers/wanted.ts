import type { KnownObject } from '../../core/bytes/version';
import type { Layout } from '../../core/transfer/layout';

/** A file that is to be downloaded. */
export interface WantedTransfer {
  /** One of ours (`skybucket:…`) as text. */
  readonly address: string;
  /** From the folder that was asked for, or as its archive calls it; may be anything. */
  readonly path: string;
  readonly known?: KnownObject | undefined;
  /** Bytes, where that is known. */
  readonly size?: number | undefined;
  /** Of products: what astroquery makes folders of. */
  readonly collection?: string | undefined;
  readonly observation?: string | undefined;
}

/** Files that are asked for together. */
export interface DownloadRequest {
  /** What people call them; their folder is named after it. */
  readonly label: string;
  /** True for one that lies in the download folder itself, without a folder of its own. */
  readonly bare?: boolean | undefined;
  readonly files: readonly WantedTransfer[];
  /** Those that there is to choose from, the usual one first. */
  readonly layouts: readonly Layout[];
}

/** Where uploads go: below a prefix of a bucket. */
export interface UploadPlace {
  readonly connection: string;
  readonly bucket: string;
  /** Empty, or ends with `/`. */
  readonly prefix: string;
}

/** A file or a folder of this machine. */
export interface UploadSource {
  /** Absolute. */
  readonly path: string;
}

/** Bytes of all of them, as far as is known. */
export function totalSize(files: readonly { readonly size?: number | undefined }[]): {
  readonly bytes: number;
  readonly isLeast: boolean;
} {
  return {
    bytes: files.reduce((sum, { size = 0 }) => sum + size, 0),
    isLeast: files.some(({ size }) => size === undefined),
  };
}
