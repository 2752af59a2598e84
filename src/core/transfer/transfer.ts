import type { KnownObject } from '../bytes/version';
import type { ErrorCode } from '../errors';

/** What is kept of transfers: plain data, written as JSON, read back after the editor or the machine died. */

export type Direction = 'download' | 'upload';

/** What to do where something of that name is there. Decided before a batch is queued. */
export type OnExisting = 'skip' | 'overwrite' | 'keep-both';

/** Files that were asked for together. */
export interface TransferBatch {
  readonly id: string;
  readonly direction: Direction;
  /** What people call it: a file, a folder, a search. */
  readonly label: string;
  /** Where its files lie on this machine, an absolute path with its links resolved. */
  readonly folder: string;
  readonly onExisting: OnExisting;
  /** Milliseconds since 1970. */
  readonly created: number;
}

export interface TransferFile {
  /** Sorts by the time it was made. */
  readonly id: string;
  readonly batch: string;
  /** The remote end, an address of ours (`skybucket://…`) as text. Never a URL that may be secret. */
  readonly address: string;
  /** What the address stands for where it is that of a link, and the link is no secret. */
  readonly link?: string | undefined;
  /** Below the folder of the batch, `/` between segments, each one made safe. */
  readonly path: string;
  /** What a listing said of the object, for a download. */
  readonly known?: KnownObject | undefined;
  /** Bytes, where that is known. */
  readonly size?: number | undefined;
}

/** How it was made sure that the bytes are right; the size always was. */
export type Verified =
  | { readonly by: 'checksum'; readonly algorithm: string }
  | { readonly by: 'md5' }
  | { readonly by: 'size' };

export interface TransferFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly retryable: boolean;
}

/** What lasts. That a file is being transferred is not kept: after a restart it waits. */
export type TransferState =
  | { readonly kind: 'waiting' }
  /** With a failure where the queue paused it by itself: a disk that is full. */
  | { readonly kind: 'paused'; readonly failure?: TransferFailure | undefined }
  | {
      readonly kind: 'done';
      /** The local path of a download, the address of an upload. */
      readonly at: string;
      readonly size: number;
      readonly verified: Verified;
      /** An ETag that looks like an MD5 and is not that of the bytes, a name that was taken. */
      readonly warning?: string | undefined;
      readonly time: number;
    }
  /** The same file was there. */
  | { readonly kind: 'skipped'; readonly at: string; readonly time: number }
  | { readonly kind: 'failed'; readonly failure: TransferFailure; readonly time: number };

/** A file of the queue as the view shows it. */
export interface TransferProgress {
  readonly file: TransferFile;
  readonly state: TransferState | { readonly kind: 'active' };
  /** Bytes that are where they belong. */
  readonly done: number;
  readonly size: number | undefined;
  readonly bytesPerSecond: number | undefined;
  /** `checking`: all bytes are there and are compared with a checksum. */
  readonly phase: 'transferring' | 'checking' | undefined;
  /** Of one that waits: why its last attempt failed; it is tried again by itself after a while. */
  readonly again?: TransferFailure | undefined;
}
