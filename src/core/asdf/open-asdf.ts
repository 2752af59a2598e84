import type { ByteReader } from '../bytes/reader';
import type { ReadOptions } from '../bytes/source';
import type { AsdfFile } from './asdf-file';
import { FileBlocks } from './block-directory';
import { BLOCK_MAGIC, HEADER_LENGTH, isBlockStart } from './block-header';
import { findBlockIndex, type IndexSearch } from './block-index';
import { placeOf } from './bytes-search';
import { parseHead, type FileHead } from './head';
import { LoadedBytes } from './loaded-bytes';
import { readTree, type ReadTree } from './read-tree';
import { parseTree } from './yaml/parse-tree';

/** The first read: most trees fit, with blocks of small files behind. */
const HEAD_READ = 256 * 1024;
/** Room for an index of some 1300 blocks; one that is longer is read in steps. */
const TAIL_READ = 16 * 1024;
const LONGEST_TAIL = 4 * 1024 * 1024;
const TAIL_GROWTH = 16;

/** Headers read along with a tree that goes on, so that the blocks are known one round sooner. */
const MOST_READ_ALONG = 256;

/**
 * Opens an ASDF file (ASDF standard 1.6): reads its tree and looks for its block index. Start and end are
 * read at once; a tree that goes on is read in a second round, with the headers of the blocks.
 *
 * @throws SkybucketError `format` for what is no ASDF file or has a tree that is no YAML, `too-large` for a
 *   tree beyond all measure, `cancelled`, or what the transport says.
 */
export async function openAsdf(reader: ByteReader, options: ReadOptions = {}): Promise<AsdfFile> {
  const size = await reader.size(options);
  const { head, tail } = await readEnds(reader, size, options);
  const start = parseHead(head, size, reader.label);
  const loaded = new LoadedBytes();
  const search = await readIndex(reader, tail, size - tail.length, options);
  const tree = await readTreeAndHeaders(
    { reader, size, head, start, loaded, offsets: search.index?.offsets ?? [] },
    options,
  );
  const end = tree?.end ?? start.end;
  const bytes = tree?.bytes ?? head;
  // What follows the tree; of a long one not all that was read on.
  loaded.add(end, bytes.subarray(end, end + HEAD_READ + TAIL_READ));
  if (tail !== head) {
    loaded.add(size - tail.length, tail);
  }
  const decoded = tree && decode(bytes.subarray(start.end, end));
  const parsed =
    decoded && parseTree({ text: decoded.text, label: reader.label, firstLine: start.lines + 1 });
  return {
    reader,
    formatVersion: start.formatVersion,
    standardVersion: start.standardVersion,
    tree: parsed?.tree,
    treeSpan: tree && { offset: start.end, length: end - start.end },
    blocks: blocksOf({ reader, size, loaded }, bytes, end, search),
    warnings: [
      ...start.warnings,
      ...(tree?.marked === false ? [unmarked(end, size)] : []),
      ...(decoded?.warnings ?? []),
      ...(parsed?.warnings ?? []),
    ],
  };
}

async function readEnds(
  reader: ByteReader,
  size: number,
  options: ReadOptions,
): Promise<{ readonly head: Uint8Array; readonly tail: Uint8Array }> {
  if (size <= HEAD_READ + TAIL_READ) {
    const head = await reader.read(0, size, options);
    return { head, tail: head };
  }
  const spans = [
    { offset: 0, length: HEAD_READ },
    { offset: size - TAIL_READ, length: TAIL_READ },
  ];
  const [head, tail] = await Promise.all(reader.readSpans(spans, options));
  return { head: head ?? new Uint8Array(0), tail: tail ?? new Uint8Array(0) };
}

/** Looks further back for as long as the end could be that of a long index. */
async function readIndex(
  reader: ByteReader,
  tail: Uint8Array,
  offset: number,
  options: ReadOptions,
): Promise<IndexSearch> {
  let search = findBlockIndex(tail, offset);
  const size = offset + tail.length;
  for (
    let length = TAIL_READ * TAIL_GROWTH;
    search.cut && length <= LONGEST_TAIL;
    length *= TAIL_GROWTH
  ) {
    const from = Math.max(0, size - length);
    search = findBlockIndex(await reader.read(from, size - from, options), from);
  }
  return search;
}

interface TreePlace {
  readonly reader: ByteReader;
  readonly size: number;
  readonly head: Uint8Array;
  readonly start: FileHead;
  readonly loaded: LoadedBytes;
  /** Of the blocks, as the index has them. */
  readonly offsets: readonly number[];
}

async function readTreeAndHeaders(
  { reader, size, head, start, loaded, offsets }: TreePlace,
  options: ReadOptions,
): Promise<ReadTree | undefined> {
  if (start.next !== 'tree') {
    return undefined;
  }
  const firstBlock = offsets[0];
  const reading = readTree(reader, size, { head, offset: start.end, firstBlock }, options);
  const isLonger = firstBlock !== undefined && firstBlock > head.length;
  const along = isLonger && offsets.length <= MOST_READ_ALONG ? offsets : [];
  const spans = along.map((offset) => ({ offset, length: HEADER_LENGTH }));
  const [tree, ...headers] = await Promise.all([reading, ...reader.readSpans(spans, options)]);
  headers.forEach((bytes, place) => loaded.add(along[place] ?? 0, bytes));
  return tree;
}

/** @param bytes the start of the file, with the tree that ends at `end`. */
function blocksOf(
  file: ConstructorParameters<typeof FileBlocks>[0],
  bytes: Uint8Array,
  end: number,
  { index, warning }: IndexSearch,
): FileBlocks {
  const place = isBlockStart(bytes, end) ? end : placeOf(bytes, BLOCK_MAGIC, end);
  const whole = bytes.length >= file.size;
  return new FileBlocks(file, {
    first: place >= 0 ? place : whole ? 'none' : undefined,
    // The magic token may begin in the last bytes.
    from: Math.max(end, bytes.length - BLOCK_MAGIC.length + 1),
    ...{ index, warning },
  });
}

function decode(bytes: Uint8Array): {
  readonly text: string;
  readonly warnings: readonly string[];
} {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), warnings: [] };
  } catch {
    const warnings = ['The tree is not all UTF-8; what is not is shown as \ufffd.'];
    return { text: new TextDecoder().decode(bytes), warnings };
  }
}

function unmarked(end: number, size: number): string {
  return end >= size
    ? 'The file ends inside its tree, or the line `...` is missing: something may be missing of it.'
    : 'The tree ends without the line `...` that should come before the first block.';
}
