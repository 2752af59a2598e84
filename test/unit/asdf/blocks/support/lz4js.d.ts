/** The parts of lz4js that tests use; the package has no types. */
declare module 'lz4js' {
  /** Unpacks `source[from, from + length)` into `target` from `at` on, and returns where it ends. */
  export function decompressBlock(
    source: Uint8Array,
    target: Uint8Array,
    from: number,
    length: number,
    at: number,
  ): number;
  /** Packs into `target`; returns the length, or 0 where it does not get shorter. */
  export function compressBlock(
    source: Uint8Array,
    target: Uint8Array,
    from: number,
    length: number,
    hashes: Uint32Array,
  ): number;
}
