/** A temporary file: written once from start to end, then read. It is gone when it is closed. */
export interface Spool {
  append(bytes: Uint8Array): Promise<void>;
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface Spools {
  /**
   * @throws SkybucketError `local-file` where there is no place for one; as do writes, where the disk is
   *   full.
   */
  open(): Promise<Spool>;
  /** Bytes that can be written at present. */
  room(): Promise<number>;
}
