import type { ByteReader } from '../bytes/reader';
import type { ReadOptions } from '../bytes/source';
import { BLOCK_MAGIC } from './block-header';
import { placeOf } from './bytes-search';

const FIRST_READ = 64 * 1024;
const LONGEST_READ = 4 * 1024 * 1024;
/** The asdf library pads by a tenth of the tree unless told otherwise. */
const MOST_PADDING = 64 * 1024 * 1024;

/** Where the first block begins at or after `from`, padding skipped; undefined where there is none. */
export async function findFirstBlock(
  reader: ByteReader,
  from: number,
  options: ReadOptions,
): Promise<number | undefined> {
  const end = Math.min(await reader.size(options), from + MOST_PADDING);
  const overlap = BLOCK_MAGIC.length - 1;
  for (let at = from, length = FIRST_READ; at + overlap < end; at += length - overlap) {
    length = Math.min(at === from ? length : 4 * length, LONGEST_READ, end - at);
    const place = placeOf(await reader.read(at, length, options), BLOCK_MAGIC);
    if (place >= 0) {
      return at + place;
    }
  }
  return undefined;
}
