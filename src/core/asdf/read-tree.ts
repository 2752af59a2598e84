import { joined } from '../bytes/joined';
import type { ByteReader } from '../bytes/reader';
import type { ReadOptions } from '../bytes/source';
import { SkybucketError } from '../errors';
import { HEADER_LENGTH } from './block-header';
import { findTreeEnd, type TreeEnd } from './tree-end';

/** Longer ones are refused: the YAML of the largest real trees has some MB. */
export const LONGEST_TREE = 64 * 1024 * 1024;

/** Read at least for a tree that goes on, and at most where nobody says how far. */
const LEAST_READ = 1024 * 1024;
/** The block index says how far the tree goes, if it is right; a wrong one costs no more than this. */
const MOST_AT_ITS_WORD = 8 * 1024 * 1024;

export interface ReadTree extends TreeEnd {
  /** From the start of the file on, at least up to the end of the tree. */
  readonly bytes: Uint8Array;
}

export interface TreeStart {
  /** The start of the file. */
  readonly head: Uint8Array;
  /** Where the tree begins. */
  readonly offset: number;
  /** Where the first block begins, as the block index has it. */
  readonly firstBlock: number | undefined;
}

/**
 * Reads on until the end of the tree. What is read grows with what there is, and no byte is searched twice.
 *
 * @throws SkybucketError `too-large` above {@link LONGEST_TREE}.
 */
export async function readTree(
  reader: ByteReader,
  size: number,
  { head, offset, firstBlock }: TreeStart,
  options: ReadOptions,
): Promise<ReadTree> {
  let bytes = head;
  let from = 0;
  for (;;) {
    const found = findTreeEnd(bytes.subarray(offset), from, bytes.length >= size);
    const end = typeof found === 'number' ? bytes.length - offset : found.end;
    if (end > LONGEST_TREE) {
      throw new SkybucketError(
        'too-large',
        `The tree of ${reader.label} is longer than ${LONGEST_TREE / 2 ** 20} MB, too long to show.`,
        { hint: 'Data belong in blocks: it can be read with the asdf library.' },
      );
    }
    if (typeof found !== 'number') {
      return { bytes, end: offset + found.end, marked: found.marked };
    }
    from = found;
    const length = nextLength(bytes.length, firstBlock);
    const more = await reader.readUpTo(bytes.length, length, options);
    bytes = joined([bytes, more]);
  }
}

function nextLength(have: number, firstBlock = 0): number {
  // With the header of the first block, which is looked at next.
  const told = firstBlock + HEADER_LENGTH - have;
  return told > 0 && told <= MOST_AT_ITS_WORD ? told : Math.max(LEAST_READ, have);
}
