import type { ByteReader } from '../bytes/reader';
import type { ReadOptions } from '../bytes/source';
import { SkybucketError } from '../errors';
import type { BlockHeader } from './block';
import { endOfBlock, HEADER_LENGTH, isBlockStart, parseBlockHeader } from './block-header';
import { MOST_BLOCKS } from './block-index';
import { asciiBytes, startsWith } from './bytes-search';
import type { LoadedBytes } from './loaded-bytes';

/** Where the blocks of a file are read from. */
export interface BlockFile {
  readonly reader: ByteReader;
  readonly size: number;
  readonly loaded: LoadedBytes;
}

/** The blocks as one finds them by going from header to header. */
export interface Hops {
  readonly headers: readonly BlockHeader[];
  /** True where the last block is followed by what may follow it: an index, zeros, or nothing. */
  readonly complete: boolean;
  readonly warnings: readonly string[];
}

const INDEX_START = asciiBytes('#ASDF');
/** Read at a time: small blocks come several in one. */
const WINDOW = 16 * 1024;

/**
 * Goes from block to block. Every header is further on than the one before, and there are at most
 * {@link MOST_BLOCKS}, so it ends whatever the headers say.
 */
export async function hopBlocks(
  file: BlockFile,
  first: number,
  options: ReadOptions,
): Promise<Hops> {
  const headers: BlockHeader[] = [];
  const stop = (complete: boolean, ...warnings: string[]): Hops => ({
    ...{ headers, complete },
    warnings: [...headers.flatMap(oddities), ...warnings],
  });
  const bytesAt = windowOn(file, options);
  for (let at = first; at < file.size;) {
    const bytes = await bytesAt(at);
    if (!isBlockStart(bytes, 0)) {
      return mayFollow(bytes)
        ? stop(true)
        : stop(false, `After ${blocks(headers.length)} come bytes that are no block: not shown.`);
    }
    if (headers.length === MOST_BLOCKS) {
      return stop(
        false,
        `The file has more than ${blocks(MOST_BLOCKS)}; the others are not shown.`,
      );
    }
    try {
      headers.push(
        parseBlockHeader(bytes, { index: headers.length, offset: at, fileSize: file.size }),
      );
    } catch (error) {
      if (error instanceof SkybucketError) {
        return stop(false, error.message);
      }
      throw error;
    }
    at = endOfBlock(headers.at(-1) as BlockHeader);
    if (at > file.size) {
      return stop(false, cutShort(headers.at(-1) as BlockHeader));
    }
  }
  return stop(true);
}

/** One sentence for each thing about a header that does not fit. */
export function oddities({ index, used, allocated }: BlockHeader): string[] {
  return used > allocated
    ? [`Block ${index} says it uses ${used} bytes, but only ${allocated} are set aside for it.`]
    : [];
}

function cutShort({ index, used, available }: BlockHeader): string {
  return available < used
    ? `The file ends inside block ${index}: ${available} of its ${used} bytes are there.`
    : `The file ends inside the room of block ${index}, after its bytes.`;
}

function mayFollow(bytes: Uint8Array): boolean {
  return startsWith(bytes, INDEX_START) || bytes.every((byte) => byte === 0);
}

function blocks(count: number): string {
  return count === 1 ? '1 block' : `${count.toLocaleString('en')} blocks`;
}

/** The bytes of a header (fewer at the end of the file), read some blocks ahead. */
function windowOn(
  { reader, size, loaded }: BlockFile,
  options: ReadOptions,
): (at: number) => Promise<Uint8Array> {
  let window = { offset: 0, bytes: new Uint8Array(0) };
  return async (at) => {
    const length = Math.min(HEADER_LENGTH, size - at);
    const known = loaded.find(at, length);
    if (known) {
      return known;
    }
    const start = at - window.offset;
    if (start < 0 || start + length > window.bytes.length) {
      const bytes = await reader.read(at, Math.min(WINDOW, size - at), options);
      window = { offset: at, bytes: new Uint8Array(bytes) };
    }
    return window.bytes.subarray(at - window.offset, at - window.offset + length);
  };
}
