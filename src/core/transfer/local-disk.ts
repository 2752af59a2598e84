import type { OnExisting } from './transfer';

/** The files of this machine as transfers use them. One implementation is for Node, another for tests. */

export interface LocalTarget {
  /** Of the batch: absolute, with its links resolved. */
  readonly folder: string;
  /** Safe segments, `/` between them. */
  readonly path: string;
}

/** What is at a place; symbolic links are seen as such, never followed. */
export interface LocalFacts {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/**
 * The bytes of a download before they have their name: a hidden file beside the target, which keeps its name across
 * restarts (it is made of the id of the transfer), preallocated where the file system can do that.
 */
export interface PartialFile {
  /** True where it was not there and has been made: what a journal says of it is not so any more. */
  readonly isNew: boolean;
  /** Writes at a position; several may be under way, in any order. */
  write(position: number, bytes: Uint8Array): Promise<void>;
  /** Resolves when everything written before is on the disk, so that a journal may say so. */
  sync(): Promise<void>;
  read(position: number, length: number): Promise<Uint8Array>;
  /**
   * Gives the bytes their final name and returns its absolute path. Nothing that is there is replaced unless
   * `overwrite`; `keep-both` takes the next free name; for `skip`, undefined where something is there.
   * The file is cut or refused so that it has exactly `size` bytes. One that died after it gave the name, and is begun
   * anew with the same bytes, has that name, also for `keep-both`.
   *
   * @param onNamed awaited when it has its name, and has not yet lost the one it had until then: whoever writes down
   *   there what became of it finds out after a crash either from that or from both names. It is told when the file was
   *   last changed, in milliseconds since 1970
   * @throws SkybucketError `truncated` where it is shorter, `local-file`
   */
  commit(
    size: number,
    onExisting: OnExisting,
    onNamed?: (path: string, modified: number) => Promise<void>,
  ): Promise<string | undefined>;
  /** Removes it. Does nothing after a commit. */
  discard(): Promise<void>;
  /** Lets go of it and keeps its bytes, to go on later. */
  close(): Promise<void>;
}

export interface LocalSource {
  readonly size: number;
  /** Milliseconds since 1970; an upload whose file has another one by now starts anew. */
  readonly modified: number;
  read(position: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** @throws SkybucketError `local-file` with the reason (disk full, read-only, no permission, …) from every method */
export interface LocalDisk {
  /** Undefined where nothing is there. */
  look(target: LocalTarget): Promise<LocalFacts | undefined>;
  /**
   * Opens the partial file of a transfer, made anew (with the folders above it) where it is not there. No segment
   * above it may be a symbolic link out of the folder.
   *
   * @param size bytes to make room for at once, so that a full disk is known before the first byte; undefined: not known
   * @param beforeNew awaited before one is made anew: a journal of one that is gone must not outlast that
   */
  openPartial(
    target: LocalTarget,
    id: string,
    size: number | undefined,
    beforeNew?: () => Promise<void>,
  ): Promise<PartialFile>;
  /** Removes the partial file of a transfer, if there is one. */
  removePartial(target: LocalTarget, id: string): Promise<void>;
  openSource(target: LocalTarget): Promise<LocalSource>;
  /** True where two names that differ in case alone are one file. */
  ignoresCase(folder: string): Promise<boolean>;
}

/** What is known of a partial file or an upload after a restart. */
export interface PartJournal {
  /** Of the object (download) or the local file (upload): what was begun may go on only for the same one. */
  readonly identity: string;
  readonly size: number;
  readonly partSize: number;
  /** Parts that are on the disk, or at the server. */
  readonly done: ReadonlySet<number>;
  /** Of an upload in parts. */
  readonly uploadId?: string | undefined;
}

/**
 * Journals of parts, by id of the transfer. A part is noted only when its bytes are safe, so that what a journal says
 * is true whenever the process or the machine dies; a line that was half written is not believed.
 */
export interface JournalStore {
  /** Undefined where there is none, or none that makes sense. */
  read(id: string): Promise<PartJournal | undefined>;
  /** Replaces what there was. */
  begin(id: string, journal: Omit<PartJournal, 'done'>): Promise<void>;
  note(id: string, parts: readonly number[]): Promise<void>;
  remove(id: string): Promise<void>;
}
