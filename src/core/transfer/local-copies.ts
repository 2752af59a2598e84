import type { Identity } from '../bytes/source';

/** A file of this machine that is a whole download of one version of an object. */
export interface LocalCopy {
  readonly address: string;
  readonly identity: Identity;
  /** Absolute. */
  readonly path: string;
  readonly size: number;
  /** Of the file when it was finished, milliseconds since 1970: one that was changed since is no copy any more. */
  readonly modified: number;
}

/** Remembers downloads, so that the same file is not downloaded twice and viewers read the copy. */
export interface LocalCopies {
  add(copy: LocalCopy): Promise<void>;
  /** Copies of an address whose files are still there with the same size and time. */
  find(address: string): Promise<readonly LocalCopy[]>;
}
