/** One object version on disk. */
export interface StoredObject {
  readonly id: string;
  /** Of all its packs. */
  readonly bytes: number;
  /** When it was last opened or written to, in milliseconds since 1970. */
  readonly usedAt: number;
}

/**
 * Where the disk cache keeps its packs: for every object a set of them, which are written once and
 * never changed, so that several windows can share a folder. Anything may vanish at any time (another
 * window evicts). What is not there is no failure; whatever is thrown means that the disk is no use.
 */
export interface DiskStore {
  /** A name for any key that is safe in every file system; no two keys have the same. */
  idOf(key: string): string;

  objects(): Promise<StoredObject[]>;

  /** Names of the packs of an object, none where it is not there. */
  packs(id: string): Promise<string[]>;

  /** The bytes at `position` of a pack, fewer where it ends, undefined where it is not there. */
  read(id: string, pack: string, position: number, length: number): Promise<Uint8Array | undefined>;

  /** Adds a pack, whole or not at all, and returns its name, which is new. */
  write(id: string, chunks: readonly Uint8Array[]): Promise<string>;

  /** Marks an object as used now. */
  touch(id: string): Promise<void>;

  /** Removes one pack of an object, or the object with all its packs. */
  remove(id: string, pack?: string): Promise<void>;

  /** CRC-32 (IEEE 802.3), here because platforms have a fast one. */
  readonly crc32: (bytes: Uint8Array) => number;
}
