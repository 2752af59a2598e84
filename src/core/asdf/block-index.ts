import { asciiBytes, lastPlaceOf } from './bytes-search';
import { HEADER_LENGTH } from './block-header';
import { parseTree } from './yaml/parse-tree';

/** The block index as the file has it, not yet compared with the blocks. */
export interface BlockIndex {
  /** Where it begins in the file: right after the last block. */
  readonly at: number;
  /** Of the magic token of each block, ascending. */
  readonly offsets: readonly number[];
}

export interface IndexSearch {
  readonly index: BlockIndex | undefined;
  /** True where the index, if there is one, begins before the bytes. */
  readonly cut: boolean;
  /** One sentence, where there is an index that makes no sense. */
  readonly warning: string | undefined;
}

/** The asdf library has the same limit. */
export const MOST_BLOCKS = 65_536;

const INDEX_START = asciiBytes('#ASDF BLOCK INDEX');
const LONGEST_INDEX = 4 * 1024 * 1024;
const WRONG = 'The block index makes no sense, so the blocks were looked for one by one.';

/**
 * Looks for the block index (ASDF standard 1.6, "Block index") in the end of a file; zeros may follow it.
 *
 * @param tail the last bytes of the file.
 * @param offset where they begin.
 */
export function findBlockIndex(tail: Uint8Array, offset: number): IndexSearch {
  const place = lastPlaceOf(tail, INDEX_START);
  if (place < 0) {
    return { index: undefined, cut: offset > 0 && couldBeIndex(tail), warning: undefined };
  }
  const at = offset + place;
  const offsets = offsetsOf(tail.subarray(place));
  return offsets && isPlausible(offsets, at)
    ? { index: { at, offsets }, cut: false, warning: undefined }
    : { index: undefined, cut: false, warning: WRONG };
}

function offsetsOf(bytes: Uint8Array): readonly number[] | undefined {
  if (bytes.length > LONGEST_INDEX) {
    return undefined;
  }
  const text = new TextDecoder().decode(bytes).replace(/\0+$/, '');
  try {
    const { tree } = parseTree({ text, label: 'the block index', firstLine: 1 });
    const items = tree.kind === 'sequence' ? tree.items : [];
    const offsets = items.map((item) =>
      item.kind === 'scalar' && typeof item.value === 'bigint' ? Number(item.value) : NaN,
    );
    return offsets.length > 0 && offsets.length <= MOST_BLOCKS ? offsets : undefined;
  } catch {
    return undefined;
  }
}

/** Blocks come one after the other, each with its header, and end where the index begins. */
function isPlausible(offsets: readonly number[], at: number): boolean {
  return offsets.every((offset, place) => {
    const next = offsets[place + 1] ?? at;
    return Number.isSafeInteger(offset) && offset >= 0 && offset + HEADER_LENGTH <= next;
  });
}

/** True for nothing but the numbers of an index and its end, which zeros may follow. */
function couldBeIndex(tail: Uint8Array): boolean {
  let end = tail.length;
  while (end > 0 && tail[end - 1] === 0) {
    end--;
  }
  const text = new TextDecoder('latin1').decode(tail.subarray(0, end));
  return /^[\s\d,.[\]-]*$/.test(text) && /\.\.\.\s*$/.test(text.slice(-8));
}
