/** Bytes of the header of a Blosc chunk (c-blosc, README_CHUNK_FORMAT). */
export const BLOSC_HEADER = 16;
/** The formats of Blosc 1. */
const NEWEST = 2;
const AS_IT_IS = 2;

/** What the header of a Blosc chunk says. Sizes are in bytes. */
export interface BloscHeader {
  readonly flags: number;
  readonly itemLength: number;
  /** True where its bytes are not packed. */
  readonly asItIs: boolean;
  readonly length: number;
  /** Of a block; each is packed by itself. */
  readonly blockLength: number;
  /** All of the chunk, with this header. */
  readonly stored: number;
}

/** The header at the start of the bytes, or undefined where there is none of Blosc 1. */
export function bloscHeader(bytes: Uint8Array): BloscHeader | undefined {
  const [format = 0, , flags = 0, itemLength = 0] = bytes;
  if (bytes.length < BLOSC_HEADER || format === 0 || format > NEWEST) {
    return undefined;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, BLOSC_HEADER);
  const [length = 0, blockLength = 0, stored = 0] = [4, 8, 12].map((at) =>
    view.getUint32(at, true),
  );
  const asItIs = (flags & AS_IT_IS) !== 0;
  const possible = itemLength > 0 && length > 0 && blockLength > 0 && stored > BLOSC_HEADER;
  return possible ? { flags, itemLength, asItIs, length, blockLength, stored } : undefined;
}

/** How many blocks a chunk has. */
export function blockCount({ length, blockLength }: BloscHeader): number {
  return Math.ceil(length / blockLength);
}
