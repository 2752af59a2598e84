/** Compressions by the label in the block header, as people call them. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['', 'none'],
  ['zlib', 'zlib'],
  ['bzp2', 'bzip2'],
  ['lz4', 'LZ4'],
  ['lz4f', 'LZ4 frames'],
  ['zstd', 'Zstandard'],
  ['blsc', 'Blosc'],
  ['bls2', 'Blosc 2'],
]);

/** In words; a label nobody knows is given as it stands. */
export function compressionName(label: string): string {
  return NAMES.get(label) ?? `“${label}”`;
}
