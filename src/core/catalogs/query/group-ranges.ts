import { boundsOf, type Bounds } from '../../parquet/bounds';
import type { BloomTest } from '../../parquet/bloom';
import type { ParquetMetadata, RawStatistics, RowGroup } from '../../parquet/metadata';
import { ANYTHING, point, type Range } from '../filter/range';
import type { FileColumn } from './file-columns';
import type { QueryRegion } from './query';

/** What the statistics of a row group say of a column. */
export function rangeIn(
  found: FileColumn,
  group: RowGroup,
  metadata: ParquetMetadata,
  bloom?: BloomTest,
): Range {
  if (found.from === 'folder') {
    return found.value === null ? { ...ANYTHING, nothing: true } : point(found.value);
  }
  const leaf = found.column.leaves[0]?.leaf ?? -1;
  const raw = group.chunks[leaf]?.statistics;
  return { ...rangeOfStatistics(found, raw, group.rows, metadata), mayHave: bloom };
}

/** The same of any statistics: those of a page, say. */
export function rangeOfStatistics(
  found: FileColumn,
  raw: RawStatistics | 'nothing' | undefined,
  rows: number,
  metadata: ParquetMetadata,
): Range {
  if (found.from === 'folder' || raw === 'nothing') {
    return raw === 'nothing' ? { ...ANYTHING, nothing: true } : ANYTHING;
  }
  const { column } = found;
  const leaf = column.leaves[0]?.leaf ?? -1;
  const bounds = boundsOf(column, raw, metadata.ordered[leaf] ?? false);
  return bounds === undefined ? ANYTHING : rangeOf(bounds, column.type.startsWith('float'), rows);
}

function rangeOf({ min, max, nulls }: Bounds, float: boolean, rows: number): Range {
  return {
    ...{ low: min, high: max },
    // Writers leave NaN out of their statistics.
    nan: float,
    missing: nulls !== 0,
    nothing: nulls !== undefined && nulls >= rows && rows > 0,
  };
}

/** Whether positions in these ranges may lie in a region. */
export function mayLieIn({ ra, dec }: QueryRegion, raRange: Range, decRange: Range): boolean {
  if (raRange.nothing || decRange.nothing) {
    return false;
  }
  const overlaps = ({ low, high }: Range, from: number, to: number): boolean =>
    !(typeof low === 'number' && low > to) && !(typeof high === 'number' && high < from);
  // Some catalogues count right ascension from -180.
  const turns = ra.flatMap(([from, to]) => [
    [from, to] as const,
    [from - 360, to - 360] as const,
    [from + 360, to + 360] as const,
  ]);
  return overlaps(decRange, ...dec) && turns.some(([from, to]) => overlaps(raRange, from, to));
}
