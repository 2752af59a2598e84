import type { ByteReader } from '../bytes/reader';
import type { ReadOptions, Span } from '../bytes/source';
import { SkybucketError } from '../errors';
import { damagedPage } from './hybrid';
import { decodeLeaf, type LeafValues } from './leaf-values';
import type { Chunk, RowGroup } from './metadata';
import { readIndexes, readOffsetIndex, type PagePlace } from './page-index';
import type { Leaf } from './schema';

/** What was read of a leaf: rows `[from, to)` of its row group. */
export interface ReadLeaf {
  readonly from: number;
  readonly to: number;
  readonly leaf: LeafValues;
}

/** Rows `[from, to)` of a row group. */
export interface GroupRows {
  readonly from: number;
  readonly to: number;
}

/** A chunk that is read as a whole costs no more than its index and a page would. */
const SMALL_CHUNK = 128 * 1024;

/**
 * Reads rows of some leaves of one row group: whole chunks, or, where the file says where their pages
 * lie and few are wanted, those pages. What is read is asked for in one plan; the index of pages, where it is
 * used, in one before.
 *
 * @throws SkybucketError `format`, `truncated`, `unsupported`, `too-large`, or what reading throws.
 */
export async function readLeaves(
  reader: ByteReader,
  group: RowGroup,
  leaves: readonly Leaf[],
  rows: GroupRows,
  options: ReadOptions,
): Promise<ReadLeaf[]> {
  const chunks = leaves.map(({ leaf }) => group.chunks[leaf] as Chunk);
  const size = await reader.size(options);
  chunks.forEach((chunk) => checkPlace(reader.label, chunk, size));
  const wanted = chunks.map((chunk) =>
    byPages(chunk, group, rows) ? chunk.offsetIndex : undefined,
  );
  const indexes = await readIndexes(reader, wanted, options);
  const plans = chunks.map((chunk, i) => planOf(chunk, indexes[i], group.rows, rows, size));
  const spans = plans.flatMap((plan) => plan.spans);
  const bytes = await Promise.all(reader.readSpans(spans, options));
  let next = 0;
  return plans.map(({ spans: own, from, to }, i) => {
    const pieces = bytes.slice(next, (next += own.length));
    const leaf = leaves[i] as Leaf;
    const chunk = chunks[i] as Chunk;
    const values = decodeLeaf(leaf, chunk, pieces, chunk.values);
    if (from === 0 && to === group.rows && values.entries !== chunk.values) {
      throw damagedPage(
        `${values.entries} values of “${leaf.path.join('.')}” and not ${chunk.values}`,
      );
    }
    return { from, to, leaf: values };
  });
}

/** Whether a chunk is read page by page. */
export function byPages(
  { offsetIndex, pages }: Chunk,
  group: Pick<RowGroup, 'rows'>,
  { from, to }: GroupRows,
): boolean {
  return offsetIndex !== undefined && pages.length > SMALL_CHUNK && to - from < group.rows / 2;
}

interface LeafPlan extends GroupRows {
  readonly spans: readonly Span[];
}

function planOf(
  chunk: Chunk,
  index: Uint8Array | undefined,
  groupRows: number,
  rows: GroupRows,
  size: number,
): LeafPlan {
  const places = index && readOffsetIndex(index, chunk, groupRows);
  const [first] = places ?? [];
  if (places === undefined || first === undefined) {
    const { offset, length } = chunk.pages;
    const most = Math.min(length + chunk.slack, size - offset);
    return { from: 0, to: groupRows, spans: [{ offset, length: most }] };
  }
  const pages = pagesOf(places, rows);
  // The dictionary has no place in the index; it lies before the first page.
  const dictionary = { offset: chunk.pages.offset, length: first.offset - chunk.pages.offset };
  return {
    from: pages[0]?.firstRow ?? rows.from,
    to: pages.at(-1)?.endRow ?? rows.from,
    spans: dictionary.length > 0 ? [dictionary, ...pages] : pages,
  };
}

export function pagesOf(places: readonly PagePlace[], { from, to }: GroupRows): PagePlace[] {
  return places.filter(({ firstRow, endRow }) => firstRow < to && endRow > from);
}

function checkPlace(label: string, { pages, filePath }: Chunk, size: number): void {
  if (filePath !== undefined && filePath !== '') {
    throw new SkybucketError('format', `${label} only describes other files.`, {
      hint: 'Open the folder that it is in.',
    });
  }
  if (pages.offset + pages.length > size) {
    throw new SkybucketError(
      'truncated',
      `${label} has ${size} bytes, but its footer speaks of ${pages.offset + pages.length}.`,
      { hint: 'The file is probably damaged; get it again.' },
    );
  }
}
