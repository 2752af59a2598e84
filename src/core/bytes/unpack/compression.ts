/** What files that are compressed as a whole start with. */
interface Magic {
  readonly name: string;
  readonly bytes: readonly number[];
}

/** Those that can be unpacked, by the name they are called. */
export type Compression = 'gzip' | 'bzip2' | 'compress (.Z)';

const KNOWN: readonly (Magic & { readonly name: Compression })[] = [
  { name: 'gzip', bytes: [0x1f, 0x8b] },
  { name: 'bzip2', bytes: [0x42, 0x5a, 0x68] },
  { name: 'compress (.Z)', bytes: [0x1f, 0x9d] },
];

const OTHERS: readonly Magic[] = [
  { name: 'xz', bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { name: 'zip', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'Zstandard', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: '7z', bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { name: 'pack (.z)', bytes: [0x1f, 0x1e] },
];

/** How a file that starts with these bytes is compressed, where it can be unpacked. */
export function compressionOf(start: Uint8Array): Compression | undefined {
  return KNOWN.find((magic) => startsWith(start, magic))?.name;
}

/** The same for compressions that are known by name only. */
export function otherCompressionOf(start: Uint8Array): string | undefined {
  return OTHERS.find((magic) => startsWith(start, magic))?.name;
}

function startsWith(start: Uint8Array, { bytes }: Magic): boolean {
  return bytes.every((byte, i) => start[i] === byte);
}
