import type { NewMd5 } from '../bytes/digest';
import { piecesOf } from '../bytes/pieces';
import type { ByteReader } from '../bytes/reader';
import type { ReadOptions } from '../bytes/source';
import type { BlockHeader } from './block';

/** `absent` where the block has no checksum; `wrong` also where the file lacks bytes of it. */
export type BlockVerdict = 'correct' | 'wrong' | 'absent';

export interface BlockCheckOptions extends ReadOptions {
  /** Told what share has been read, 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/**
 * Compares the MD5 of the used (compressed) bytes of a block with its header (ASDF standard 1.6, "Block
 * header"). Reads nothing where there is nothing to compare.
 *
 * @throws SkybucketError `cancelled`, or what the transport says.
 */
export async function checkBlock(
  reader: ByteReader,
  header: BlockHeader,
  newMd5: NewMd5,
  { onProgress, ...options }: BlockCheckOptions = {},
): Promise<BlockVerdict> {
  const { checksum, dataOffset, used, available } = header;
  if (checksum === undefined) {
    return 'absent';
  }
  if (available < used) {
    return 'wrong';
  }
  const md5 = newMd5();
  let done = 0;
  for await (const piece of piecesOf(reader, { offset: dataOffset, length: used }, options)) {
    md5.update(piece);
    done += piece.length;
    onProgress?.(done / used);
  }
  const found = md5.digest();
  return checksum.every((byte, place) => byte === found[place]) ? 'correct' : 'wrong';
}
