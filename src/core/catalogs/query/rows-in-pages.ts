import type { GroupRows } from '../../parquet/chunk-reader';
import type { RawStatistics, RowGroup } from '../../parquet/metadata';
import {
  readColumnIndex,
  readIndexes,
  readOffsetIndex,
  type PagePlace,
} from '../../parquet/page-index';
import { mayMatch } from '../filter/may-match';
import { ANYTHING, type Range } from '../filter/range';
import type { RowFilter } from '../filter/row-filter';
import type { FolderOptions } from '../layout/dataset-folder';
import type { FileColumn } from './file-columns';
import { mayLieIn, rangeIn, rangeOfStatistics } from './group-ranges';
import type { FilePlan } from './plan';
import type { QueryRegion } from './query';

/** Pages of a column, and what is known of each. */
interface Pages {
  readonly places: readonly PagePlace[];
  readonly statistics: readonly (RawStatistics | 'nothing')[];
}

/**
 * The rows of a row group from the first to the last that pages do not rule out; undefined where all of them
 * do. Without indexes of pages those are all rows.
 */
export async function rowsInPages(
  plan: FilePlan,
  region: QueryRegion | undefined,
  filter: RowFilter | undefined,
  group: RowGroup,
  options: FolderOptions,
): Promise<GroupRows | undefined> {
  const all = { from: 0, to: group.rows };
  const asked = [...plan.used, ...plan.position];
  const pages = await pagesOf(plan, asked, group, options);
  const starts = new Set([0]);
  for (const { places } of pages.filter((of) => of !== undefined)) {
    places.forEach(({ firstRow }) => starts.add(firstRow));
  }
  if (starts.size === 1) {
    return all;
  }
  const bounds = [...starts].sort((a, b) => a - b);
  let from: number | undefined;
  let to = 0;
  bounds.forEach((row, i) => {
    const end = bounds[i + 1] ?? group.rows;
    const ranges = asked.map((found, at) => pageRange(plan, found, pages[at], row, group));
    const [ra, dec] = ranges.slice(plan.used.length);
    const lies = !region || !ra || !dec || mayLieIn(region, ra, dec);
    if (lies && (!filter || mayMatch(filter.typed, ranges))) {
      from ??= row;
      to = end;
    }
  });
  return from === undefined ? undefined : { from, to };
}

async function pagesOf(
  { file }: FilePlan,
  asked: readonly FileColumn[],
  group: RowGroup,
  options: FolderOptions,
): Promise<(Pages | undefined)[]> {
  const chunks = asked.map((found) => {
    const leaf =
      found.from === 'file' && found.column.kind === 'flat' ? found.column.leaves[0] : undefined;
    const chunk = leaf && group.chunks[leaf.leaf];
    return chunk?.columnIndex && chunk.offsetIndex ? chunk : undefined;
  });
  const places = chunks.flatMap((chunk) => [chunk?.columnIndex, chunk?.offsetIndex]);
  const bytes = await readIndexes(file.reader, places, options);
  return chunks.map((chunk, i) => {
    const [columns, offsets] = [bytes[2 * i], bytes[2 * i + 1]];
    if (chunk === undefined || columns === undefined || offsets === undefined) {
      return undefined;
    }
    const statistics = readColumnIndex(columns);
    const found = readOffsetIndex(offsets, chunk, group.rows);
    return found.length === statistics.length ? { places: found, statistics } : undefined;
  });
}

/** What is known of a column in the page that has a row. */
function pageRange(
  { file }: FilePlan,
  found: FileColumn,
  pages: Pages | undefined,
  row: number,
  group: RowGroup,
): Range {
  if (pages === undefined) {
    return found.from === 'folder' ? rangeIn(found, group, file.metadata) : ANYTHING;
  }
  const page = pages.places.findIndex(({ firstRow, endRow }) => firstRow <= row && row < endRow);
  const place = pages.places[page];
  return place === undefined
    ? ANYTHING
    : rangeOfStatistics(
        found,
        pages.statistics[page],
        place.endRow - place.firstRow,
        file.metadata,
      );
}
