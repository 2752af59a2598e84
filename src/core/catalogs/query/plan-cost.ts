import type { Span } from '../../bytes/source';
import { byPages, type GroupRows } from '../../parquet/chunk-reader';
import type { ParquetColumn } from '../../parquet/columns';
import type { RowGroup } from '../../parquet/metadata';
import type { FilePlan } from './plan';

/** The columns of a file that are read, each once. */
export function columnsToRead({ output, used, position }: FilePlan): ParquetColumn[] {
  const all = [...used, ...position, ...output];
  return [...new Set(all.flatMap((found) => (found.from === 'file' ? [found.column] : [])))];
}

/** Where in a file the pages of a row group are that are read. */
export function spansOf(plan: FilePlan, { chunks }: RowGroup): Span[] {
  const leaves = new Set(columnsToRead(plan).flatMap((column) => column.leaves));
  return [...leaves].flatMap(({ leaf }) => chunks[leaf]?.pages ?? []);
}

/** What reading some rows of a row group fetches. */
export function bytesOf(plan: FilePlan, group: RowGroup, rows: GroupRows): number {
  const leaves = new Set(columnsToRead(plan).flatMap((column) => column.leaves));
  const share = (rows.to - rows.from) / group.rows;
  return [...leaves].reduce((sum, { leaf }) => {
    const chunk = group.chunks[leaf];
    const length = chunk?.pages.length ?? 0;
    return sum + (chunk && byPages(chunk, group, rows) ? Math.ceil(length * share) : length);
  }, 0);
}
